using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Replicas;

/// <summary>A copy of a method that reads from the primary, beside the method, for the one call that needs it.</summary>
internal static class PrimaryVariant
{
    /// <summary>Writes the variant, once in a run, and makes the call call it.</summary>
    /// <param name="edits">The edits of the run.</param>
    /// <param name="home">The document with the method.</param>
    /// <param name="moves">What the copy has instead of the original.</param>
    /// <param name="calling">The document with the call.</param>
    /// <param name="name">The method's name in the call.</param>
    public static void Write(SolutionEdits edits, DocumentEditor home, IEnumerable<(SyntaxNode Node, string Text)> moves, DocumentEditor calling, IdentifierNameSyntax name)
    {
        var all = moves.ToList();
        if (all.Count == 0 || all[0].Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } method)
        {
            return;
        }

        var variant = NameOf(method.Identifier.ValueText);
        if (edits.Once(home.OriginalDocument.Id.Id + "variant" + method.Span) && !type.Members.OfType<MethodDeclarationSyntax>().Any(m => m.Identifier.ValueText == variant))
        {
            var newLine = NewLine.Of(home.OriginalRoot);
            var indent = method.GetLeadingTrivia() is { Count: > 0 } lead && lead.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? lead.Last().ToString() : "";
            var texts = all.ToDictionary(m => m.Node, m => m.Text);
            var copy = method.ReplaceNodes(texts.Keys, (old, _) => SyntaxFactory.ParseExpression(texts[old]).WithTriviaFrom(old))
                .WithIdentifier(SyntaxFactory.Identifier(variant).WithTriviaFrom(method.Identifier))
                .WithLeadingTrivia(SyntaxFactory.ParseLeadingTrivia(newLine + indent + "/// <summary>As <see cref=\"" + method.Identifier.ValueText + "\"/>, from the primary: for who has just written.</summary>" + newLine + indent));
            home.InsertAfter(method, copy.WithAdditionalAnnotations(Formatter.Annotation));
        }

        if (edits.Once(calling.OriginalDocument.Id.Id + "variant call" + name.Span))
        {
            calling.ReplaceNode(name, SyntaxFactory.IdentifierName(variant).WithTriviaFrom(name));
        }
    }

    /// <summary>ActiveAsync becomes ActiveFromPrimaryAsync.</summary>
    private static string NameOf(string method)
    {
        const string async = "Async";
        return method.EndsWith(async, StringComparison.Ordinal) && method.Length > async.Length ? method.Substring(0, method.Length - async.Length) + "FromPrimary" + async : method + "FromPrimary";
    }
}
