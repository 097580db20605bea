using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What is staged in a context: what is handed to it, and what changes of an entity that it tracks.</summary>
internal sealed class EntityChanges(ContextTypes contexts, QuerySources queries, HandleRoles roles)
{
    /// <summary>First words of methods that change what they are given.</summary>
    private static readonly string[] Changers = ["Map", "Adapt", "Apply", "Update", "Copy", "Patch", "Merge", "TryUpdateModel", "Set", "Change"];

    /// <summary>First words of methods that change nothing.</summary>
    private static readonly HashSet<string> Getters = ["get", "is", "has", "can", "to", "as", "equals", "find", "contains", "select", "where", "any", "all", "first", "single", "count", "compare", "validate", "check"];

    /// <summary>The staging that a change of an entity's member is, or null.</summary>
    public DataEffect? Of(IOperation change, BodyValues body)
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

    /// <summary>What a call that stages stages, or null.</summary>
    public DataEffect? Staged(IInvocationOperation call, BodyValues body)
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
    public DataEffect? Changed(IInvocationOperation call, BodyValues body)
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

    /// <summary>The entry of an entity that an expression starts from, or null.</summary>
    public static (IOperation Owner, IOperation Entity)? EntryOf(IOperation? operation)
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
                        var query = origin is IInvocationOperation call && !origin.Type.IsQuery() ? EfEffects.QueryArguments(call).FirstOrDefault() : origin.Type.IsQuery() ? origin : null;
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
    public DataEffect StageOf(IOperation site, IOperation? handle, ITypeSymbol entity, BodyValues body, string? set = null)
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
