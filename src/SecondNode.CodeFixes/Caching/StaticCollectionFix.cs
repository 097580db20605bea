using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Options;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>SN2001 and SN2003: moves a collection that a static or a singleton holds, with all its uses, to a store that every node sees.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StaticCollectionFix))]
[Shared]
public sealed class StaticCollectionFix() : SecondNodeCodeFix("SN2001", Singleton)
{
    /// <summary>The rule about singletons, whose collections are instance members.</summary>
    internal const string Singleton = "SN2003";

    /// <summary>The choice that uses <c>IDistributedCache</c>.</summary>
    public const string DistributedKey = "SN2001.distributed";

    /// <summary>The choice that uses <c>HybridCache</c>.</summary>
    public const string HybridKey = "SN2001.hybrid";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        if (await PlanAsync(document, diagnostic, DistributedKey, cancellation).ConfigureAwait(false) is { } plan)
        {
            choices.Add(new FixChoice(DistributedKey, plan.OneEntry
                ? "Keep it in IDistributedCache as one entry (concurrent writers overwrite each other; the cache may evict it)"
                : plan.Racy
                    ? "Keep its entries in IDistributedCache (of two writers of one entry at once the last wins; the cache may evict entries)"
                    : "Keep its entries in IDistributedCache (the cache may evict entries)"));
        }

        if (await PlanAsync(document, diagnostic, HybridKey, cancellation).ConfigureAwait(false) is not null)
        {
            choices.Add(new FixChoice(HybridKey, "Keep its entries in HybridCache (entries expire, after five minutes unless you configure it)"));
            if (choices.Count == 2 && diagnostic.Location.SourceTree is { } tree && new Settings(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider).Read(Settings.CacheTargetOption, tree) == "hybrid")
            {
                choices.Reverse();
            }
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await PlanAsync(document, diagnostic, choice.Key, cancellation).ConfigureAwait(false) is { } plan)
        {
            await plan.ApplyAsync(edits, register: true, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The plan that compiles: with awaited patterns where they do, else with the synchronous calls.</summary>
    private static async Task<StatePlan?> PlanAsync(Document document, Diagnostic diagnostic, string key, CancellationToken cancellation)
    {
        if (await StateField.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } field)
        {
            return null;
        }

        foreach (var patterns in key == HybridKey ? [true] : new[] { true, false })
        {
            var found = key == HybridKey ? StatePlan.FindHybridAsync(field, cancellation) : StatePlan.FindAsync(field, patterns, cancellation);
            if (await found.ConfigureAwait(false) is not { } plan)
            {
                return null;
            }

            var edits = new SolutionEdits(document.Project.Solution);
            await plan.ApplyAsync(edits, register: false, cancellation).ConfigureAwait(false);
            if (await Rehearsal.CompilesAsync(document.Project.Solution, await edits.ToSolutionAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false))
            {
                return plan;
            }
        }

        return null;
    }
}
