using System.Collections.Immutable;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>How sure it is that a piece of state breaks on two nodes.</summary>
internal enum StateCertainty
{
    /// <summary>Harmless.</summary>
    Safe,

    /// <summary>May be harmful: depends on what cannot be seen.</summary>
    Possible,

    /// <summary>The code shows it.</summary>
    Certain,
}

/// <summary>Why a piece of state is judged as it is.</summary>
internal enum StateReason
{
    /// <summary>Declared harmless: by attribute, by option, or by its kind of storage.</summary>
    Declared,

    /// <summary>More uses than are worth looking at.</summary>
    TooManyUses,

    /// <summary>Nobody changes it after its initializer.</summary>
    NeverChanged,

    /// <summary>Only start-up fills it: every node has the same.</summary>
    OnlyAtStartup,

    /// <summary>It is written and never looked at.</summary>
    NeverRead,

    /// <summary>It holds locks: a matter of coordination.</summary>
    LockTable,

    /// <summary>It holds connections to clients: a matter of real-time communication.</summary>
    Connections,

    /// <summary>It is what a store of sign-in tickets, tokens or grants keeps them in: a matter of sessions.</summary>
    SignIn,

    /// <summary>It holds running work, delegates, open handles: nothing that another node could use.</summary>
    ProcessBound,

    /// <summary>It holds objects for reuse.</summary>
    Pool,

    /// <summary>What is in it is taken out by the member that has put it in: running work.</summary>
    RunningWork,

    /// <summary>Gathered for background work of this node, which takes out all of it and alone looks at it.</summary>
    Batch,

    /// <summary>The keys of a memory cache beside it: a matter of that cache.</summary>
    CacheIndex,

    /// <summary>Every call starts with an empty one.</summary>
    OneRequest,

    /// <summary>Keys or values come from the code.</summary>
    CodeArtefact,

    /// <summary>A pure function of the key, remembered.</summary>
    Memo,

    /// <summary>A registry of which no caller is visible.</summary>
    Uncalled,

    /// <summary>Only members that register parts of the program change it, and no request is seen to call them.</summary>
    Registry,

    /// <summary>What is in it is loaded again when it has grown old, and never dropped for another reason.</summary>
    Expires,

    /// <summary>It only keeps a message from being logged twice.</summary>
    LoggedOnce,

    /// <summary>Numbers for operators.</summary>
    Metrics,

    /// <summary>It holds when something happened on this node: throttles, last runs.</summary>
    Timestamps,

    /// <summary>Only background work changes it.</summary>
    Background,

    /// <summary>Who changes it cannot be seen.</summary>
    UnknownCaller,

    /// <summary>Filled from a service of which nothing is known.</summary>
    FilledFromService,

    /// <summary>Filled from data that changes elsewhere.</summary>
    FilledFromData,

    /// <summary>Requests add to it.</summary>
    Accumulates,

    /// <summary>Requests replace or remove what is in it.</summary>
    Changed,
}

/// <summary>The judgement of a piece of state.</summary>
/// <param name="Certainty">How sure it is that it breaks on two nodes.</param>
/// <param name="Reason">Why.</param>
/// <param name="Story">What happens to it: one of the stories of <see cref="StateProperties"/>; empty where it is safe.</param>
/// <param name="Origin">Where its values come from.</param>
/// <param name="Changes">The places that change it after start-up, the most telling first.</param>
internal sealed record StateVerdict(StateCertainty Certainty, StateReason Reason, string Story, ValueOrigin Origin, ImmutableArray<StateUse> Changes)
{
    public static StateVerdict Safe(StateReason reason) => new(StateCertainty.Safe, reason, "", ValueOrigin.None, ImmutableArray<StateUse>.Empty);
}
