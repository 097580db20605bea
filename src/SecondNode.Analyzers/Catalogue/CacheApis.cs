using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a call does to a cache in the memory of this node.</summary>
internal enum CacheEffect
{
    /// <summary>Looks for an entry.</summary>
    Read,

    /// <summary>Looks for an entry and makes it where there is none.</summary>
    Fill,

    /// <summary>Stores an entry, whatever is there.</summary>
    Set,

    /// <summary>Takes an entry out.</summary>
    Remove,

    /// <summary>Takes several or all entries out.</summary>
    Clear,
}

/// <summary>The members of caches that live in the memory of one node. The key is the first argument that is no cache.</summary>
internal static class CacheApis
{
    /// <summary>The caches that applications take from the container or make themselves.</summary>
    public static readonly ImmutableArray<ApiRow<CacheEffect>> Rows = Make(
    [
        ("Microsoft.Extensions.Caching.Memory.IMemoryCache", "TryGetValue", "", "CreateEntry", "Remove", "", true),
        ("Microsoft.Extensions.Caching.Memory.CacheExtensions", "Get TryGetValue", "GetOrCreate GetOrCreateAsync", "Set", "", "", true),
        ("Microsoft.Extensions.Caching.Memory.MemoryCache", "", "", "", "", "Clear Compact", true),
        ("LazyCache.IAppCache", "Get GetAsync TryGetValue", "GetOrAdd GetOrAddAsync", "Add", "Remove", "", false),
        ("LazyCache.AppCacheExtensions", "Get GetAsync", "GetOrAdd GetOrAddAsync", "Add", "", "", false),
    ]);

    /// <summary>The caches of the .NET Framework and of System.Web, which statics hold. Their <c>Add</c> leaves an entry that is there as it is.</summary>
    public static readonly ImmutableArray<ApiRow<CacheEffect>> ClassicRows = Make(
    [
        ("System.Runtime.Caching.ObjectCache", "Get GetCacheItem Contains", "AddOrGetExisting Add", "Set this[]", "Remove", "", true),
        ("System.Runtime.Caching.MemoryCache", "", "", "", "", "Trim", true),
        ("System.Web.Caching.Cache", "Get", "Add", "Insert this[]", "Remove", "", true),
    ]);

    /// <summary>The simple names of the types through which a cache is held.</summary>
    public static readonly ImmutableArray<string> Holders = ImmutableArray.Create("IMemoryCache", "MemoryCache", "IAppCache", "CachingService");

    /// <summary>As <see cref="Holders"/>, for the classic caches; <c>MemoryCache</c> is a name of both.</summary>
    public static readonly ImmutableArray<string> ClassicHolders = ImmutableArray.Create("ObjectCache", "MemoryCache", "Cache");

    private static ImmutableArray<ApiRow<CacheEffect>> Make((string Type, string Read, string Fill, string Set, string Remove, string Clear, bool Verified)[] rows)
    {
        var made = ImmutableArray.CreateBuilder<ApiRow<CacheEffect>>();
        foreach (var (type, read, fill, set, remove, clear, verified) in rows)
        {
            foreach (var (members, effect) in new[] { (read, CacheEffect.Read), (fill, CacheEffect.Fill), (set, CacheEffect.Set), (remove, CacheEffect.Remove), (clear, CacheEffect.Clear) })
            {
                foreach (var member in members.Split([' '], StringSplitOptions.RemoveEmptyEntries))
                {
                    made.Add(new ApiRow<CacheEffect>(type, member, effect, verified));
                }
            }
        }

        return made.ToImmutable();
    }
}
