using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>Which uses of caches touch the same entry: by what is known of their keys, in place or from the callers of a private method.</summary>
internal sealed class CachePairs(RuleContext context)
{
    private const int MaxCallers = 60;

    private readonly Dictionary<CacheUse, ImmutableArray<CacheKey>> keys = [];

    /// <summary>Whether two uses may touch the same entry.</summary>
    public bool Meet(CacheUse one, CacheUse other)
    {
        if (one.Holder is IFieldSymbol held && other.Holder is IFieldSymbol another && SymbolEqualityComparer.Default.Equals(held.ContainingType, another.ContainingType) && !SymbolEqualityComparer.Default.Equals(held, another))
        {
            return false;
        }

        var related = Related(one.Type, other.Type);
        foreach (var left in KeysOf(one))
        {
            foreach (var right in KeysOf(other))
            {
                if (left.Meets(right) || (related && (left.IsAny || left.IsGiven || right.IsGiven)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether one of the types derives from the other, or both are the same.</summary>
    public static bool Related(INamedTypeSymbol one, INamedTypeSymbol other) => Derives(one, other) || Derives(other, one);

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, from.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The key, or what the callers of a private method pass for it.</summary>
    public ImmutableArray<CacheKey> KeysOf(CacheUse use)
    {
        if (keys.TryGetValue(use, out var known))
        {
            return known;
        }

        keys[use] = known = ImmutableArray.Create(use.Key);
        if (use.Key is { IsGiven: true, Parameter: { ContainingSymbol: IMethodSymbol { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary } method } parameter })
        {
            var passed = ImmutableArray.CreateBuilder<CacheKey>();
            context.Uses.Visit(method, MaxCallers, caller =>
            {
                if (caller.Name.InvocationOf() is { } written && caller.Model.GetOperation(written, context.Cancellation) is IInvocationOperation call &&
                    call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal) is { } argument)
                {
                    passed.Add(CacheKey.Of(argument.Value, context));
                }

                return true;
            });
            keys[use] = known = passed.Count > 0 ? passed.ToImmutable() : known;
        }

        return known;
    }
}
