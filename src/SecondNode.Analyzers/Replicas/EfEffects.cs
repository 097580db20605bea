using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What code does to an object-relational context: stage, save, read. LINQ reads are told by the query they end.</summary>
internal sealed class EfEffects(ContextTypes contexts, QuerySources queries, QueryEntities entities, HandleRoles roles, ShardedContexts sharded)
{
    private readonly EntityChanges changes = new(contexts, queries, roles);

    private static readonly HashSet<string> Saves = ["SaveChanges", "SaveChangesAsync", "SaveEntitiesAsync", "BulkSaveChanges", "BulkSaveChangesAsync"];
    /// <summary>The names of the calls that stage.</summary>
    public static readonly HashSet<string> Stagings = ["Add", "AddAsync", "AddRange", "AddRangeAsync", "Update", "UpdateRange", "Remove", "RemoveRange", "AddOrUpdate", "Store", "Insert", "Delete", "DeleteWhere"];
    private static readonly HashSet<string> NoReads = ["Add", "AddAsync", "AddRange", "AddRangeAsync", "Update", "UpdateRange", "Remove", "RemoveRange", "AddOrUpdate", "Attach", "AttachRange", "Entry", "ToQueryString", "ExecuteDelete", "ExecuteDeleteAsync", "ExecuteUpdate", "ExecuteUpdateAsync", "GetType", "Equals", "GetHashCode", "ToString"];
    private static readonly HashSet<string> Bulk = ["BulkInsert", "BulkInsertAsync", "BulkUpdate", "BulkUpdateAsync", "BulkDelete", "BulkDeleteAsync", "BulkInsertOrUpdate", "BulkInsertOrUpdateAsync", "BulkMerge", "BulkMergeAsync"];

    /// <summary>The read that a call is, where it reads a replica; null otherwise.</summary>
    public DataEffect? ReadOf(IInvocationOperation call, BodyValues body)
    {
        if (call.Type.IsQuery() || call.Type is null || NoReads.Contains(call.TargetMethod.Name))
        {
            return null;
        }

        if (call.TargetMethod.Name is "Find" or "FindAsync" or "Load" or "LoadAsync" or "LoadMany" or "LoadManyAsync" && call.TargetMethod.Arity == 1 && call.Instance is { } owner && contexts.IsContext(owner.Type))
        {
            return Read(call, owner, ImmutableArray.Create(DataItem.OfEntity(call.TargetMethod.TypeArguments[0], null)), owner, body);
        }

        foreach (var argument in QueryArguments(call))
        {
            if (ReadOfQuery(call, argument, body) is { } read)
            {
                return read;
            }
        }

        return null;
    }

    /// <summary>The read of a query that ends at an operation: a call, a loop, a return.</summary>
    public DataEffect? ReadOfQuery(IOperation site, IOperation query, BodyValues body)
    {
        if (!query.Unwrap().Type.IsQuery() || queries.Of(query, body) is not { } source || QuerySources.Documents(source.Handle.Type) is not null && HasSession(source.Root))
        {
            return null;
        }

        if (Routed(site, source.Handle, entities.Of(source, body), body) is { } routed)
        {
            return routed;
        }

        var claim = roles.Of(source.Handle, body);
        return roles.IsWorthKnowing(claim, source.Handle, body) ? new DataEffect(EffectKind.Read, site, source.Handle, claim, entities.Of(source, body)) { Choice = source.Root } : null;
    }

    /// <summary>A read that the library sends to a read node, outside of transactions; the handle is no way to move it.</summary>
    private DataEffect? Routed(IOperation site, IOperation handle, ImmutableArray<DataItem> what, BodyValues body) =>
        sharded.Of(handle.Unwrap().Type) is { } claim && !body.Calls.Any(c => c.TargetMethod.Name is "BeginTransaction" or "BeginTransactionAsync" or "UseTransaction" or "UseTransactionAsync")
            ? new DataEffect(EffectKind.Read, site, null, claim, what) { GivenType = handle.Unwrap().Type }
            : null;

    /// <summary>What a call stages, saves or writes in bulk.</summary>
    public IEnumerable<DataEffect> WritesOf(IInvocationOperation call, BodyValues body)
    {
        var name = call.TargetMethod.Name;
        if (Saves.Contains(name))
        {
            if (call.Receiver() is { } saved && contexts.Saves(saved.Type))
            {
                yield return new DataEffect(EffectKind.Save, call, saved, roles.Of(saved, body), ImmutableArray<DataItem>.Empty);
            }
        }
        else if (Stagings.Contains(name) && changes.Staged(call, body) is { } staged)
        {
            yield return staged;
        }
        else if (Bulk.Contains(name))
        {
            if (call.Receiver() is { } owner && contexts.IsContext(owner.Type) && call.Argument(1) is { } list && list.Unwrap().Type.ElementOrSelf() is { } entity)
            {
                yield return new DataEffect(EffectKind.Write, call, owner, roles.Of(owner, body), ImmutableArray.Create(DataItem.OfEntity(entity, null)));
            }
        }
        else if (name == "Clear" && call.Instance?.Unwrap() is IPropertyReferenceOperation { Property.Name: "ChangeTracker", Instance: { } tracker })
        {
            yield return new DataEffect(EffectKind.Unstage, call, tracker, RoleClaim.Nothing, ImmutableArray<DataItem>.Empty);
        }
        else if (name == "SetValues" && EntityChanges.EntryOf(call.Instance) is { } entry)
        {
            yield return changes.StageOf(call, entry.Owner, entry.Entity.Unwrap().Type!, body);
        }
        else if (changes.Changed(call, body) is { } change)
        {
            yield return change;
        }
    }

    /// <summary>The staging that a change of an entity's member is, or null.</summary>
    public DataEffect? ChangeOf(IOperation change, BodyValues body) => changes.Of(change, body);

    /// <summary>Arguments of a call that are queries: what it is called on, else what it is given.</summary>
    public static IEnumerable<IOperation> QueryArguments(IInvocationOperation call)
    {
        if (call.Receiver() is { } receiver && receiver.Unwrap().Type.IsQuery())
        {
            yield return receiver;
            yield break;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrap().Type.IsQuery())
            {
                yield return argument.Value;
            }
        }
    }

    private static bool HasSession(IOperation root) =>
        root is IInvocationOperation call && call.Arguments.Any(a => a.Value.Unwrap().Type?.Name == "IClientSessionHandle");

    private DataEffect? Read(IInvocationOperation call, IOperation owner, ImmutableArray<DataItem> what, IOperation choice, BodyValues body)
    {
        if (Routed(call, owner, what, body) is { } routed)
        {
            return routed;
        }

        var claim = roles.Of(owner, body);
        return roles.IsWorthKnowing(claim, owner, body) ? new DataEffect(EffectKind.Read, call, owner, claim, what) { Choice = choice } : null;
    }
}
