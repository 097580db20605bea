using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Recognizes the collections that track who is connected to this node: they have a rule of their own.</summary>
internal static class ConnectionMaps
{
    private static readonly string[] Hubs = ["Microsoft.AspNetCore.SignalR.Hub", "Microsoft.AspNet.SignalR.Hub", "Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler"];

    /// <summary>Whether a hub holds or changes it, or what is put in is a connection's id.</summary>
    public static bool Is(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> changes) =>
        IsHub(state.ContainingType) || HasConnectionId(shape.Element) ||
        changes.Any(c => IsHub(c.Member?.ContainingType) || NamesConnection(c.Key) || c.Values.Any(NamesConnection));

    /// <summary>Whether a key is the id of the connection that is being served: what is found under it is the connection's own.</summary>
    public static bool IsOwn(IOperation? key) =>
        key is not null && key.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation { Property: { Name: "ConnectionId", ContainingType.Name: "HubCallerContext" } } or IPropertyReferenceOperation { Property: { Name: "Id", ContainingType.Name: "Circuit" } });

    private static bool IsHub(INamedTypeSymbol? type) => type is not null && (Hubs.Any(h => type.IsNamed(h)) || (type.ContainingType is { } outer && IsHub(outer)));

    private static bool HasConnectionId(ITypeSymbol? element) =>
        element is INamedTypeSymbol && !element.DeclaringSyntaxReferences.IsEmpty && element.GetMembers().Any(m => m.Name is "ConnectionId" or "ConnectionIds" or "CircuitId" or "Connections");

    private static bool NamesConnection(IOperation? value) =>
        value is not null && value.DescendantsAndSelf().Any(o => (o switch
        {
            IPropertyReferenceOperation property => property.Property.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            ILocalReferenceOperation local => local.Local.Name,
            _ => "",
        }) is var name && (name.StartsWith("connectionId", StringComparison.OrdinalIgnoreCase) || name.StartsWith("circuitId", StringComparison.OrdinalIgnoreCase)));
}
