using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What the type parameters of a called method and of its type stand for at one call.</summary>
internal sealed class TypeMap
{
    private readonly Dictionary<ISymbol, ITypeSymbol> given = new(SymbolEqualityComparer.Default);

    /// <summary>The types of a call that is bound to the method itself.</summary>
    public static TypeMap Of(IMethodSymbol method)
    {
        var map = new TypeMap();
        map.Add(method);
        return map;
    }

    /// <summary>The types of a call that is bound to an interface's member and runs an implementation.</summary>
    /// <param name="called">The member as the call names it.</param>
    /// <param name="implementation">The class's method, in the class's own terms.</param>
    /// <param name="type">The implementing class, unbound.</param>
    public static TypeMap Of(IMethodSymbol called, IMethodSymbol implementation, INamedTypeSymbol type)
    {
        var map = new TypeMap();
        map.Add(implementation);
        foreach (var implemented in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, called.ContainingType.OriginalDefinition))
            {
                for (var i = 0; i < implemented.TypeArguments.Length; i++)
                {
                    map.Bind(implemented.TypeArguments[i], called.ContainingType.TypeArguments[i]);
                }
            }
        }

        for (var i = 0; i < implementation.TypeParameters.Length && i < called.TypeArguments.Length; i++)
        {
            map.given[implementation.OriginalDefinition.TypeParameters[i]] = called.TypeArguments[i];
        }

        return map;
    }

    /// <summary>What the parameter stands for; null where the call does not say.</summary>
    public ITypeSymbol? Of(ITypeParameterSymbol parameter) => given.TryGetValue(parameter, out var type) ? type : null;

    private void Add(IMethodSymbol method)
    {
        for (var i = 0; i < method.TypeArguments.Length; i++)
        {
            given[method.OriginalDefinition.TypeParameters[i]] = method.TypeArguments[i];
        }

        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            for (var i = 0; i < type.TypeArguments.Length; i++)
            {
                given[type.OriginalDefinition.TypeParameters[i]] = type.TypeArguments[i];
            }
        }
    }

    /// <summary>A class that implements the interface for its own parameter, or one that inherits a generic base for it.</summary>
    private void Bind(ITypeSymbol own, ITypeSymbol actual)
    {
        if (own is not ITypeParameterSymbol parameter)
        {
            return;
        }

        given[parameter] = actual;
        foreach (var entry in given.ToList())
        {
            if (SymbolEqualityComparer.Default.Equals(entry.Value, parameter))
            {
                given[entry.Key] = actual;
            }
        }
    }
}
