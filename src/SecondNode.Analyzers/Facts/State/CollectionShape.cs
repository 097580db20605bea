using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>The kinds of mutable collections, by what can be done with them.</summary>
internal enum CollectionKind
{
    Dictionary,
    List,
    Set,
    Queue,
    Stack,
    Bag,
    Array,
}

/// <summary>A mutable collection type and what it holds.</summary>
/// <param name="Kind">What can be done with it.</param>
/// <param name="Type">The collection type itself, without <c>Lazy</c>.</param>
/// <param name="Key">The type of its keys, or null where it has none or they are untyped.</param>
/// <param name="Element">The type of its values or elements, or null where they are untyped.</param>
/// <param name="IsLazy">Whether the collection is held in a <c>Lazy</c>.</param>
internal sealed record CollectionShape(CollectionKind Kind, ITypeSymbol Type, ITypeSymbol? Key, ITypeSymbol? Element, bool IsLazy)
{
    private static readonly Dictionary<string, CollectionKind> Kinds = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.Dictionary`2"] = CollectionKind.Dictionary,
        ["System.Collections.Generic.SortedDictionary`2"] = CollectionKind.Dictionary,
        ["System.Collections.Generic.SortedList`2"] = CollectionKind.Dictionary,
        ["System.Collections.Generic.OrderedDictionary`2"] = CollectionKind.Dictionary,
        ["System.Collections.Generic.IDictionary`2"] = CollectionKind.Dictionary,
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = CollectionKind.Dictionary,
        ["System.Collections.Hashtable"] = CollectionKind.Dictionary,
        ["System.Collections.SortedList"] = CollectionKind.Dictionary,
        ["System.Collections.IDictionary"] = CollectionKind.Dictionary,
        ["System.Collections.Specialized.ListDictionary"] = CollectionKind.Dictionary,
        ["System.Collections.Specialized.HybridDictionary"] = CollectionKind.Dictionary,
        ["System.Collections.Specialized.OrderedDictionary"] = CollectionKind.Dictionary,
        ["System.Collections.Specialized.NameValueCollection"] = CollectionKind.Dictionary,
        ["System.Collections.Specialized.StringDictionary"] = CollectionKind.Dictionary,
        ["System.Collections.Generic.List`1"] = CollectionKind.List,
        ["System.Collections.Generic.IList`1"] = CollectionKind.List,
        ["System.Collections.Generic.ICollection`1"] = CollectionKind.List,
        ["System.Collections.Generic.LinkedList`1"] = CollectionKind.List,
        ["System.Collections.ObjectModel.Collection`1"] = CollectionKind.List,
        ["System.Collections.ObjectModel.ObservableCollection`1"] = CollectionKind.List,
        ["System.Collections.ArrayList"] = CollectionKind.List,
        ["System.Collections.IList"] = CollectionKind.List,
        ["System.Collections.Specialized.StringCollection"] = CollectionKind.List,
        ["System.Collections.Generic.HashSet`1"] = CollectionKind.Set,
        ["System.Collections.Generic.SortedSet`1"] = CollectionKind.Set,
        ["System.Collections.Generic.ISet`1"] = CollectionKind.Set,
        ["System.Collections.Generic.Queue`1"] = CollectionKind.Queue,
        ["System.Collections.Generic.PriorityQueue`2"] = CollectionKind.Queue,
        ["System.Collections.Concurrent.ConcurrentQueue`1"] = CollectionKind.Queue,
        ["System.Collections.Concurrent.BlockingCollection`1"] = CollectionKind.Queue,
        ["System.Collections.Queue"] = CollectionKind.Queue,
        ["System.Collections.Generic.Stack`1"] = CollectionKind.Stack,
        ["System.Collections.Concurrent.ConcurrentStack`1"] = CollectionKind.Stack,
        ["System.Collections.Stack"] = CollectionKind.Stack,
        ["System.Collections.Concurrent.ConcurrentBag`1"] = CollectionKind.Bag,
    };

    /// <summary>The shape of a type, or null where it is no mutable collection. A source type that derives from one has its shape.</summary>
    public static CollectionShape? Of(ITypeSymbol? type)
    {
        var lazy = false;
        if (type is INamedTypeSymbol { Name: "Lazy", TypeArguments: [var inner] } named && named.ContainingNamespace?.Name == "System")
        {
            (type, lazy) = (inner, true);
        }

        if (type is IArrayTypeSymbol array)
        {
            return new CollectionShape(CollectionKind.Array, array, null, array.ElementType, lazy);
        }

        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (MightBe(current.Name) && Kinds.TryGetValue(current.OriginalDefinition.FullMetadataName(), out var kind))
            {
                var arguments = current.TypeArguments;
                return new CollectionShape(
                    kind,
                    type!,
                    kind == CollectionKind.Dictionary && arguments.Length == 2 ? arguments[0] : null,
                    arguments.IsEmpty ? null : arguments[kind == CollectionKind.Dictionary ? arguments.Length - 1 : 0],
                    lazy);
            }
        }

        return null;
    }

    private static bool MightBe(string name) =>
        name.EndsWith("Dictionary", StringComparison.Ordinal) || name.EndsWith("List", StringComparison.Ordinal) || name.EndsWith("Set", StringComparison.Ordinal) ||
        name.EndsWith("Collection", StringComparison.Ordinal) || name.EndsWith("Queue", StringComparison.Ordinal) || name.EndsWith("Stack", StringComparison.Ordinal) ||
        name is "Hashtable" or "ConcurrentBag";
}
