using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts.Keys;

/// <summary>What the rules about keys ask of the code around a registration.</summary>
internal static class KeyCode
{
    private static readonly string[] RealKeys = ["AddSigningCertificate", "AddEncryptionCertificate", "AddSigningKey", "AddEncryptionKey", "AddSigningCredential"];

    /// <summary>
    /// Whether the code runs on a developer's machine only, or its author chooses between keys: <c>if (x) real else development</c>.
    /// </summary>
    public static bool IsForDevelopment(SyntaxNode node) => DevelopmentCode.Contains(node) || IsNamedForDevelopment(node) || HasAlternative(node);

    /// <summary>The name of the called member with what is passed to it, without the chain before it.</summary>
    public static Location NameLocation(SyntaxNode node) =>
        node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.GetLocation(),
            InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
            _ => node.GetLocation(),
        };

    /// <summary>A helper that says by its name that it is for development: <c>AddDevelopmentIdentityProvider</c>.</summary>
    private static bool IsNamedForDevelopment(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            var name = ancestor switch
            {
                MethodDeclarationSyntax method => method.Identifier.ValueText,
                LocalFunctionStatementSyntax function => function.Identifier.ValueText,
                TypeDeclarationSyntax type => type.Identifier.ValueText,
                _ => "",
            };
            if (name.StartsWith("Development", StringComparison.Ordinal) || name.EndsWith("Development", StringComparison.Ordinal) ||
                name.StartsWith("AddDevelopment", StringComparison.Ordinal) || name.StartsWith("UseDevelopment", StringComparison.Ordinal) || name.StartsWith("ConfigureDevelopment", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAlternative(SyntaxNode node)
    {
        for (var (child, parent) = (node, node.Parent); parent is not (null or MemberDeclarationSyntax and not GlobalStatementSyntax); (child, parent) = (parent, parent.Parent))
        {
            var other = parent switch
            {
                IfStatementSyntax branch when child == branch.Statement => branch.Else,
                ElseClauseSyntax { Parent: IfStatementSyntax branch } => branch.Statement,
                _ => (SyntaxNode?)null,
            };
            if (other is not null && other.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => RealKeys.Contains(name.Identifier.ValueText)))
            {
                return true;
            }
        }

        return false;
    }
}
