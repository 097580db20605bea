using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Types that a fix adds at the end of a file: <c>dotnet format</c> lists an added file a second time in the project.</summary>
internal static class AddedTypes
{
    /// <summary>Where types of the file stand: its namespace where it has only one, else the file itself.</summary>
    public static SyntaxNode ContainerIn(SyntaxNode root)
    {
        var container = root;
        while (Members(container).LastOrDefault() is BaseNamespaceDeclarationSyntax inner && Members(container).Count == 1)
        {
            container = inner;
        }

        return container;
    }

    /// <summary>The namespace that types in the container get; empty for none.</summary>
    public static string NamespaceOf(SyntaxNode container) =>
        container is BaseNamespaceDeclarationSyntax ns ? string.Join(".", ns.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString())) : "";

    /// <summary>Writes the types behind the last one of the container, in order, each after a blank line.</summary>
    public static void Insert(DocumentEditor editor, SyntaxNode container, IEnumerable<string> types)
    {
        var last = Members(container).Last();
        var newLine = NewLine.Of(editor.OriginalRoot);
        var inBlock = last.Parent is NamespaceDeclarationSyntax;
        var ended = inBlock || last.GetTrailingTrivia().Any(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        var added = new List<SyntaxNode>();
        foreach (var text in types)
        {
            var type = SyntaxFactory.ParseCompilationUnit(text.Replace("\n", newLine)).Members[0];
            type = type.WithLeadingTrivia(type.GetLeadingTrivia().InsertRange(0, Enumerable.Repeat(SyntaxFactory.EndOfLine(newLine), ended || added.Count > 0 ? 1 : 2)));
            added.Add(inBlock ? type.WithAdditionalAnnotations(Formatter.Annotation) : type);
        }

        editor.InsertAfter(last, added);
    }

    private static SyntaxList<MemberDeclarationSyntax> Members(SyntaxNode container) =>
        container is CompilationUnitSyntax unit ? unit.Members : ((BaseNamespaceDeclarationSyntax)container).Members;
}
