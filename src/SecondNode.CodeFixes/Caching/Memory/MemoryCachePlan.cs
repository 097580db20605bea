using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>Everything that moves the entries of a memory cache to <c>IDistributedCache</c> or <c>HybridCache</c>: all code that shares the keys, or nothing.</summary>
internal sealed class MemoryCachePlan
{
    /// <summary>The rule hands over no more related places than this; where there are as many, some may be missing.</summary>
    private const int MaxRelated = 20;

    private readonly Document home;
    private readonly CacheHolders holders;
    private readonly List<CacheCallRewrite> calls;
    private readonly List<HeldOptions> options;
    private readonly CacheRegistration? registration;
    private readonly Hybrid? hybrid;

    private MemoryCachePlan(Document home, CacheHolders holders, List<CacheCallRewrite> calls, List<HeldOptions> options, CacheRegistration? registration, Hybrid? hybrid)
    {
        this.home = home;
        this.holders = holders;
        this.calls = calls;
        this.options = options;
        this.registration = registration;
        this.hybrid = hybrid;
    }

    private string Namespace => hybrid is null ? "Microsoft.Extensions.Caching.Distributed" : "Microsoft.Extensions.Caching.Hybrid";

    /// <summary>The plan for a finding, or null where some use of the cache cannot move.</summary>
    /// <param name="document">Where it is.</param>
    /// <param name="diagnostic">The finding.</param>
    /// <param name="isHybrid">Whether the entries move to HybridCache.</param>
    /// <param name="patterns">Whether <c>TryGetValue(key, out var x)</c> in asynchronous code becomes an awaited pattern.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<MemoryCachePlan?> FindAsync(Document document, Diagnostic diagnostic, bool isHybrid, bool patterns, CancellationToken cancellation)
    {
        var solution = document.Project.Solution;
        if (diagnostic.AdditionalLocations.Count >= MaxRelated || await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation ||
            !(isHybrid ? compilation.GetTypeByMetadataName(HybridCalls.Type) is not null : JsonHelpers.AreUsable(compilation)))
        {
            return null;
        }

        var holders = new CacheHolders(solution, cancellation);
        foreach (var location in diagnostic.AdditionalLocations.Prepend(diagnostic.Location))
        {
            if (solution.GetDocument(location.SourceTree) is not { } at || await at.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || await at.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model ||
                root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || CacheHolders.HolderOf(model, call, cancellation) is not { } holder ||
                !await holders.CollectAsync(holder).ConfigureAwait(false))
            {
                return null;
            }
        }

        // The helpers belong to one project: code of another one would not see them.
        if (holders.Calls.Select(c => c.Document).Concat(holders.Types.Select(t => t.Document)).Any(d => d.Project.Id != document.Project.Id))
        {
            return null;
        }

        if (await ClassifyAsync(holders, isHybrid, patterns, cancellation).ConfigureAwait(false) is not { } rewrites)
        {
            return null;
        }

        foreach (var group in holders.Calls.GroupBy(c => c.Holder, SymbolEqualityComparer.Default))
        {
            var names = group.Select(c => (c.Document, c.Name)).ToList();
            foreach (var payload in rewrites.Select(r => r.Payload).OfType<ITypeSymbol>().Distinct<ITypeSymbol>(SymbolEqualityComparer.Default))
            {
                if (await new ValueMutations(solution, group.Key!, cancellation).AnyAsync(payload, names).ConfigureAwait(false))
                {
                    return null;
                }
            }
        }

        var moved = new HashSet<InvocationExpressionSyntax>(holders.Calls.Select(c => c.Call));
        var held = new List<HeldOptions>();
        foreach (var symbol in rewrites.Select(r => r.Options).OfType<ISymbol>().Distinct(SymbolEqualityComparer.Default))
        {
            if (await HeldOptions.FindAsync(symbol!, solution, moved, isHybrid, cancellation).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            held.Add(found);
        }

        Hybrid? hybrid = null;
        if (isHybrid)
        {
            var functions = new AsyncFunctions(solution, cancellation);
            foreach (var call in rewrites.Where(r => !r.Use.Returns))
            {
                if (!await functions.IncludeAsync(call.Use.Document, call.At!).ConfigureAwait(false))
                {
                    return null;
                }
            }

            hybrid = new Hybrid(functions, await CacheRegistration.FindAsync(document.Project, hybrid: true, cancellation).ConfigureAwait(false));
        }

        return new MemoryCachePlan(document, holders, rewrites, held, await CacheRegistration.FindAsync(document.Project, hybrid: false, cancellation).ConfigureAwait(false), hybrid);
    }

    /// <summary>Writes the plan.</summary>
    /// <param name="edits">Where to write it.</param>
    /// <param name="register">False for a rehearsal: what registers the cache comes with a package that is not there before the next restore.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task ApplyAsync(SolutionEdits edits, bool register, CancellationToken cancellation)
    {
        foreach (var (document, type) in holders.Types)
        {
            // Two findings of one run may share a cache.
            if (!edits.Once($"memory cache {document.Id.Id} {type.SpanStart}"))
            {
                continue;
            }

            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(type, (current, _) => SyntaxFactory.IdentifierName(hybrid is null ? "IDistributedCache" : "HybridCache").WithTriviaFrom(current));
            edits.Use(document, Namespace);
            edits.TidyUsings(document, "Microsoft.Extensions.Caching.Memory");
        }

        // What stands inside another call that moves is written first.
        foreach (var call in calls.OrderBy(c => c.Use.Node.Span.Length))
        {
            var use = call.Use;
            if (!edits.Once($"memory cache {use.Document.Id.Id} {use.Node.Span}"))
            {
                continue;
            }

            var editor = await edits.EditorAsync(use.Document, cancellation).ConfigureAwait(false);
            var invocation = call.Call ?? use.Node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().First();
            var cache = ((MemberAccessExpressionSyntax)invocation.Expression).Expression.WithoutTrivia();
            var store = new StoreCalls(cache, hybrid is not null || AsyncContext.MayAwait(use.Node), AsyncContext.Token(editor.SemanticModel, invocation.SpanStart));
            editor.ReplaceNode(use.Node, (current, _) => use.Rewrite(current, store) is var made && made is ExpressionSyntax expression && call.Helper != JsonHelpers.FactoryClass
                ? StoreCalls.Fit(expression, current)
                : made.WithAdditionalAnnotations(Formatter.Annotation));
            edits.Use(use.Document, Namespace);
            if (call.Helper is { } helper)
            {
                await JsonHelpers.NeedAsync(edits, use.Document, home, [helper], cancellation).ConfigureAwait(false);
            }
        }

        foreach (var held in options)
        {
            await held.ApplyAsync(edits, cancellation).ConfigureAwait(false);
        }

        if (hybrid is not null)
        {
            await hybrid.Functions.ApplyAsync(edits).ConfigureAwait(false);
            foreach (var call in calls)
            {
                edits.Use(call.Use.Document, "System.Threading.Tasks");
            }
        }

        if (!register)
        {
            return;
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

    /// <summary>The rewrites of all calls; null where one has none.</summary>
    private static async Task<List<CacheCallRewrite>?> ClassifyAsync(CacheHolders holders, bool isHybrid, bool patterns, CancellationToken cancellation)
    {
        var rewrites = new List<CacheCallRewrite>();
        foreach (var group in holders.Calls.GroupBy(c => c.Document.Id))
        {
            var at = group.First().Document;
            if (await at.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
            {
                return null;
            }

            if (isHybrid)
            {
                if (new HybridCacheCalls(at, model, [.. group.Select(c => c.Call)], cancellation).Classify() is not { } all)
                {
                    return null;
                }

                rewrites.AddRange(all);
                continue;
            }

            foreach (var (_, call, _, _) in group)
            {
                if (new CacheCalls(at, model, patterns, cancellation).Classify(call) is not { } rewrite)
                {
                    return null;
                }

                rewrites.Add(rewrite);
            }
        }

        return rewrites;
    }

    /// <summary>What HybridCache needs besides the rewritten calls.</summary>
    /// <param name="Functions">The functions that become asynchronous.</param>
    /// <param name="Registration">How it is registered; null where it is.</param>
    private sealed record Hybrid(AsyncFunctions Functions, CacheRegistration? Registration);
}
