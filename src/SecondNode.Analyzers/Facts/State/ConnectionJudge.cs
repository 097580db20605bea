using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Judges the collections that track who is connected to this node.</summary>
internal static class ConnectionJudge
{
    /// <summary>The judgement of a collection that tracks connections to this node; null where it does not, or where each connection only finds what is its own.</summary>
    public static StateVerdict? Judge(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> all, RuleContext context)
    {
        var changes = all.Where(u => u.Changes && !u.IsAtTheEnds).ToImmutableArray();
        var isConnection = CodeArtefacts.HoldsConnection(shape.Element, context.Compilation) || CodeArtefacts.IsConnection(shape.Key) || ClientStreams.Are(shape, all, changes, context);
        if (changes.IsEmpty || !all.Any(u => u.IsLookedAt) || !(isConnection || ConnectionMaps.Is(state, shape, changes)) || Scratch.Is(all, context) || OperatorNumbers.Are(state))
        {
            return null;
        }

        // A lock, a timer, a token source of the connection is released where the connection is.
        if (!isConnection && (CodeArtefacts.IsLock(shape.Element) || CodeArtefacts.IsProcessBound(shape.Element) || CodeArtefacts.HoldsProcessBound(shape.Element, context.Compilation)))
        {
            return null;
        }

        if (shape.Kind is CollectionKind.Dictionary && all.All(u => u.IsAtTheEnds || u.Operation.Syntax.Span.IsEmpty || ConnectionMaps.IsOwn(u.Key) || u.Effect is StateEffect.Assign || u.IsNested))
        {
            return null;
        }

        var live = changes.Where(c => c.Phase != ExecutionPhase.None && !c.Phase.IsOnlyStartup()).ToImmutableArray();
        return live.IsEmpty
            ? null
            : new StateVerdict(
                live.Any(c => c.Phase.ServesRequests()) ? StateCertainty.Certain : StateCertainty.Possible,
                StateReason.Connections,
                StateProperties.StoryChanged,
                ValueOrigin.Request,
                live.OrderByDescending(c => (c.Phase & ExecutionPhase.Request) != ExecutionPhase.None).ThenByDescending(c => c.Adds).ToImmutableArray());
    }
}
