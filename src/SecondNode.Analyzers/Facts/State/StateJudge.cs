using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts.Session;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Judges a collection that lives as long as its node: what is stored, how it changes, who changes it and who holds it.
/// What is safe for a cheap reason comes first; callers are searched only for what is left.
/// </summary>
internal sealed class StateJudge(RuleContext context)
{
    private readonly StateUses uses = new(context);
    private readonly ValueOrigins origins = new(context);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<StateUse>?> used = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(IOperation Value, bool FollowCallers), ValueOrigin> asked = new();

    /// <summary>Every use of a field or auto-property; null where they are too many to look at.</summary>
    public ImmutableArray<StateUse>? UsesOf(ISymbol state) => used.GetOrAdd(state, uses.Of);

    /// <summary>Whether anything but plain reads and the initializer uses it: what <see cref="Judge(ISymbol, CollectionShape)"/> asks first.</summary>
    public bool MayChange(ISymbol state, ITypeSymbol? element) => uses.MayChange(state, element);

    /// <summary>The judgement of a field or auto-property of that shape.</summary>
    public StateVerdict Judge(ISymbol state, CollectionShape shape)
    {
        if (!uses.MayChange(state, shape.Element))
        {
            return StateVerdict.Safe(StateReason.NeverChanged);
        }

        // What more uses could not change is settled by those nearby.
        var (nearby, complete) = uses.NearbyOf(state);
        var verdict = Judge(state, shape, nearby);
        return complete || verdict is { Certainty: StateCertainty.Certain } or { Reason: StateReason.LockTable or StateReason.ProcessBound or StateReason.TooManyUses } ? verdict : Judge(state, shape, uses.Of(state));
    }

    private StateVerdict Judge(ISymbol state, CollectionShape shape, ImmutableArray<StateUse>? known)
    {
        if (known is not { } all)
        {
            return StateVerdict.Safe(StateReason.TooManyUses);
        }

        var changes = all.Where(u => u.Changes && !u.IsAtTheEnds).ToImmutableArray();
        if (changes.IsEmpty || (shape.Kind == CollectionKind.Array && changes.All(c => c.Effect is StateEffect.Assign or StateEffect.AssignIfNull)))
        {
            return StateVerdict.Safe(StateReason.NeverChanged);
        }

        if (JudgeKind(state, shape, all, changes) is { } reason)
        {
            return StateVerdict.Safe(reason);
        }

        var probes = all.Where(u => u.Effect == StateEffect.Probe && !u.IsNested).ToList();
        var wholeProbes = IsKeyed(shape) ? probes : probes.Where(p => p.Key is null).ToList();
        var unguarded = changes.Where(c => c.Effect != StateEffect.AssignIfNull && !(IsKeyed(shape) || c.Effect != StateEffect.AddIfAbsent ? GuardedAdds.IsGuarded(c, wholeProbes) : false)).ToImmutableArray();
        if (IsMemo(state, shape, changes, unguarded, followCallers: false) is { } memo && (memo == StateReason.CodeArtefact || IsMemo(state, shape, changes, unguarded, followCallers: true) is not null))
        {
            return StateVerdict.Safe(memo);
        }

        var live = changes.Where(c => !c.Phase.IsOnlyStartup() && !IsTestSeam(c)).ToImmutableArray();
        return live.IsEmpty ? StateVerdict.Safe(StateReason.OnlyAtStartup) : JudgeChanges(state, shape, all, live, live.Where(unguarded.Contains).ToImmutableArray());
    }

    /// <summary>The judgement of a collection that tracks connections to this node; null where it does not, or where each connection only finds what is its own.</summary>
    public StateVerdict? JudgeConnections(ISymbol state, CollectionShape shape) => UsesOf(state) is { } all ? ConnectionJudge.Judge(state, shape, all, context) : null;

    /// <summary>What is safe by what it holds, or another rule's matter.</summary>
    private StateReason? JudgeKind(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> all, ImmutableArray<StateUse> changes)
    {
        var values = changes.Where(c => c.Adds).SelectMany(c => c.Values).ToList();
        if (CodeArtefacts.IsLock(shape.Element) || (shape.Element is { SpecialType: SpecialType.System_Object } && values.Count > 0 && values.All(IsFreshObject)))
        {
            return StateReason.LockTable;
        }

        if (CodeArtefacts.HoldsConnection(shape.Element, context.Compilation) || CodeArtefacts.IsConnection(shape.Key) || ConnectionMaps.Is(state, shape, changes))
        {
            return StateReason.Connections;
        }

        if (state.ContainingType is { } holder && SignInStores.KeptBy(holder) is not null)
        {
            return StateReason.SignIn;
        }

        if (CodeArtefacts.IsProcessBound(shape.Element) || CodeArtefacts.HoldsProcessBound(shape.Element, context.Compilation) || Subscriptions.Are(shape.Element) || Subscriptions.Are(shape.Key))
        {
            return StateReason.ProcessBound;
        }

        if (!all.Any(u => u.IsLookedAt))
        {
            return StateReason.NeverRead;
        }

        if (Scratch.Is(all, context))
        {
            return StateReason.OneRequest;
        }

        return Pools.Is(state, shape, changes) ? StateReason.Pool
            : RunningWork.Is(state, shape, changes) ? StateReason.RunningWork
            : CacheIndexes.Are(shape, changes) ? StateReason.CacheIndex
            : LogMarks.Are(all, context) ? StateReason.LoggedOnce
            : null;
    }

    /// <summary>Whether what is in it follows from the code or from the key, so that every node computes the same.</summary>
    private StateReason? IsMemo(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> changes, ImmutableArray<StateUse> unguarded, bool followCallers)
    {
        var takesOut = changes.Any(c => c.Effect is StateEffect.Remove or StateEffect.Clear);
        if (takesOut)
        {
            return null;
        }

        var origin = OriginOf(state, changes, shape, withKeys: false, followCallers);
        var fromCode = IsOfCode(shape) || (CodeArtefacts.IsCode(shape.Key) || CodeArtefacts.IsCode(shape.Element)) && unguarded.IsEmpty;
        if (fromCode && !origin.IsData() && (origin & ValueOrigin.Service) == ValueOrigin.None)
        {
            return StateReason.CodeArtefact;
        }

        // Values that do not depend on the key are marks: the keys are what is remembered.
        var marks = (origin & ~ValueOrigin.Environment) == ValueOrigin.None;
        if (unguarded.IsEmpty && !marks && !origin.IsData() && (origin & ValueOrigin.Service) == ValueOrigin.None)
        {
            return StateReason.Memo;
        }

        origin |= OriginOf(state, changes, shape, withKeys: true, followCallers);
        return (origin & ~(ValueOrigin.Code | ValueOrigin.Configuration)) == ValueOrigin.None ? StateReason.Memo : null;
    }

    private StateVerdict JudgeChanges(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> all, ImmutableArray<StateUse> live, ImmutableArray<StateUse> unguarded)
    {
        var values = OriginOf(state, live, shape, withKeys: false, followCallers: true);
        var origin = values;
        var marks = unguarded.IsEmpty && (origin & ~ValueOrigin.Environment) == ValueOrigin.None;
        var story = unguarded.Any(c => c.Invalidates || c.Effect == StateEffect.Assign) ? StateProperties.StoryChanged
            : unguarded.IsEmpty && !marks ? StateProperties.StoryFilled
            : StateProperties.StoryAdded;
        if (story != StateProperties.StoryFilled)
        {
            origin |= OriginOf(state, live, shape, withKeys: true, followCallers: true);
        }

        if (unguarded.IsEmpty && !marks && !origin.IsData() && (origin & ValueOrigin.Service) == ValueOrigin.None)
        {
            return StateVerdict.Safe(StateReason.Memo);
        }

        var called = live.Where(c => c.Phase != ExecutionPhase.None).ToImmutableArray();
        if (called.IsEmpty)
        {
            return StateVerdict.Safe(StateReason.Uncalled);
        }

        if (JudgeCallers(all, called, unguarded, origin, values) is { } harmless)
        {
            return StateVerdict.Safe(harmless);
        }

        // What a component says of itself is in the code that every node runs.
        if (story == StateProperties.StoryFilled && ComponentMemos.Are(live))
        {
            return StateVerdict.Safe(StateReason.CodeArtefact);
        }

        var (reason, certainty) =
            !called.Any(c => c.Phase.ServesRequests()) ? (called.All(c => c.Phase.IsOnlyBackground()) ? StateReason.Background : StateReason.UnknownCaller, StateCertainty.Possible)
            : OperatorNumbers.Are(state) ? (StateReason.Metrics, StateCertainty.Possible)
            : marks && live.All(c => c.Values.All(MakesObject)) ? (StateReason.FilledFromService, StateCertainty.Possible)
            : !origin.IsData() && (origin & ValueOrigin.Environment) != ValueOrigin.None ? (StateReason.Timestamps, StateCertainty.Possible)
            : story == StateProperties.StoryChanged ? (StateReason.Changed, StateCertainty.Certain)
            : story == StateProperties.StoryAdded ? (StateReason.Accumulates, StateCertainty.Certain)
            : (origin & (ValueOrigin.Request | ValueOrigin.Database)) != ValueOrigin.None ? (StateReason.FilledFromData, StateCertainty.Certain)
            : (StateReason.FilledFromService, StateCertainty.Possible);
        return new StateVerdict(certainty, reason, story, origin, MostTellingFirst(called, unguarded));
    }

    /// <summary>What is safe by who changes it.</summary>
    private StateReason? JudgeCallers(ImmutableArray<StateUse> all, ImmutableArray<StateUse> called, ImmutableArray<StateUse> unguarded, ValueOrigin origin, ValueOrigin values)
    {
        // What is made of types and members alone, and entered, replaced and removed by no request that can be seen.
        if (origin == ValueOrigin.Code && !called.Any(c => (c.Phase & ExecutionPhase.Request) != ExecutionPhase.None))
        {
            return StateReason.CodeArtefact;
        }

        return RegistryMembers.Are(unguarded) ? StateReason.Registry
            : Batches.Are(all, called) ? StateReason.Batch
            : Expiry.Limits(all, called, values, context) ? StateReason.Expires
            : null;
    }

    private ValueOrigin OriginOf(ISymbol state, ImmutableArray<StateUse> changes, CollectionShape shape, bool withKeys, bool followCallers)
    {
        var origin = ValueOrigin.None;
        foreach (var change in changes)
        {
            foreach (var value in change.Values)
            {
                var isFactory = value.Type?.TypeKind == TypeKind.Delegate && shape.Element?.TypeKind != TypeKind.Delegate;
                origin |= asked.GetOrAdd((value, followCallers), _ => isFactory ? origins.OfFactory(value, change.Key, followCallers, state) : origins.Of(value, change.Key, followCallers, state));
            }

            if (change.Operation is IIncrementOrDecrementOperation or ICompoundAssignmentOperation)
            {
                // What it counts depends on what this node has seen.
                origin |= ValueOrigin.Unknown;
            }

            if (withKeys && change.Key is { } key)
            {
                origin |= asked.GetOrAdd((key, followCallers), _ => origins.Of(key, null, followCallers, state));
            }
        }

        return origin;
    }

    private static ImmutableArray<StateUse> MostTellingFirst(ImmutableArray<StateUse> changes, ImmutableArray<StateUse> unguarded) =>
        changes
            .OrderByDescending(c => (c.Phase & ExecutionPhase.Request) != ExecutionPhase.None)
            .ThenByDescending(c => c.Phase.ServesRequests())
            .ThenByDescending(unguarded.Contains)
            .ThenByDescending(c => c.Invalidates)
            .ToImmutableArray();

    private static bool IsOfCode(CollectionShape shape) => CodeArtefacts.IsReflected(shape.Key) || CodeArtefacts.IsReflected(shape.Element);

    private static bool IsKeyed(CollectionShape shape) => shape.Kind is CollectionKind.Dictionary or CollectionKind.Array;

    private static bool IsFreshObject(IOperation value) =>
        value.DescendantsAndSelf().OfType<IObjectCreationOperation>().Any(o => o.Type is { SpecialType: SpecialType.System_Object });

    private static bool MakesObject(IOperation value) => value.DescendantsAndSelf().Any(o => o is IObjectCreationOperation);

    /// <summary>What only tests call: nobody in the compilation does, and it empties the collection or is not visible outside.</summary>
    private static bool IsTestSeam(StateUse change) =>
        change.Phase == ExecutionPhase.None && (change.Effect is StateEffect.Clear || change.Member is { DeclaredAccessibility: Accessibility.Private or Accessibility.Internal });

}
