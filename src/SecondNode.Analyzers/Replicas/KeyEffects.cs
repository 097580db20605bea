using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Calls on Redis, MongoDB, Cosmos DB and Couchbase: writes go to the primary whatever the handle, reads go where a flag or preference sends them.</summary>
internal sealed class KeyEffects(HandleRoles roles, ConstantText texts, ValueSources values, ConnectionSources connections)
{
    private const int PreferReplica = 8;
    private const int DemandReplica = 12;
    private static readonly ImmutableArray<DataItem> Files = ImmutableArray.Create(DataItem.OfTable("fs.files"));
    private static readonly RoleClaim Primary = new(Role.Primary, Trust.Proof, "");

    public DataEffect? Of(IInvocationOperation call, DataCall api, BodyValues body)
    {
        switch (api)
        {
            case DataCall.DocumentWrite or DataCall.DocumentRead when call.Receiver() is { } collection && QuerySources.Documents(collection.Unwrap().Type) is { } document:
                var what = ImmutableArray.Create(DataItem.OfEntity(document, null));
                if (api == DataCall.DocumentWrite)
                {
                    return new DataEffect(EffectKind.Write, call, collection, Primary, what);
                }

                // A session makes its reads causally consistent with its writes.
                var claim = call.Arguments.Any(a => a.Value.Unwrap().Type?.Name == "IClientSessionHandle") ? RoleClaim.Nothing : roles.Of(collection, body);
                return roles.IsWorthKnowing(claim, collection, body) ? new DataEffect(EffectKind.Read, call, collection, claim, what) { Choice = collection } : null;
            case DataCall.KeyWrite when KeyOf(call, body) is { } key:
                return new DataEffect(EffectKind.Write, call, call.Instance, Primary, ImmutableArray.Create(key));
            case DataCall.KeyReplicaRead when KeyOf(call, body) is { } key:
                return new DataEffect(EffectKind.Read, call, call.Instance, new RoleClaim(Role.Replica, Trust.Proof, "the call asks any replica"), ImmutableArray.Create(key)) { Choice = call };
            case DataCall.ItemWrite when ItemOf(call) is { } item:
                return new DataEffect(EffectKind.Write, call, call.Instance, Primary, item);
            case DataCall.ItemRead when ItemOf(call) is { } item:
                return ItemRead(call, item, body);
            case DataCall.FileWrite when call.Instance is { } bucket:
                return new DataEffect(EffectKind.Write, call, bucket, Primary, Files);
            case DataCall.FileRead when call.Instance is { } bucket && roles.Of(bucket, body) is { MayBeReplica: true } said:
                return new DataEffect(EffectKind.Read, call, bucket, said, Files) { Choice = bucket };
            case DataCall.KeyRead when Flags(call) is null && call.Instance is { } client:
                return roles.Of(client, body) is { MayBeReplica: true } role && KeyOf(call, body) is { } looked ? new DataEffect(EffectKind.Read, call, client, role, ImmutableArray.Create(looked)) { Choice = client } : null;
            case DataCall.KeyRead when Flags(call) is { } flags && KeyOf(call, body) is { } key:
                var evidence = "the call asks for CommandFlags." + (flags.Value == DemandReplica ? "DemandReplica" : "PreferReplica");
                return new DataEffect(EffectKind.Read, call, call.Instance, new RoleClaim(Role.Replica, Trust.Proof, evidence), ImmutableArray.Create(key)) { Choice = flags.Argument };
            default:
                return null;
        }
    }

    /// <summary>A read of Cosmos DB: the consistency of the request counts, else that of the client.</summary>
    private DataEffect? ItemRead(IInvocationOperation call, ImmutableArray<DataItem> item, BodyValues body)
    {
        foreach (var argument in call.Arguments)
        {
            if (ServerChoice.IsSettings(argument.Value.Unwrap().Type) && ServerChoice.OfSettings(argument.Value, values, connections) is { MayBeReplica: true } asked)
            {
                return new DataEffect(EffectKind.Read, call, call.Instance, asked, item) { Choice = argument };
            }
        }

        return call.Instance is { } container && roles.Of(container, body) is { MayBeReplica: true } claim ? new DataEffect(EffectKind.Read, call, container, claim, item) { Choice = container } : null;
    }

    private static ImmutableArray<DataItem>? ItemOf(IInvocationOperation call) =>
        call.TargetMethod.TypeArguments is [{ SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.TypeParameter } entity] ? ImmutableArray.Create(DataItem.OfEntity(entity, null)) : null;

    /// <summary>The flags argument, where it asks for a replica; the constant counts, because the names have changed over time.</summary>
    private static (IArgumentOperation Argument, int Value)? Flags(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type?.Name == "CommandFlags" && argument.Value.ConstantValue is { HasValue: true, Value: int flags } && (flags & DemandReplica) is PreferReplica or DemandReplica)
            {
                return (argument, flags & DemandReplica);
            }
        }

        return null;
    }

    private DataItem? KeyOf(IInvocationOperation call, BodyValues body) =>
        (call.Argument("key") ?? call.Argument("id")) is { } key ? KeyOf(key, body) : null;

    /// <summary>The key that an expression gives: its text up to the first hole, else the variable that holds it.</summary>
    public DataItem? KeyOf(IOperation key, BodyValues body)
    {
        key = key.Unwrap();

        // RedisKey is made of a string by an operator.
        if (key is IConversionOperation { Operand: { } operand })
        {
            key = operand.Unwrap();
        }

        if (texts.Of(key, body) is { } text && text.IndexOf(SqlTokens.Hole) is var hole and not 0)
        {
            return DataItem.OfKey(hole < 0 ? text : text.Substring(0, hole) + "*", hole < 0 ? text : text.Substring(0, hole) + "…");
        }

        // Locals of two methods are two keys, whatever they are called.
        return key.ReferencedSymbol() is not { } symbol || symbol is IFieldSymbol { HasConstantValue: true } ? null
            : DataItem.OfKey("symbol:" + (symbol is ILocalSymbol or IParameterSymbol ? symbol.ContainingSymbol?.ToDisplayString() + ":" + symbol.Name : symbol.ToDisplayString()), symbol.Name) with { KeyParameter = DataEffect.ParameterOf(key) };
    }
}
