using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>What an operation does with a collection or its element, by the operation alone.</summary>
internal static class StateEffects
{
    /// <summary>Whether an element or a property is written to, how, by what, and with what.</summary>
    public static bool IsWritten(IOperation target, out StateEffect effect, out IOperation written, out ImmutableArray<IOperation> value)
    {
        (effect, written, value) = (StateEffect.Overwrite, target.Parent!, ImmutableArray<IOperation>.Empty);
        switch (target.Parent)
        {
            case ICoalesceAssignmentOperation assignment when assignment.Target == target:
                (effect, value) = (StateEffect.AddIfAbsent, ImmutableArray.Create(assignment.Value));
                return true;
            case IAssignmentOperation assignment when assignment.Target == target:
                value = ImmutableArray.Create(assignment.Value);
                return true;
            case IIncrementOrDecrementOperation:
                return true;
            default:
                return false;
        }
    }

    /// <summary>The effect on state of a catalogued effect on a collection.</summary>
    public static StateEffect EffectOf(CollectionEffect effect) =>
        effect switch
        {
            CollectionEffect.Add => StateEffect.Add,
            CollectionEffect.AddIfAbsent => StateEffect.AddIfAbsent,
            CollectionEffect.Overwrite => StateEffect.Overwrite,
            CollectionEffect.Remove => StateEffect.Remove,
            CollectionEffect.Clear => StateEffect.Clear,
            _ => StateEffect.Read,
        };

    /// <summary>Whether the result is an element, or a view of the same elements, and not a copy.</summary>
    public static bool GivesElement(string name) =>
        name is "Find" or "FindLast" or "Where" or "Values" or "AsEnumerable" or "GetValueOrDefault" or "GetOrAdd" or "AddOrUpdate" or "Peek" or "Dequeue" or "Pop" ||
        name.StartsWith("First", StringComparison.Ordinal) || name.StartsWith("Last", StringComparison.Ordinal) || name.StartsWith("Single", StringComparison.Ordinal) ||
        name.StartsWith("ElementAt", StringComparison.Ordinal) || name.StartsWith("OrderBy", StringComparison.Ordinal);

    /// <summary>Whether a type, or what it promises, is a collection that can be changed.</summary>
    public static bool IsMutable(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? IsMutable(result) : CollectionShape.Of(type) is not null;

    /// <summary><c>if (field == null) field = …</c>, with or without a lock around it.</summary>
    public static bool IsGuardedByNull(ISimpleAssignmentOperation assignment) =>
        assignment.Target is IMemberReferenceOperation target && assignment.Ancestors().OfType<IConditionalOperation>().Any(c => c.Condition.DescendantsAndSelf().Any(o =>
            o is IMemberReferenceOperation tested && SymbolEqualityComparer.Default.Equals(tested.Member, target.Member) && o.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } or IIsPatternOperation or IConversionOperation { Parent: IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } }));
}
