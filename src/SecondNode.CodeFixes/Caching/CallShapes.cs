using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Caching;

/// <summary>What is written around a call on a collection or a cache.</summary>
internal static class CallShapes
{
    public static ExpressionSyntax Arg(SyntaxNode call, int index) => ((InvocationExpressionSyntax)call).ArgumentList.Arguments[index].Expression;

    public static ExpressionSyntax ElementKey(ExpressionSyntax element) => ((ElementAccessExpressionSyntax)element).ArgumentList.Arguments[0].Expression;

    /// <summary>Whether the code itself awaits, not a function within it.</summary>
    public static bool HasAwait(SyntaxNode node) => node.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax).Any(n => n is AwaitExpressionSyntax);

    public static bool IsDiscard(ArgumentSyntax argument) =>
        argument.Expression is IdentifierNameSyntax { Identifier.ValueText: "_" } or DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax };

    /// <summary>Whether nobody looks at what the call returns.</summary>
    public static bool IsIgnored(ExpressionSyntax call) =>
        call.Parent is ExpressionStatementSyntax ||
        call.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } ||
        (call.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } });

    /// <summary>The negation around a call, or null.</summary>
    public static PrefixUnaryExpressionSyntax? Negated(ExpressionSyntax call)
    {
        SyntaxNode node = call;
        while (node.Parent is ParenthesizedExpressionSyntax)
        {
            node = node.Parent;
        }

        return node.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not ? not : null;
    }

    public static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
        {
            expression = inner.Expression;
        }

        return expression;
    }

    public static ExpressionSyntax Parenthesized(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax or InterpolatedStringExpressionSyntax
            ? expression
            : SyntaxFactory.ParenthesizedExpression(expression);
}
