using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Turns the stale reads of a body into diagnostics, with all that their fix needs.</summary>
internal static class StaleReadReport
{
    /// <summary>Reports the chosen stale reads of a block: one finding for each place, of the best-founded write and the earliest of those.</summary>
    public static void Report(OperationBlockAnalysisContext context, ReplicaModel model, DiagnosticDescriptor descriptor, Func<StaleRead, bool> isOurs)
    {
        if (model.Bodies.Of(context) is not { StaleReads.IsEmpty: false } finding)
        {
            return;
        }

        foreach (var group in finding.StaleReads.Where(isOurs).GroupBy(s => s.Read.Place.Syntax).OrderBy(g => g.Key.SpanStart))
        {
            var best = group
                .Select(stale => (Stale: stale, Verdict: Verdicts.Of(stale, model.Connections)))
                .Where(v => v.Verdict != Verdict.Silent)
                .OrderByDescending(v => v.Verdict)
                .ThenBy(v => v.Stale.Write.Place.Syntax.SpanStart)
                .ThenBy(v => v.Stale.Read.Site.Syntax.SpanStart)
                .ThenBy(v => v.Stale.Change.Site.Syntax.SpanStart)
                .ThenBy(v => v.Stale.Write.Site.Syntax.SpanStart)
                .FirstOrDefault();
            if (best.Stale is { } stale)
            {
                context.ReportDiagnostic(Diagnostic(model, finding.Body, descriptor, stale, best.Verdict));
            }
        }
    }

    /// <summary>The diagnostic of one finding.</summary>
    public static Diagnostic Diagnostic(ReplicaModel model, BodyValues body, DiagnosticDescriptor descriptor, StaleRead finding, Verdict verdict)
    {
        var places = ImmutableArray.CreateBuilder<Location>();
        var properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        places.Add(finding.Write.Place.Syntax.GetLocation());
        if (finding.Read.Call is not null)
        {
            places.Add(finding.Read.Site.Syntax.GetLocation());
            properties.Add(ReadMove.FirstProperty, "2");
        }

        var (target, edits, variant) = new ReadMove(model, body).Of(finding);
        if (!edits.IsDefaultOrEmpty)
        {
            properties.Add(ReadMove.TargetProperty, target);
            if (edits.Any(e => e.Text.Contains(ReadMove.Injected)))
            {
                properties.Add(ReadMove.InjectProperty, ReadMove.PrimaryOf(finding)?.GetDocumentationCommentId());
            }

            for (var i = 0; i < edits.Length; i++)
            {
                places.Add(Location.Create(edits[i].Tree, edits[i].Span));
                properties.Add(ReadMove.TextProperty + i, edits[i].Text);
            }

            if (variant is not null)
            {
                properties.Add(ReadMove.VariantProperty, "true");
                places.Add(variant.GetLocation());
            }
        }

        return Microsoft.CodeAnalysis.Diagnostic.Create(
            descriptor,
            finding.Read.Place.Syntax.GetLocation(),
            verdict == Verdict.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            places.ToImmutable(),
            properties.ToImmutable(),
            DataNames.Of(finding.Change, finding.Read, finding.Overlap),
            finding.Write.Name,
            finding.Read.Name,
            finding.Read.Claim.Evidence);
    }
}

/// <summary>The data that two effects touch, as a message names it.</summary>
internal static class DataNames
{
    public static string Of(DataEffect change, DataEffect read, Overlap overlap)
    {
        foreach (var written in change.What)
        {
            foreach (var looked in read.What)
            {
                if (written.With(looked) == overlap)
                {
                    return "'" + (written.Entity is null && looked.Entity is not null ? looked.Display : written.Display) + "'";
                }
            }
        }

        return "Data";
    }
}
