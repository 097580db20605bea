using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

/// <summary>Which types of the source implement an interface or derive from an abstract class; collected on first use.</summary>
internal sealed class Implementations(RuleContext context)
{
    private readonly Lazy<Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>> all = new(() => Collect(context));
    private readonly ConcurrentDictionary<string, HashSet<string>> derived = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, string>> heirs = new(() => context.AllFacts.SelectMany(facts => facts.Heirs).ToLookup(h => h.Base, h => h.Heir, StringComparer.Ordinal));
    private readonly Lazy<ILookup<string, INamedTypeSymbol>> byName = new(() => Types(context).ToLookup(type => type.Name, StringComparer.Ordinal));
    private readonly HashSet<string> none = new(StringComparer.Ordinal);

    /// <summary>The only non-abstract class of the source that implements the type, or null where there are several or none.</summary>
    public INamedTypeSymbol? SingleOf(INamedTypeSymbol? type) =>
        type is not null && all.Value.TryGetValue(type.OriginalDefinition, out var found) && found.Count == 1 ? found[0] : null;

    /// <summary>The non-abstract classes of the source that implement the type.</summary>
    public IReadOnlyList<INamedTypeSymbol> AllOf(INamedTypeSymbol? type) => type is not null && all.Value.TryGetValue(type.OriginalDefinition, out var found) ? found : [];

    /// <summary>The simple names of the types whose base lists name the class, or a class that derives from it, and perhaps of namesakes.</summary>
    public HashSet<string> NamesOfDerived(INamedTypeSymbol type) => type.IsStatic || type.IsSealed ? none : NamesBelow(type.Name);

    /// <summary>The same for a class of that simple name, which may be declared elsewhere.</summary>
    public HashSet<string> NamesBelow(string name) => derived.GetOrAdd(name, FindDerived);

    /// <summary>The other classes of the source that implement one of the interfaces, and those that derive from the class.</summary>
    public IEnumerable<INamedTypeSymbol> Related(INamedTypeSymbol type, IEnumerable<INamedTypeSymbol> interfaces)
    {
        foreach (var implemented in interfaces)
        {
            foreach (var other in all.Value.TryGetValue(implemented.OriginalDefinition, out var found) ? found : [])
            {
                if (!SymbolEqualityComparer.Default.Equals(other, type))
                {
                    yield return other;
                }
            }
        }

        if (type.IsStatic || type.IsSealed)
        {
            yield break;
        }

        foreach (var other in heirs.Value[type.Name].Distinct().SelectMany(name => byName.Value[name]))
        {
            if (SymbolEqualityComparer.Default.Equals(other.BaseType?.OriginalDefinition, type.OriginalDefinition))
            {
                yield return other;
            }
        }
    }

    /// <summary>The types of the source that have that simple name.</summary>
    public ImmutableArray<INamedTypeSymbol> Named(string name) => byName.Value.Contains(name) ? ImmutableArray.CreateRange(byName.Value[name]) : ImmutableArray<INamedTypeSymbol>.Empty;

    private HashSet<string> FindDerived(string name)
    {
        HashSet<string>? found = null;
        var bases = new Queue<string>([name]);
        while (bases.Count > 0)
        {
            foreach (var heir in heirs.Value[bases.Dequeue()])
            {
                if ((found ??= new HashSet<string>(StringComparer.Ordinal)).Add(heir))
                {
                    bases.Enqueue(heir);
                }
            }
        }

        return found ?? none;
    }

    private static Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> Collect(RuleContext context)
    {
        var found = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        foreach (var type in Types(context))
        {
            if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false })
            {
                continue;
            }

            foreach (var implemented in type.AllInterfaces)
            {
                if (!implemented.IsInSource(context.Compilation))
                {
                    continue;
                }

                if (!found.TryGetValue(implemented.OriginalDefinition, out var list))
                {
                    found.Add(implemented.OriginalDefinition, list = []);
                }

                list.Add(type);
            }
        }

        return found;
    }

    private static IEnumerable<INamedTypeSymbol> Types(RuleContext context)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(context.Compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var current = pending.Pop();
            if (current is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (var member in current is INamespaceSymbol ns ? ns.GetMembers() : ((INamedTypeSymbol)current).GetTypeMembers().CastArray<INamespaceOrTypeSymbol>().AsEnumerable())
            {
                pending.Push(member);
            }
        }
    }
}
