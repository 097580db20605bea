using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Turns the stale reads of a body into diagnostics, with all that their fix needs.</summary>
internal static class StaleReadReport
{
    /// <summary>One finding for each place where a replica is read: the best-founded, and of those the one of the earliest write.</summary>
    public static IEnumerable<Diagnostic> Of(ReplicaModel model, BodyFinding body, DiagnosticDescriptor descriptor, IEnumerable<Suspect> suspects) =>
        suspects
            .Where(s => s.Verdict != Verdict.Silent)
            .GroupBy(s => s.Stale.Read.Place.Syntax)
            .OrderBy(place => place.Key.SpanStart)
            .Select(place => place
                .OrderByDescending(s => s.Verdict)
                .ThenByDescending(s => s.Rank)
                .ThenBy(s => s.Stale.Write.Place.Syntax.SpanStart)
                .ThenBy(s => s.Stale.Read.Site.Syntax.SpanStart)
                .ThenBy(s => s.Stale.Change.Site.Syntax.SpanStart)
                .ThenBy(s => s.Stale.Write.Site.Syntax.SpanStart)
                .First())
            .Select(best => Diagnostic(model, body, descriptor, best.Stale, best.Verdict));

    /// <summary>The diagnostic of one finding.</summary>
    private static Diagnostic Diagnostic(ReplicaModel model, BodyFinding body, DiagnosticDescriptor descriptor, StaleRead finding, Verdict verdict)
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
            HandOver(target, edits, ReadMove.PrimaryOf(finding), places, properties);
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
            NameOf(finding.Write),
            NameOf(finding.Read),
            finding.Read.Claim.Ground);
    }

    /// <summary>The method that is called where the message stands says more than what is called inside of it.</summary>
    private static string NameOf(DataEffect effect) =>
        effect is { IsRedirected: false, Call: IInvocationOperation { TargetMethod: { Name: var name, DeclaringSyntaxReferences.IsEmpty: false } } } ? name : effect.Name;

    /// <summary>What a fix that moves something to the primary needs.</summary>
    /// <param name="target">What it moves to.</param>
    /// <param name="edits">The replacements.</param>
    /// <param name="context">The type of the context that stands for <see cref="ReadMove.Injected"/> in them.</param>
    /// <param name="places">Receives the places.</param>
    /// <param name="properties">Receives the texts.</param>
    public static void HandOver(string target, ImmutableArray<Replacement> edits, ITypeSymbol? context, ImmutableArray<Location>.Builder places, ImmutableDictionary<string, string?>.Builder properties)
    {
        properties.Add(ReadMove.TargetProperty, target);
        if (edits.Any(e => e.Text.Contains(ReadMove.Injected)))
        {
            properties.Add(ReadMove.InjectProperty, context?.GetDocumentationCommentId());
        }

        for (var i = 0; i < edits.Length; i++)
        {
            places.Add(Location.Create(edits[i].Tree, edits[i].Span));
            properties.Add(ReadMove.TextProperty + i, edits[i].Text);
        }
    }
}

/// <summary>A stale read as a rule judges it.</summary>
/// <param name="Stale">The read, and the write that it misses.</param>
/// <param name="Verdict">How sure that is.</param>
/// <param name="Rank">Of equally sure ones in one place the highest is told.</param>
internal readonly record struct Suspect(StaleRead Stale, Verdict Verdict, int Rank = 0);

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
