using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Adds using directives where a namespace is not yet in scope, in the place and order of the ones that are there.</summary>
internal static class Usings
{
    /// <summary>Adds the namespaces that neither the file, nor a global or implicit using, nor the file's own namespace brings in.</summary>
    public static async Task<Document> AddAsync(Document document, IEnumerable<string> namespaces, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax root ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        var inScope = InScope(model, root, cancellation);
        var missing = namespaces.Where(n => !inScope.Contains(n)).ToList();
        return missing.Count == 0 ? document : document.WithSyntaxRoot(Add(root, missing));
    }

    /// <summary>The namespaces in scope inside the first type or statement of the file.</summary>
    public static HashSet<string> InScope(SemanticModel model, CompilationUnitSyntax root, CancellationToken cancellation)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var inner = root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().LastOrDefault();
        var position = inner is null ? root.Members.FirstOrDefault()?.SpanStart ?? root.FullSpan.End : inner is FileScopedNamespaceDeclarationSyntax f ? f.SemicolonToken.Span.End : ((NamespaceDeclarationSyntax)inner).OpenBraceToken.Span.End;
        foreach (var scope in model.GetImportScopes(position, cancellation))
        {
            foreach (var import in scope.Imports)
            {
                if (import.NamespaceOrType is INamespaceSymbol ns)
                {
                    found.Add(ns.ToDisplayString());
                }
            }
        }

        foreach (var directive in root.DescendantNodes().OfType<UsingDirectiveSyntax>().Where(u => u.Alias is null && u.StaticKeyword.IsKind(SyntaxKind.None)))
        {
            found.Add(directive.Name?.ToString() ?? "");
        }

        for (var name = inner?.Name.ToString(); name is { Length: > 0 }; name = name.Contains('.') ? name[..name.LastIndexOf('.')] : null)
        {
            found.Add(name);
        }

        return found;
    }

    private static CompilationUnitSyntax Add(CompilationUnitSyntax root, List<string> missing)
    {
        var newLine = SyntaxFactory.EndOfLine(NewLine.Of(root));
        // Directives inside a namespace stay the house style of a file that has them only there.
        if (root.Usings.Count == 0 && root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(n => n.Usings.Count > 0) is { } ns)
        {
            return root.ReplaceNode(ns, ns.WithUsings(Insert(ns.Usings, missing, newLine)));
        }

        if (root.Usings.Count > 0)
        {
            return root.WithUsings(Insert(root.Usings, missing, newLine));
        }

        // The first token may carry a file header: it stays on top.
        var first = root.GetFirstToken();
        var directives = missing.Select(name => Directive(name, newLine)).ToList();
        var header = first.LeadingTrivia;
        directives[0] = directives[0].WithLeadingTrivia(header);
        var last = directives[directives.Count - 1];
        directives[directives.Count - 1] = last.WithTrailingTrivia(last.GetTrailingTrivia().Add(newLine));
        return root.ReplaceToken(first, first.WithLeadingTrivia()).WithUsings(SyntaxFactory.List(directives)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static SyntaxList<UsingDirectiveSyntax> Insert(SyntaxList<UsingDirectiveSyntax> usings, List<string> missing, SyntaxTrivia newLine)
    {
        foreach (var name in missing)
        {
            var at = 0;
            for (var i = 0; i < usings.Count; i++)
            {
                var other = usings[i];
                if (other.Alias is null && other.StaticKeyword.IsKind(SyntaxKind.None) && Compare(other.Name?.ToString() ?? "", name) < 0)
                {
                    at = i + 1;
                }
            }

            var directive = Directive(name, newLine);
            if (at == 0)
            {
                // Keep a file header above the first directive.
                directive = directive.WithLeadingTrivia(usings[0].GetLeadingTrivia());
                usings = usings.Replace(usings[0], usings[0].WithLeadingTrivia());
            }

            usings = usings.Insert(at, directive);
        }

        return usings;
    }

    /// <summary>System first, then by name.</summary>
    private static int Compare(string left, string right)
    {
        static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
        return IsSystem(left) != IsSystem(right) ? (IsSystem(left) ? -1 : 1) : string.CompareOrdinal(left, right);
    }

    private static UsingDirectiveSyntax Directive(string name, SyntaxTrivia newLine) =>
        SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(newLine).WithAdditionalAnnotations(Formatter.Annotation);
}
