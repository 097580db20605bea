using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a call means for a cache that the application registers.</summary>
internal enum CacheCallKind
{
    /// <summary>Registers HybridCache.</summary>
    Hybrid,

    /// <summary>Removes or replaces entries of HybridCache.</summary>
    HybridChange,

    /// <summary>Registers FusionCache.</summary>
    Fusion,

    /// <summary>Removes or replaces entries of FusionCache.</summary>
    FusionChange,

    /// <summary>Registers the output cache.</summary>
    Output,

    /// <summary>Removes pages from the output cache.</summary>
    OutputChange,
}

/// <summary>The calls by which caches of two levels and output caches are registered, and those by which their entries are invalidated.</summary>
internal static class CacheRegistrations
{
    public static readonly ImmutableArray<ApiRow<CacheCallKind>> Rows = Make().ToImmutableArray();

    private static IEnumerable<ApiRow<CacheCallKind>> Make()
    {
        foreach (var (type, members, kind) in new (string Type, string Members, CacheCallKind Kind)[]
        {
            ("Microsoft.Extensions.DependencyInjection.HybridCacheServiceExtensions", "AddHybridCache AddKeyedHybridCache", CacheCallKind.Hybrid),
            ("Microsoft.Extensions.Caching.Hybrid.HybridCache", "RemoveAsync RemoveByTagAsync SetAsync", CacheCallKind.HybridChange),
            ("Microsoft.Extensions.DependencyInjection.FusionCacheServiceCollectionExtensions", "AddFusionCache", CacheCallKind.Fusion),
            ("ZiggyCreatures.Caching.Fusion.IFusionCache", "Set SetAsync Remove RemoveAsync Expire ExpireAsync RemoveByTag RemoveByTagAsync Clear ClearAsync", CacheCallKind.FusionChange),
            ("Microsoft.Extensions.DependencyInjection.OutputCacheServiceCollectionExtensions", "AddOutputCache", CacheCallKind.Output),
            ("Microsoft.AspNetCore.OutputCaching.IOutputCacheStore", "EvictByTagAsync", CacheCallKind.OutputChange),
        })
        {
            foreach (var member in members.Split(' '))
            {
                yield return new ApiRow<CacheCallKind>(type, member, kind);
            }
        }

        // The same operations with fewer parameters are extensions.
        foreach (var member in "Set SetAsync Remove RemoveAsync Expire ExpireAsync RemoveByTag RemoveByTagAsync Clear ClearAsync".Split(' '))
        {
            yield return new ApiRow<CacheCallKind>("ZiggyCreatures.Caching.Fusion.FusionCacheExtMethods", member, CacheCallKind.FusionChange, Verified: false);
        }
    }
}
