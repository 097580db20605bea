using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Replicas;

/// <summary>A primary constructor's parameter that nothing reads any more is a warning, and an error where warnings are: it goes, where only the container passes it.</summary>
internal static class UnreadParameters
{
    /// <summary>Removes the parameters that were mentioned in a node, if all their mentions were moved.</summary>
    /// <param name="edits">The edits of the run.</param>
    /// <param name="document">The document.</param>
    /// <param name="node">The node, as it was.</param>
    /// <param name="moved">All spans that were moved in the document.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task RemoveAsync(SolutionEdits edits, Document document, SyntaxNode node, ImmutableArray<TextSpan> moved, CancellationToken cancellation)
    {
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model || node.SyntaxTree != model.SyntaxTree)
        {
            return;
        }

        foreach (var name in node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (model.GetSymbolInfo(name, cancellation).Symbol is not IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor, DeclaringSyntaxReferences: [var declared] } parameter ||
                await declared.GetSyntaxAsync(cancellation).ConfigureAwait(false) is not ParameterSyntax { Parent.Parent: ClassDeclarationSyntax or StructDeclarationSyntax } syntax ||
                syntax.SyntaxTree != model.SyntaxTree || constructor.ContainingType.DeclaringSyntaxReferences.Length != 1)
            {
                continue;
            }

            var isRead = syntax.Parent!.Parent!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(other =>
                other.Identifier.ValueText == parameter.Name && !moved.Any(span => span.Contains(other.Span)) && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(other, cancellation).Symbol, parameter));
            if (isRead || await IsCalledAsync(constructor, document.Project.Solution, cancellation).ConfigureAwait(false) || !edits.Once("unread " + document.Id.Id + syntax.Span))
            {
                continue;
            }

            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(syntax.Parent!.Parent!, (current, _) =>
            {
                var type = (TypeDeclarationSyntax)current;
                return type.ParameterList?.Parameters.FirstOrDefault(p => p.Identifier.ValueText == parameter.Name) is { } unread ? type.WithParameterList(Without(type.ParameterList, unread)) : type;
            });
        }
    }

    private static ParameterListSyntax Without(ParameterListSyntax list, ParameterSyntax unread)
    {
        var isFirst = list.Parameters[0] == unread;
        var rest = list.Parameters.Remove(unread);
        return list.WithParameters(isFirst && rest.Count > 0 ? rest.Replace(rest[0], rest[0].WithLeadingTrivia(unread.GetLeadingTrivia())) : rest);
    }

    private static async Task<bool> IsCalledAsync(IMethodSymbol constructor, Solution solution, CancellationToken cancellation)
    {
        foreach (var found in await SymbolFinder.FindReferencesAsync(constructor, solution, cancellation).ConfigureAwait(false))
        {
            if (found.Definition is IMethodSymbol && found.Locations.Any())
            {
                return true;
            }
        }

        return false;
    }
}
