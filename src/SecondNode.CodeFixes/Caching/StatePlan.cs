using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>Everything that moves one static collection to <c>IDistributedCache</c>: all its uses, or nothing.</summary>
internal sealed class StatePlan
{
    private readonly StateField field;
    private readonly ImmutableArray<StateUse> uses;
    private readonly CacheRegistration? registration;
    private readonly Hybrid? hybrid;

    private StatePlan(StateField field, ImmutableArray<StateUse> uses, bool oneEntry, CacheRegistration? registration, Hybrid? hybrid = null)
    {
        this.field = field;
        this.uses = uses;
        OneEntry = oneEntry;
        this.registration = registration;
        this.hybrid = hybrid;
    }

    /// <summary>Whether the whole collection becomes one entry.</summary>
    public bool OneEntry { get; }

    /// <summary>Whether some use was safe against another writer and is not any more.</summary>
    public bool Racy => uses.Any(u => u.Racy);

    /// <summary>The plan for a collection, or null where some use cannot move.</summary>
    /// <param name="field">The collection.</param>
    /// <param name="patterns">Whether <c>TryGetValue(key, out var x)</c> in asynchronous code becomes an awaited pattern.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<StatePlan?> FindAsync(StateField field, bool patterns, CancellationToken cancellation)
    {
        var solution = field.Document.Project.Solution;
        if (await field.Document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation || !JsonHelpers.AreUsable(compilation) ||
            await NamesAsync(field, solution, cancellation).ConfigureAwait(false) is not { Count: > 0 } names)
        {
            return null;
        }

        var payload = EntryUses.PayloadOf(field.ValueType);
        foreach (var oneEntry in new[] { false, true })
        {
            if (!(oneEntry ? CollectionUses.Fits(field, compilation) : field.CanBeEntries(payload, compilation)))
            {
                continue;
            }

            if (await ClassifyAsync(field, payload, names, oneEntry, patterns, cancellation).ConfigureAwait(false) is not { } uses)
            {
                continue;
            }

            if (await new ValueMutations(solution, field.Symbol, cancellation).AnyAsync(oneEntry ? field.ValueType : payload, names).ConfigureAwait(false))
            {
                return null;
            }

            return await ReachAsync(solution, uses, Service.Of("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "cache"), cancellation).ConfigureAwait(false) is { } reached
                ? new StatePlan(field, reached, oneEntry, await CacheRegistration.FindAsync(field.Document.Project, hybrid: false, cancellation).ConfigureAwait(false))
                : null;
        }

        return null;
    }

    /// <summary>The plan that moves the entries to HybridCache, or null where a use cannot be said with it or cannot await.</summary>
    public static async Task<StatePlan?> FindHybridAsync(StateField field, CancellationToken cancellation)
    {
        var solution = field.Document.Project.Solution;
        var payload = EntryUses.PayloadOf(field.ValueType);
        if (await field.Document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation || !field.IsMap || !HybridUses.Fits(field, payload, compilation) ||
            await NamesAsync(field, solution, cancellation).ConfigureAwait(false) is not { Count: > 0 } names)
        {
            return null;
        }

        var changes = HybridUses.AnyChange(names.Select(n => n.Name));
        if (await new HybridUses(field, payload, changes, cancellation).ClassifyAsync(names).ConfigureAwait(false) is not { } uses ||
            await new ValueMutations(solution, field.Symbol, cancellation).AnyAsync(payload, names).ConfigureAwait(false))
        {
            return null;
        }

        var functions = new AsyncFunctions(solution, cancellation);
        foreach (var use in uses)
        {
            if (!use.Returns && !await functions.IncludeAsync(use.Document, use.Node is BlockSyntax block ? block.Statements[0] : use.Node).ConfigureAwait(false))
            {
                return null;
            }
        }

        if (await ReachAsync(solution, uses, Service.Of(HybridCalls.Type, "cache"), cancellation).ConfigureAwait(false) is not { } reached)
        {
            return null;
        }

        return new StatePlan(
            field, reached, oneEntry: false,
            await CacheRegistration.FindAsync(field.Document.Project, hybrid: false, cancellation).ConfigureAwait(false),
            new Hybrid(functions, changes, await CacheRegistration.FindAsync(field.Document.Project, hybrid: true, cancellation).ConfigureAwait(false)));
    }

    /// <summary>Writes the plan.</summary>
    /// <param name="edits">Where to write it.</param>
    /// <param name="register">False for a rehearsal: what registers the cache comes with a package that is not there before the next restore.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task ApplyAsync(SolutionEdits edits, bool register, CancellationToken cancellation)
    {
        foreach (var use in uses)
        {
            var editor = await edits.EditorAsync(use.Document, cancellation).ConfigureAwait(false);
            var cache = await use.Access!.ApplyAsync(edits, cancellation).ConfigureAwait(false);
            var store = new StoreCalls(cache, hybrid is not null || AsyncContext.MayAwait(use.Node), AsyncContext.Token(editor.SemanticModel, use.Node.SpanStart));
            editor.ReplaceNode(use.Node, (current, _) => use.Rewrite(current, store) is var made && made is ExpressionSyntax expression ? StoreCalls.Fit(expression, current) : made.WithAdditionalAnnotations(Formatter.Annotation));
            if (hybrid is not null)
            {
                edits.Use(use.Document, "Microsoft.Extensions.Caching.Hybrid");
                edits.Use(use.Document, "System.Threading.Tasks");
                continue;
            }

            edits.Use(use.Document, "Microsoft.Extensions.Caching.Distributed");
            await JsonHelpers.NeedAsync(edits, use.Document, field.Document, OneEntry ? [JsonHelpers.EntryClass, JsonHelpers.CollectionClass] : [JsonHelpers.EntryClass], cancellation).ConfigureAwait(false);
        }

        if (hybrid is not null)
        {
            await hybrid.Functions.ApplyAsync(edits).ConfigureAwait(false);
            if (hybrid.Changes)
            {
                edits.Use(field.Document, "Microsoft.Extensions.Caching.Hybrid");
            }
        }

        var home = await edits.EditorAsync(field.Document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(home.OriginalRoot);
        home.ReplaceNode(field.Declaration.Parent!, (current, _) => field.Replace((TypeDeclarationSyntax)current, home.SemanticModel, OneEntry, hybrid is { Changes: true }, newLine));
        if (!register)
        {
            return;
        }

        foreach (var document in uses.Select(u => u.Document).Append(field.Document))
        {
            edits.TidyUsings(document);
        }

        // Each stands directly after the same statement: the last one written comes first.
        if (hybrid?.Registration is { } own)
        {
            await own.ApplyAsync(edits, hybrid: true, cancellation).ConfigureAwait(false);
        }

        if (registration is not null)
        {
            await registration.ApplyAsync(edits, hybrid: false, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Every mention of the collection; null where one is not understood.</summary>
    private static async Task<List<(Document Document, SimpleNameSyntax Name)>?> NamesAsync(StateField field, Solution solution, CancellationToken cancellation)
    {
        var names = new List<(Document, SimpleNameSyntax)>();
        foreach (var reference in await SymbolFinder.FindReferencesAsync(field.Symbol, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                if (location.IsImplicit || location.Document is SourceGeneratedDocument || root?.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is not SimpleNameSyntax name)
                {
                    return null;
                }

                if (!name.IsPartOfStructuredTrivia())
                {
                    names.Add((location.Document, name));
                }
            }
        }

        return names;
    }

    private static async Task<ImmutableArray<StateUse>?> ClassifyAsync(StateField field, ITypeSymbol payload, List<(Document Document, SimpleNameSyntax Name)> names, bool oneEntry, bool patterns, CancellationToken cancellation)
    {
        var uses = ImmutableArray.CreateBuilder<StateUse>();
        foreach (var (document, name) in names)
        {
            if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
            {
                return null;
            }

            var use = oneEntry
                ? new CollectionUses(field, document, model, cancellation).Classify(name)
                : new EntryUses(field, payload, document, model, patterns, cancellation).Classify(name);
            if (use is null)
            {
                return null;
            }

            uses.Add(use);
        }

        return uses.ToImmutable();
    }

    /// <summary>Finds the cache at every use.</summary>
    private static async Task<ImmutableArray<StateUse>?> ReachAsync(Solution solution, ImmutableArray<StateUse> uses, Service service, CancellationToken cancellation)
    {
        var search = ConstructorInjection.Begin(solution, service, cancellation);
        var reached = ImmutableArray.CreateBuilder<StateUse>();
        foreach (var use in uses)
        {
            if (await search.AtAsync(use.Document, use.Node, 0).ConfigureAwait(false) is not { } access)
            {
                return null;
            }

            reached.Add(use with { Access = access });
        }

        return reached.ToImmutable();
    }

    /// <summary>What HybridCache needs besides the rewritten uses.</summary>
    /// <param name="Functions">The functions that become asynchronous.</param>
    /// <param name="Changes">Whether entries change, so that no node may keep a copy of its own.</param>
    /// <param name="Registration">How it is registered; null where it is.</param>
    private sealed record Hybrid(AsyncFunctions Functions, bool Changes, CacheRegistration? Registration);
}
