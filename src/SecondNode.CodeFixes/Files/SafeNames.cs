using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// What a client calls its file may hold a path (<c>../../web.config</c>). Where a fix rewrites a path that such a name
/// ends, only the name itself stays in it.
/// </summary>
internal static class SafeNames
{
    private const int MostSteps = 4;

    private static readonly (string Type, string Member)[] Names =
    [
        ("Microsoft.AspNetCore.Http.IFormFile", "FileName"), ("Microsoft.AspNetCore.Components.Forms.IBrowserFile", "Name"), ("System.Web.HttpPostedFile", "FileName"),
        ("System.Web.HttpPostedFileBase", "FileName"), ("System.Web.UI.WebControls.FileUpload", "FileName"),
    ];

    /// <summary>The piece of a path as it is safe: <c>Path.GetFileName(file.FileName)</c> for a client's name in it, else as it is.</summary>
    public static string Of(ExpressionSyntax piece, SemanticModel model, CancellationToken cancellation)
    {
        var names = piece.DescendantNodesAndSelf(n => n is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax)).OfType<ExpressionSyntax>().Where(n => IsClientName(n, model, cancellation));
        return piece.ReplaceNodes(names, (name, _) => Wrapped(name)).WithoutTrivia().ToString();
    }

    /// <summary>Makes the client's names safe in the paths of the member around an expression that begins a path.</summary>
    /// <param name="edits">Where to write.</param>
    /// <param name="document">The file.</param>
    /// <param name="beginning">The expression that begins the path.</param>
    /// <param name="replaced">What the caller writes itself, safe names included; null where there is no such part.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <param name="isWritten">Whether the caller writes a piece of another place itself.</param>
    public static async Task ApplyAsync(SolutionEdits edits, Document document, ExpressionSyntax beginning, SyntaxNode? replaced, CancellationToken cancellation, Func<Document, SyntaxNode, bool>? isWritten = null)
    {
        var member = beginning.FirstAncestorOrSelf<SyntaxNode>(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);
        if (member is null || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (var name in member.DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (name is MemberAccessExpressionSyntax or IdentifierNameSyntax && replaced?.Span.Contains(name.Span) != true && IsPieceOfPath(name, beginning, member, 0) && IsClientName(name, model, cancellation) &&
                edits.Once($"safe name {document.Id.Id} {name.SpanStart}"))
            {
                await WriteAsync(edits, document, name, cancellation).ConfigureAwait(false);
            }
        }

        foreach (var parameter in ParametersOf(member).Where(p => member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == p.Identifier.ValueText && IsPieceOfPath(n, beginning, member, 0))))
        {
            await ApplyToCallersAsync(edits, document.Project.Solution, model.GetDeclaredSymbol(parameter, cancellation), isWritten, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The names that a helper for paths is called with: <c>PathOf(file.FileName)</c>.</summary>
    private static async Task ApplyToCallersAsync(SolutionEdits edits, Solution solution, IParameterSymbol? parameter, Func<Document, SyntaxNode, bool>? isWritten, CancellationToken cancellation)
    {
        if (parameter is not { Type.SpecialType: SpecialType.System_String, ContainingSymbol: IMethodSymbol helper })
        {
            return;
        }

        foreach (var location in (await SymbolFinder.FindReferencesAsync(helper, solution, cancellation).ConfigureAwait(false)).SelectMany(r => r.Locations))
        {
            var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            if ((root?.FindToken(location.Location.SourceSpan.Start).Parent as SimpleNameSyntax)?.InvocationOf() is { } call && call.ArgumentList.Arguments.ElementAtOrDefault(parameter.Ordinal) is { NameColon: null, Expression: var name } &&
                isWritten?.Invoke(location.Document, name) != true && await location.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model && IsClientName(name, model, cancellation) &&
                edits.Once($"safe name {location.Document.Id.Id} {name.SpanStart}"))
            {
                await WriteAsync(edits, location.Document, name, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(SolutionEdits edits, Document document, ExpressionSyntax name, CancellationToken cancellation)
    {
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(name, Wrapped(name).WithTriviaFrom(name));
        edits.Use(document, "System.IO");
    }

    private static IEnumerable<ParameterSyntax> ParametersOf(SyntaxNode member) =>
        member switch
        {
            MethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
            _ => [],
        };

    private static ExpressionSyntax Wrapped(ExpressionSyntax name) => SyntaxFactory.ParseExpression($"Path.GetFileName({name.WithoutTrivia()})");

    /// <summary>
    /// An argument of <c>Path.Combine</c> or <c>Path.Join</c>, a piece of the string that begins with the directory, or a piece of a
    /// local that is one of these: <c>var unique = Guid.NewGuid() + "_" + file.FileName</c>.
    /// </summary>
    private static bool IsPieceOfPath(ExpressionSyntax name, ExpressionSyntax beginning, SyntaxNode member, int depth)
    {
        SyntaxNode whole = name;
        while (whole.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } or ParenthesizedExpressionSyntax or InterpolationSyntax { FormatClause: null } or InterpolatedStringExpressionSyntax)
        {
            whole = whole.Parent;
        }

        return whole.Span.Contains(beginning.Span) || whole.Parent switch
        {
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Combine" or "Join", Expression: var type } } } => type.ToString().EndsWith("Path", StringComparison.Ordinal),
            // A local that is nothing but the name is made safe where it is used.
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var local } } when whole != name => IsUsed(local),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var local } } assignment when assignment.Right == whole => IsUsed(local),
            _ => false,
        };

        bool IsUsed(string local) =>
            depth < MostSteps && member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local && n != name && !whole.Span.Contains(n.Span) && IsPieceOfPath(n, beginning, member, depth + 1));
    }

    private static bool IsClientName(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation)
    {
        switch (expression)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FileName" or "Name" } access:
                return model.GetTypeInfo(access.Expression, cancellation).Type is { } type && Names.Any(n => n.Member == access.Name.Identifier.ValueText && type.IsOrInherits(n.Type));
            case IdentifierNameSyntax name when model.GetSymbolInfo(name, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var reference] }:
                return reference.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: MemberAccessExpressionSyntax value } && IsClientName(value, model, cancellation);
            default:
                return false;
        }
    }
}
