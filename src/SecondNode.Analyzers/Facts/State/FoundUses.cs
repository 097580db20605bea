using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>The uses that a walk has found so far, and what of them is dropped again because it is no use of the state itself.</summary>
internal sealed class FoundUses(RuleContext context)
{
    private readonly ImmutableArray<StateUse>.Builder all = ImmutableArray.CreateBuilder<StateUse>();

    /// <summary>How many there are: what is found from now on has this index.</summary>
    public int Count => all.Count;

    /// <summary>All of them, in the order in which they were found.</summary>
    public ImmutableArray<StateUse> ToImmutable() => all.ToImmutable();

    /// <summary>Adds one.</summary>
    public void Add(StateEffect effect, IOperation operation, UsePlace place, IOperation? key, IEnumerable<IOperation> values, bool nested)
    {
        if (operation.Syntax is null)
        {
            return;
        }

        var at = place.At ?? operation.Syntax;
        place.Last = operation.Syntax;
        all.Add(new StateUse(effect, operation, UsePlace.MemberAt(operation.Syntax, context), new Lazy<ExecutionPhase>(() => context.Phases.At(at, context.Uses.ModelOf(at.SyntaxTree))), key, values.ToImmutableArray(), nested));
    }

    /// <summary>Of an element only what changes it matters: reads of elements are reads of the collection, which are known.</summary>
    public void KeepChanges(int start)
    {
        for (var i = all.Count - 1; i >= start; i--)
        {
            if (!all[i].Changes || all[i].Effect == StateEffect.Assign)
            {
                all.RemoveAt(i);
            }
        }
    }

    /// <summary>A field that holds the same collection: that it gets another one does nothing to this one.</summary>
    public void DropAssignments(int start, IFieldSymbol field)
    {
        for (var i = all.Count - 1; i >= start; i--)
        {
            if (all[i] is { Effect: StateEffect.Assign or StateEffect.AssignIfNull, Operation: IAssignmentOperation { Target: IFieldReferenceOperation { Field: var assigned } } } && SymbolEqualityComparer.Default.Equals(assigned.OriginalDefinition, field.OriginalDefinition))
            {
                all.RemoveAt(i);
            }
        }
    }
}
