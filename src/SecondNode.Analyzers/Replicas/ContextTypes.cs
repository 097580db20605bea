using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Which types are object-relational contexts, and which entities they hold. An interface with entity sets is one, too.</summary>
internal sealed class ContextTypes(RuleContext context)
{
    private readonly ConcurrentDictionary<ITypeSymbol, ImmutableArray<IPropertySymbol>> sets = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> units = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> sourceClasses = new(() => ClassesOf(context));
    private readonly Lazy<Dictionary<ISymbol, List<INamedTypeSymbol>>> implementations = new(() => MapInterfaces(ClassesOf(context)));

    /// <summary>The classes that are declared in source.</summary>
    public ImmutableArray<INamedTypeSymbol> SourceClasses => sourceClasses.Value;

    /// <summary>Whether the symbol is declared in this project.</summary>
    public bool IsDeclaredHere(ISymbol symbol) => symbol.IsInSource(context.Compilation);

    /// <summary>Whether the type is a DbContext, or an interface or class with entity sets.</summary>
    public bool IsContext(ITypeSymbol? type) => type is not null && (IsDbContext(type) || !SetsOf(type).IsEmpty || HasSetMethod(type) || IsSession(type));

    /// <summary>Whether the type is a session of Marten, whose documents are asked for and staged by type.</summary>
    public static bool IsSession(ITypeSymbol? type) =>
        type is not null && (IsQuerySession(type) || (type.TypeKind is TypeKind.Interface or TypeKind.Class && type.SpecialType == SpecialType.None && type.AllInterfaces.Any(IsQuerySession)));

    /// <summary>Whether it is one that only reads.</summary>
    public static bool IsQuerySession(ITypeSymbol type) => type is { Name: "IQuerySession", ContainingNamespace: { Name: RoutingLibrary.Marten, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether the type derives from a DbContext of EF Core or EF6.</summary>
    public bool IsDbContext(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "DbContext" && current.ContainingNamespace?.ToDisplayString() is "Microsoft.EntityFrameworkCore" or "System.Data.Entity")
            {
                return true;
            }

            if (current is ITypeParameterSymbol parameter)
            {
                return parameter.ConstraintTypes.Any(IsDbContext);
            }
        }

        return false;
    }

    /// <summary>Whether saving through the type saves a context: a context, or an interface that a context implements.</summary>
    public bool Saves(ITypeSymbol? type) =>
        type is not null && (IsContext(type) || (type.TypeKind == TypeKind.Interface && units.GetOrAdd(type, t => ImplementationsOf(t).Any(IsDbContext))));

    /// <summary>The properties of the type, inherited ones included, that are entity sets.</summary>
    public ImmutableArray<IPropertySymbol> SetsOf(ITypeSymbol type) => sets.GetOrAdd(type, FindSets);

    /// <summary>The entity of a set property or set type, or null.</summary>
    public static ITypeSymbol? EntityOf(ITypeSymbol? set) =>
        set is INamedTypeSymbol { Name: "DbSet" or "IDbSet", TypeArguments.Length: 1 } named ? named.TypeArguments[0] : null;

    /// <summary>The source classes that implement an interface.</summary>
    public IEnumerable<INamedTypeSymbol> ImplementationsOf(ITypeSymbol type) =>
        implementations.Value.TryGetValue(type.OriginalDefinition, out var found) ? found : [];

    private static Dictionary<ISymbol, List<INamedTypeSymbol>> MapInterfaces(ImmutableArray<INamedTypeSymbol> classes)
    {
        var map = new Dictionary<ISymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        foreach (var type in classes)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (!map.TryGetValue(implemented.OriginalDefinition, out var list))
                {
                    map.Add(implemented.OriginalDefinition, list = []);
                }

                // A class may implement one interface for several types.
                if (list.Count == 0 || !SymbolEqualityComparer.Default.Equals(list[list.Count - 1], type))
                {
                    list.Add(type);
                }
            }
        }

        return map;
    }

    private static bool HasSetMethod(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && type.GetMembers("Set").Any(m => m is IMethodSymbol { Arity: 1 } method && EntityOf(method.ReturnType) is not null);

    private static ImmutableArray<IPropertySymbol> FindSets(ITypeSymbol type)
    {
        var found = ImmutableArray.CreateBuilder<IPropertySymbol>();
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Interface) || type.SpecialType != SpecialType.None)
        {
            return found.ToImmutable();
        }

        for (var current = type; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            Add(current);
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var inherited in type.AllInterfaces)
            {
                Add(inherited);
            }
        }

        return found.ToImmutable();

        void Add(ITypeSymbol declaring)
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member is IPropertySymbol { IsIndexer: false } property && EntityOf(property.Type) is not null)
                {
                    found.Add(property);
                }
            }
        }
    }

    private static ImmutableArray<INamedTypeSymbol> ClassesOf(RuleContext context)
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        Visit(context.Compilation.Assembly.GlobalNamespace);
        return found.ToImmutable();

        void Visit(INamespaceOrTypeSymbol container)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            foreach (var member in container.GetMembers())
            {
                switch (member)
                {
                    case INamespaceSymbol inner:
                        Visit(inner);
                        break;
                    case INamedTypeSymbol type:
                        if (type.TypeKind == TypeKind.Class)
                        {
                            found.Add(type);
                        }

                        Visit(type);
                        break;
                }
            }
        }
    }
}
