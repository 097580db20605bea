using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Types by metadata name, each resolved once per compilation. A name may occur in several assemblies
/// (<c>Hangfire.GlobalConfigurationExtensions</c> does), for which <c>GetTypeByMetadataName</c> answers null:
/// here the first one is taken, a visible one before a hidden one.
/// </summary>
internal sealed class KnownTypes(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<INamedTypeSymbol>> byName = new(StringComparer.Ordinal);

    /// <summary>The type of that metadata name, or null where no reference has it.</summary>
    public INamedTypeSymbol? Get(string metadataName)
    {
        var all = All(metadataName);
        foreach (var type in all)
        {
            if (type.DeclaredAccessibility == Accessibility.Public)
            {
                return type;
            }
        }

        return all.IsEmpty ? null : all[0];
    }

    /// <summary>Every type of that metadata name.</summary>
    public ImmutableArray<INamedTypeSymbol> All(string metadataName) => byName.GetOrAdd(metadataName, compilation.GetTypesByMetadataName);

    /// <summary>Whether some reference, or the source, has a type of that metadata name.</summary>
    public bool Has(string metadataName) => !All(metadataName).IsEmpty;

    /// <summary>Whether the type is, derives from, or implements a type of that metadata name. Type arguments are ignored.</summary>
    public bool Is(ITypeSymbol? type, string metadataName)
    {
        if (type is null)
        {
            return false;
        }

        foreach (var known in All(metadataName))
        {
            if (type.IsOrInherits(known))
            {
                return true;
            }
        }

        return false;
    }
}
