using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

internal static class SymbolExtensions
{
    /// <summary>Whether the type is, derives from, or implements <paramref name="other"/>; type arguments are ignored.</summary>
    public static bool IsOrInherits(this ITypeSymbol type, INamedTypeSymbol other)
    {
        var definition = other.OriginalDefinition;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, definition))
            {
                return true;
            }
        }

        if (other.TypeKind == TypeKind.Interface)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, definition))
                {
                    return true;
                }
            }
        }

        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes)
            {
                if (constraint.IsOrInherits(other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the type, or one it derives from, is declared under the full name <paramref name="fullName"/> (no arity).</summary>
    public static bool IsNamed(this ITypeSymbol? type, string fullName)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.FullName() == fullName)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Namespace and name, with no type arguments and no arity: <c>System.Collections.Generic.Dictionary</c>.</summary>
    public static string FullName(this ISymbol symbol) =>
        symbol switch
        {
            { ContainingType: { } outer } => outer.FullName() + "." + symbol.Name,
            { ContainingNamespace: { IsGlobalNamespace: false } ns } => ns.ToDisplayString() + "." + symbol.Name,
            _ => symbol.Name,
        };

    /// <summary>The metadata name that <see cref="KnownTypes.Get"/> takes: <c>System.Collections.Generic.Dictionary`2</c>.</summary>
    public static string FullMetadataName(this INamedTypeSymbol type) =>
        type switch
        {
            { ContainingType: { } outer } => outer.FullMetadataName() + "+" + type.MetadataName,
            { ContainingNamespace: { IsGlobalNamespace: false } ns } => ns.ToDisplayString() + "." + type.MetadataName,
            _ => type.MetadataName,
        };

    /// <summary>Whether the symbol carries an attribute of that simple name, with or without the suffix, in any namespace.</summary>
    public static bool HasAttribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && (type.Name == name || type.Name == name + "Attribute"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the symbol is written in this compilation.</summary>
    public static bool IsInSource(this ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>Whether the symbol is written in this very compilation: symbols of referenced projects have syntax too, of which no model can be asked.</summary>
    public static bool IsInSource(this ISymbol symbol, Compilation compilation) =>
        !symbol.DeclaringSyntaxReferences.IsEmpty && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    /// <summary>
    /// Whether the symbol belongs to .NET or a framework. What does not may be declared in another project, of which a build sees metadata and an
    /// editor source: whether there is source must not decide.
    /// </summary>
    public static bool IsOfFramework(this ISymbol symbol) =>
        symbol.ContainingAssembly is not { Name: var name } || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "System" or "mscorlib" or "netstandard";

    /// <summary>Whether the compiler makes the property's field.</summary>
    public static bool IsAuto(this IPropertySymbol property)
    {
        // The name that the compiler gives it, which is no name of C#.
        foreach (var member in property.ContainingType.GetMembers("<" + property.Name + ">k__BackingField"))
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The members of interfaces that a method or property implements.</summary>
    public static IEnumerable<ISymbol> ImplementedInterfaceMembers(this ISymbol member)
    {
        if (member.IsStatic || member.ContainingType is not { } type)
        {
            yield break;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var candidate in implemented.GetMembers())
            {
                if ((candidate.Name == member.Name || member.Name.EndsWith("." + candidate.Name, StringComparison.Ordinal)) &&
                    SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate)?.OriginalDefinition, member.OriginalDefinition))
                {
                    yield return candidate.OriginalDefinition;
                }
            }
        }
    }
}
