using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>What the members of a type give, by the type alone: a repository gives data of the database, a request what the user has sent.</summary>
internal sealed class SourceTypes
{
    private readonly ConcurrentDictionary<ITypeSymbol, ValueOrigin> known = new(SymbolEqualityComparer.Default);

    /// <summary>What members of that type give.</summary>
    public ValueOrigin Of(ITypeSymbol? type) => type is null ? ValueOrigin.None : known.GetOrAdd(type.OriginalDefinition, Find);

    private static ValueOrigin Find(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (DataSources.Names.Contains(current) && DataSources.ByType.TryGetValue(current.FullName(), out var origin))
            {
                return origin;
            }
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (DataSources.Names.Contains(implemented) && DataSources.ByType.TryGetValue(implemented.FullName(), out var origin))
            {
                return origin;
            }
        }

        foreach (var (suffix, origin) in DataSources.BySuffix)
        {
            if (type.Name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return origin;
            }
        }

        return ValueOrigin.None;
    }
}
