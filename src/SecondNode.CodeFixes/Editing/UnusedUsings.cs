using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Removes the using directives that nothing needs any more after a fix; those that nothing needed before it are not ours to remove.</summary>
internal static class UnusedUsings
{
    private const string Unnecessary = "CS8019";

    /// <summary>The file without the directives that a fix has made unnecessary.</summary>
    public static async Task<Document> RemoveAsync(Document before, Document after, CancellationToken cancellation)
    {
        if (await after.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax root)
        {
            return after;
        }

        var unused = (await FindAsync(after, cancellation).ConfigureAwait(false)).Where(u => !u.ContainsDirectives).ToList();
        if (unused.Count == 0)
        {
            return after;
        }

        var known = (await FindAsync(before, cancellation).ConfigureAwait(false)).Select(NameOf).ToList();
        var removed = unused.Where(u => !known.Contains(NameOf(u))).ToList();
        return removed.Count == 0 ? after : after.WithSyntaxRoot(Without(root, removed));
    }

    /// <summary>
    /// The file without a directive that it compiles without. The compiler counts a namespace as used where it only was asked
    /// for extension methods of a name that another namespace has too.
    /// </summary>
    public static async Task<Document> TryRemoveAsync(Document document, string namespaceName, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax root ||
            root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>()
                .FirstOrDefault(u => u.Alias is null && u.StaticKeyword.IsKind(SyntaxKind.None) && !u.ContainsDirectives && u.Name?.ToString() == namespaceName) is not { } directive)
        {
            return document;
        }

        var without = document.WithSyntaxRoot(Without(root, [directive]));
        return await ErrorsAsync(without, cancellation).ConfigureAwait(false) <= await ErrorsAsync(document, cancellation).ConfigureAwait(false) ? without : document;
    }

    private static async Task<int> ErrorsAsync(Document document, CancellationToken cancellation) =>
        await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model ? model.GetDiagnostics(cancellationToken: cancellation).Count(d => d.Severity == DiagnosticSeverity.Error) : 0;

    private static string NameOf(UsingDirectiveSyntax directive) => directive.WithoutTrivia().ToString();

    private static async Task<IReadOnlyList<UsingDirectiveSyntax>> FindAsync(Document document, CancellationToken cancellation)
    {
        if (await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false) is not { Options: CSharpParseOptions options } tree ||
            await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation)
        {
            return [];
        }

        if (options.DocumentationMode == DocumentationMode.None)
        {
            // Names in comments count too, and the compiler answers only where it reads them.
            var read = CSharpSyntaxTree.ParseText(await tree.GetTextAsync(cancellation).ConfigureAwait(false), options.WithDocumentationMode(DocumentationMode.Parse), tree.FilePath, cancellation);
            compilation = compilation.ReplaceSyntaxTree(tree, read);
            tree = read;
        }

        var spans = compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancellation).Where(d => d.Id == Unnecessary).Select(d => d.Location.SourceSpan).ToList();
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return spans.Count == 0 || root is null
            ? []
            : root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>()
                .Where(u => u.GlobalKeyword.IsKind(SyntaxKind.None) && spans.Any(s => s.Contains(u.Span))).ToList();
    }

    private static CompilationUnitSyntax Without(CompilationUnitSyntax root, List<UsingDirectiveSyntax> removed)
    {
        // What is written above a directive (the file's header, a comment) stays where it is.
        var last = root.Usings.Count > 0 && root.Usings.All(removed.Contains);
        var changed = root.RemoveNodes(removed, SyntaxRemoveOptions.KeepLeadingTrivia | SyntaxRemoveOptions.KeepDirectives)!;
        if (!last)
        {
            return changed;
        }

        var first = changed.GetFirstToken();
        var lead = first.LeadingTrivia;
        var kept = lead.Any(t => !t.IsKind(SyntaxKind.EndOfLineTrivia) && !t.IsKind(SyntaxKind.WhitespaceTrivia))
            ? lead
            : SyntaxFactory.TriviaList(lead.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));
        return changed.ReplaceToken(first, first.WithLeadingTrivia(kept));
    }
}
