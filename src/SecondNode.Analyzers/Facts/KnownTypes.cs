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
    private readonly ConcurrentDictionary<string, INamespaceSymbol?> namespaces = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<IAssemblySymbol>> assemblies = new(() => compilation.SourceModule.ReferencedAssemblySymbols);
    private readonly Lazy<Dictionary<string, IAssemblySymbol>> assembliesByName = new(() => ByName(compilation));

    /// <summary>The assemblies that the compilation references. The compiler makes the list anew for everybody who asks.</summary>
    public ImmutableArray<IAssemblySymbol> Assemblies => assemblies.Value;

    /// <summary>The referenced assembly of that name; null where there is none.</summary>
    public IAssemblySymbol? Assembly(string name) => assembliesByName.Value.TryGetValue(name, out var found) ? found : null;

    /// <summary>
    /// Whether the assembly that is home to the type is referenced and has it, or the source declares one. For the beginning
    /// of an analysis: the compiler has not yet merged the namespaces of all references, as <see cref="Has(string)"/> would have it do.
    /// </summary>
    public bool Has(string metadataName, string home) =>
        Assembly(home)?.GetTypeByMetadataName(metadataName) is not null || (IsWritten(MetadataName.SimpleNameOf(metadataName)) && compilation.Assembly.GetTypeByMetadataName(metadataName) is not null);

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
    public ImmutableArray<INamedTypeSymbol> All(string metadataName) => byName.GetOrAdd(metadataName, Find);

    /// <summary>Whether some reference, or the source, has a type of that metadata name.</summary>
    public bool Has(string metadataName) => !All(metadataName).IsEmpty;

    /// <summary>Whether the type is, derives from, or implements a type of that metadata name. Type arguments are ignored.</summary>
    public bool Is(ITypeSymbol? type, string metadataName) => type is not null && type.IsOrInherits(metadataName);

    /// <summary>
    /// Goes down the namespaces that all references share. The compiler does the same for every using directive, while
    /// <c>GetTypesByMetadataName</c> asks each of some hundred references for each name.
    /// </summary>
    private ImmutableArray<INamedTypeSymbol> Find(string metadataName)
    {
        var nested = metadataName.Split('+');
        var dot = nested[0].LastIndexOf('.');
        if ((dot < 0 ? compilation.GlobalNamespace : Namespace(nested[0].Substring(0, dot))) is not { } ns)
        {
            return ImmutableArray<INamedTypeSymbol>.Empty;
        }

        var found = Named(ns, nested[0].Substring(dot + 1));
        foreach (var inner in nested.Skip(1))
        {
            found = found.SelectMany(outer => Named(outer, inner));
        }

        return found.ToImmutableArray();
    }

    private static Dictionary<string, IAssemblySymbol> ByName(Compilation compilation)
    {
        var byName = new Dictionary<string, IAssemblySymbol>(StringComparer.OrdinalIgnoreCase);
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (!byName.ContainsKey(assembly.Name))
            {
                byName.Add(assembly.Name, assembly);
            }
        }

        return byName;
    }

    private bool IsWritten(string name)
    {
        var hash = WordIndex.HashOf(name);
        return compilation.SyntaxTrees.Any(tree => TreeFacts.Of(tree).MayMention(hash));
    }

    private static IEnumerable<INamedTypeSymbol> Named(INamespaceOrTypeSymbol container, string metadataName)
    {
        var tick = metadataName.IndexOf('`');
        var arity = tick > 0 && int.TryParse(metadataName.Substring(tick + 1), out var number) ? number : 0;
        return container.GetTypeMembers(tick > 0 ? metadataName.Substring(0, tick) : metadataName, arity);
    }

    private INamespaceSymbol? Namespace(string name) =>
        namespaces.GetOrAdd(name, n =>
        {
            var dot = n.LastIndexOf('.');
            var parent = dot < 0 ? compilation.GlobalNamespace : Namespace(n.Substring(0, dot));
            return parent?.GetMembers(n.Substring(dot + 1)).OfType<INamespaceSymbol>().FirstOrDefault();
        });
}
