using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Recognizes what stands for code rather than for data: a subscription, which calls back somebody in this process, and a
/// handler, which is only ever called.
/// </summary>
internal static class Subscriptions
{
    private const int MaxDepth = 4;

    /// <summary>Whether the type, or what a collection of it holds, is an object of the application that calls back until it is disposed.</summary>
    public static bool Are(ITypeSymbol? type, int depth = 0) =>
        type is INamedTypeSymbol named && depth < MaxDepth &&
        (IsSubscription(named) || (IsCollection(named) && named.TypeArguments.Any(a => Are(a, depth + 1))));

    /// <summary>Whether the type, or what a collection of it holds, is an interface of the application of which nothing can be read: each member is a method that takes something.</summary>
    public static bool AreHandlers(ITypeSymbol? type, int depth = 0) =>
        type is INamedTypeSymbol named && depth < MaxDepth &&
        (IsHandler(named) || (IsCollection(named) && named.TypeArguments.Any(a => AreHandlers(a, depth + 1))));

    private static bool IsSubscription(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && !type.DeclaringSyntaxReferences.IsEmpty &&
        type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_IDisposable || i is { Name: "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }) &&
        (type.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, Type.TypeKind: TypeKind.Delegate }) ||
         type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.TypeKind == TypeKind.Delegate)));

    private static bool IsHandler(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Interface || type.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        var members = type.AllInterfaces.Insert(0, type).SelectMany(i => i.GetMembers()).Where(m => !m.IsStatic).ToList();
        return members.Count > 0 && members.All(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, Parameters.IsEmpty: false });
    }

    private static bool IsCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Generic" or "Concurrent" or "Immutable" or "ObjectModel", ContainingNamespace.Name: "Collections" };
}
