using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Registrations that hand a framework an EF Core context to keep its own data in: accounts, keys, grants. All of them are written to; a store of clients and resources is only read, and may be a replica's.</summary>
internal static class DatabaseStoreApis
{
    /// <summary>The calls; the effect says what is kept.</summary>
    public static readonly ImmutableArray<ApiRow<string>> Rows = ImmutableArray.Create(
        new ApiRow<string>("Microsoft.Extensions.DependencyInjection.IdentityEntityFrameworkBuilderExtensions", "AddEntityFrameworkStores", "accounts"),
        new ApiRow<string>("Microsoft.AspNetCore.DataProtection.EntityFrameworkCoreDataProtectionExtensions", "PersistKeysToDbContext", "keys"),
        new ApiRow<string>("Microsoft.Extensions.DependencyInjection.OpenIddictEntityFrameworkCoreBuilder", "UseDbContext", "tokens", Verified: false),
        new ApiRow<string>("Microsoft.Extensions.DependencyInjection.IdentityServerEntityFrameworkBuilderExtensions", "AddOperationalStore", "grants", Verified: false),
        new ApiRow<string>("MassTransit.EntityFrameworkOutboxConfigurationExtensions", "AddEntityFrameworkOutbox", "messages", Verified: false));
}
