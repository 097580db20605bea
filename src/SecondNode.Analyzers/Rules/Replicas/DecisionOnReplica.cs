using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4003: what a replica says decides a write on the primary, or is written.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecisionOnReplica() : SecondNodeAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4003",
        Family.Replicas,
        Level.Certain,
        "Replica read decides a write",
        "'{2}' asks a replica ({3}), which lags behind, and '{1}' then writes {0} by that answer: duplicates, or newer data overwritten",
        "A check before a write is as good as what it looks at: a replica does not have the row that another request, or the same one a moment ago, has written. The " +
        "name is taken twice, the limit is passed, the newer version is overwritten. Ask the primary, in the transaction that writes.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        var model = context.Replicas;
        if (model.HasEvidence)
        {
            start.RegisterOperationBlockAction(block => Analyze(block, model));
        }
    }

    private static void Analyze(OperationBlockAnalysisContext context, ReplicaModel model)
    {
        if (model.Bodies.Of(context) is not { WritesAfterReads.IsEmpty: false } finding)
        {
            return;
        }

        foreach (var group in finding.WritesAfterReads.GroupBy(w => w.Read.Place.Syntax).OrderBy(g => g.Key.SpanStart))
        {
            var best = group
                .Select(w => (Found: w, Stale: new StaleRead(w.Change, w.Write, w.Read, w.Overlap), Decision: Guards.Of(w, finding.Body)))
                .Where(w => w.Decision != Decision.None)
                .Select(w => (w.Stale, w.Decision, Verdict: Verdicts.Of(w.Stale, model.Connections)))
                .Where(w => w.Verdict != Verdict.Silent)
                .OrderByDescending(w => w.Verdict)
                .ThenByDescending(w => w.Decision)
                .ThenBy(w => w.Stale.Write.Place.Syntax.SpanStart)
                .ThenBy(w => w.Stale.Change.Site.Syntax.SpanStart)
                .FirstOrDefault();
            if (best.Stale is { } stale)
            {
                context.ReportDiagnostic(StaleReadReport.Diagnostic(model, finding.Body, Descriptor, stale, best.Decision == Decision.MustExist ? Verdict.Possible : best.Verdict));
            }
        }
    }
}
