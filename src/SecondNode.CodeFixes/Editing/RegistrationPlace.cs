using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Where a registration can be written beside another one.</summary>
internal static class RegistrationPlace
{
    /// <summary>The service collection that the chain of the call begins with, as an expression that can be repeated.</summary>
    public static string? ServicesOf(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        ExpressionSyntax expression = call;
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member })
        {
            expression = member.Expression;
            if (IsServices(model.GetTypeInfo(expression, cancellation).Type) && IsRepeatable(expression))
            {
                return expression.WithoutTrivia().ToString();
            }
        }

        return IsRepeatable(expression) && model.GetTypeInfo(expression, cancellation).Type is { } type && HasServices(type) ? expression.WithoutTrivia() + ".Services" : null;
    }

    /// <summary>A statement beside which another one can stand, in the function of the call.</summary>
    public static StatementSyntax? StatementOf(SyntaxNode call)
    {
        StatementSyntax? found = null;
        foreach (var ancestor in call.Ancestors())
        {
            switch (ancestor)
            {
                case StatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement when statement is not BlockSyntax:
                    found = statement;
                    return found is LocalFunctionStatementSyntax ? null : found;
                case AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The whitespace before the first token of a line.</summary>
    public static string IndentOf(SyntaxNode node) => node.GetFirstToken().LeadingTrivia.LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? last.ToString() : "";

    private static bool IsServices(ITypeSymbol? type) => type is { Name: "IServiceCollection" or "ServiceCollection" } && type.ContainingNamespace?.ToDisplayString() == "Microsoft.Extensions.DependencyInjection";

    /// <summary>A builder of a part of the services: <c>AuthenticationBuilder</c>, <c>IMvcBuilder</c>, <c>IdentityBuilder</c>.</summary>
    private static bool HasServices(ITypeSymbol type) =>
        type.AllInterfaces.Prepend(type).SelectMany(t => t.GetMembers("Services")).OfType<IPropertySymbol>().Any(p => p.DeclaredAccessibility == Accessibility.Public && IsServices(p.Type)) ||
        (type.BaseType is { } b && HasServices(b));

    /// <summary>Whether the expression may be written twice: a name or a path of names.</summary>
    private static bool IsRepeatable(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax or ThisExpressionSyntax => true,
            MemberAccessExpressionSyntax member => IsRepeatable(member.Expression),
            _ => false,
        };
}
