using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Recognizes objects that are kept for reuse: from which node an object comes makes no difference.</summary>
internal static class Pools
{
    private const int MaxDepth = 4;

    [Flags]
    private enum Source
    {
        None = 0,
        Made = 1,
        TakenOut = 2,
        Other = 4,
    }

    /// <summary>Whether it is called a pool, or whatever is put in was taken out of it, or made for want of one, by the same member.</summary>
    public static bool Is(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> changes) =>
        shape.Kind is CollectionKind.Bag or CollectionKind.Stack or CollectionKind.Queue or CollectionKind.List &&
        changes.Any(c => c.Effect == StateEffect.Remove) &&
        (IsCalledSo(state.Name) || IsCalledSo(state.ContainingType?.Name) || OnlyPutsBack(changes));

    private static bool IsCalledSo(string? name) => name is not null && name.IndexOf("pool", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool OnlyPutsBack(ImmutableArray<StateUse> changes)
    {
        var added = changes.Where(c => c.Effect is not (StateEffect.Remove or StateEffect.Clear)).ToList();
        return added.Count > 0 && added.All(a => a is { IsNested: false, Effect: StateEffect.Add, Values: [var value] } && PutsBack(value, a, changes));
    }

    private static bool PutsBack(IOperation value, StateUse add, ImmutableArray<StateUse> changes)
    {
        var taken = changes.Where(c => c.Effect == StateEffect.Remove && SymbolEqualityComparer.Default.Equals(c.Member, add.Member)).Select(c => c.Operation).ToList();
        var source = taken.Count == 0 ? Source.Other : SourceOf(value, taken, new LocalWrites(add.Operation.Root()), 0);
        return (source & Source.TakenOut) != Source.None && (source & Source.Other) == Source.None;
    }

    private static Source SourceOf(IOperation? value, List<IOperation> taken, LocalWrites locals, int depth)
    {
        if (depth > MaxDepth)
        {
            return Source.Other;
        }

        switch (value)
        {
            case null or ILiteralOperation or IDefaultValueOperation:
                return Source.None;
            case IInvocationOperation call when taken.Any(t => t.Syntax == call.Syntax):
                return Source.TakenOut;
            case IObjectCreationOperation or IArrayCreationOperation or ITypeParameterObjectCreationOperation:
                return Source.Made;
            case IConversionOperation conversion:
                return SourceOf(conversion.Operand, taken, locals, depth);
            case IConditionalOperation choice:
                return SourceOf(choice.WhenTrue, taken, locals, depth) | SourceOf(choice.WhenFalse, taken, locals, depth);
            case ICoalesceOperation coalesce:
                return SourceOf(coalesce.Value, taken, locals, depth) | SourceOf(coalesce.WhenNull, taken, locals, depth);
            case ILocalReferenceOperation local:
                return locals.Of(local.Local).Aggregate(Source.None, (found, write) => found | OfWrite(write));
            default:
                return Source.Other;
        }

        Source OfWrite(IOperation write) =>
            write switch
            {
                IVariableDeclaratorOperation declarator => SourceOf(declarator.GetVariableInitializer()?.Value, taken, locals, depth + 1),
                IAssignmentOperation { Target: ILocalReferenceOperation } assignment => SourceOf(assignment.Value, taken, locals, depth + 1),
                IArgumentOperation argument => argument.Parent is { } call && taken.Any(t => t.Syntax == call.Syntax) ? Source.TakenOut : Source.Other,

                // What is done to the object while it is in use does not make it another one.
                IAssignmentOperation or IInvocationOperation => Source.None,
                _ => Source.Other,
            };
    }
}
