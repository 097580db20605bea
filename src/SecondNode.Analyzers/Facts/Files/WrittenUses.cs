using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>Finds the calls and constructions of a table by the names that are written in a file.</summary>
internal static class WrittenUses
{
    /// <summary>The calls and constructions that may be of the table, in the order of the source.</summary>
    public static IEnumerable<SyntaxNode> Of<TEffect>(ApiTable<TEffect> apis, TreeFacts facts) =>
        apis.WrittenNames.Where(facts.MayMention).SelectMany(facts.Names).Select(Use).OfType<SyntaxNode>().Distinct().OrderBy(node => node.SpanStart);

    /// <summary>The row of a call or construction and the argument that the row names; null where it is another one, or an overload without that parameter.</summary>
    public static (FileStore Store, IOperation? Argument)? Match(ApiTable<FileStore> apis, IOperation operation)
    {
        var (member, arguments) = operation switch
        {
            IInvocationOperation call => ((ISymbol)call.TargetMethod, call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, default),
        };
        if (apis.Match(member) is not { Effect: var store })
        {
            return null;
        }

        var argument = store.Parameter.Length == 0 ? null : arguments.FirstOrDefault(a => a.Parameter?.Name == store.Parameter)?.Value;
        return store.Parameter.Length > 0 && argument is null ? null : (store, argument);
    }

    private static SyntaxNode? Use(SimpleNameSyntax name)
    {
        if (name.InvocationOf() is { } call)
        {
            return call;
        }

        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
        {
            type = type.Parent;
        }

        return type.Parent switch
        {
            ObjectCreationExpressionSyntax creation when creation.Type == type => creation,
            VariableDeclarationSyntax { Variables: [{ Initializer.Value: ImplicitObjectCreationExpressionSyntax implied }] } => implied,
            _ => null,
        };
    }
}
