using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Uses of a collection that only look at it, as they are written: <c>Known.Contains(x)</c>, <c>Names[i]</c>. Most static
/// collections are tables that nobody changes; this tells them apart without binding the code that reads them.
/// </summary>
internal static class PlainReads
{
    /// <summary>Members that tell something about a collection and give none of its elements away.</summary>
    private static readonly HashSet<string> Questions = new(StringComparer.Ordinal)
    {
        "All", "Any", "Contains", "ContainsKey", "ContainsValue", "Count", "Exists", "GetLength", "IndexOf", "IsEmpty", "IsProperSubsetOf", "IsSubsetOf", "IsSupersetOf", "Length", "LongCount", "Overlaps", "SequenceEqual", "SetEquals",
    };

    /// <summary>Members that give elements, or copies of the collection, away.</summary>
    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "Aggregate", "Average", "Concat", "ConvertAll", "Distinct", "ElementAt", "ElementAtOrDefault", "Except", "Find", "FindAll", "FindIndex", "First", "FirstOrDefault", "GetEnumerator", "GetRange", "GetValueOrDefault", "GroupBy",
        "Intersect", "Keys", "Last", "LastOrDefault", "Max", "Min", "OrderBy", "OrderByDescending", "Reverse", "Select", "SelectMany", "Single", "SingleOrDefault", "Skip", "Sum", "Take", "ToArray", "ToDictionary", "ToFrozenDictionary",
        "ToFrozenSet", "ToHashSet", "ToImmutableArray", "ToImmutableDictionary", "ToImmutableHashSet", "ToImmutableList", "ToList", "ToLookup", "TryGetValue", "Union", "Values", "Where", "Zip",
    };

    /// <summary>Whether nothing can be changed through an element: a value, a text, a type.</summary>
    public static bool IsFixed(ITypeSymbol? element) =>
        element is { IsValueType: true } or { SpecialType: SpecialType.System_String } or { TypeKind: TypeKind.Delegate } ||
        (element is INamedTypeSymbol { Name: "Type" or "Regex" or "CultureInfo" or "Encoding" or "Uri" or "Version" } known && known.ContainingNamespace is { Name: "System" or "RegularExpressions" or "Globalization" or "Text" });

    /// <summary>Whether an expression that gives the collection is only read from.</summary>
    /// <param name="collection">The expression, with what qualifies it.</param>
    /// <param name="fixedElements">Whether elements cannot be changed.</param>
    public static bool Is(SyntaxNode collection, bool fixedElements)
    {
        switch (collection.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == collection:
                var name = access.Name.Identifier.ValueText;

                // List<T>.Reverse changes the list, Enumerable's does not: that one is chained.
                return (Questions.Contains(name) || (fixedElements && Elements.Contains(name) && (name != "Reverse" || access.Parent?.Parent is MemberAccessExpressionSyntax))) && !IsTarget(access);
            case ElementAccessExpressionSyntax element when element.Expression == collection:
                return fixedElements && !IsTarget(element);
            case ForEachStatementSyntax loop when loop.Expression == collection:
                return fixedElements;
            default:
                return false;
        }
    }

    /// <summary>Whether the expression is assigned, counted, or handed over to be.</summary>
    public static bool IsTarget(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            expression = (ExpressionSyntax)expression.Parent;
        }

        return expression.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == expression,
            PrefixUnaryExpressionSyntax prefix => prefix.RawKind is (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.AddressOfExpression,
            PostfixUnaryExpressionSyntax => true,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax,
            RefExpressionSyntax => true,
            // An element that is a structure: table[i].Field = 1.
            MemberAccessExpressionSyntax access => access.Expression == expression && IsTarget(access),
            ElementAccessExpressionSyntax access => access.Expression == expression && IsTarget(access),
            _ => false,
        };
    }
}
