using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>Marks types of the solution with <c>[Serializable]</c>.</summary>
internal static class SerializableMarks
{
    /// <summary>Whether marking is all that the problems need, and every type is written in a document of the solution.</summary>
    public static bool CanMend(Solution solution, ImmutableArray<SerializationProblem> problems) =>
        problems.All(p => p.CanBeMarked && Declaration(solution, p.Type) is not null);

    /// <summary>Writes the marks; a type that several places need is marked once.</summary>
    public static async Task WriteAsync(SolutionEdits edits, ImmutableArray<SerializationProblem> problems, CancellationToken cancellation)
    {
        foreach (var problem in problems)
        {
            if (Declaration(edits.Original, problem.Type) is var (document, declaration) && edits.Once("[Serializable] " + document.FilePath + " " + declaration.SpanStart))
            {
                var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
                editor.ReplaceNode(declaration, (node, _) => Marked((TypeDeclarationSyntax)node));
                edits.Use(document, "System");
            }
        }
    }

    private static (Document Document, TypeDeclarationSyntax Declaration)? Declaration(Solution solution, ITypeSymbol type)
    {
        foreach (var reference in type.OriginalDefinition.DeclaringSyntaxReferences.OrderBy(r => r.SyntaxTree.FilePath, StringComparer.Ordinal))
        {
            if (solution.GetDocument(reference.SyntaxTree) is { } document && reference.GetSyntax() is TypeDeclarationSyntax declaration)
            {
                return (document, declaration);
            }
        }

        return null;
    }

    /// <summary>The mark on a line of its own, below the comments of the type and above its other attributes.</summary>
    private static TypeDeclarationSyntax Marked(TypeDeclarationSyntax declaration)
    {
        var lead = declaration.GetLeadingTrivia();
        var indent = lead.Count > 0 && lead[lead.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(lead[lead.Count - 1]) : SyntaxFactory.TriviaList();
        var mark = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("Serializable"))))
            .WithLeadingTrivia(lead)
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(NewLine.Of(declaration.SyntaxTree.GetRoot())));
        var plain = declaration.WithLeadingTrivia(indent);
        return (TypeDeclarationSyntax)plain.WithAttributeLists(plain.AttributeLists.Insert(0, mark));
    }
}
