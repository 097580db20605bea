using System.Collections;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

/// <summary>A set of full type names without arity. The simple name is looked at first, so that most types cost one look-up and no string is built.</summary>
internal sealed class TypeNames : IEnumerable
{
    private readonly HashSet<string> full = new(StringComparer.Ordinal);
    private readonly HashSet<string> simple = new(StringComparer.Ordinal);

    /// <summary>Adds a full name.</summary>
    public void Add(string name)
    {
        full.Add(name);
        simple.Add(name.Substring(name.LastIndexOf('.') + 1));
    }

    /// <summary>Whether the type itself has one of the names.</summary>
    public bool Contains(ITypeSymbol type) => simple.Contains(type.Name) && full.Contains(type.FullName());

    /// <summary>Whether the type, one it derives from, or one it implements has one of the names.</summary>
    public bool Cover(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (Contains(current))
            {
                return true;
            }
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (Contains(implemented))
            {
                return true;
            }
        }

        return false;
    }

    IEnumerator IEnumerable.GetEnumerator() => full.GetEnumerator();
}
