using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Recognizes collections that hold a stream for each client that listens: a channel that is read while the client is
/// connected, or the body of its response. The queues of this node's workers are channels as well, but nobody leaves them again,
/// and a worker reads them.
/// </summary>
internal static class ClientStreams
{
    private static readonly HashSet<string> Reads = new(StringComparer.Ordinal) { "ReadAllAsync", "ReadAsync", "WaitToReadAsync", "TryRead" };

    /// <summary>Types that a client is served with: who gives or takes one of these with an entry stands for a client.</summary>
    private static readonly HashSet<string> Ends = new(StringComparer.Ordinal) { "ChannelReader", "ChannelWriter", "Channel", "IAsyncEnumerable", "HttpContext", "HttpResponse", "ServerCallContext" };

    /// <summary>Whether entries come and go with clients, and others than they write to them.</summary>
    public static bool Are(CollectionShape shape, ImmutableArray<StateUse> all, ImmutableArray<StateUse> changes, RuleContext context)
    {
        var added = changes.Where(c => c.Adds).ToList();
        if (added.Count == 0 || CodeArtefacts.IsCode(shape.Key) || !changes.Any(c => c.Effect == StateEffect.Remove))
        {
            return false;
        }

        return (CodeArtefacts.HoldsChannel(shape.Element, context.Compilation) && added.Any(a => ServesClient(a, shape.Element))) || added.Any(a => a.Values.Any(IsBody))
            ? all.Any(u => u.IsLookedAt && u.Effect is StateEffect.Read or StateEffect.Probe && !added.Any(a => SymbolEqualityComparer.Default.Equals(a.Member, u.Member) && a.Operation.Function() == u.Operation.Function()))
            : false;
    }

    /// <summary>Whether the place that puts the channel in reads it as well, or hands its end to who does.</summary>
    private static bool ServesClient(StateUse added, ITypeSymbol? element)
    {
        var function = added.Operation.Function();
        return (added.Member is IMethodSymbol method && (Names(method.ReturnType, element) || method.Parameters.Any(p => Names(p.Type, element)))) ||
            function.DescendantsOutsideLambdas().Any(o => o is IInvocationOperation { TargetMethod: { ContainingType: { Name: "ChannelReader" } } called } && Reads.Contains(called.Name));
    }

    private static bool Names(ITypeSymbol type, ITypeSymbol? element) =>
        Ends.Contains(type.Name) || SymbolEqualityComparer.Default.Equals(type, element) || (type is INamedTypeSymbol named && named.TypeArguments.Any(a => Names(a, element)));

    /// <summary>The body of a response, or a writer over it.</summary>
    private static bool IsBody(IOperation value) =>
        value.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation { Property: { Name: "Body" or "BodyWriter" or "OutputStream" or "Output", ContainingType.Name: "HttpResponse" or "HttpResponseBase" } });
}
