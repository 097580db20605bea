using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Which types have one instance for each node: singletons by any form of registration, the implementation of an interface
/// that is registered by a factory, classes whose derived classes are singletons, and middleware.
/// </summary>
internal sealed class SingleInstances(RuleContext context)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether all requests on a node share one instance of the type.</summary>
    public bool Contains(INamedTypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class, IsStatic: false } && known.GetOrAdd(type.OriginalDefinition, Find);

    private bool Find(INamedTypeSymbol type)
    {
        switch (context.Lifetimes.Of(type))
        {
            case Lifetime.Singleton:
                return true;
            case Lifetime.Static:
                return !HasFactory(type);
            case Lifetime.Scoped or Lifetime.Transient:
                return false;
        }

        // What carries data is no service; a registered one is known by now.
        if (!type.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, IsImplicitlyDeclared: false }))
        {
            return false;
        }

        return IsMiddleware(type) || IsMadeByFactory(type) || IsBaseOfSingletons(type);
    }

    /// <summary>A private constructor and a well-known instance, but also methods that make others: a value, not a singleton.</summary>
    private static bool HasFactory(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IMethodSymbol { IsStatic: true, MethodKind: MethodKind.Ordinary or MethodKind.UserDefinedOperator } method && SymbolEqualityComparer.Default.Equals(method.ReturnType, type) &&
            !new[] { "Instance", "Current", "Default", "Singleton" }.Any(word => method.Name.Contains(word)));

    private bool IsMadeByFactory(INamedTypeSymbol type) =>
        type.Interfaces.Any(i => i.IsInSource(context.Compilation) && context.Lifetimes.Of(i) == Lifetime.Singleton && SymbolEqualityComparer.Default.Equals(context.Implementations.SingleOf(i), type));

    private bool IsBaseOfSingletons(INamedTypeSymbol type) =>
        type.IsAbstract && context.Implementations.Related(type, []).ToList() is { Count: > 0 } derived && derived.All(d => context.Lifetimes.Of(d) == Lifetime.Singleton);

    /// <summary>Middleware by convention: the pipeline holds one instance.</summary>
    private static bool IsMiddleware(INamedTypeSymbol type) =>
        type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.Name == "RequestDelegate")) &&
        type.GetMembers().Any(m => m is IMethodSymbol { Name: "Invoke" or "InvokeAsync", Parameters: [{ Type.Name: "HttpContext" }, ..] });
}
