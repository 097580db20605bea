using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>How sure it is that a read looks at what a write has changed.</summary>
internal enum Overlap
{
    None,

    /// <summary>By a naming convention only.</summary>
    Likely,

    /// <summary>The same entity type, table or key.</summary>
    Same,
}

/// <summary>What an access touches: an entity type with the tables it may be stored in, a table, or a key.</summary>
/// <param name="Entity">The entity or document type; null for SQL and keys.</param>
/// <param name="Tables">Table names in lower case: those of the SQL, or those an entity is mapped to.</param>
/// <param name="Key">The constant beginning of a key, or the symbol that holds it, as text.</param>
/// <param name="Display">How a message names it.</param>
internal sealed record DataItem(ITypeSymbol? Entity, ImmutableArray<string> Tables, string? Key, string Display)
{
    /// <summary>The parameter that gives the key, so that who calls the method says which it is.</summary>
    public IParameterSymbol? KeyParameter { get; init; }

    public static DataItem OfTable(string table) => new(null, ImmutableArray.Create(table), null, table);

    public static DataItem OfKey(string key, string display) => new(null, ImmutableArray<string>.Empty, key, display);

    /// <summary>An entity; its table is named by attribute, by the set it is read from, or like the type.</summary>
    /// <param name="entity">The type.</param>
    /// <param name="set">The name of the entity set, where one is known.</param>
    public static DataItem OfEntity(ITypeSymbol entity, string? set)
    {
        var tables = ImmutableArray.CreateBuilder<string>();
        foreach (var attribute in entity.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "TableAttribute" && attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is string table)
            {
                tables.Add(table.ToLowerInvariant());
            }
        }

        if (tables.Count == 0)
        {
            if (set is not null)
            {
                tables.Add(set.ToLowerInvariant());
            }

            tables.AddRange(Plurals(entity.Name.ToLowerInvariant()));
        }

        return new DataItem(entity, tables.ToImmutable(), null, entity.Name);
    }

    /// <summary>The same where type parameters are given types; null where one stays open.</summary>
    public DataItem? In(TypeMap types) =>
        Entity is not ITypeParameterSymbol parameter ? this : types.Of(parameter) is { } given ? given is ITypeParameterSymbol ? this with { Entity = given } : OfEntity(given, null) : null;

    /// <summary>Whether an access to this sees an access to the other.</summary>
    public Overlap With(DataItem other)
    {
        if (Key is not null || other.Key is not null)
        {
            return Key is not null && Key == other.Key ? Overlap.Same : Overlap.None;
        }

        if (Entity is ITypeParameterSymbol || other.Entity is ITypeParameterSymbol)
        {
            return SymbolEqualityComparer.Default.Equals(Entity, other.Entity) ? Overlap.Same : Overlap.None;
        }

        if (Entity is not null && other.Entity is not null)
        {
            if (SymbolEqualityComparer.Default.Equals(Entity.OriginalDefinition, other.Entity.OriginalDefinition) || Inherits(Entity, other.Entity) || Inherits(other.Entity, Entity))
            {
                return Overlap.Same;
            }

            // A read model of its own over the same table.
            return Tables.Length > 0 && other.Tables.Length > 0 && Tables[0] == other.Tables[0] ? Overlap.Likely : Overlap.None;
        }

        return Tables.Any(other.Tables.Contains) ? Overlap.Same : Overlap.None;
    }

    private static bool Inherits(ITypeSymbol type, ITypeSymbol ancestor) =>
        ancestor is INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } named && type.IsOrInherits(named);

    private static IEnumerable<string> Plurals(string name)
    {
        yield return name;
        yield return name + "s";
        if (name.EndsWith("y", StringComparison.Ordinal) && name.Length > 1)
        {
            yield return name.Substring(0, name.Length - 1) + "ies";
        }
        else if (name.EndsWith("s", StringComparison.Ordinal) || name.EndsWith("x", StringComparison.Ordinal) || name.EndsWith("ch", StringComparison.Ordinal))
        {
            yield return name + "es";
        }
    }
}
