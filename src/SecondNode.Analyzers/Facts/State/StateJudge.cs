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

    private ImmutableArray<StateUse>? UsesOf(ISymbol state) => used.GetOrAdd(state, uses.Of);

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

        var changes = all.Where(u => u.Changes && !IsInitialization(u)).ToImmutableArray();
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
    public StateVerdict? JudgeConnections(ISymbol state, CollectionShape shape)
    {
        if (UsesOf(state) is not { } all)
        {
            return null;
        }

        var changes = all.Where(u => u.Changes && !IsInitialization(u)).ToImmutableArray();
        var isConnection = CodeArtefacts.IsConnection(shape.Element) || CodeArtefacts.IsConnection(shape.Key);
        if (changes.IsEmpty || !all.Any(IsLookedAt) || !(isConnection || ConnectionMaps.Is(state, shape, changes)) || IsScratch(all) || IsMetrics(state))
        {
            return null;
        }

        // A lock, a timer, a token source of the connection is released where the connection is.
        if (!isConnection && (CodeArtefacts.IsLock(shape.Element) || CodeArtefacts.IsProcessBound(shape.Element) || HoldsProcessBound(shape.Element)))
        {
            return null;
        }

        if (shape.Kind is CollectionKind.Dictionary && all.All(u => IsInitialization(u) || u.Operation.Syntax.Span.IsEmpty || ConnectionMaps.IsOwn(u.Key) || u.Effect is StateEffect.Assign || u.IsNested))
        {
            return null;
        }

        var live = changes.Where(c => c.Phase != ExecutionPhase.None && !c.Phase.IsOnlyStartup()).ToImmutableArray();
        return live.IsEmpty
            ? null
            : new StateVerdict(
                live.Any(c => c.Phase.ServesRequests()) ? StateCertainty.Certain : StateCertainty.Possible,
                StateReason.Connections,
                StateProperties.StoryChanged,
                ValueOrigin.Request,
                live.OrderByDescending(c => (c.Phase & ExecutionPhase.Request) != ExecutionPhase.None).ThenByDescending(Adds).ToImmutableArray());
    }

    /// <summary>What the initializer and the end of the node do needs no search for callers.</summary>
    private static bool IsInitialization(StateUse use) =>
        use.Member is IMethodSymbol { MethodKind: MethodKind.StaticConstructor or MethodKind.Destructor } or IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "Application_End" or "StopAsync" };

    /// <summary>What is safe by what it holds, or another rule's matter.</summary>
    private StateReason? JudgeKind(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> all, ImmutableArray<StateUse> changes)
    {
        var values = changes.Where(Adds).SelectMany(c => c.Values).ToList();
        if (CodeArtefacts.IsLock(shape.Element) || (shape.Element is { SpecialType: SpecialType.System_Object } && values.Count > 0 && values.All(IsFreshObject)))
        {
            return StateReason.LockTable;
        }

        if (CodeArtefacts.IsConnection(shape.Element) || CodeArtefacts.IsConnection(shape.Key) || ConnectionMaps.Is(state, shape, changes))
        {
            return StateReason.Connections;
        }

        if (state.ContainingType is { } holder && SignInStores.KeptBy(holder) is not null)
        {
            return StateReason.SignIn;
        }

        if (CodeArtefacts.IsProcessBound(shape.Element) || HoldsProcessBound(shape.Element) || Subscriptions.Are(shape.Element) || Subscriptions.Are(shape.Key))
        {
            return StateReason.ProcessBound;
        }

        if (!all.Any(IsLookedAt))
        {
            return StateReason.NeverRead;
        }

        if (IsScratch(all))
        {
            return StateReason.OneRequest;
        }

        return Pools.Is(state, shape, changes) ? StateReason.Pool
            : IsRunningWork(changes) || IsInFlight(state, shape, changes) ? StateReason.RunningWork
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
        var origin = OriginOf(state, live, shape, withKeys: false, followCallers: true);
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

        if (JudgeCallers(all, called, unguarded, origin) is { } harmless)
        {
            return StateVerdict.Safe(harmless);
        }

        var (reason, certainty) =
            !called.Any(c => c.Phase.ServesRequests()) ? (called.All(c => c.Phase.IsOnlyBackground()) ? StateReason.Background : StateReason.UnknownCaller, StateCertainty.Possible)
            : IsMetrics(state) ? (StateReason.Metrics, StateCertainty.Possible)
            : marks && live.All(c => c.Values.All(MakesObject)) ? (StateReason.FilledFromService, StateCertainty.Possible)
            : !origin.IsData() && (origin & ValueOrigin.Environment) != ValueOrigin.None ? (StateReason.Timestamps, StateCertainty.Possible)
            : story == StateProperties.StoryChanged ? (StateReason.Changed, StateCertainty.Certain)
            : story == StateProperties.StoryAdded ? (StateReason.Accumulates, StateCertainty.Certain)
            : ComponentMemos.Are(live) ? (StateReason.FilledFromService, StateCertainty.Possible)
            : (origin & (ValueOrigin.Request | ValueOrigin.Database)) != ValueOrigin.None ? (StateReason.FilledFromData, StateCertainty.Certain)
            : (StateReason.FilledFromService, StateCertainty.Possible);
        return new StateVerdict(certainty, reason, story, origin, MostTellingFirst(called, unguarded));
    }

    /// <summary>What is safe by who changes it.</summary>
    private static StateReason? JudgeCallers(ImmutableArray<StateUse> all, ImmutableArray<StateUse> called, ImmutableArray<StateUse> unguarded, ValueOrigin origin)
    {
        // What is made of types and members alone, and entered, replaced and removed by no request that can be seen.
        if (origin == ValueOrigin.Code && !called.Any(c => (c.Phase & ExecutionPhase.Request) != ExecutionPhase.None))
        {
            return StateReason.CodeArtefact;
        }

        return RegistryMembers.Are(unguarded) ? StateReason.Registry : Batches.Are(all, called) ? StateReason.Batch : null;
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

    private static bool Adds(StateUse use) => use.Effect is StateEffect.Add or StateEffect.AddIfAbsent or StateEffect.Overwrite;

    /// <summary>Whether somebody learns from this use what is in it.</summary>
    private static bool IsLookedAt(StateUse use) =>
        use.Effect is StateEffect.Read or StateEffect.Probe or StateEffect.HandedOut ||
        (use.Operation is IInvocationOperation or IIncrementOrDecrementOperation or ICompoundAssignmentOperation && use.Operation.Parent is not IExpressionStatementOperation);

    private static bool IsFreshObject(IOperation value) =>
        value.DescendantsAndSelf().OfType<IObjectCreationOperation>().Any(o => o.Type is { SpecialType: SpecialType.System_Object });

    private static bool MakesObject(IOperation value) => value.DescendantsAndSelf().Any(o => o is IObjectCreationOperation);

    /// <summary>An entry of the application's own type that carries a handle: a token source, a socket, a process.</summary>
    private bool HoldsProcessBound(ITypeSymbol? element) =>
        element is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type && type.IsInSource(context.Compilation) &&
        type.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, Type: { TypeKind: not TypeKind.Delegate } held } && (CodeArtefacts.IsProcessBound(held) || CodeArtefacts.IsLock(held)));

    /// <summary>Whether every call starts with an empty one: what is in it never outlives the call that has put it there.</summary>
    private bool IsScratch(ImmutableArray<StateUse> all)
    {
        var used = all.Where(u => u.Member is IMethodSymbol { MethodKind: not MethodKind.StaticConstructor }).GroupBy(u => u.Member!, SymbolEqualityComparer.Default).ToList();
        var resetters = used.Where(g => g.OrderBy(u => u.Operation.Syntax.SpanStart).First() is { IsNested: false, Effect: StateEffect.Clear or StateEffect.Assign } first && IsEmptied(first)).Select(g => g.Key!).ToList();
        return resetters.Count > 0 && used.All(g => resetters.Contains(g.Key!, SymbolEqualityComparer.Default) || IsOnlyCalledBy(g.Key!, resetters));
    }

    private static bool IsEmptied(StateUse reset) =>
        !reset.Operation.Ancestors().Any(o => o is IConditionalOperation or ILoopOperation) &&
        (reset.Effect == StateEffect.Clear || reset.Values.All(v => v.DescendantsAndSelf().OfType<IObjectCreationOperation>().FirstOrDefault() is { Initializer: null, Arguments.IsEmpty: true }));

    private bool IsOnlyCalledBy(ISymbol member, List<ISymbol> callers) =>
        member.DeclaredAccessibility == Accessibility.Private &&
        context.Uses.Of(member).All(use => use.Name.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } method && use.Model.GetDeclaredSymbol(method, context.Cancellation) is { } caller && callers.Contains(caller, SymbolEqualityComparer.Default));

    /// <summary>Every member that adds also removes what it has added: a mark of what runs right now.</summary>
    private static bool IsRunningWork(ImmutableArray<StateUse> changes)
    {
        var adders = changes.Where(Adds).ToList();
        return adders.Count > 0 && adders.All(a => changes.Any(r =>
            r.Effect is StateEffect.Remove or StateEffect.Clear && SymbolEqualityComparer.Default.Equals(r.Member, a.Member) && r.Operation.Syntax.SpanStart > a.Operation.Syntax.SpanStart &&
            (r.Operation.Ancestors().OfType<ITryOperation>().Any(t => t.Finally is { } f && f.Syntax.Span.Contains(r.Operation.Syntax.Span)) || (a.Key is not null && r.Key is not null && a.Key.Syntax.ToString() == r.Key.Syntax.ToString()))));
    }

    /// <summary>Tasks that several callers wait for together, gone when they are done.</summary>
    private static bool IsInFlight(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> changes) =>
        HoldsTask(shape.Element) && changes.Any(c => c.Effect == StateEffect.Remove) &&
        (new[] { "flight", "pending", "running", "progress" }.Any(word => Contains(state.Name, word)) ||
         changes.Any(c => c.Effect == StateEffect.Remove && c.Operation.Ancestors().Any(o =>
             o is ITryOperation { Finally: { } f } && f.Syntax.Span.Contains(c.Operation.Syntax.Span) || o is IInvocationOperation { TargetMethod.Name: "ContinueWith" })));

    private static bool HoldsTask(ITypeSymbol? element) =>
        element is INamedTypeSymbol { Name: "Task" or "ValueTask" or "TaskCompletionSource" } || (element is INamedTypeSymbol { Name: "Lazy" or "AsyncLazy", TypeArguments: [var inner] } && HoldsTask(inner));

    /// <summary>What only tests call: nobody in the compilation does, and it empties the collection or is not visible outside.</summary>
    private static bool IsTestSeam(StateUse change) =>
        change.Phase == ExecutionPhase.None && (change.Effect is StateEffect.Clear || change.Member is { DeclaredAccessibility: Accessibility.Private or Accessibility.Internal });

    private static bool IsMetrics(ISymbol state) =>
        new[] { "metric", "statistic", "stats", "telemetry", "diagnostic", "health", "profiler", "trace", "log", "usage" }.Any(word => ContainsWord(state.Name, word) || ContainsWord(state.ContainingType?.Name, word));

    /// <summary>A word of a name in camel case: "log" is in RequestLog and LogQueue, not in Catalog or Blog.</summary>
    private static bool ContainsWord(string? name, string word)
    {
        for (var at = name?.IndexOf(word, StringComparison.OrdinalIgnoreCase) ?? -1; at >= 0; at = name!.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var startsWord = at == 0 || char.IsUpper(name![at]) || name[at - 1] == '_';
            var end = at + word.Length;
            if (startsWord && (word.Length > 4 || end >= name!.Length || !char.IsLower(name[end]) || name[end] == 's'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(string? text, string word) => text is not null && text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
