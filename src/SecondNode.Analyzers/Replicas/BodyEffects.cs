using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The data effects of one body, by the syntax of the operation that has them.</summary>
internal sealed class BodyEffects(ReplicaModel model)
{
    /// <summary>The names of context members that write; with those of the catalogue, a body must mention one to be able to write.</summary>
    public static readonly ImmutableArray<string> SavingNames = ImmutableArray.Create(
        "SaveChanges", "SaveChangesAsync", "SaveEntitiesAsync", "BulkSaveChanges", "BulkSaveChangesAsync", "BulkInsert", "BulkInsertAsync", "BulkUpdate", "BulkUpdateAsync",
        "BulkDelete", "BulkDeleteAsync", "BulkInsertOrUpdate", "BulkInsertOrUpdateAsync", "BulkMerge", "BulkMergeAsync");

    private static readonly string[] Waits = ["WaitForReplica", "WaitForReplication", "WaitForLsn", "WaitForSync", "WaitForCatchUp", "WaitForGtid", "EnsureReplicated", "UsePrimary", "UseMaster", "UseWriter", "ForcePrimary", "ForceMaster", "SwitchToPrimary", "ReadWriteSeparationWriteOnly", "SetConnectionString"];

    private readonly HandleRoles roles = model.Roles;
    private readonly EfEffects ef = new(model.Contexts, model.Queries, new QueryEntities(model.Contexts, model.Texts), model.Roles, model.Sharded);
    private readonly SqlEffects sql = new(model.Roles, model.Texts, model.Values);
    private readonly GraphEffects graph = new(model.Texts, model.Values);
    private readonly RoutedEffects routed = new(model.Routing);
    private readonly KeyEffects keys = new(model.Roles, model.Texts, model.Values, model.Connections);

    /// <summary>The effects of a body, by the syntax of what has them.</summary>
    public ImmutableDictionary<SyntaxNode, ImmutableArray<DataEffect>> Of(BodyValues body) =>
        Reads(body).Concat(Others(body)).Select(e => e with { Body = body, Constructed = roles.ConstructedWith(e.Claim, e.Handle, body) }).GroupBy(e => e.Site.Syntax).ToImmutableDictionary(g => g.Key, g => g.OrderBy(e => e.Kind == EffectKind.Read ? 0 : 1).ToImmutableArray());

    /// <summary>The key that an expression gives, or null.</summary>
    public DataItem? KeyOf(IOperation key, BodyValues body) => keys.KeyOf(key, body);

    /// <summary>The effect of a statement that the call of a method gives, or completes; null where the statement does not have it.</summary>
    public DataEffect? Given(DataEffect effect, IInvocationOperation call, CallTarget target, BodyValues body) => sql.Given(effect, call, target, body);

    private IEnumerable<DataEffect> Reads(BodyValues body)
    {
        foreach (var call in body.Calls)
        {
            if (DataApis.Apis.Match(call.TargetMethod) is { } row)
            {
                foreach (var effect in OfApi(call, row.Effect, body))
                {
                    if (effect.Kind == EffectKind.Read)
                    {
                        yield return effect;
                    }
                }
            }
            else if ((routed.ReadOf(call, body) ?? ef.ReadOf(call, body) ?? Declared(call, body) ?? sql.OfHelper(call, body).FirstOrDefault(e => e.Kind == EffectKind.Read)) is { } read)
            {
                yield return read;
            }
        }

        foreach (var loop in body.Loops)
        {
            if (ef.ReadOfQuery(loop.Collection, loop.Collection, body) is { } read)
            {
                yield return read with { Site = loop.Collection.Unwrap() };
            }
        }

        foreach (var returned in body.Returns)
        {
            if (ef.ReadOfQuery(returned.ReturnedValue!, returned.ReturnedValue!, body) is { } read)
            {
                yield return read with { Site = returned.ReturnedValue!.Unwrap() };
            }
        }
    }

    private IEnumerable<DataEffect> Others(BodyValues body)
    {
        foreach (var call in body.Calls)
        {
            var name = call.TargetMethod.Name;
            if (name is "Rollback" or "RollbackAsync" || (name is "Delay" && call.TargetMethod.ContainingType.IsTask()) || (name == "Sleep" && call.TargetMethod.ContainingType.Name == "Thread") ||
                Waits.Any(w => name.StartsWith(w, StringComparison.Ordinal)))
            {
                yield return new DataEffect(EffectKind.Settle, call, null, RoleClaim.Nothing, ImmutableArray<DataItem>.Empty);
            }
            else if (DataApis.Apis.Match(call.TargetMethod) is { } row)
            {
                foreach (var effect in OfApi(call, row.Effect, body))
                {
                    if (effect.Kind != EffectKind.Read)
                    {
                        yield return effect;
                    }
                }
            }
            else if (routed.WriteOf(call) is { } write)
            {
                yield return write;
            }
            else
            {
                foreach (var effect in ef.WritesOf(call, body))
                {
                    yield return effect;
                }

                foreach (var effect in DeclaredWrites(call).Concat(sql.OfHelper(call, body).Where(e => e.Kind != EffectKind.Read)))
                {
                    yield return effect;
                }
            }
        }

        foreach (var change in body.MemberChanges)
        {
            if (ef.ChangeOf(change, body) is { } staged)
            {
                yield return staged;
            }
        }
    }

    private IEnumerable<DataEffect> OfApi(IInvocationOperation call, DataCall api, BodyValues body)
    {
        switch (api)
        {
            case DataCall.QueryWrite:
                return call.Receiver() is { } query && model.Queries.Of(query, body) is { Entity: { } entity } source
                    ? [new DataEffect(EffectKind.Write, call, source.Handle, model.Roles.Of(source.Handle, body), ImmutableArray.Create(DataItem.OfEntity(entity, source.Set)))]
                    : [];
            case DataCall.DocumentRead or DataCall.DocumentWrite or DataCall.KeyRead or DataCall.KeyWrite or DataCall.KeyReplicaRead or DataCall.ItemRead or DataCall.ItemWrite or DataCall.FileRead or DataCall.FileWrite:
                return keys.Of(call, api, body) is { } effect ? [effect] : [];
            case DataCall.GraphRun:
                return graph.Of(call, body);
            default:
                return sql.Of(call, api, body);
        }
    }

    /// <summary>A call on something that the owner declares a replica: a read repository.</summary>
    private DataEffect? Declared(IInvocationOperation call, BodyValues body)
    {
        if (call.Instance is not { } instance || instance is IInstanceReferenceOperation || model.Contexts.IsContext(instance.Type) || call.TargetMethod.ReturnsVoid ||
            call.TargetMethod.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke || call.TargetMethod.ContainingType?.SpecialType == SpecialType.System_Object)
        {
            return null;
        }

        var claim = model.Declared.Of(call.TargetMethod) ?? model.Declared.Of(instance.ReferencedSymbol()) ?? (model.Types.IsDeclaredReplica(instance.Type) ? model.Types.Of(instance.Type) : null);
        return claim is { Role: Role.Replica } && call.Type.Awaited().ElementOrSelf() is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } entity
            ? new DataEffect(EffectKind.Read, call, instance, claim, ImmutableArray.Create(DataItem.OfEntity(entity, null))) { Choice = instance }
            : null;
    }

    /// <summary>A method that the owner declares to write an entity.</summary>
    private static IEnumerable<DataEffect> DeclaredWrites(IInvocationOperation call)
    {
        foreach (var attribute in call.TargetMethod.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "WritesEntityAttribute" or "WritesEntity" && attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is ITypeSymbol entity)
            {
                yield return new DataEffect(EffectKind.Write, call, call.Instance, RoleClaim.Nothing, ImmutableArray.Create(DataItem.OfEntity(entity, null)));
            }
        }
    }
}
