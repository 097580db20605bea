using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static SecondNode.CodeFixes.Caching.CallShapes;

namespace SecondNode.CodeFixes.Caching;

/// <summary>The uses of a map by its indexer: reads, writes, and what calculates an entry from itself.</summary>
/// <param name="payload">The type of the entries.</param>
/// <param name="document">The document of the uses.</param>
/// <param name="model">Its model.</param>
/// <param name="key">The key of an entry in the store, from the key in the map.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class ElementUses(ITypeSymbol payload, Document document, SemanticModel model, Func<ExpressionSyntax, ExpressionSyntax> key, CancellationToken cancellation)
{
    /// <summary>The rewrite of one use, or null.</summary>
    public StateUse? Classify(ElementAccessExpressionSyntax element)
    {
        var type = payload.ToMinimalDisplayString(model, element.SpanStart);
        switch (element.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == element && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression):
                return Use(assignment, (c, store) => store.Call("SetAsJson", TypeFor(assignment.Right), key(ElementKey(((AssignmentExpressionSyntax)c).Left)), ((AssignmentExpressionSyntax)c).Right));
            case AssignmentExpressionSyntax assignment when assignment.Left == element:
                if (Operator(assignment.OperatorToken.Text.TrimEnd('=')) is not { } op || !CanCalculate || !IsName(ElementKey(element)))
                {
                    return null;
                }

                return Use(assignment, (c, store) => Calculate(store, type, key(ElementKey(((AssignmentExpressionSyntax)c).Left)), op, Parenthesized(((AssignmentExpressionSyntax)c).Right)), racy: true);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix when CanCalculate && IsName(ElementKey(element)):
                return Use(prefix, (c, store) => Calculate(store, type, key(ElementKey(((PrefixUnaryExpressionSyntax)c).Operand)), prefix.OperatorToken.Text[..1], One), racy: true);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Parent: ExpressionStatementSyntax } postfix when CanCalculate && IsName(ElementKey(element)):
                return Use(postfix, (c, store) => Calculate(store, type, key(ElementKey(((PostfixUnaryExpressionSyntax)c).Operand)), postfix.OperatorToken.Text[..1], One), racy: true);
            case PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax when element.Parent.IsKind(SyntaxKind.PreIncrementExpression) || element.Parent.IsKind(SyntaxKind.PostIncrementExpression) ||
                element.Parent.IsKind(SyntaxKind.PreDecrementExpression) || element.Parent.IsKind(SyntaxKind.PostDecrementExpression) || element.Parent.IsKind(SyntaxKind.AddressOfExpression):
            case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax:
                return null;
            default:
                return Use(element, (c, store) => store.Call("GetRequiredFromJson", type, key(ElementKey((ExpressionSyntax)c))));
        }
    }

    private static ExpressionSyntax One => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1));

    private bool CanCalculate => payload.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or
        SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal or SpecialType.System_String;

    private static string? Operator(string text) => text is "+" or "-" or "*" or "/" or "|" or "&" or "%" ? text : null;

    /// <summary>Reads, calculates and writes one entry.</summary>
    private static ExpressionSyntax Calculate(StoreCalls store, string type, ExpressionSyntax at, string op, ExpressionSyntax operand)
    {
        var sum = (BinaryExpressionSyntax)SyntaxFactory.ParseExpression($"a {op} b");
        return store.Call("SetAsJson", null, at, sum
            .WithLeft(store.Call("GetRequiredFromJson", type, at).WithTrailingTrivia(SyntaxFactory.Space))
            .WithRight(operand.WithoutTrivia()));
    }

    private static bool IsName(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or LiteralExpressionSyntax || (expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or ThisExpressionSyntax });

    /// <summary>The type argument of a write, where the value has another type of its own (a derived one, a literal, null) and would be written as that.</summary>
    private string? TypeFor(ExpressionSyntax value) =>
        SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(value, cancellation).Type, payload) ? null : payload.ToMinimalDisplayString(model, value.SpanStart);

    private StateUse Use(ExpressionSyntax node, Func<ExpressionSyntax, StoreCalls, ExpressionSyntax> rewrite, bool racy = false) =>
        new(document, node, (current, store) => rewrite((ExpressionSyntax)current, store)) { Racy = racy };
}
