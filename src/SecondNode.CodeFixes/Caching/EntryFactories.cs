using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static SecondNode.CodeFixes.Caching.CallShapes;

namespace SecondNode.CodeFixes.Caching;

/// <summary>What makes an entry where it is missing: the second argument of GetOrAdd or AddOrUpdate, which gets the key, as a function that has the key written in it.</summary>
/// <param name="model">The model of the code.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class EntryFactories(SemanticModel model, CancellationToken cancellation)
{
    /// <summary>Makes <c>() => value</c> of the second argument of GetOrAdd or AddOrUpdate; null where it cannot be one.</summary>
    public Func<SyntaxNode, ExpressionSyntax>? Of(InvocationExpressionSyntax call, bool isFactory)
    {
        var arguments = call.ArgumentList.Arguments;
        var made = arguments[1].Expression;
        if (!isFactory)
        {
            return HasAwait(arguments[1]) ? null : c => StoreCalls.Lambda(Arg(c, 1));
        }

        var hasArgument = arguments.Count == 3 && call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetOrAdd" };
        switch (made)
        {
            case LambdaExpressionSyntax lambda:
                var names = lambda switch
                {
                    SimpleLambdaExpressionSyntax simple => [simple.Parameter.Identifier.ValueText],
                    ParenthesizedLambdaExpressionSyntax several => several.ParameterList.Parameters.Select(p => p.Identifier.ValueText).ToArray(),
                    _ => [],
                };
                if (names.Length != (hasArgument ? 2 : 1) || (Mentions(lambda, names[0]) && !IsSimple(arguments[0].Expression)) || (hasArgument && !IsSimple(arguments[2].Expression)))
                {
                    return null;
                }

                return c =>
                {
                    var current = (LambdaExpressionSyntax)Arg(c, 1);
                    var body = Substitute(current.Body, names[0], Arg(c, 0));
                    return StoreCalls.Lambda(hasArgument ? Substitute(body, names[1], Arg(c, 2)) : body, isAsync: current.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword));
                };
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when !hasArgument && IsSimple(arguments[0].Expression):
                return c => StoreCalls.Lambda(SyntaxFactory.InvocationExpression(Arg(c, 1).WithoutTrivia(), SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(Arg(c, 0).WithoutTrivia())))));
            default:
                return null;
        }
    }

    /// <summary>Puts an expression in the place of a lambda's parameter.</summary>
    public static CSharpSyntaxNode Substitute(CSharpSyntaxNode body, string name, ExpressionSyntax value)
    {
        var inserted = Parenthesized(value.WithoutTrivia());
        return body.ReplaceNodes(Names(body, name), (original, _) => inserted.WithTriviaFrom(original));
    }

    public static bool Mentions(LambdaExpressionSyntax lambda, string name) => Names(lambda.Body, name).Any();

    private static IEnumerable<IdentifierNameSyntax> Names(SyntaxNode node, string name) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name && n.Parent is not (NameColonSyntax or NameEqualsSyntax) && !(n.Parent is MemberAccessExpressionSyntax m && m.Name == n));

    /// <summary>Whether an expression can be written twice: evaluating it again gives the same and does nothing.</summary>
    public bool IsSimple(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax or LiteralExpressionSyntax or ThisExpressionSyntax or PredefinedTypeSyntax => true,
            MemberAccessExpressionSyntax member => IsSimple(member.Expression),
            ParenthesizedExpressionSyntax inner => IsSimple(inner.Expression),
            InterpolatedStringExpressionSyntax text => text.Contents.OfType<InterpolationSyntax>().All(i => IsSimple(i.Expression)),
            BinaryExpressionSyntax binary => IsSimple(binary.Left) && IsSimple(binary.Right),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call =>
                IsSimple(called.Expression) && call.ArgumentList.Arguments.All(a => a.RefKindKeyword.IsKind(SyntaxKind.None) && IsSimple(a.Expression)) &&
                model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Object },
            _ => false,
        };
}
