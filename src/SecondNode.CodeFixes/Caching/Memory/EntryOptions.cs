using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>
/// Options of memory-cache entries as options of distributed-cache entries. Both have the same members for expiry; size and
/// priority mean nothing to a shared store and go; what only a process can do (callbacks, change tokens) has no rewrite.
/// </summary>
internal static class EntryOptions
{
    /// <summary>The type, as code names it.</summary>
    public const string Type = "DistributedCacheEntryOptions";

    private static readonly ImmutableHashSet<string> Kept = ImmutableHashSet.Create(
        StringComparer.Ordinal, "AbsoluteExpiration", "AbsoluteExpirationRelativeToNow", "SlidingExpiration", "SetAbsoluteExpiration", "SetSlidingExpiration");

    private static readonly ImmutableHashSet<string> Dropped = ImmutableHashSet.Create(StringComparer.Ordinal, "Size", "Priority", "SetSize", "SetPriority");

    /// <summary>The creation of options, with the calls chained to it; null where something in it cannot move.</summary>
    public static ExpressionSyntax? Rewrite(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return Rewrite(inner.Expression) is { } rewritten ? inner.WithExpression(rewritten) : null;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call:
                if (Rewrite(member.Expression) is not { } receiver)
                {
                    return null;
                }

                return Dropped.Contains(member.Name.Identifier.ValueText) ? receiver.WithTrailingTrivia(call.GetTrailingTrivia())
                    : Kept.Contains(member.Name.Identifier.ValueText) ? call.WithExpression(member.WithExpression(receiver))
                    : null;
            case BaseObjectCreationExpressionSyntax creation when creation.ArgumentList is null or { Arguments.Count: 0 }:
                if (Initializer(creation.Initializer) is not (true, var initializer))
                {
                    return null;
                }

                return creation switch
                {
                    ObjectCreationExpressionSyntax named => Created(named, initializer),
                    _ => creation.WithInitializer(initializer),
                };
            default:
                return null;
        }
    }

    /// <summary>The options that one expiry stands for.</summary>
    public static ExpressionSyntax Of(string member, ExpressionSyntax value)
    {
        var creation = (ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new {Type} {{ {member} = x }}");
        var assignment = (AssignmentExpressionSyntax)creation.Initializer!.Expressions[0];
        return creation.ReplaceNode(assignment, assignment.WithRight(value.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space)));
    }

    /// <summary>The factory of an entry, <c>entry => …</c>, as one that gets the options; null where it does more than to set them.</summary>
    public static LambdaExpressionSyntax? RewriteFactory(LambdaExpressionSyntax lambda)
    {
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var one] } => one,
            _ => null,
        };
        if (parameter is null)
        {
            return null;
        }

        var name = parameter.Identifier.ValueText;
        var removed = new List<SyntaxNode>();
        var replaced = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var use in lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name && !(n.Parent is MemberAccessExpressionSyntax m && m.Name == n) && n.Parent is not (NameColonSyntax or NameEqualsSyntax)))
        {
            if (use.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax } statement || !lambda.Span.Contains(statement.Span))
            {
                return null;
            }

            if (statement.Expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax target, Name.Identifier.ValueText: var member } } && target == use)
            {
                if (Dropped.Contains(member) || member == "Value")
                {
                    removed.Add(statement);
                }
                else if (!Kept.Contains(member))
                {
                    return null;
                }
            }
            else if (RewriteChain(statement.Expression, use) is var (kept, chain))
            {
                if (!kept)
                {
                    removed.Add(statement);
                }
                else
                {
                    replaced[statement.Expression] = chain!;
                }
            }
            else
            {
                return null;
            }
        }

        var body = (CSharpSyntaxNode)lambda.Body;
        if (body is BlockSyntax block)
        {
            block = block.TrackNodes(removed.Concat(replaced.Keys));
            block = block.ReplaceNodes(replaced.Keys.Select(n => block.GetCurrentNode(n)!), (original, _) => replaced.First(r => block.GetCurrentNode(r.Key) == original).Value);
            block = block.RemoveNodes(removed.Select(n => block.GetCurrentNode(n)!), SyntaxRemoveOptions.KeepNoTrivia)!;
            body = block;
        }

        LambdaExpressionSyntax made = lambda is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [{ Type: not null }] } typed
            ? typed.WithParameterList(typed.ParameterList.ReplaceNode(typed.ParameterList.Parameters[0].Type!, SyntaxFactory.IdentifierName(Type).WithTriviaFrom(typed.ParameterList.Parameters[0].Type!)))
            : lambda;
        return body is BlockSyntax changed ? made.WithBlock(changed) : made;
    }

    /// <summary>The name of the options type, as a declaration writes it; <c>var</c> stays.</summary>
    public static TypeSyntax RewriteType(TypeSyntax type) =>
        type.IsVar ? type : type is NullableTypeSyntax nullable ? nullable.WithElementType(RewriteType(nullable.ElementType)) : SyntaxFactory.IdentifierName(Type).WithTriviaFrom(type);

    /// <summary>What a statement does to options held by a variable: whether it stays, and how; null where it cannot move.</summary>
    public static (bool Keep, ExpressionSyntax? Expression)? RewriteStatement(ExpressionSyntax expression, IdentifierNameSyntax variable)
    {
        if (expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax { Expression: var target, Name.Identifier.ValueText: var member } } && target == variable)
        {
            return Dropped.Contains(member) ? (false, null) : Kept.Contains(member) ? (true, expression) : null;
        }

        return RewriteChain(expression, variable);
    }

    /// <summary><c>entry.SetSize(1).SetSlidingExpiration(x)</c>, without the links that mean nothing.</summary>
    private static (bool Keep, ExpressionSyntax? Expression)? RewriteChain(ExpressionSyntax expression, IdentifierNameSyntax start)
    {
        if (expression == start)
        {
            return (false, expression);
        }

        if (expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call || RewriteChain(member.Expression, start) is not (var any, { } receiver))
        {
            return null;
        }

        return Dropped.Contains(member.Name.Identifier.ValueText) ? (any, receiver)
            : Kept.Contains(member.Name.Identifier.ValueText) ? (true, call.WithExpression(member.WithExpression(receiver)))
            : null;
    }

    private static (bool Fits, InitializerExpressionSyntax? Initializer)? Initializer(InitializerExpressionSyntax? initializer)
    {
        if (initializer is null)
        {
            return (true, null);
        }

        var kept = new List<ExpressionSyntax>();
        foreach (var expression in initializer.Expressions)
        {
            if (expression is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var member } })
            {
                return null;
            }

            if (Kept.Contains(member))
            {
                kept.Add(expression);
            }
            else if (!Dropped.Contains(member))
            {
                return null;
            }
        }

        if (kept.Count == initializer.Expressions.Count)
        {
            return (true, initializer);
        }

        // The separators of what goes, go too; the last one that stays keeps its line.
        var result = initializer.Expressions;
        foreach (var gone in initializer.Expressions.Except(kept))
        {
            result = result.RemoveAt(result.IndexOf(e => e.IsEquivalentTo(gone)));
        }

        return (true, kept.Count == 0 ? null : initializer.WithExpressions(result));
    }

    private static ObjectCreationExpressionSyntax Created(ObjectCreationExpressionSyntax creation, InitializerExpressionSyntax? initializer)
    {
        var made = creation.WithType(SyntaxFactory.IdentifierName(Type).WithTriviaFrom(creation.Type)).WithInitializer(initializer);
        return initializer is null && made.ArgumentList is null
            ? made.WithType(made.Type.WithoutTrailingTrivia()).WithArgumentList(SyntaxFactory.ArgumentList().WithTrailingTrivia(creation.GetTrailingTrivia()))
            : made;
    }
}
