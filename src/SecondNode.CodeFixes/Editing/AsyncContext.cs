using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Where code may await, and with which token.</summary>
internal static class AsyncContext
{
    /// <summary>Whether <c>await</c> may be written at a node without changing the function around it.</summary>
    public static bool MayAwait(SyntaxNode node)
    {
        for (var current = node.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case LockStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax or UnsafeStatementSyntax or FixedStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax local:
                    return local.Modifiers.Any(SyntaxKind.AsyncKeyword) && !local.Modifiers.Any(SyntaxKind.UnsafeKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword) && !method.Modifiers.Any(SyntaxKind.UnsafeKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The one cancellation token among the parameters in scope, or null.</summary>
    public static string? Token(SemanticModel model, int position)
    {
        var tokens = model.LookupSymbols(position).OfType<IParameterSymbol>().Where(p => p.Type.FullName() == "System.Threading.CancellationToken").ToList();
        return tokens.Count == 1 && tokens[0].Name.Length > 0 && tokens[0].Name != "_" ? tokens[0].Name : null;
    }
}
