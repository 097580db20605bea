using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// Whether System.Text.Json gives back what it was given: every piece of state of the type is written and read again. What
/// would be lost silently (private fields, getters without a constructor parameter, derived types, cycles) is a no.
/// </summary>
internal static class JsonShape
{
    private static readonly ImmutableHashSet<string> Scalars = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.DateTimeOffset", "System.TimeSpan", "System.Guid", "System.Uri", "System.Version", "System.DateOnly", "System.TimeOnly", "System.Half", "System.Int128", "System.UInt128");

    private static readonly ImmutableHashSet<string> Sequences = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Collections.Generic.List", "System.Collections.Generic.HashSet", "System.Collections.Generic.SortedSet", "System.Collections.Generic.Queue",
        "System.Collections.Generic.LinkedList", "System.Collections.Generic.IEnumerable", "System.Collections.Generic.IReadOnlyList", "System.Collections.Generic.IReadOnlyCollection",
        "System.Collections.Generic.IList", "System.Collections.Generic.ICollection", "System.Collections.Generic.ISet", "System.Collections.Generic.IReadOnlySet",
        "System.Collections.Concurrent.ConcurrentQueue", "System.Collections.ObjectModel.Collection", "System.Collections.ObjectModel.ObservableCollection",
        "System.Collections.Immutable.ImmutableArray", "System.Collections.Immutable.ImmutableList", "System.Collections.Immutable.ImmutableHashSet",
        "System.Collections.Immutable.IImmutableList", "System.Nullable", "System.Collections.Generic.KeyValuePair", "System.Tuple", "System.ValueTuple");

    private static readonly ImmutableHashSet<string> Maps = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Collections.Generic.Dictionary", "System.Collections.Generic.SortedDictionary", "System.Collections.Generic.IDictionary", "System.Collections.Generic.IReadOnlyDictionary",
        "System.Collections.Concurrent.ConcurrentDictionary", "System.Collections.Immutable.ImmutableDictionary", "System.Collections.Immutable.IImmutableDictionary");

    /// <summary>Whether a value of the type survives the way to JSON and back.</summary>
    public static bool RoundTrips(ITypeSymbol type, Compilation compilation) => Check(type, compilation, ImmutableHashSet<ITypeSymbol>.Empty.WithComparer(SymbolEqualityComparer.Default));

    /// <summary>Whether the type can be a property name of a JSON object.</summary>
    public static bool IsKey(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum || type.FullName() == "System.Guid" ||
        type.SpecialType is SpecialType.System_String or SpecialType.System_Char or SpecialType.System_Boolean or >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    /// <summary>Whether values of the type cannot be changed after they were read, so that a copy is as good as the original.</summary>
    public static bool IsImmutable(ITypeSymbol type)
    {
        if (type.IsValueType || type.SpecialType == SpecialType.System_String || type.FullName() is "System.Uri" or "System.Version" or "System.Tuple")
        {
            return true;
        }

        var name = type.FullName();
        if (name.StartsWith("System.Collections.Immutable.", StringComparison.Ordinal) || name is "System.Collections.Generic.IEnumerable" or "System.Collections.Generic.IReadOnlyList" or
            "System.Collections.Generic.IReadOnlyCollection" or "System.Collections.Generic.IReadOnlyDictionary" or "System.Collections.Generic.IReadOnlySet")
        {
            return ((INamedTypeSymbol)type).TypeArguments.All(IsImmutable);
        }

        return false;
    }

    private static bool Check(ITypeSymbol type, Compilation compilation, ImmutableHashSet<ITypeSymbol> outer)
    {
        if (type.SpecialType is SpecialType.System_String or SpecialType.System_Char or SpecialType.System_Boolean or SpecialType.System_DateTime or SpecialType.System_Decimal or
            SpecialType.System_Single or SpecialType.System_Double or >= SpecialType.System_SByte and <= SpecialType.System_UInt64 || type.TypeKind == TypeKind.Enum)
        {
            return true;
        }

        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            return Check(array.ElementType, compilation, outer);
        }

        if (type is not INamedTypeSymbol { IsUnboundGenericType: false } named || outer.Contains(type) || outer.Count > 8)
        {
            return false;
        }

        var name = named.FullName();
        if (Scalars.Contains(name))
        {
            return true;
        }

        if (Maps.Contains(name) && named.TypeArguments.Length == 2)
        {
            return IsKey(named.TypeArguments[0]) && Check(named.TypeArguments[1], compilation, outer);
        }

        if (Sequences.Contains(name))
        {
            return named.TypeArguments.All(a => Check(a, compilation, outer));
        }

        return named.IsInSource() && named.TypeKind is TypeKind.Class or TypeKind.Struct && !named.IsAbstract && !named.IsStatic && named.DelegateInvokeMethod is null &&
            HasKnownDerived(named, compilation) is false && CheckMembers(named, compilation, outer.Add(type));
    }

    private static bool CheckMembers(INamedTypeSymbol type, Compilation compilation, ImmutableHashSet<ITypeSymbol> outer)
    {
        var constructor = Constructor(type);
        if (constructor is null)
        {
            return false;
        }

        var parameters = constructor.Parameters.Select(p => p.Name).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var readable = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var current = type; current is { SpecialType: not SpecialType.System_Object and not SpecialType.System_ValueType }; current = current.BaseType)
        {
            if (!current.IsInSource())
            {
                return false;
            }

            foreach (var member in current.GetMembers().Where(m => !m.IsStatic))
            {
                var kept = member switch
                {
                    IFieldSymbol { AssociatedSymbol: IPropertySymbol property } =>
                        property.DeclaredAccessibility == Accessibility.Public && !property.HasAttribute("JsonIgnore") && readable.Add(property.Name) &&
                        (property.SetMethod is { DeclaredAccessibility: Accessibility.Public } || parameters.Contains(property.Name)) && Check(property.Type, compilation, outer),
                    IFieldSymbol { AssociatedSymbol: null } field =>
                        field.DeclaredAccessibility == Accessibility.Public && !field.HasAttribute("JsonIgnore") && readable.Add(field.Name) &&
                        (!field.IsReadOnly || parameters.Contains(field.Name)) && Check(field.Type, compilation, outer),
                    IFieldSymbol => false,
                    IEventSymbol => false,
                    _ => true,
                };
                if (!kept)
                {
                    return false;
                }
            }
        }

        return parameters.All(readable.Contains);
    }

    /// <summary>The constructor that the serializer uses.</summary>
    private static IMethodSymbol? Constructor(INamedTypeSymbol type)
    {
        var all = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        return all.FirstOrDefault(c => c.HasAttribute("JsonConstructor")) ?? all.FirstOrDefault(c => c.Parameters.Length == 0 && (!c.IsImplicitlyDeclared || !type.IsValueType || all.Count == 1)) ??
            (all.Count == 1 || type.IsValueType ? all.FirstOrDefault(c => c.Parameters.Length > 0) ?? all[0] : null);
    }

    /// <summary>Whether some class of the project derives from the type: the serializer would write its base members only.</summary>
    private static bool HasKnownDerived(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsSealed || type.IsValueType)
        {
            return false;
        }

        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                if (member is INamedTypeSymbol { BaseType: { } parent } && SymbolEqualityComparer.Default.Equals(parent.OriginalDefinition, type.OriginalDefinition))
                {
                    return true;
                }

                pending.Push(member);
            }
        }

        return false;
    }
}
