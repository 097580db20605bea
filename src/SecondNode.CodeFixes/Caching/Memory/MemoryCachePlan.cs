using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>Everything that moves the entries of a memory cache to <c>IDistributedCache</c>: all code that shares the keys, or nothing.</summary>
internal sealed class MemoryCachePlan
{
    /// <summary>The rule hands over no more related places than this; where there are as many, some may be missing.</summary>
    private const int MaxRelated = 20;

    private const string Namespace = "Microsoft.Extensions.Caching.Distributed";

    private readonly Document home;
    private readonly CacheHolders holders;
    private readonly List<CacheCallRewrite> calls;
    private readonly List<HeldOptions> options;
    private readonly CacheRegistration? registration;

    private MemoryCachePlan(Document home, CacheHolders holders, List<CacheCallRewrite> calls, List<HeldOptions> options, CacheRegistration? registration)
    {
        this.home = home;
        this.holders = holders;
        this.calls = calls;
        this.options = options;
        this.registration = registration;
    }

    /// <summary>The plan for a finding, or null where some use of the cache cannot move.</summary>
    public static async Task<MemoryCachePlan?> FindAsync(Document document, Diagnostic diagnostic, bool patterns, CancellationToken cancellation)
    {
        var solution = document.Project.Solution;
        if (diagnostic.AdditionalLocations.Count >= MaxRelated || await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation || !JsonHelpers.AreUsable(compilation))
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

        var rewrites = new List<CacheCallRewrite>();
        foreach (var (at, call, _, _) in holders.Calls)
        {
            if (await at.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model || new CacheCalls(at, model, patterns, cancellation).Classify(call) is not { } rewrite)
            {
                return null;
            }

            rewrites.Add(rewrite);
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
            if (await HeldOptions.FindAsync(symbol!, solution, moved, cancellation).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            held.Add(found);
        }

        return new MemoryCachePlan(document, holders, rewrites, held, await CacheRegistration.FindAsync(document.Project, hybrid: false, cancellation).ConfigureAwait(false));
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
            editor.ReplaceNode(type, (current, _) => SyntaxFactory.IdentifierName("IDistributedCache").WithTriviaFrom(current));
            edits.Use(document, Namespace);
            edits.TidyUsings(document, "Microsoft.Extensions.Caching.Memory");
        }

        foreach (var call in calls)
        {
            var use = call.Use;
            if (!edits.Once($"memory cache {use.Document.Id.Id} {use.Node.Span}"))
            {
                continue;
            }

            var editor = await edits.EditorAsync(use.Document, cancellation).ConfigureAwait(false);
            var cache = ((MemberAccessExpressionSyntax)use.Node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().First().Expression).Expression.WithoutTrivia();
            var store = new StoreCalls(cache, AsyncContext.MayAwait(use.Node), AsyncContext.Token(editor.SemanticModel, use.Node.SpanStart));
            editor.ReplaceNode(use.Node, (current, _) => use.Rewrite(current, store) is var made && call.Helper == JsonHelpers.FactoryClass ? made.WithAdditionalAnnotations(Formatter.Annotation) : StoreCalls.Fit((ExpressionSyntax)made, current));
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

        if (register && registration is not null)
        {
            await registration.ApplyAsync(edits, hybrid: false, cancellation).ConfigureAwait(false);
        }
    }
}
