using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Where a use is looked at from.</summary>
internal sealed record UsePlace(SemanticModel Model)
{
    /// <summary>The place that decides when it runs, where that is not the operation's own.</summary>
    public SyntaxNode? At { get; init; }

    /// <summary>The last place that was recorded.</summary>
    public SyntaxNode? Last { get; set; }

    /// <summary>The accessor, method, local function or field around a place.</summary>
    public static ISymbol? MemberAt(SyntaxNode node, RuleContext context)
    {
        var model = context.Uses.ModelOf(node.SyntaxTree);
        for (var current = node; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax }:
                case AccessorDeclarationSyntax:
                case LocalFunctionStatementSyntax:
                case BaseMethodDeclarationSyntax:
                case BasePropertyDeclarationSyntax:
                    return model.GetDeclaredSymbol(current, context.Cancellation);
                case GlobalStatementSyntax:
                    return model.GetEnclosingSymbol(current.SpanStart, context.Cancellation);
                case BaseTypeDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }
}
