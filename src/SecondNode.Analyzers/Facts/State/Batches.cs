using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Recognizes work that is gathered for a timer or a background service of this node, which takes all of it out and is the
/// only one that looks at it: every node works off its own.
/// </summary>
internal static class Batches
{
    /// <summary>Whether only background work of the node looks at it, and takes out what it has seen.</summary>
    public static bool Are(ImmutableArray<StateUse> all, ImmutableArray<StateUse> changes)
    {
        var takers = changes.Where(c => c is { IsNested: false, Effect: StateEffect.Clear or StateEffect.Remove }).ToList();
        return takers.Count > 0 && changes.Any(c => c.Adds) &&
            all.All(u => u.Effect == StateEffect.Passed || IsAddition(u) || IsBy(u, takers) || u.Member is null or IFieldSymbol or IPropertySymbol || (u.Effect == StateEffect.Probe && changes.Any(c => IsAddition(c) && IsSameMember(c, u)))) &&
            takers.All(t => t.Phase.IsOnlyBackground());
    }

    private static bool IsAddition(StateUse use) => use.Effect is StateEffect.Add or StateEffect.AddIfAbsent or StateEffect.Overwrite && !IsAsked(use);

    /// <summary>Whether the answer of an addition tells somebody what is there.</summary>
    private static bool IsAsked(StateUse use) => use.Operation is Microsoft.CodeAnalysis.Operations.IInvocationOperation { TargetMethod.ReturnType.SpecialType: SpecialType.System_Boolean, Parent: not Microsoft.CodeAnalysis.Operations.IExpressionStatementOperation };

    private static bool IsBy(StateUse use, List<StateUse> takers) => takers.Any(t => IsSameMember(t, use));

    private static bool IsSameMember(StateUse one, StateUse other) => SymbolEqualityComparer.Default.Equals(one.Member, other.Member);
}
