using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What a method does, seen from one call: types, handed-over connections, queries and flags take the place of its parameters.</summary>
internal sealed class SummaryAtCall(ReplicaModel model)
{
    private readonly QueryEntities entities = new(model.Contexts, model.Texts);

    /// <summary>The summary in the terms of the calling body.</summary>
    /// <param name="summary">The method's own.</param>
    /// <param name="call">The call.</param>
    /// <param name="target">The method.</param>
    /// <param name="body">The calling body.</param>
    /// <param name="isCertain">Whether the call runs this method and no other.</param>
    public MethodSummary Of(MethodSummary summary, IInvocationOperation call, CallTarget target, BodyValues body, bool isCertain) =>
        summary.Select(effect => Of(effect, call, target, body) is { } own ? own with { Site = own.Site ?? call, Body = own.Body ?? body, Call = call, Entry = own.Entry ?? call, Hops = own.Hops + 1, IsCertain = own.IsCertain && isCertain } : null);

    /// <summary>What the next request reads when the browser follows a redirect.</summary>
    public MethodSummary OfRedirect(IInvocationOperation call, IEnumerable<MethodSummary> actions) =>
        MethodSummary.Nothing with
        {
            Reads = actions.SelectMany(a => a.Reads.Concat(a.ReadsAfterSave.Select(r => r.Read)))
                .Where(r => !r.IsRedirected && r.Claim.MayBeReplica)
                .Select(r => r with { Call = call, Hops = r.Hops + 1, IsRedirected = true })
                .Distinct()
                .ToImmutableArray(),
        };

    private DataEffect? Of(DataEffect effect, IInvocationOperation call, CallTarget target, BodyValues body)
    {
        var what = effect.What;
        if (target.Row is null && what.Any(w => w.Entity is ITypeParameterSymbol))
        {
            what = what.Select(w => w.In(target.Types)).OfType<DataItem>().ToImmutableArray();
            if (what.IsEmpty)
            {
                return null;
            }

            effect = effect with { What = what };
        }

        if (target.TakesArguments && what.Any(w => w.KeyParameter is { } key && SymbolEqualityComparer.Default.Equals(key.ContainingSymbol, target.Method)))
        {
            what = what.Select(w => w.KeyParameter is { } key && SymbolEqualityComparer.Default.Equals(key.ContainingSymbol, target.Method) ? call.Argument(key.Ordinal) is { } given ? model.Effects.KeyOf(given, body) : null : w).OfType<DataItem>().ToImmutableArray();
            if (what.IsEmpty)
            {
                return null;
            }

            effect = effect with { What = what };
        }

        if (model.Effects.Given(effect, call, target, body) is not { } asGiven)
        {
            return null;
        }

        effect = asGiven;
        if (effect.Parameter is { } parameter && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, target.Method))
        {
            var given = target.TakesArguments ? call.Argument(parameter.Ordinal) : null;
            if (HandOver(effect, given, body) is not { } handed)
            {
                return effect.Kind == EffectKind.Read ? null : effect with { Handle = null, GivenParameter = null, Claim = RoleClaim.Nothing };
            }

            effect = handed;
        }
        else if (effect.Constructed is { } constructed)
        {
            if (OnInstance(effect, constructed, call, target, body) is not { } ofInstance)
            {
                return null;
            }

            effect = ofInstance;
        }

        return effect.Claim.Switch is { } flag && SymbolEqualityComparer.Default.Equals(flag.Parameter.ContainingSymbol, target.Method) && target.TakesArguments
            ? Decided(effect, flag, call.Argument(flag.Parameter.Ordinal))
            : effect;
    }

    /// <summary>The effect on the server of the instance on which the method is called; a read that is not seen to be a replica's goes.</summary>
    private DataEffect? OnInstance(DataEffect effect, IParameterSymbol constructed, IInvocationOperation call, CallTarget target, BodyValues body)
    {
        if (target.TakesArguments && call.Instance?.Unwrap() is IInstanceReferenceOperation)
        {
            return effect;
        }

        effect = effect with { Constructed = null };
        if (!target.TakesArguments || call.Instance is not { } instance || model.Instances.Of(instance, constructed, body) is not { } claim)
        {
            return effect.Kind != EffectKind.Read || effect.Claim.MayBeReplica || effect.Parameter is not null ? effect : null;
        }

        return effect.Kind != EffectKind.Read ? effect with { Claim = claim, DecidedAt = call }
            : claim.MayBeReplica ? effect with { Claim = claim, DecidedAt = call, Instance = instance, Handle = null, GivenType = effect.HandleType, Choice = instance }
            : null;
    }

    private DataEffect? HandOver(DataEffect effect, IOperation? given, BodyValues body)
    {
        if (given is null)
        {
            return null;
        }

        var handle = given;
        var what = effect.What;
        if (given.Unwrap().Type.IsQuery())
        {
            if (model.Queries.Of(given, body) is not { } source)
            {
                return null;
            }

            handle = source.Handle;
            what = what.Concat(entities.Of(source, body)).Distinct().ToImmutableArray();
        }

        var claim = model.Roles.Of(handle, body);
        return effect.Kind != EffectKind.Read || model.Roles.IsWorthKnowing(claim, handle, body) ? effect with { Handle = handle, GivenParameter = null, GivenType = null, GivenTypeId = null, Claim = claim, What = what, Choice = given, Constructed = model.Roles.ConstructedWith(claim, handle, body) } : null;
    }

    /// <summary>The caller's flag says which server it is; where it is the caller's own parameter, its callers do.</summary>
    private static DataEffect? Decided(DataEffect effect, RoleSwitch flag, IOperation? given)
    {
        if (given is null)
        {
            return effect with { Claim = effect.Claim with { Switch = null } };
        }

        if (given.Unwrap().ConstantValue is { HasValue: true, Value: bool value })
        {
            return value == flag.Value
                ? effect with { Claim = effect.Claim with { Role = Role.Replica, Switch = null, Evidence = "'" + flag.Parameter.Name + "' is " + (value ? "true" : "false") }, Choice = given.Parent ?? given }
                : effect.Kind == EffectKind.Read ? null : effect with { Claim = new RoleClaim(Role.Primary, effect.Claim.Trust, "") };
        }

        return effect with { Claim = effect.Claim with { Switch = RoleSwitch.Of(given, flag.Value) } };
    }
}
