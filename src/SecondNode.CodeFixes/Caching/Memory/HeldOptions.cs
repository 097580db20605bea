using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>Options of entries that a local or a private field holds, made once and passed to calls that move.</summary>
internal sealed class HeldOptions
{
    private readonly List<(Document Document, SyntaxNode Node, Func<SyntaxNode, SyntaxNode?> Rewrite)> edits = [];

    private HeldOptions()
    {
    }

    /// <summary>What has to change; null where the options are used in a way that cannot move.</summary>
    /// <param name="options">The local or field.</param>
    /// <param name="solution">The unedited solution.</param>
    /// <param name="moved">The calls that move.</param>
    /// <param name="hybrid">Whether they become options of HybridCache, which are complete when they are made.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<HeldOptions?> FindAsync(ISymbol options, Solution solution, IReadOnlyCollection<InvocationExpressionSyntax> moved, bool hybrid, CancellationToken cancellation)
    {
        var found = new HeldOptions();
        if (options.DeclaringSyntaxReferences.Length != 1 || await options.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false) is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration, Initializer.Value: var value } ||
            solution.GetDocument(declaration.SyntaxTree) is not { } home || await RewriteAsync(home, value, hybrid, cancellation).ConfigureAwait(false) is not { } rewrite)
        {
            return null;
        }

        found.edits.Add((home, declaration.Type, node => hybrid ? EntryExpiry.RewriteType((TypeSyntax)node) : EntryOptions.RewriteType((TypeSyntax)node)));
        found.edits.Add((home, value, node => rewrite((ExpressionSyntax)node)));
        foreach (var reference in await SymbolFinder.FindReferencesAsync(options, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                if (root?.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true) is not IdentifierNameSyntax name)
                {
                    return null;
                }

                if (name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
                {
                    if (!moved.Contains(call))
                    {
                        return null;
                    }
                }
                else if (name.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement || EntryOptions.RewriteStatement(statement.Expression, name) is not var (keep, _) || (hybrid && keep))
                {
                    return null;
                }
                else if (!keep)
                {
                    found.edits.Add((location.Document, statement.Parent is GlobalStatementSyntax global ? global : statement, _ => null));
                }
            }
        }

        return found;
    }

    private static async Task<Func<ExpressionSyntax, ExpressionSyntax>?> RewriteAsync(Document home, ExpressionSyntax value, bool hybrid, CancellationToken cancellation)
    {
        if (!hybrid)
        {
            return EntryOptions.Rewrite(value) is null ? null : current => EntryOptions.Rewrite(current)!;
        }

        return await home.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model && new EntryExpiry(model, cancellation) is var expiry && expiry.Read(value)
            ? current => EntryExpiry.Options(expiry.Lifetime).WithTriviaFrom(current)
            : null;
    }

    /// <summary>Writes the changes.</summary>
    public async Task ApplyAsync(SolutionEdits solution, CancellationToken cancellation)
    {
        foreach (var (document, node, rewrite) in edits)
        {
            var editor = await solution.EditorAsync(document, cancellation).ConfigureAwait(false);
            if (rewrite(node) is null)
            {
                editor.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia);
            }
            else
            {
                editor.ReplaceNode(node, (current, _) => rewrite(current)!);
            }
        }
    }
}
