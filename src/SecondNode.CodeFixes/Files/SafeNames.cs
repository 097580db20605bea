using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// What a client calls its file may hold a path (<c>../../web.config</c>). Where a fix rewrites a path that such a name
/// ends, only the name itself stays in it.
/// </summary>
internal static class SafeNames
{
    private static readonly (string Type, string Member)[] Names =
    [
        ("Microsoft.AspNetCore.Http.IFormFile", "FileName"), ("Microsoft.AspNetCore.Components.Forms.IBrowserFile", "Name"), ("System.Web.HttpPostedFile", "FileName"),
        ("System.Web.HttpPostedFileBase", "FileName"), ("System.Web.UI.WebControls.FileUpload", "FileName"),
    ];

    /// <summary>The piece of a path as it is safe: <c>Path.GetFileName(file.FileName)</c> for a client's name, else as it is.</summary>
    public static string Of(ExpressionSyntax piece, SemanticModel model, CancellationToken cancellation) =>
        IsClientName(piece, model, cancellation) ? Wrapped(piece).ToString() : piece.WithoutTrivia().ToString();

    /// <summary>Makes the client's names safe in the paths of the member around an expression that begins a path.</summary>
    public static async Task ApplyAsync(SolutionEdits edits, Document document, ExpressionSyntax beginning, CancellationToken cancellation)
    {
        var member = beginning.FirstAncestorOrSelf<SyntaxNode>(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax);
        if (member is null || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (var name in member.DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (name is MemberAccessExpressionSyntax or IdentifierNameSyntax && IsPieceOfPath(name, beginning) && IsClientName(name, model, cancellation) && edits.Once($"safe name {document.Id.Id} {name.SpanStart}"))
            {
                var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
                editor.ReplaceNode(name, Wrapped(name).WithTriviaFrom(name));
            }
        }
    }

    private static ExpressionSyntax Wrapped(ExpressionSyntax name) => SyntaxFactory.ParseExpression($"Path.GetFileName({name.WithoutTrivia()})");

    /// <summary>An argument of <c>Path.Combine</c> or <c>Path.Join</c>, or a piece of the string that begins with the directory.</summary>
    private static bool IsPieceOfPath(ExpressionSyntax name, ExpressionSyntax beginning) =>
        name.Parent switch
        {
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Combine" or "Join", Expression: var type } } } => type.ToString().EndsWith("Path", StringComparison.Ordinal),
            InterpolationSyntax { FormatClause: null, Parent: InterpolatedStringExpressionSyntax whole } => whole.Span.Contains(beginning.Span),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when sum.Right == name => sum.Left.Span.Contains(beginning.Span),
            _ => false,
        };

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
