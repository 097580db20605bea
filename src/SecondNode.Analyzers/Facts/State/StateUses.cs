using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Every use of a field or property in the compilation and what it does to it: through locals, parameters of source
/// methods, properties that return it, and into its elements.
/// </summary>
internal sealed class StateUses(RuleContext context)
{
    /// <summary>The uses of a field or property; null where they are too many to look at.</summary>
    public ImmutableArray<StateUse>? Of(ISymbol state)
    {
        var walk = new StateWalk(context);
        return walk.Collect(state) ? walk.Found : null;
    }

    /// <summary>
    /// As <see cref="Of"/>, but what members hand out is followed no further than the files of the type itself, which is
    /// where state is mostly changed; and whether that leaves uses out.
    /// </summary>
    public (ImmutableArray<StateUse>? Uses, bool IsComplete) NearbyOf(ISymbol state)
    {
        var walk = new StateWalk(context) { Home = state.ContainingType?.DeclaringSyntaxReferences.Select(r => r.SyntaxTree).ToImmutableHashSet() };
        return (walk.Collect(state) ? walk.Found : null, !walk.LeavesOut);
    }

    /// <summary>Whether anything but plain reads and the initializer uses it: the cheap question, which settles most tables.</summary>
    /// <param name="state">The field or property.</param>
    /// <param name="element">The type of what is in it.</param>
    public bool MayChange(ISymbol state, ITypeSymbol? element)
    {
        var fixedElements = PlainReads.IsFixed(element);
        foreach (var (name, naming) in context.Uses.Places(state, null))
        {
            SyntaxNode node = name;
            while (node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
            {
                node = access;
            }

            if (!PlainReads.Is(node, fixedElements))
            {
                return true;
            }
        }

        return false;
    }
}
