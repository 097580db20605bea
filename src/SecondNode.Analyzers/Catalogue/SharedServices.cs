using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>
/// A service that ASP.NET Core takes from the container and that lives on one node unless somebody registers a shared
/// implementation. <see cref="Facts.Registrations"/> answers whether somebody does.
/// </summary>
/// <param name="Contract">The metadata name of the interface, or of the base class, that is registered.</param>
/// <param name="Local">The simple names of the implementations that live on one node.</param>
/// <param name="Providers">
/// The names of methods that register a shared implementation, for packages whose assembly may be unresolved. Where it is
/// resolved, the methods of any assembly that has an implementation count as well, so the list need not be complete.
/// </param>
/// <param name="ProviderPattern">A name of that form counts as a provider where no source declares it; (beginning, middle, end).</param>
/// <param name="NotProviders">Names of methods that look like a provider and are none.</param>
internal sealed record SharedService(
    string Contract,
    ImmutableHashSet<string> Local,
    ImmutableHashSet<string> Providers,
    (string Start, string Middle, string End)? ProviderPattern,
    ImmutableHashSet<string> NotProviders)
{
    /// <summary>The name of the contract as code writes it.</summary>
    public string SimpleName { get; } = Simple(Contract);

    private static string Simple(string metadataName)
    {
        var name = metadataName[(metadataName.LastIndexOf('.') + 1)..];
        return name.IndexOf('`') is >= 0 and var arity ? name[..arity] : name;
    }
}

/// <summary>The services that the rules ask for.</summary>
internal static class SharedServices
{
    /// <summary>What session, token caches and the application's own cache entries are kept in.</summary>
    public static readonly SharedService DistributedCache = new(
        "Microsoft.Extensions.Caching.Distributed.IDistributedCache",
        Local: ImmutableHashSet.Create("MemoryDistributedCache"),
        Providers: ImmutableHashSet.Create(
            "AddAWSDynamoDBDistributedCache",
            "AddCosmosCache",
            "AddCouchbaseDistributedCache",
            "AddDistributedMongoDbCache",
            "AddDistributedMySqlCache",
            "AddDistributedPostgreSqlCache",
            "AddDistributedPostgresCache",
            "AddDistributedRedisCache",
            "AddDistributedSqlServerCache",
            "AddEnyimMemcached",
            "AddKeyedRedisDistributedCache",
            "AddMongoDbCache",
            "AddNCacheDistributedCache",
            "AddRedisDistributedCache",
            "AddStackExchangeRedisCache",
            "WithDistributedCache"),
        ProviderPattern: ("Add", "Distributed", "Cache"),
        NotProviders: ImmutableHashSet.Create("AddDistributedMemoryCache"));

    /// <summary>Where session keeps its values; the framework's own one uses the distributed cache.</summary>
    public static readonly SharedService SessionStore = new(
        "Microsoft.AspNetCore.Session.ISessionStore",
        Local: ImmutableHashSet.Create("DistributedSessionStore"),
        Providers: ImmutableHashSet<string>.Empty,
        ProviderPattern: null,
        NotProviders: ImmutableHashSet.Create("AddSession"));

    /// <summary>Where Data Protection keeps its keys. Stores of one node are another rule's, so that they count as chosen here.</summary>
    public static readonly SharedService KeyRepository = new(
        "Microsoft.AspNetCore.DataProtection.Repositories.IXmlRepository",
        Local: ImmutableHashSet.Create("EphemeralXmlRepository", "FileSystemXmlRepository", "RegistryXmlRepository"),
        Providers: ImmutableHashSet.Create(
            "PersistKeysToAWSSystemsManager",
            "PersistKeysToAzureBlobStorage",
            "PersistKeysToDbContext",
            "PersistKeysToFileSystem",
            "PersistKeysToRedis",
            "PersistKeysToRegistry",
            "PersistKeysToStackExchangeRedis",
            "UseEphemeralDataProtectionProvider"),
        ProviderPattern: ("PersistKeysTo", "", ""),
        NotProviders: ImmutableHashSet<string>.Empty);

    /// <summary>What knows the connections of SignalR's hubs, and how the nodes hear of what another one sends.</summary>
    public static readonly SharedService HubConnections = new(
        "Microsoft.AspNetCore.SignalR.HubLifetimeManager`1",
        Local: ImmutableHashSet.Create("DefaultHubLifetimeManager"),
        Providers: ImmutableHashSet.Create("AddAzureSignalR", "AddNCache", "AddNamedAzureSignalR", "AddStackExchangeRedis"),
        ProviderPattern: null,
        NotProviders: ImmutableHashSet.Create("AddSignalR", "AddSignalRCore"));

    /// <summary>Where the output cache keeps responses.</summary>
    public static readonly SharedService OutputCacheStore = new(
        "Microsoft.AspNetCore.OutputCaching.IOutputCacheStore",
        Local: ImmutableHashSet.Create("MemoryOutputCacheStore"),
        Providers: ImmutableHashSet.Create("AddStackExchangeRedisOutputCache"),
        ProviderPattern: ("Add", "Redis", "OutputCache"),
        NotProviders: ImmutableHashSet.Create("AddOutputCache"));

    /// <summary>Every service, for the test that resolves the names.</summary>
    public static readonly ImmutableArray<SharedService> All = ImmutableArray.Create(DistributedCache, SessionStore, KeyRepository, HubConnections, OutputCacheStore);
}
