using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Caching;

/// <summary>One mention of a collection that a static or a singleton holds.</summary>
/// <param name="Self">The whole expression that names it.</param>
/// <param name="Qualifier">What stands before its name, and has to stand before the name of what takes its place; null for nothing.</param>
internal readonly record struct StateMention(ExpressionSyntax Self, string? Qualifier)
{
    /// <summary>The whole expression that a name stands in.</summary>
    public static ExpressionSyntax SelfOf(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    /// <summary>The mention; null where it is reached in a way that does something of its own.</summary>
    public static StateMention? Of(StateField state, SimpleNameSyntax name, SemanticModel model)
    {
        if (SelfOf(name) is not MemberAccessExpressionSyntax access)
        {
            return new(name, null);
        }

        if (state.Symbol.IsStatic)
        {
            return new(access, access.Expression.WithoutTrivia().ToString());
        }

        // What names the entries is static: this. goes, and so does, where others are handed the singleton, the one object that there is.
        return access.Expression is ThisExpressionSyntax ? new(access, null)
            : IsHanded(state, access.Expression, model) ? new(access, state.Symbol.ContainingType.ToMinimalDisplayString(model, name.SpanStart))
            : null;
    }

    /// <summary>Whether another class has the object from its constructor or its caller. One that meets its own kind has two of them.</summary>
    private static bool IsHanded(StateField state, ExpressionSyntax expression, SemanticModel model) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } &&
        model.GetSymbolInfo(expression).Symbol is IFieldSymbol { IsStatic: false } or IParameterSymbol or IPropertySymbol { IsStatic: false } &&
        !state.Symbol.ContainingType.IsGenericType &&
        model.GetEnclosingSymbol(expression.SpanStart)?.ContainingType is { } user && !SymbolEqualityComparer.Default.Equals(user, state.Symbol.ContainingType);
}
