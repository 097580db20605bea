using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>One use of a static collection, and how it is written on the shared store.</summary>
/// <param name="Document">Where it is.</param>
/// <param name="Node">The expression that is replaced.</param>
/// <param name="Rewrite">Makes the replacement from the node as edited so far.</param>
internal sealed record StateUse(Document Document, SyntaxNode Node, Func<SyntaxNode, StoreCalls, SyntaxNode> Rewrite)
{
    /// <summary>Whether two writers at once were safe in one process and are not on a shared store.</summary>
    public bool Racy { get; init; }

    /// <summary>Whether the call is not awaited here: what it returns is a task.</summary>
    public bool Returns { get; init; }

    /// <summary>How the service is reached there.</summary>
    public ServiceAccess? Access { get; init; }
}

/// <summary>Writes calls on the shared store at one place: awaited where the code around may await.</summary>
/// <param name="cache">The store.</param>
/// <param name="mayAwait">Whether the asynchronous methods can be used.</param>
/// <param name="token">A cancellation token in scope.</param>
internal sealed class StoreCalls(ExpressionSyntax cache, bool mayAwait, string? token)
{
    public bool MayAwait => mayAwait;

    /// <summary>A call whose asynchronous twin has the same name with "Async" and takes a token last.</summary>
    public ExpressionSyntax Call(string method, string? typeArguments, params ExpressionSyntax[] arguments)
    {
        var list = arguments.Select(a => SyntaxFactory.Argument(a.WithoutTrivia())).ToList();
        if (!mayAwait)
        {
            return Sync(method, typeArguments, [.. list]);
        }

        if (token is not null)
        {
            var argument = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token));
            list.Add(method == "SetAsJson" ? argument.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName("cancellationToken")).WithTrailingTrivia(SyntaxFactory.Space)) : argument);
        }

        return Await(Sync(method + "Async", typeArguments, [.. list]));
    }

    /// <summary>A call that is not awaited.</summary>
    public ExpressionSyntax Sync(string method, string? typeArguments, params ArgumentSyntax[] arguments)
    {
        var name = typeArguments is null ? (SimpleNameSyntax)SyntaxFactory.IdentifierName(method) : (SimpleNameSyntax)SyntaxFactory.ParseName($"{method}<{typeArguments}>");
        var separators = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), Math.Max(0, arguments.Length - 1));
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, cache, name),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments, separators)));
    }

    /// <summary>The token as a last argument of a call that returns a task which the code around awaits.</summary>
    public ArgumentSyntax[] WithToken(params ExpressionSyntax[] arguments) =>
        [.. arguments.Select(a => SyntaxFactory.Argument(a.WithoutTrivia())), .. token is null ? [] : new[] { SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token)) }];

    public static ExpressionSyntax Await(ExpressionSyntax expression) =>
        SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression);

    /// <summary><c>() => expression</c>.</summary>
    public static ExpressionSyntax Lambda(CSharpSyntaxNode body, string parameter = "()", bool isAsync = false)
    {
        var text = (isAsync ? "async " : "") + parameter + " => x";
        var lambda = (LambdaExpressionSyntax)SyntaxFactory.ParseExpression(text);
        return body is BlockSyntax block ? lambda.WithExpressionBody(null).WithBlock(block) : lambda.WithExpressionBody(((ExpressionSyntax)body).WithoutTrivia());
    }

    /// <summary><c>expression is pattern</c>.</summary>
    public static ExpressionSyntax Is(ExpressionSyntax expression, string pattern) =>
        ((IsPatternExpressionSyntax)SyntaxFactory.ParseExpression("x is " + pattern)).WithExpression(expression.WithTrailingTrivia(SyntaxFactory.Space));

    /// <summary>An awaited call or a pattern needs parentheses where something binds closer.</summary>
    public static SyntaxNode Fit(ExpressionSyntax made, SyntaxNode current)
    {
        var closer = current.Parent switch
        {
            MemberAccessExpressionSyntax member => member.Expression == current,
            ElementAccessExpressionSyntax element => element.Expression == current,
            InvocationExpressionSyntax call => call.Expression == current,
            ConditionalAccessExpressionSyntax conditional => conditional.Expression == current,
            PostfixUnaryExpressionSyntax => true,
            PrefixUnaryExpressionSyntax or AwaitExpressionSyntax or CastExpressionSyntax => made is not AwaitExpressionSyntax and not InvocationExpressionSyntax,
            BinaryExpressionSyntax binary => made is IsPatternExpressionSyntax && !binary.IsKind(SyntaxKind.LogicalAndExpression) && !binary.IsKind(SyntaxKind.LogicalOrExpression),
            IsPatternExpressionSyntax => made is IsPatternExpressionSyntax,
            _ => false,
        };
        if (closer && made is AwaitExpressionSyntax or IsPatternExpressionSyntax)
        {
            made = SyntaxFactory.ParenthesizedExpression(made.WithoutTrivia());
        }

        return made.WithTriviaFrom(current).WithAdditionalAnnotations(Simplifier.Annotation);
    }
}
