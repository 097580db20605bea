using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>SN2004: moves the entries of a memory cache, with all code that reads, makes and removes them, to a store that every node sees.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShareMemoryCache))]
[Shared]
public sealed class ShareMemoryCache() : SecondNodeCodeFix("SN2004")
{
    /// <summary>The choice that uses <c>IDistributedCache</c>.</summary>
    public const string DistributedKey = "SN2004.distributed";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await PlanAsync(document, diagnostic, cancellation).ConfigureAwait(false) is null
            ? ImmutableArray<FixChoice>.Empty
            : ImmutableArray.Create(new FixChoice(DistributedKey, "Keep the entries in IDistributedCache"));

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await PlanAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } plan)
        {
            await plan.ApplyAsync(edits, register: true, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The plan that compiles: with awaited patterns where they do, else with the synchronous calls.</summary>
    private static async Task<MemoryCachePlan?> PlanAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        foreach (var patterns in new[] { true, false })
        {
            if (await MemoryCachePlan.FindAsync(document, diagnostic, patterns, cancellation).ConfigureAwait(false) is not { } plan)
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
