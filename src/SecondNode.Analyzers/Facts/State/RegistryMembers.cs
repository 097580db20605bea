using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Recognizes registries by what their members are called: what is registered or subscribed belongs to the program, unless it
/// is somebody or something that comes and goes.
/// </summary>
internal static class RegistryMembers
{
    private static readonly string[] Verbs = ["Register", "Unregister", "Deregister", "Subscribe", "Unsubscribe"];

    /// <summary>Who comes and goes: to register one of these is a request's work.</summary>
    private static readonly string[] Guests = ["User", "Client", "Device", "Connection", "Session", "Player", "Customer", "Member", "Guest", "Visitor", "Agent", "Node", "Worker", "Token", "Account", "Participant", "Subscriber"];

    /// <summary>Whether each change is made by a member that registers, and none by a request that can be seen.</summary>
    public static bool Are(ImmutableArray<StateUse> changes) =>
        !changes.IsEmpty && changes.All(c => Registers(c.Member)) && !changes.Any(c => (c.Phase & ExecutionPhase.Request) != ExecutionPhase.None);

    private static bool Registers(ISymbol? member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method && method.ReturnType.Name is not ("Task" or "ValueTask") &&
        SimpleName(method.Name) is var name && Verbs.Any(v => name.StartsWith(v, StringComparison.Ordinal)) && !IsGuest(name) && method.Parameters.Any(IsPartOfTheProgram) && !method.Parameters.Any(p => IsGuest(p.Name) || IsGuest(p.Type.Name));

    /// <summary>A text or a number alone is what a request brings.</summary>
    private static bool IsPartOfTheProgram(IParameterSymbol parameter) => parameter.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String } or ITypeParameterSymbol;

    private static bool IsGuest(string name) => Guests.Any(g => name.IndexOf(g, StringComparison.OrdinalIgnoreCase) >= 0);

    private static string SimpleName(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
