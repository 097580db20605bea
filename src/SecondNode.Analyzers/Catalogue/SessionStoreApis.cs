using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Stores that show each client what that client has written, and who makes such a client.</summary>
internal static class SessionStoreApis
{
    /// <summary>What makes a client; the effect says by what a message calls it.</summary>
    public static readonly ImmutableArray<ApiRow<string>> Rows = ImmutableArray.Create(
        new ApiRow<string>("Microsoft.Azure.Cosmos.CosmosClient", ".ctor", "CosmosClient"),
        new ApiRow<string>("Microsoft.Azure.Cosmos.CosmosClient", "CreateAndInitializeAsync", "CosmosClient"),
        new ApiRow<string>("Microsoft.Azure.Cosmos.Fluent.CosmosClientBuilder", "Build", "CosmosClient"),
        new ApiRow<string>("Microsoft.Azure.Cosmos.Fluent.CosmosClientBuilder", "BuildAndInitializeAsync", "CosmosClient"),
        new ApiRow<string>("Microsoft.EntityFrameworkCore.CosmosDbContextOptionsExtensions", "UseCosmos", "UseCosmos", Verified: false),
        new ApiRow<string>("Microsoft.Extensions.Hosting.AspireMicrosoftAzureCosmosExtensions", "AddAzureCosmosClient", "AddAzureCosmosClient", Verified: false),
        new ApiRow<string>("Microsoft.Extensions.Hosting.AspireAzureEFCoreCosmosExtensions", "AddCosmosDbContext", "AddCosmosDbContext", Verified: false));

    /// <summary>Names of which one is written wherever a client is made.</summary>
    public static readonly ImmutableArray<string> Clients = ImmutableArray.Create("CosmosClient", "CosmosClientBuilder", "UseCosmos", "AddAzureCosmosClient", "AddCosmosDbContext");

    /// <summary>Names of which one is written where items are written.</summary>
    public static readonly ImmutableArray<string> Writes = ImmutableArray.CreateRange(
        DataApis.Rows.Where(r => r.Effect == DataCall.ItemWrite).Select(r => r.Member)
            .Concat(["CreateItemStreamAsync", "UpsertItemStreamAsync", "ReplaceItemStreamAsync", "CreateTransactionalBatch", "SaveChanges", "SaveChangesAsync"]));

    /// <summary>Names of which one is written where items are read through a client itself.</summary>
    public static readonly ImmutableArray<string> Reads = ImmutableArray.CreateRange(
        DataApis.Rows.Where(r => r.Effect == DataCall.ItemRead).Select(r => r.Member).Concat(["ReadItemStreamAsync", "GetItemQueryStreamIterator"]));

    /// <summary>Names that are written where somebody carries the token along.</summary>
    public static readonly ImmutableArray<string> Tokens = ImmutableArray.Create(
        "SessionToken", "SessionTokenManagementMode", "SessionTokenManagement", "UseSessionTokens", "UseSessionToken", "AppendSessionToken", "AppendSessionTokens", "GetSessionToken", "GetSessionTokens");

    /// <summary>Levels that need no token, or that show an old state on purpose.</summary>
    public static readonly ImmutableArray<string> OtherLevels = ImmutableArray.Create("Strong", "BoundedStaleness", "ConsistentPrefix", "Eventual");
}
