namespace SecondNode.Analyzers.Facts;

/// <summary>How long the instances of a type live; the longest known one counts.</summary>
internal enum Lifetime
{
    /// <summary>Not registered in this compilation, as far as can be seen.</summary>
    Unknown,

    /// <summary>A new one for everybody who asks.</summary>
    Transient,

    /// <summary>One for each request or circuit.</summary>
    Scoped,

    /// <summary>One for each node, made by the container.</summary>
    Singleton,

    /// <summary>One for each node, held in a static member or a static class itself.</summary>
    Static,
}
