using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>A library that has both connections and decides itself: queries go to a replica, all else and what is in a transaction to the primary.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Query">The simple name of its query type.</param>
/// <param name="Configuration">The name of what sets up replicas: without it nothing goes to one.</param>
/// <param name="Client">The simple names of the types through which code reaches it.</param>
/// <param name="ReplicaRoot">The call that always asks a replica; null where there is none.</param>
/// <param name="Master">The call that asks the primary: in the place of the root, or after it.</param>
/// <param name="IsRoot">Whether it is in the place of the root.</param>
/// <param name="Writes">The simple names of its types for writes, each with the entity as type argument.</param>
/// <param name="Runs">The names of the calls that run them.</param>
/// <param name="Transactions">The names of the calls that begin a transaction.</param>
internal sealed record RoutingLibrary(
    string Namespace, string Query, string Configuration, ImmutableArray<string> Client, string? ReplicaRoot, string Master, bool IsRoot,
    ImmutableArray<string> Writes, ImmutableArray<string> Runs, ImmutableArray<string> Transactions)
{
    /// <summary>What the configuration must speak of besides: the replicas themselves, where it may name the primary as well.</summary>
    private static readonly string[] Standbys = ["PreferStandby", "Standby"];

    public static readonly ImmutableArray<RoutingLibrary> Rows = ImmutableArray.Create(
        new RoutingLibrary(
            "SqlSugar", "ISugarQueryable", "SlaveConnectionConfigs", ImmutableArray.Create("ISqlSugarClient", "SqlSugarClient", "SqlSugarScope", "SqlSugarProvider", "SqlSugarScopeProvider"),
            "SlaveQueryable", "MasterQueryable", IsRoot: true,
            ImmutableArray.Create("IInsertable", "IUpdateable", "IDeleteable", "IStorageable"),
            Async("ExecuteCommand", "ExecuteReturnIdentity", "ExecuteReturnBigIdentity", "ExecuteReturnEntity", "ExecuteReturnSnowflakeId", "ExecuteCommandIdentityIntoEntity", "ExecuteCommandHasChange"),
            Async("BeginTran", "UseTran")),
        new RoutingLibrary(
            "FreeSql", "ISelect", "UseSlave", ImmutableArray.Create("IFreeSql"),
            null, "Master", IsRoot: false,
            ImmutableArray.Create("IInsert", "IUpdate", "IDelete", "IInsertOrUpdate"),
            Async("ExecuteAffrows", "ExecuteIdentity", "ExecuteInserted", "ExecuteUpdated", "ExecuteDeleted"),
            ImmutableArray.Create("Transaction", "CreateUnitOfWork", "WithTransaction")),

        // Its sessions for queries are on the replica; they are contexts, and told by their types.
        new RoutingLibrary(Marten, "", "ReadSessionPreference", ImmutableArray.Create("IQuerySession"), null, "", IsRoot: false, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty));

    /// <summary>The library whose sessions for queries read a standby, where it is told to.</summary>
    public const string Marten = "Marten";

    /// <summary>The libraries with replicas in a compilation.</summary>
    public static ImmutableArray<RoutingLibrary> In(RuleContext context) =>
        Rows.Where(row => context.MayMentionAny(row.ReplicaRoot is { } root ? [row.Configuration, root] : [row.Configuration]) && (row.Namespace != Marten || context.MayMentionAny(Standbys))).ToImmutableArray();

    /// <summary>Whether the type is the library's query.</summary>
    public bool IsQuery(ITypeSymbol? type) => type is INamedTypeSymbol { TypeArguments.Length: > 0 } && type.Name == Query && IsOurs(type);

    /// <summary>The entity that a type for writes writes, or null.</summary>
    public ITypeSymbol? Written(ITypeSymbol? type) => type is INamedTypeSymbol { TypeArguments: [var entity, ..] } && Writes.Contains(type.Name) && IsOurs(type) ? entity : null;

    private bool IsOurs(ITypeSymbol type) => type.ContainingNamespace is { ContainingNamespace.IsGlobalNamespace: true } ns && ns.Name == Namespace;

    private static ImmutableArray<string> Async(params string[] names) => names.SelectMany(n => new[] { n, n + "Async" }).ToImmutableArray();
}
