using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>What goes wrong with a cache in the memory of one node.</summary>
internal enum CacheStory
{
    /// <summary>An entry is taken out here and stays on the other nodes.</summary>
    Removed,

    /// <summary>An entry is replaced here and stays as it was on the other nodes.</summary>
    Replaced,

    /// <summary>An entry is kept here and is nowhere else.</summary>
    Stored,

    /// <summary>The application's own cache removes entries here, on behalf of its callers.</summary>
    Wrapped,

    /// <summary>A token of this node expires entries.</summary>
    Expired,
}

/// <summary>One place to report.</summary>
/// <param name="Story">What goes wrong.</param>
/// <param name="Place">Where.</param>
/// <param name="IsCertain">Whether requests do it.</param>
/// <param name="Subject">The member that does it.</param>
/// <param name="Key">How a message names the entries, or null.</param>
/// <param name="Caller">For the application's own cache: one who relies on it.</param>
/// <param name="Others">Further places of the same mistake, and where the entries are made.</param>
internal sealed record CacheFinding(CacheStory Story, SyntaxNode Place, bool IsCertain, string Subject, string? Key, string? Caller, ImmutableArray<SyntaxNode> Others);
