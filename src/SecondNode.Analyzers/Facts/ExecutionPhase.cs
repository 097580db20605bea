namespace SecondNode.Analyzers.Facts;

/// <summary>When in the life of a node, and for whom, a member runs. A member that several run has several phases.</summary>
[Flags]
internal enum ExecutionPhase
{
    /// <summary>Nobody in the compilation runs it, as far as can be seen.</summary>
    None = 0,

    /// <summary>A static constructor or a static initializer.</summary>
    StaticInitializer = 1,

    /// <summary>Start-up: the entry point, <c>Startup</c>, registrations, the construction of singletons. Every node does the same.</summary>
    Startup = 2,

    /// <summary>A background service, timer or job of this node.</summary>
    Background = 4,

    /// <summary>The handling of a request: an action, page, hub, middleware, component, endpoint or message handler.</summary>
    Request = 8,

    /// <summary>A registered service of which no caller is visible: most likely requests.</summary>
    Service = 16,

    /// <summary>Somebody runs it who cannot be seen: a delegate, reflection, or more callers than are worth following.</summary>
    Unknown = 32,
}

internal static class ExecutionPhaseExtensions
{
    /// <summary>Whether it runs at start-up and never again.</summary>
    public static bool IsOnlyStartup(this ExecutionPhase phase) =>
        phase != ExecutionPhase.None && (phase & ~(ExecutionPhase.StaticInitializer | ExecutionPhase.Startup)) == ExecutionPhase.None;

    /// <summary>Whether requests run it: certainly, or because a service of the application does.</summary>
    public static bool ServesRequests(this ExecutionPhase phase) => (phase & (ExecutionPhase.Request | ExecutionPhase.Service)) != ExecutionPhase.None;

    /// <summary>Whether only background work of the node runs it.</summary>
    public static bool IsOnlyBackground(this ExecutionPhase phase) =>
        (phase & ExecutionPhase.Background) != ExecutionPhase.None &&
        (phase & ~(ExecutionPhase.Background | ExecutionPhase.StaticInitializer | ExecutionPhase.Startup)) == ExecutionPhase.None;
}
