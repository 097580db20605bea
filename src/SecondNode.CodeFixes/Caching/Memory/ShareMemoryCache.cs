using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Options;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>SN2004: moves the entries of a memory cache, with all code that reads, makes and removes them, to a store that every node sees.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShareMemoryCache))]
[Shared]
public sealed class ShareMemoryCache() : SecondNodeCodeFix("SN2004")
{
    /// <summary>The choice that uses <c>IDistributedCache</c>.</summary>
    public const string DistributedKey = "SN2004.distributed";

    /// <summary>The choice that uses <c>HybridCache</c>.</summary>
    public const string HybridKey = "SN2004.hybrid";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        if (await PlanAsync(document, diagnostic, DistributedKey, cancellation).ConfigureAwait(false) is not null)
        {
            choices.Add(new FixChoice(DistributedKey, "Keep the entries in IDistributedCache"));
        }

        if (await PlanAsync(document, diagnostic, HybridKey, cancellation).ConfigureAwait(false) is not null)
        {
            choices.Add(new FixChoice(HybridKey, "Keep the entries in HybridCache, in its shared level only (entries without an expiry get one, five minutes unless you configure it)"));
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
    private static async Task<MemoryCachePlan?> PlanAsync(Document document, Diagnostic diagnostic, string key, CancellationToken cancellation)
    {
        foreach (var patterns in key == HybridKey ? [true] : new[] { true, false })
        {
            if (await MemoryCachePlan.FindAsync(document, diagnostic, key == HybridKey, patterns, cancellation).ConfigureAwait(false) is not { } plan)
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
