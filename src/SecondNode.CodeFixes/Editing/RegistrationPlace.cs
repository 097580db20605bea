using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

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

    /// <summary>
    /// Writes statements before another one. They take the blank lines before it; its comments, with a blank line before
    /// them, stay with it.
    /// </summary>
    public static void InsertBefore(DocumentEditor editor, StatementSyntax statement, params string[] codes)
    {
        var anchor = AnchorOf(statement);
        var blank = anchor.GetLeadingTrivia().TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia)).ToList();
        while (blank.Count > 0 && !blank[blank.Count - 1].IsKind(SyntaxKind.EndOfLineTrivia))
        {
            blank.RemoveAt(blank.Count - 1);
        }

        for (var i = 0; i < codes.Length; i++)
        {
            var added = Beside(statement, codes[i]);
            editor.InsertBefore(anchor, i == 0 ? added.WithLeadingTrivia(blank.Concat(added.GetLeadingTrivia())) : added);
        }

        if (blank.Count > 0)
        {
            // A comment begins a paragraph of its own, as it did before.
            var commented = anchor.GetLeadingTrivia().Skip(blank.Count).Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));
            editor.ReplaceNode(anchor, (node, _) => node.WithLeadingTrivia(node.GetLeadingTrivia().Skip(commented ? blank.Count - 1 : blank.Count)));
        }
    }

    /// <summary>A statement on a line of its own, in the form in which it can stand beside another one.</summary>
    public static SyntaxNode Beside(StatementSyntax statement, string code)
    {
        var added = SyntaxFactory.ParseStatement(code)
            .WithLeadingTrivia(SyntaxFactory.Whitespace(IndentOf(statement)))
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(NewLine.Of(statement.SyntaxTree.GetRoot())))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return statement.Parent is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(added) : added;
    }

    /// <summary>The node beside which another one is inserted.</summary>
    public static SyntaxNode AnchorOf(StatementSyntax statement) => statement.Parent is GlobalStatementSyntax global ? global : statement;

    /// <summary>Whether the expression may be written twice: a name or a path of names.</summary>
    public static bool IsRepeatable(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax or ThisExpressionSyntax => true,
            MemberAccessExpressionSyntax member => IsRepeatable(member.Expression),
            _ => false,
        };
}
