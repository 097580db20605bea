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

    private StatePlan(StateField field, ImmutableArray<StateUse> uses, bool oneEntry, CacheRegistration? registration)
    {
        this.field = field;
        this.uses = uses;
        OneEntry = oneEntry;
        this.registration = registration;
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

            if (await new ValueMutations(solution, field, cancellation).AnyAsync(oneEntry ? field.ValueType : payload, names).ConfigureAwait(false))
            {
                return null;
            }

            return await ReachAsync(solution, uses, cancellation).ConfigureAwait(false) is { } reached
                ? new StatePlan(field, reached, oneEntry, await CacheRegistration.FindAsync(field.Document.Project, hybrid: false, cancellation).ConfigureAwait(false))
                : null;
        }

        return null;
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
            var store = new StoreCalls(cache, AsyncContext.MayAwait(use.Node), AsyncContext.Token(editor.SemanticModel, use.Node.SpanStart));
            editor.ReplaceNode(use.Node, (current, _) => Fit(use.Rewrite(current, store), current));
            edits.Use(use.Document, "Microsoft.Extensions.Caching.Distributed");
            await JsonHelpers.NeedAsync(edits, use.Document, field.Document, OneEntry, cancellation).ConfigureAwait(false);
        }

        var home = await edits.EditorAsync(field.Document, cancellation).ConfigureAwait(false);
        var newLine = NewLine.Of(home.OriginalRoot);
        home.ReplaceNode(field.Declaration.Parent!, (current, _) => field.Replace((TypeDeclarationSyntax)current, home.SemanticModel, OneEntry, newLine));
        if (!register)
        {
            return;
        }

        foreach (var document in uses.Select(u => u.Document).Append(field.Document))
        {
            edits.TidyUsings(document);
        }

        if (registration is not null)
        {
            await registration.ApplyAsync(edits, hybrid: false, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>An awaited call or a pattern needs parentheses where something binds closer.</summary>
    private static SyntaxNode Fit(ExpressionSyntax made, SyntaxNode current)
    {
        var closer = current.Parent switch
        {
            MemberAccessExpressionSyntax member => member.Expression == current,
            ElementAccessExpressionSyntax element => element.Expression == current,
            InvocationExpressionSyntax call => call.Expression == current,
            ConditionalAccessExpressionSyntax conditional => conditional.Expression == current,
            PostfixUnaryExpressionSyntax => true,
            PrefixUnaryExpressionSyntax or AwaitExpressionSyntax or CastExpressionSyntax => made is not AwaitExpressionSyntax and not InvocationExpressionSyntax,
            BinaryExpressionSyntax binary => made is IsPatternExpressionSyntax && !binary.IsKind(SyntaxKind.LogicalAndExpression) && !binary.IsKind(SyntaxKind.LogicalOrExpression),
            IsPatternExpressionSyntax => made is IsPatternExpressionSyntax,
            _ => false,
        };
        if (closer && made is AwaitExpressionSyntax or IsPatternExpressionSyntax)
        {
            made = SyntaxFactory.ParenthesizedExpression(made.WithoutTrivia());
        }

        return made.WithTriviaFrom(current).WithAdditionalAnnotations(Simplifier.Annotation);
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
    private static async Task<ImmutableArray<StateUse>?> ReachAsync(Solution solution, ImmutableArray<StateUse> uses, CancellationToken cancellation)
    {
        var search = ConstructorInjection.Begin(solution, Service.Of("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "cache"), cancellation);
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
}
