using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Recognizes minimal-API handlers: the functions whose parameters the framework fills from the container.</summary>
internal static class Endpoints
{
    /// <summary>Whether a lambda or method group is handed to MapGet, MapPost, Map… as a delegate of any shape.</summary>
    public static bool IsHandler(ExpressionSyntax function, SemanticModel model, CancellationToken cancellation)
    {
        SyntaxNode node = function;
        while (node.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax)
        {
            node = node.Parent;
        }

        return node.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument &&
            model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method &&
            method.Name.StartsWith("Map", StringComparison.Ordinal) &&
            method.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true &&
            model.GetOperation(argument, cancellation) is IArgumentOperation { Parameter.Type: { } type } && type.FullName() == "System.Delegate";
    }
}
