using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts;

/// <summary>Which member a place belongs to, as a reader counts: lambdas and local functions belong to theirs, but endpoints that one method maps are as many members.</summary>
internal static class EnclosingMember
{
    /// <summary>The method, property, constructor or field around the place; the lambda or function of an endpoint.</summary>
    public static ISymbol? Of(SyntaxNode node, SemanticModel model, CancellationToken cancellation = default)
    {
        var symbol = model.GetEnclosingSymbol(node.SpanStart, cancellation);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } && !IsEndpoint(symbol))
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol is IMethodSymbol { AssociatedSymbol: { } property } ? property : symbol;
    }

    private static bool IsEndpoint(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax } => true,
            AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } } => access.Name.Identifier.ValueText is "Run" or "Use" || access.Name.Identifier.ValueText.StartsWith("Map", StringComparison.Ordinal),
            _ => false,
        };

    /// <summary>The member that has a name: an endpoint's lambda has none.</summary>
    public static ISymbol? Named(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }
}
