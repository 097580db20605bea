using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Realtime;

/// <summary>SN6002: a static or a singleton keeps track of who is connected: it knows this node's connections only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TrackedConnections() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN6002",
        Family.Realtime,
        Level.Certain,
        "Connections or users tracked in this node's memory",
        "'{0}' knows only the connections of this node, which '{1}' {2}: who is connected to another node counts as absent and gets no message",
        "Every node has its own connections. A map of them in memory answers who is online, or whom to send to, for one node only. Address users and groups " +
        "(Clients.User, Clients.Group) and let a backplane carry the message to all nodes; keep presence in a shared store.");

    /// <summary>Where none of these is written, nothing is connected.</summary>
    private static readonly ImmutableArray<string> Words = ImmutableArray.Create(
        "Hub", "HubCallerContext", "CircuitHandler", "WebSocket", "HttpResponse", "HubConnectionContext", "IClientProxy", "ISingleClientProxy", "IServerStreamWriter", "ConnectionContext", "OnConnectedAsync", "Channel", "ChannelWriter");

    /// <summary>One of these is written in a file that keeps track of connections.</summary>
    private static readonly int[] Evidence = new[]
    {
        "ConnectionId", "connectionId", "ConnectionIds", "connectionIds", "connectionID", "connId", "Hub", "HubCallerContext", "Circuit", "circuitId", "CircuitId", "CircuitHandler", "WebSocket", "HttpResponse",
        "HubConnectionContext", "IClientProxy", "ISingleClientProxy", "IServerStreamWriter", "ConnectionContext", "Connections", "Channel", "ChannelWriter",
    }.Select(WordIndex.HashOf).ToArray();

    private const int MaxLocations = 50;

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(Words))
        {
            return;
        }

        DeclaredState.RegisterCollections(start, context, isStatic: null, (state, shape) => Check(state, shape, context));
    }

    private static bool MayTrack(ISymbol state, CollectionShape shape, RuleContext context) =>
        state.ContainingType.DeclaringSyntaxReferences.Concat(DeclarationsOf(shape.Element))
            .Any(r => context.FactsOf(r.SyntaxTree).MayMentionAny(Evidence));

    /// <summary>Where the type of what is in it is declared, be it in a list that is in it.</summary>
    private static ImmutableArray<SyntaxReference> DeclarationsOf(ITypeSymbol? element) =>
        element is INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: true, TypeArguments: [.., var inner] } ? DeclarationsOf(inner) : element?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty;

    private static Diagnostic? Check(ISymbol state, CollectionShape shape, RuleContext context)
    {
        if (state.IsAbstract || shape.Kind == CollectionKind.Array || !MayTrack(state, shape, context) || !(state.IsStatic || context.SingleInstances.Contains(state.ContainingType)) ||
            context.State.JudgeConnections(state, shape) is not { } verdict || Broadcasts.Reach(state.ContainingType) || Broadcasts.ReachUsers(state.ContainingType, context) || state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return null;
        }

        var first = verdict.Changes[0];
        return Diagnostic.Create(
            Descriptor,
            location,
            verdict.Certainty == StateCertainty.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            verdict.Changes.Select(c => c.Operation.Syntax.GetLocation()).Distinct().Take(MaxLocations),
            ImmutableDictionary<string, string?>.Empty.Add(StateProperties.Kind, shape.Kind.ToString()),
            StateNames.Of(state),
            StateNames.Of(first.Member, first.Operation.Syntax),
            first.Effect is StateEffect.Remove or StateEffect.Clear ? "takes out" : "puts in");
    }
}
