using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4001: within one flow, data is written on the primary and then read from a replica that may not have it yet.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplicaReadAfterWrite() : SecondNodeAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4001",
        Family.Replicas,
        Level.Certain,
        "Replica is read after a write on the primary",
        "{0} was just written by '{1}', but '{2}' reads it from a replica ({3}), which lags behind: the user sees the old state",
        "A replica receives what the primary has written after some milliseconds, or seconds under load. A read that follows the write in the same request is " +
        "likely to miss it: the saved order is not found, the list lacks the new row. Read from the primary what this request has written.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        var model = new ReplicaModel(context);
        if (model.HasEvidence)
        {
            start.RegisterOperationBlockAction(block => Analyze(block, model));
        }
    }

    private static void Analyze(OperationBlockAnalysisContext context, ReplicaModel model)
    {
        if (context.OperationBlocks.IsEmpty || !context.OperationBlocks.Any(b => model.MayWrite(b.Syntax)))
        {
            return;
        }

        var body = BodyValues.Of(context.OperationBlocks, context.CancellationToken);
        var effects = body.Calls.Count < 2 ? ImmutableDictionary<SyntaxNode, ImmutableArray<DataEffect>>.Empty : model.Effects.Of(body);
        if (effects.IsEmpty)
        {
            return;
        }

        var timeline = new Timeline(new BodyEvents(effects, body), context.CancellationToken);
        foreach (var block in context.OperationBlocks)
        {
            var stale = timeline.Run(context.GetControlFlowGraph(block));
            foreach (var group in stale.GroupBy(s => s.Read).OrderBy(g => g.Key.Site.Syntax.SpanStart))
            {
                Report(context, model, body, group);
            }
        }
    }

    /// <summary>One finding a read: the best-founded write, the earliest of them.</summary>
    private static void Report(OperationBlockAnalysisContext context, ReplicaModel model, BodyValues body, IEnumerable<StaleRead> writes)
    {
        var best = writes
            .Select(stale => (Stale: stale, Verdict: Verdicts.Of(stale, model.Connections)))
            .Where(v => v.Verdict != Verdict.Silent)
            .OrderByDescending(v => v.Verdict)
            .ThenBy(v => v.Stale.Write.Site.Syntax.SpanStart)
            .FirstOrDefault();
        if (best.Stale is not { } finding)
        {
            return;
        }

        var (target, edits) = new ReadMove(model, body).Of(finding);
        var tree = finding.Read.Site.Syntax.SyntaxTree;
        var places = ImmutableArray.CreateBuilder<Location>();
        var properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        places.Add(finding.Write.Site.Syntax.GetLocation());
        if (!edits.IsDefaultOrEmpty)
        {
            properties.Add(ReadMove.TargetProperty, target);
            if (edits.Any(e => e.Text.Contains(ReadMove.Injected)))
            {
                properties.Add(ReadMove.InjectProperty, ReadMove.PrimaryOf(finding)?.GetDocumentationCommentId());
            }

            for (var i = 0; i < edits.Length; i++)
            {
                places.Add(Location.Create(tree, edits[i].Span));
                properties.Add(ReadMove.TextProperty + i, edits[i].Text);
            }
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Descriptor,
            finding.Read.Site.Syntax.GetLocation(),
            best.Verdict == Verdict.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            places.ToImmutable(),
            properties.ToImmutable(),
            What(finding),
            finding.Write.Name,
            finding.Read.Name,
            finding.Read.Claim.Evidence));
    }

    /// <summary>The data that both ends touch, as a message names it.</summary>
    private static string What(StaleRead finding)
    {
        foreach (var written in finding.Change.What)
        {
            foreach (var read in finding.Read.What)
            {
                if (written.With(read) == finding.Overlap)
                {
                    return "'" + (written.Entity is null && read.Entity is not null ? read.Display : written.Display) + "'";
                }
            }
        }

        return "Data";
    }
}
