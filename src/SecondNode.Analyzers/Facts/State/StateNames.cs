using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>How messages call a member: with its type, without namespace.</summary>
internal static class StateNames
{
    /// <summary><c>PriceCache.Entries</c>.</summary>
    public static string Of(ISymbol member) => member.ContainingType is { } type ? type.Name + "." + member.Name : member.Name;

    /// <summary>The member that a place is in; the file's name for top-level statements.</summary>
    public static string Of(ISymbol? member, SyntaxNode place) =>
        member switch
        {
            null or IMethodSymbol { Name: "<Main>$" } => System.IO.Path.GetFileName(place.SyntaxTree.FilePath) is { Length: > 0 } file ? file : "the program",
            IMethodSymbol { AssociatedSymbol: { } property } => Of(property),
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor => "new " + constructor.ContainingType.Name,
            IMethodSymbol { MethodKind: MethodKind.LocalFunction } local => local.Name,
            IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } implementation => implementation.ContainingType.Name + "." + implementation.Name.Substring(implementation.Name.LastIndexOf('.') + 1),
            IPropertySymbol { IsIndexer: true } indexer => indexer.ContainingType.Name + " indexer",
            _ => Of(member),
        };
}
