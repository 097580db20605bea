using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What code does to an object-relational context: stage, save, read. LINQ reads are told by the query they end.</summary>
internal sealed class EfEffects(ContextTypes contexts, QuerySources queries, QueryEntities entities, HandleRoles roles)
{
    private static readonly HashSet<string> Saves = ["SaveChanges", "SaveChangesAsync", "SaveEntitiesAsync", "BulkSaveChanges", "BulkSaveChangesAsync"];
    /// <summary>The names of the calls that stage.</summary>
    public static readonly HashSet<string> Stagings = ["Add", "AddAsync", "AddRange", "AddRangeAsync", "Update", "UpdateRange", "Remove", "RemoveRange", "AddOrUpdate", "Store", "Insert", "Delete", "DeleteWhere"];
    private static readonly HashSet<string> NoReads = ["Add", "AddAsync", "AddRange", "AddRangeAsync", "Update", "UpdateRange", "Remove", "RemoveRange", "AddOrUpdate", "Attach", "AttachRange", "Entry", "ToQueryString", "ExecuteDelete", "ExecuteDeleteAsync", "ExecuteUpdate", "ExecuteUpdateAsync", "GetType", "Equals", "GetHashCode", "ToString"];
    private static readonly HashSet<string> Bulk = ["BulkInsert", "BulkInsertAsync", "BulkUpdate", "BulkUpdateAsync", "BulkDelete", "BulkDeleteAsync", "BulkInsertOrUpdate", "BulkInsertOrUpdateAsync", "BulkMerge", "BulkMergeAsync"];

    /// <summary>First words of methods that change what they are given.</summary>
    private static readonly string[] Changers = ["Map", "Adapt", "Apply", "Update", "Copy", "Patch", "Merge", "TryUpdateModel", "Set", "Change"];

    /// <summary>First words of methods that change nothing.</summary>
    private static readonly HashSet<string> Getters = ["get", "is", "has", "can", "to", "as", "equals", "find", "contains", "select", "where", "any", "all", "first", "single", "count", "compare", "validate", "check"];

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

        var claim = roles.Of(source.Handle, body);
        return HandleRoles.IsWorthKnowing(claim, source.Handle) ? new DataEffect(EffectKind.Read, site, source.Handle, claim, entities.Of(source, body)) { Choice = source.Root } : null;
    }

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
        else if (Stagings.Contains(name) && Staged(call, body) is { } staged)
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
        else if (name == "SetValues" && EntryOf(call.Instance) is { } entry)
        {
            yield return StageOf(call, entry.Owner, entry.Entity.Unwrap().Type!, body);
        }
        else if (Changed(call, body) is { } change)
        {
            yield return change;
        }
    }

    /// <summary>The staging that a change of an entity's member is, or null.</summary>
    public DataEffect? ChangeOf(IOperation change, BodyValues body)
    {
        var target = change switch { IAssignmentOperation a => a.Target, IIncrementOrDecrementOperation i => i.Target, _ => null } as IMemberReferenceOperation;
        if (target?.Instance is not { } instance)
        {
            return null;
        }

        if (EntryOf(instance) is { } entry && target.Member.Name is "State" or "IsModified" or "CurrentValue")
        {
            return entry.Entity.Unwrap().Type is { } type ? StageOf(change, entry.Owner, type, body) : null;
        }

        return Tracked(change, instance, instance.Unwrap().Type, body, allowGuess: true);
    }

    /// <summary>Arguments of a call that are queries: what it is called on, else what it is given.</summary>
    private static IEnumerable<IOperation> QueryArguments(IInvocationOperation call)
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
        var claim = roles.Of(owner, body);
        return HandleRoles.IsWorthKnowing(claim, owner) ? new DataEffect(EffectKind.Read, call, owner, claim, what) { Choice = choice } : null;
    }

    private DataEffect? Staged(IInvocationOperation call, BodyValues body)
    {
        var receiver = call.Receiver();
        if (receiver is null)
        {
            return null;
        }

        var unwrapped = receiver.Unwrap();
        if (ContextTypes.EntityOf(unwrapped.Type) is { } entity)
        {
            var source = queries.Of(receiver, body);
            return StageOf(call, source?.Handle is { } handle && !handle.Unwrap().Type.IsQuery() ? handle : null, entity, body, source?.Set);
        }

        if (ContextTypes.IsSession(unwrapped.Type) && call.TargetMethod.TypeArguments is [{ SpecialType: SpecialType.None } stored])
        {
            return StageOf(call, receiver, stored, body);
        }

        if (contexts.IsContext(unwrapped.Type))
        {
            var argument = call.Arguments.Length > 0 ? call.Arguments[0].Value.Unwrap() : null;
            if (argument is IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } elements })
            {
                argument = elements[0].Unwrap();
            }

            return argument?.Type.ElementOrSelf() is { SpecialType: SpecialType.None } type ? StageOf(call, receiver, type, body) : null;
        }

        // order.Lines.Add(line): the collection of a tracked entity.
        return unwrapped is IPropertyReferenceOperation { Instance: not null } collection && collection.Type.ElementOrSelf() is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } element
            ? Tracked(call, collection, element, body, allowGuess: false)
            : null;
    }

    /// <summary>A method of a tracked entity that changes it, or a mapper that is given one.</summary>
    private DataEffect? Changed(IInvocationOperation call, BodyValues body)
    {
        var method = call.TargetMethod;
        if (call.Instance is { } entity && !method.IsOfFramework() && entity.Unwrap() is ILocalReferenceOperation or IPropertyReferenceOperation && !contexts.IsContext(entity.Type) &&
            RoleWords.Words(method.Name) is [var verb, ..] && !Getters.Contains(verb))
        {
            return Tracked(call, entity, entity.Unwrap().Type, body, allowGuess: false);
        }

        if (Changers.Any(c => method.Name.StartsWith(c, StringComparison.Ordinal)))
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.Value.Unwrap() is ILocalReferenceOperation local && local.Type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } type &&
                    Tracked(call, local, type, body, allowGuess: false) is { } tracked)
                {
                    return tracked;
                }
            }
        }

        return null;
    }

    private static (IOperation Owner, IOperation Entity)? EntryOf(IOperation? operation)
    {
        for (var current = operation?.Unwrap(); current is not null;)
        {
            switch (current)
            {
                case IInvocationOperation { TargetMethod.Name: "Entry", Instance: { } owner, Arguments: { Length: > 0 } arguments }:
                    return (owner, arguments[0].Value);
                case IInvocationOperation { Instance: { } instance }:
                    current = instance.Unwrap();
                    break;
                case IPropertyReferenceOperation { Instance: { } instance }:
                    current = instance.Unwrap();
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>A change of something reached from a variable that holds an entity which the context tracks.</summary>
    private DataEffect? Tracked(IOperation site, IOperation changed, ITypeSymbol? type, BodyValues body, bool allowGuess)
    {
        if (type is not { TypeKind: TypeKind.Class or TypeKind.TypeParameter, SpecialType: SpecialType.None } || contexts.IsContext(type))
        {
            return null;
        }

        var root = changed.Unwrap();
        while (root is IPropertyReferenceOperation { Instance: { } inner })
        {
            root = inner.Unwrap();
        }

        switch (root)
        {
            case ILocalReferenceOperation { Local: var local }:
                return OfLocal(local, 0);
            case IParameterReferenceOperation when allowGuess:
                return StageOf(site, null, type, body) with { IsCertain = false };
            default:
                return null;
        }

        DataEffect? OfLocal(ILocalSymbol local, int depth)
        {
            var given = body.SequenceOf(local) is { } sequence ? [sequence] : body.Of(local);
            if (given.Count == 0 || depth > 4)
            {
                return null;
            }

            var known = false;
            foreach (var value in given)
            {
                var origin = value.Unwrap();
                if (origin is ICoalesceOperation coalesce)
                {
                    origin = coalesce.Value.Unwrap();
                }

                switch (origin)
                {
                    case IObjectCreationOperation or IDefaultValueOperation or ILiteralOperation:
                        known = true;
                        break;
                    case ILocalReferenceOperation other when !SymbolEqualityComparer.Default.Equals(other.Local, local):
                        return OfLocal(other.Local, depth + 1);
                    case IInvocationOperation { TargetMethod.Name: "Find" or "FindAsync", Instance: { } owner } when contexts.IsContext(owner.Type):
                        return roles.Of(owner, body).MayBeReplica ? null : StageOf(site, owner, type, body);
                    default:
                        var query = origin is IInvocationOperation call && !origin.Type.IsQuery() ? QueryArguments(call).FirstOrDefault() : origin.Type.IsQuery() ? origin : null;
                        if (query is not null && queries.Of(query, body) is { } source && DataEffect.ParameterOf(source.Root) is null)
                        {
                            return source.IsUntracked || source.Chain.Any(c => c.TargetMethod.Name is "Select" or "ProjectTo") || roles.Of(source.Handle, body).MayBeReplica
                                ? null
                                : StageOf(site, source.Handle, type, body);
                        }

                        break;
                }
            }

            return allowGuess && !known ? StageOf(site, null, type, body) with { IsCertain = false } : null;
        }
    }

    /// <summary>Staging writes the entity, and what is created inside the argument with it.</summary>
    private DataEffect StageOf(IOperation site, IOperation? handle, ITypeSymbol entity, BodyValues body, string? set = null)
    {
        var what = ImmutableArray.CreateBuilder<DataItem>();
        what.Add(DataItem.OfEntity(entity, set));
        if (site is IInvocationOperation call)
        {
            foreach (var argument in call.Arguments)
            {
                AddCreated(argument.Value);
                if (argument.Value.Unwrap() is ILocalReferenceOperation local)
                {
                    foreach (var value in body.Of(local.Local))
                    {
                        AddCreated(value);
                    }
                }
            }
        }

        return new DataEffect(EffectKind.Stage, site, handle, handle is null ? RoleClaim.Nothing : roles.Of(handle, body), what.ToImmutable());

        void AddCreated(IOperation value)
        {
            foreach (var part in value.DescendantsAndSelf())
            {
                if (part is IObjectCreationOperation { Type: { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } created } && !created.IsOfFramework() &&
                    !what.Any(w => SymbolEqualityComparer.Default.Equals(w.Entity, created)))
                {
                    what.Add(DataItem.OfEntity(created, null));
                }
            }
        }
    }
}
