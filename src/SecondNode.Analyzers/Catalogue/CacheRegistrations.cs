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

    /// <summary>Chooses the memory of the node for the results of EF Core queries.</summary>
    QueryResults,

    /// <summary>Chooses the memory of the node for EasyCaching.</summary>
    Easy,

    /// <summary>Removes or replaces entries of EasyCaching.</summary>
    EasyChange,

    /// <summary>Registers Coravel's cache, in memory where no driver is handed over.</summary>
    Coravel,

    /// <summary>Removes entries of Coravel's cache.</summary>
    CoravelChange,

    /// <summary>Removes pages from the output cache of System.Web.</summary>
    PageChange,
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
            ("System.Web.HttpResponse", "RemoveOutputCacheItem", CacheCallKind.PageChange),
            ("System.Web.HttpResponseBase", "RemoveOutputCacheItem", CacheCallKind.PageChange),
        })
        {
            foreach (var member in members.Split(' '))
            {
                yield return new ApiRow<CacheCallKind>(type, member, kind);
            }
        }

        // Libraries that the tests cannot reference. EasyCaching has moved its extensions between its versions.
        yield return new ApiRow<CacheCallKind>("EFCoreSecondLevelCacheInterceptor.EFMemoryCacheProviderOptions", "UseMemoryCacheProvider", CacheCallKind.QueryResults, Verified: false);
        foreach (var type in new[] { "EasyCaching.InMemory.EasyCachingOptionsExtensions", "Microsoft.Extensions.DependencyInjection.EasyCachingOptionsExtensions" })
        {
            yield return new ApiRow<CacheCallKind>(type, "UseInMemory", CacheCallKind.Easy, Verified: false);
        }

        foreach (var member in "Set SetAsync SetAll SetAllAsync Remove RemoveAsync RemoveAll RemoveAllAsync RemoveByPrefix RemoveByPrefixAsync RemoveByPattern RemoveByPatternAsync Flush FlushAsync".Split(' '))
        {
            yield return new ApiRow<CacheCallKind>("EasyCaching.Core.IEasyCachingProviderBase", member, CacheCallKind.EasyChange, Verified: false);
            yield return new ApiRow<CacheCallKind>("EasyCaching.Core.IEasyCachingProvider", member, CacheCallKind.EasyChange, Verified: false);
        }

        yield return new ApiRow<CacheCallKind>("Coravel.CacheServiceRegistration", "AddCache", CacheCallKind.Coravel, Verified: false);
        foreach (var member in new[] { "Forget", "Flush" })
        {
            yield return new ApiRow<CacheCallKind>("Coravel.Cache.Interfaces.ICache", member, CacheCallKind.CoravelChange, Verified: false);
        }

        // The same operations with fewer parameters are extensions.
        foreach (var member in "Set SetAsync Remove RemoveAsync Expire ExpireAsync RemoveByTag RemoveByTagAsync Clear ClearAsync".Split(' '))
        {
            yield return new ApiRow<CacheCallKind>("ZiggyCreatures.Caching.Fusion.FusionCacheExtMethods", member, CacheCallKind.FusionChange, Verified: false);
        }
    }
}
