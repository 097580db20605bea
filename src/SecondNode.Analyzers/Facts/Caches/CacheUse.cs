using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>One place that uses a cache in the memory of this node.</summary>
/// <param name="Effect">What it does.</param>
/// <param name="Operation">The call, or the assignment through the indexer.</param>
/// <param name="Place">Where a report stands: the name of the called method.</param>
/// <param name="Member">The method, property or constructor around it; lambdas and local functions belong to theirs.</param>
/// <param name="Type">The type around it.</param>
/// <param name="Key">What is known of the key.</param>
/// <param name="Value">What is stored, or null.</param>
/// <param name="Holder">The field, property, parameter or local that holds the cache, or null.</param>
/// <param name="LazyPhase">When the place runs: asked only where it matters.</param>
internal sealed record CacheUse(CacheEffect Effect, IOperation Operation, SyntaxNode Place, ISymbol? Member, INamedTypeSymbol Type, CacheKey Key, IOperation? Value, ISymbol? Holder, Lazy<ExecutionPhase> LazyPhase)
{
    /// <summary>When the place runs.</summary>
    public ExecutionPhase Phase => LazyPhase.Value;

    /// <summary>Whether both are in the same member.</summary>
    public bool IsBeside(CacheUse other) => Member is not null && SymbolEqualityComparer.Default.Equals(Member, other.Member);

    /// <summary>Whether it stores something.</summary>
    public bool Stores => Effect is CacheEffect.Fill or CacheEffect.Set;

    /// <summary>Whether it takes something out.</summary>
    public bool Evicts => Effect is CacheEffect.Remove or CacheEffect.Clear;
}
