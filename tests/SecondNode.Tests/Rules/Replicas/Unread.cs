using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Tests.Rules.Replicas;

/// <summary>What a fix makes of primary constructors: a parameter whose last mention was moved goes.</summary>
internal static class Unread
{
    /// <summary>The expected code without the parameters that are read in the code before and nowhere in it.</summary>
    public static string Without(string expected, string before)
    {
        var root = CSharpSyntaxTree.ParseText(expected).GetRoot();
        var old = CSharpSyntaxTree.ParseText(before.Replace("{|SN4001:", "").Replace("{|SN4002:", "").Replace("{|SN4003:", "").Replace("{|SN4004:", "").Replace("|}", "")).GetRoot();
        foreach (var name in root.DescendantNodes().OfType<ClassDeclarationSyntax>().Where(c => c.ParameterList is not null).Select(c => c.Identifier.ValueText).ToList())
        {
            var type = Class(root, name);
            foreach (var parameter in type.ParameterList!.Parameters.Select(p => p.Identifier.ValueText).ToList())
            {
                type = Class(root, name);
                if (!Reads(type, parameter) && Class(old, name) is { } was && Reads(was, parameter))
                {
                    var list = type.ParameterList!;
                    var unread = list.Parameters.Single(p => p.Identifier.ValueText == parameter);
                    var rest = list.Parameters.Remove(unread);
                    root = root.ReplaceNode(list, list.WithParameters(rest.Count > 0 && list.Parameters[0] == unread ? rest.Replace(rest[0], rest[0].WithLeadingTrivia()) : rest));
                }
            }
        }

        return root.ToFullString();

        static ClassDeclarationSyntax Class(Microsoft.CodeAnalysis.SyntaxNode root, string name) => root.DescendantNodes().OfType<ClassDeclarationSyntax>().First(c => c.Identifier.ValueText == name);

        static bool Reads(ClassDeclarationSyntax type, string parameter) => type.DescendantNodes().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.ValueText == parameter);
    }
}
