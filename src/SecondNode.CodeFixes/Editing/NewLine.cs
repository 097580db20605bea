using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SecondNode.CodeFixes.Editing;

/// <summary>The line ending that a file uses, so that edits keep it.</summary>
internal static class NewLine
{
    /// <summary>The first line ending of the file, or a line feed where it has none.</summary>
    public static string Of(SyntaxNode root)
    {
        foreach (var trivia in root.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return trivia.ToString();
            }
        }

        return "\n";
    }

    /// <summary>The first line ending of a text, or a line feed where it has none.</summary>
    public static string Of(string text) => text.IndexOf('\n') is var at && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}
