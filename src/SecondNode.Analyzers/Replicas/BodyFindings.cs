using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What one body does to data, in order.</summary>
/// <param name="Body">The body's values.</param>
/// <param name="Effects">Its own effects.</param>
/// <param name="StaleReads">The reads that a write reaches.</param>
/// <param name="WritesAfterReads">The writes that follow a replica's read of the same data.</param>
internal sealed record BodyFinding(BodyValues Body, ImmutableArray<DataEffect> Effects, ImmutableArray<StaleRead> StaleReads, ImmutableArray<WriteAfterRead> WritesAfterReads);

/// <summary>Looks at each body once, for all the rules about replicas.</summary>
internal sealed class BodyFindings(ReplicaModel model)
{
    private readonly ConcurrentDictionary<SyntaxNode, BodyFinding?> known = new();

    /// <summary>What is found in the blocks of a member; null where nothing can be.</summary>
    public BodyFinding? Of(OperationBlockAnalysisContext context)
    {
        if (context.OperationBlocks.IsEmpty)
        {
            return null;
        }

        var key = context.OperationBlocks[0].Syntax;
        return known.TryGetValue(key, out var finding) ? finding : known.GetOrAdd(key, Find(context, key));
    }

    private BodyFinding? Find(OperationBlockAnalysisContext context, SyntaxNode key)
    {
        if (!model.Reach.MayReadAndWrite(key))
        {
            return null;
        }

        var body = BodyValues.Of(context.OperationBlocks, Request.Cancellation);
        if (body.Calls.Count == 0)
        {
            return null;
        }

        var effects = model.Effects.Of(body);
        var summaries = model.Summaries.Of(body, effects);
        var all = effects.Values.SelectMany(e => e).OrderBy(e => e.Site.Syntax.SpanStart).ToImmutableArray();
        var reads = all.Any(e => e.Kind == EffectKind.Read) || summaries.Values.Any(s => !s.Reads.IsEmpty || !s.ReadsAfterSave.IsEmpty);
        var writes = all.Any(e => e.Kind is EffectKind.Write or EffectKind.Save) || summaries.Values.Any(s => !s.Saves.IsEmpty || s.Changes.Any(c => c.Write is not null));
        if (!reads || !writes)
        {
            return all.IsEmpty ? null : new BodyFinding(body, all, ImmutableArray<StaleRead>.Empty, ImmutableArray<WriteAfterRead>.Empty);
        }

        var timeline = new Timeline(new BodyEvents(effects, summaries, body), Request.Cancellation);
        var stale = ImmutableArray<StaleRead>.Empty;
        foreach (var block in context.OperationBlocks)
        {
            stale = timeline.Run(context.GetControlFlowGraph(block));
        }

        return new BodyFinding(body, all, stale, timeline.WritesAfterReads);
    }
}
