using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>The option that connects a provider to its server.</summary>
/// <param name="Member">The option.</param>
/// <param name="Value">Its value; what follows the configuration where it is read from there.</param>
/// <param name="IsConfigured">Whether it is read from the configuration.</param>
internal sealed record ProviderConnection(string Member, string Value, bool IsConfigured);

/// <summary>A provider of a distributed cache that all nodes share, and how it is registered.</summary>
/// <param name="Key">The equivalence key of the choice.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Package">The package, which is also the name of its assembly and the namespace of its options.</param>
/// <param name="Method">The extension of IServiceCollection that registers it.</param>
/// <param name="Options">The type that the method's lambda configures.</param>
/// <param name="ConnectionMember">The option that takes the connection string.</param>
/// <param name="OtherMembers">What else has to be set, as expressions.</param>
/// <param name="DefaultConnection">The name of the connection string where the project has none of this kind.</param>
/// <param name="DefaultValue">Its value on a developer's machine.</param>
/// <param name="Remark">What the user does besides.</param>
internal sealed record CacheProvider(
    string Key,
    string Name,
    string Package,
    string Method,
    string Options,
    string ConnectionMember,
    ImmutableArray<(string Member, string Value)> OtherMembers,
    string DefaultConnection,
    string DefaultValue,
    string Remark)
{
    public static readonly CacheProvider Redis = new(
        ShareDistributedCache.RedisKey, "Redis", "Microsoft.Extensions.Caching.StackExchangeRedis", "AddStackExchangeRedisCache", "RedisCacheOptions",
        "Configuration", ImmutableArray<(string, string)>.Empty, "Redis", RedisConnection.LocalServer, "");

    public static readonly CacheProvider SqlServer = new(
        ShareDistributedCache.SqlServerKey, "SQL Server", "Microsoft.Extensions.Caching.SqlServer", "AddDistributedSqlServerCache", "SqlServerCacheOptions",
        "ConnectionString", ImmutableArray.Create(("SchemaName", "\"dbo\""), ("TableName", "\"DistributedCache\"")),
        "DistributedCache", "Server=localhost;Database=DistributedCache;Integrated Security=true;TrustServerCertificate=true",
        "create its table with 'dotnet sql-cache create'");

    public static readonly CacheProvider Postgres = new(
        ShareDistributedCache.PostgresKey, "PostgreSQL", "Microsoft.Extensions.Caching.Postgres", "AddDistributedPostgresCache", "PostgresCacheOptions",
        "ConnectionString", ImmutableArray.Create(("SchemaName", "\"public\""), ("TableName", "\"distributed_cache\""), ("CreateIfNotExists", "true")),
        "DistributedCache", "Host=localhost;Database=distributed_cache", "");

    /// <summary>A store of the output cache.</summary>
    public static readonly CacheProvider OutputRedis = new(
        ShareDistributedCache.OutputKey, "Redis", "Microsoft.AspNetCore.OutputCaching.StackExchangeRedis", "AddStackExchangeRedisOutputCache", "RedisOutputCacheOptions",
        "Configuration", ImmutableArray<(string, string)>.Empty, "Redis", "localhost:6379", "");

    private static readonly ImmutableArray<CacheProvider> All = ImmutableArray.Create(Redis, SqlServer, Postgres);

    /// <summary>
    /// The providers to offer: those whose package the project references, since somebody has chosen them; where there is
    /// none, the two that can be added.
    /// </summary>
    public static ImmutableArray<CacheProvider> For(Compilation compilation)
    {
        var referenced = All.Where(p => p.IsReferenced(compilation)).ToImmutableArray();
        return referenced.IsEmpty ? ImmutableArray.Create(Redis, SqlServer) : referenced;
    }

    /// <summary>Whether it is Redis, which a connection that the code has opened already leads to as well.</summary>
    public bool IsRedis => Key is ShareDistributedCache.RedisKey or ShareDistributedCache.OutputKey;

    /// <summary>The option's lambda, as code.</summary>
    /// <param name="parameters">The parameters of the lambda, as code.</param>
    /// <param name="parameter">The name of the one that is configured.</param>
    /// <param name="connection">What connects the provider.</param>
    /// <param name="configuration">An expression for the configuration, where the connection is read from it.</param>
    /// <param name="newLine">The line ending of the file.</param>
    public string Lambda(string parameters, string parameter, ProviderConnection connection, string? configuration, string newLine)
    {
        var first = $"{parameter}.{connection.Member} = {(connection.IsConfigured ? configuration : "")}{connection.Value}";
        if (OtherMembers.IsEmpty)
        {
            return $"{parameters} => {first}";
        }

        var rest = string.Concat(OtherMembers.Select(m => $"{parameter}.{m.Member} = {m.Value};{newLine}"));
        return $"{parameters} =>{newLine}{{{newLine}{first};{newLine}{rest}}}";
    }

    /// <summary>Whether a connection string of the project leads to such a server.</summary>
    public bool IsConnection(string name, string? value)
    {
        bool Has(string text) => value is not null && value.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
        return Key switch
        {
            ShareDistributedCache.SqlServerKey => (Has("Server=") || Has("Initial Catalog=")) && !Has("Uid=") && !Has("Port="),
            ShareDistributedCache.PostgresKey => Has("Host=") && Has("Database="),
            _ => false,
        };
    }

    /// <summary>The members are checked, because another major version may name them otherwise.</summary>
    private bool IsReferenced(Compilation compilation) =>
        compilation.GetTypesByMetadataName(Package + "." + Options).FirstOrDefault() is { } options &&
        options.GetMembers(ConnectionMember).Length > 0 && OtherMembers.All(m => options.GetMembers(m.Member).Length > 0);
}
