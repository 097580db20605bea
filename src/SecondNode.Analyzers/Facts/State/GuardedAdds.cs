using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Recognizes the hand-written memo: look it up, and where it is missing compute and store it. An indexer assignment there
/// does not replace anything.
/// </summary>
internal static class GuardedAdds
{
    /// <summary>Whether the change only happens where one of the probes has found nothing.</summary>
    public static bool IsGuarded(StateUse change, IEnumerable<StateUse> probes)
    {
        if (change.IsNested || change.Effect is not (StateEffect.Add or StateEffect.Overwrite or StateEffect.Assign or StateEffect.AddIfAbsent))
        {
            return change.Effect is StateEffect.AddIfAbsent;
        }

        if (change.Effect == StateEffect.AddIfAbsent)
        {
            return true;
        }

        var nearby = probes.Where(p => p.Operation.Syntax.SyntaxTree == change.Operation.Syntax.SyntaxTree && SymbolEqualityComparer.Default.Equals(p.Member, change.Member)).ToList();
        if (nearby.Count == 0)
        {
            return false;
        }

        var root = change.Operation.Root();
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IConditionalOperation test when Asks(test.Condition, root, nearby) && IsOnMiss(test, change.Operation):
                case ICoalesceOperation coalesce when Asks(coalesce.Value, root, nearby) && Contains(coalesce.WhenNull, change.Operation):
                    return true;
            }
        }

        return false;
    }

    private static bool IsOnMiss(IConditionalOperation test, IOperation change) =>
        IsNegative(test.Condition)
            ? Contains(test.WhenTrue, change)
            : Contains(test.WhenFalse, change) || (Exits(test.WhenTrue) && !Contains(test.WhenTrue, change) && change.Syntax.SpanStart > test.Syntax.Span.End && test.Parent is not null && Contains(test.Parent, change));

    /// <summary>Whether the condition holds where nothing was found.</summary>
    private static bool IsNegative(IOperation condition) =>
        condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } => true,
            IPropertyReferenceOperation { Property.Name: "IsEmpty" } => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.ConditionalAnd } both => IsNegative(both.LeftOperand),
            IIsPatternOperation { Pattern: IConstantPatternOperation } => true,
            IParenthesizedOperation inner => IsNegative(inner.Operand),
            _ => false,
        };

    /// <summary>Whether the condition asks the collection, itself or through a local that holds the answer.</summary>
    private static bool Asks(IOperation condition, IOperation root, List<StateUse> probes)
    {
        if (probes.Any(p => condition.Syntax.Span.Contains(p.Operation.Syntax.Span)))
        {
            return true;
        }

        foreach (var local in condition.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
        {
            foreach (var operation in root.DescendantsAndSelf())
            {
                var value = operation switch
                {
                    IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local) => declarator.GetVariableInitializer()?.Value,
                    ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local.Local) => assignment.Value,
                    IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: { } call } argument when argument.Value.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation l && SymbolEqualityComparer.Default.Equals(l.Local, local.Local)) => call,
                    _ => null,
                };
                if (value is not null && probes.Any(p => value.Syntax.Span.Contains(p.Operation.Syntax.Span)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Exits(IOperation? branch) =>
        branch switch
        {
            IReturnOperation or IThrowOperation or IBranchOperation => true,
            IExpressionStatementOperation { Operation: IThrowOperation } => true,
            IBlockOperation { Operations: [.., var last] } => Exits(last),
            _ => false,
        };

    private static bool Contains(IOperation? outer, IOperation inner) => outer is not null && outer.Syntax.SyntaxTree == inner.Syntax.SyntaxTree && outer.Syntax.Span.Contains(inner.Syntax.Span);
}
