namespace SecondNode.Analyzers.Facts.State;

/// <summary>What the rules about state hand to their fixes, in <c>Diagnostic.Properties</c>.</summary>
internal static class StateProperties
{
    /// <summary>Which kind of collection is held: the name of a <see cref="CollectionKind"/>.</summary>
    public const string Kind = "kind";

    /// <summary>What happens to it: one of the <c>Story</c> values.</summary>
    public const string Story = "story";

    /// <summary>Entries are added where they are absent and never change: a cache that is only filled.</summary>
    public const string StoryFilled = "filled";

    /// <summary>Entries are added and pile up: a list, a log, a queue.</summary>
    public const string StoryAdded = "added";

    /// <summary>Entries are replaced or taken out: the other node keeps the old ones.</summary>
    public const string StoryChanged = "changed";
}
