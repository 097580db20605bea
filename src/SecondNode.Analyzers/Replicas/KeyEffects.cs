using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Calls on Redis and MongoDB: writes go to the primary whatever the handle, reads go where a flag or preference sends them.</summary>
internal sealed class KeyEffects(HandleRoles roles, ConstantText texts)
{
    private const int PreferReplica = 8;
    private const int DemandReplica = 12;
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
                return HandleRoles.IsWorthKnowing(claim, collection) ? new DataEffect(EffectKind.Read, call, collection, claim, what) { Choice = collection } : null;
            case DataCall.KeyWrite when KeyOf(call, body) is { } key:
                return new DataEffect(EffectKind.Write, call, call.Instance, Primary, ImmutableArray.Create(key));
            case DataCall.KeyRead when Flags(call) is { } flags && KeyOf(call, body) is { } key:
                var evidence = "the call asks for CommandFlags." + (flags.Value == DemandReplica ? "DemandReplica" : "PreferReplica");
                return new DataEffect(EffectKind.Read, call, call.Instance, new RoleClaim(Role.Replica, Trust.Proof, evidence), ImmutableArray.Create(key)) { Choice = flags.Argument };
            default:
                return null;
        }
    }

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

    private DataItem? KeyOf(IInvocationOperation call, BodyValues body)
    {
        if (call.Argument("key")?.Unwrap() is not { } key)
        {
            return null;
        }

        // RedisKey is made of a string by an operator.
        if (key is IConversionOperation { Operand: { } operand })
        {
            key = operand.Unwrap();
        }

        if (key.ReferencedSymbol() is { } symbol && symbol is not IFieldSymbol { HasConstantValue: true })
        {
            return DataItem.OfKey("symbol:" + symbol.ToDisplayString(), symbol.Name);
        }

        if (texts.Of(key, body) is not { } text)
        {
            return null;
        }

        var hole = text.IndexOf(SqlTokens.Hole);
        return hole == 0 ? null : DataItem.OfKey(hole < 0 ? text : text.Substring(0, hole) + "*", hole < 0 ? text : text.Substring(0, hole) + "…");
    }
}
