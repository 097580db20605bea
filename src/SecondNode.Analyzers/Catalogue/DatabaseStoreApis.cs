using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Where a registration of a store says which database it writes to.</summary>
/// <param name="Setting">The parameter, the property of the options or the call on them that is given the connection string; null where only a context is given, as type argument or by <c>typeof</c>.</param>
/// <param name="Configures">The property of the options that is given a function which sets up a context of the store's own.</param>
internal sealed record StoreConnection(string? Setting = null, string? Configures = null);

/// <summary>Registrations that hand a framework an EF Core context or a connection string to keep its own data in: accounts, keys, grants, cached entries, jobs, messages. All of them are written to; a store of clients and resources is only read, and may be a replica's.</summary>
internal static class DatabaseStoreApis
{
    private const string Text = "connectionString";
    private const string Property = "ConnectionString";
    private const string Extensions = "Microsoft.Extensions.DependencyInjection.";
    private const string Cap = Extensions + "CapOptionsExtensions";
    private const string Quartz = "Quartz.AdoProviderExtensions";

    /// <summary>The calls; the effect says where the connection is given.</summary>
    public static readonly ImmutableArray<ApiRow<StoreConnection>> Rows = ImmutableArray.CreateRange<ApiRow<StoreConnection>>([
        // Accounts, keys, tokens and grants.
        Checked(Extensions + "IdentityEntityFrameworkBuilderExtensions", "AddEntityFrameworkStores"),
        Checked("Microsoft.AspNetCore.DataProtection.EntityFrameworkCoreDataProtectionExtensions", "PersistKeysToDbContext"),
        .. Of(Extensions + "OpenIddictEntityFrameworkCoreBuilder", "UseDbContext"),
        .. Of(Extensions + "IdentityServerEntityFrameworkBuilderExtensions", "AddOperationalStore"),
        new ApiRow<StoreConnection>(Extensions + "IdentityServerEntityFrameworkBuilderExtensions", "AddOperationalStore", new StoreConnection(Configures: "ConfigureDbContext"), Verified: false),

        // Cached entries, and sessions with them.
        .. Of(Extensions + "SqlServerCachingServicesExtensions", "AddDistributedSqlServerCache", Property),
        .. Of(Extensions + "PostgresCachingServicesExtensions", "AddDistributedPostgresCache", Property),
        .. Of("Community.Microsoft.Extensions.Caching.PostgreSql.PostGreSqlCachingServicesExtensions", "AddDistributedPostgreSqlCache", Property),

        // Jobs.
        .. Of("Hangfire.SqlServerStorageExtensions", "UseSqlServerStorage", "nameOrConnectionString"),
        .. Of("Hangfire.SqlServer.SqlServerStorage", ".ctor", "nameOrConnectionString"),
        .. Of("Hangfire.PostgreSql.PostgreSqlBootstrapperConfigurationExtensions", "UsePostgreSqlStorage", Text, "nameOrConnectionString", "UseNpgsqlConnection"),
        .. Of(Quartz, "UseSqlServer", Text, Property),
        .. Of(Quartz, "UsePostgres", Text, Property),
        .. Of(Quartz, "UseMySql", Text, Property),
        .. Of(Quartz, "UseMySqlConnector", Text, Property),
        .. Of(Quartz, "UseOracle", Text, Property),
        .. Of(Quartz, "UseGenericDatabase", Text, Property),

        // Messages, and the state of grains.
        .. Of("MassTransit.EntityFrameworkOutboxConfigurationExtensions", "AddEntityFrameworkOutbox"),
        .. Of(Cap, "UseEntityFramework"),
        .. Of(Cap, "UseSqlServer", Text, Property),
        .. Of(Cap, "UsePostgreSql", Text, Property),
        .. Of(Cap, "UseMySql", Text, Property),
        .. Of("Wolverine.SqlServer.SqlServerConfigurationExtensions", "PersistMessagesWithSqlServer", Text),
        .. Of("Wolverine.Postgresql.PostgresqlConfigurationExtensions", "PersistMessagesWithPostgresql", Text),
        .. Of("Orleans.Hosting.AdoNetGrainStorageSiloBuilderExtensions", "AddAdoNetGrainStorage", Property),
        .. Of("Orleans.Hosting.AdoNetGrainStorageSiloBuilderExtensions", "AddAdoNetGrainStorageAsDefault", Property),
    ]);

    private static ApiRow<StoreConnection> Checked(string type, string member) => new(type, member, new StoreConnection());

    private static IEnumerable<ApiRow<StoreConnection>> Of(string type, string member, params string[] settings) =>
        settings.Length == 0
            ? [new ApiRow<StoreConnection>(type, member, new StoreConnection(), Verified: false)]
            : settings.Select(setting => new ApiRow<StoreConnection>(type, member, new StoreConnection(setting), Verified: false));
}
