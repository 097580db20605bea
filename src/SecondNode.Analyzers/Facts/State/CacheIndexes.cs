using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Recognizes the list of keys that is kept beside a memory cache because the cache cannot name its own: it is as local as the
/// cache is, and the rules about caches judge that.
/// </summary>
internal static class CacheIndexes
{
    private static readonly TypeNames Caches = new() { "Microsoft.Extensions.Caching.Memory.IMemoryCache", "System.Runtime.Caching.ObjectCache", "LazyCache.IAppCache", "System.Web.Caching.Cache" };
    private static readonly TypeNames Entries = new() { "Microsoft.Extensions.Caching.Memory.ICacheEntry" };

    private static readonly HashSet<string> Stores = new(StringComparer.Ordinal) { "Set", "Add", "Insert", "CreateEntry", "GetOrCreate", "GetOrCreateAsync", "GetOrAdd", "GetOrAddAsync", "AddOrGetExisting" };

    /// <summary>Whether everything that is put in is the key under which the same member stores something in a memory cache.</summary>
    public static bool Are(CollectionShape shape, ImmutableArray<StateUse> changes)
    {
        var added = changes.Where(c => c.Adds).ToList();
        return added.Count > 0 && IsOfMarks(shape) && added.All(IsKeyOfAnEntry);
    }

    /// <summary>Keys alone: what a dictionary holds beside them would be data of its own.</summary>
    private static bool IsOfMarks(CollectionShape shape) =>
        shape.Kind is CollectionKind.Set or CollectionKind.List or CollectionKind.Bag ||
        (shape.Kind == CollectionKind.Dictionary && shape.Element is { SpecialType: SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_Object or SpecialType.System_String });

    private static bool IsKeyOfAnEntry(StateUse added)
    {
        var key = Bare(added.Key ?? added.Values.FirstOrDefault());
        if (key is IPropertyReferenceOperation { Property.Name: "Key", Instance.Type: { } entry } && Entries.Cover(entry))
        {
            return true;
        }

        return SymbolOf(key) is { } symbol && added.Operation.Root().DescendantsAndSelf().OfType<IInvocationOperation>().Any(call =>
            Stores.Contains(call.TargetMethod.Name) && Cache(call) is { } cache && call.Arguments.Any(a => a.Value != cache && SymbolEqualityComparer.Default.Equals(SymbolOf(Bare(a.Value)), symbol)));
    }

    private static IOperation? Cache(IInvocationOperation call)
    {
        var receiver = Bare(call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null));
        return receiver?.Type is { } type && Caches.Cover(type) ? receiver : null;
    }

    private static IOperation? Bare(IOperation? value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }

    private static ISymbol? SymbolOf(IOperation? value) => (value as ILocalReferenceOperation)?.Local ?? (ISymbol?)(value as IParameterReferenceOperation)?.Parameter;
}
