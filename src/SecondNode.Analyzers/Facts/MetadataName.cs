using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Compares types with metadata names (<c>System.Collections.Generic.Dictionary`2</c>) without resolving the name in all
/// references and without building a string. Where several assemblies have a type of the name, each of them has it.
/// </summary>
internal static class MetadataName
{
    /// <summary>Whether the type is, derives from, or implements a type of that metadata name; type arguments are ignored.</summary>
    public static bool IsOrInherits(this ITypeSymbol type, string metadataName)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Has(current, metadataName))
            {
                return true;
            }
        }

        if (IsInterface(metadataName))
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (Has(implemented, metadataName))
                {
                    return true;
                }
            }
        }

        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes)
            {
                if (constraint is not ITypeParameterSymbol && constraint.IsOrInherits(metadataName))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the type itself has that metadata name.</summary>
    public static bool Has(ITypeSymbol type, string metadataName)
    {
        var end = metadataName.Length;
        if (type is not INamedTypeSymbol named)
        {
            return false;
        }

        while (true)
        {
            if (named.Arity > 0)
            {
                if (named.Arity > 9 || end < 2 || metadataName[end - 1] != '0' + named.Arity || metadataName[end - 2] != '`')
                {
                    return false;
                }

                end -= 2;
            }

            if (!TakeEnd(metadataName, ref end, named.Name))
            {
                return false;
            }

            if (named.ContainingType is not { } outer)
            {
                break;
            }

            if (end == 0 || metadataName[--end] != '+')
            {
                return false;
            }

            named = outer;
        }

        for (var ns = named.ContainingNamespace; ns is { IsGlobalNamespace: false }; ns = ns.ContainingNamespace)
        {
            if (end == 0 || metadataName[--end] != '.' || !TakeEnd(metadataName, ref end, ns.Name))
            {
                return false;
            }
        }

        return end == 0;
    }

    /// <summary>By the naming rule that every library keeps: an I and another capital letter.</summary>
    private static bool IsInterface(string metadataName)
    {
        var start = metadataName.LastIndexOfAny(['.', '+']) + 1;
        return start + 1 < metadataName.Length && metadataName[start] == 'I' && char.IsUpper(metadataName[start + 1]);
    }

    /// <summary>The name as code writes it: <c>Dictionary</c>.</summary>
    public static string SimpleNameOf(string metadataName)
    {
        var start = metadataName.LastIndexOfAny(['.', '+']) + 1;
        var arity = metadataName.IndexOf('`', start);
        return arity < 0 ? metadataName.Substring(start) : metadataName.Substring(start, arity - start);
    }

    private static bool TakeEnd(string text, ref int end, string part)
    {
        if (part.Length == 0 || part.Length > end || string.CompareOrdinal(text, end - part.Length, part, 0, part.Length) != 0)
        {
            return false;
        }

        end -= part.Length;
        return true;
    }
}
