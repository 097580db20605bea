using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>How a replica's answer comes into a write.</summary>
internal enum Decision
{
    /// <summary>Not that one could see.</summary>
    None,

    /// <summary>What is missing ends the request: a lagging replica refuses what it should not.</summary>
    MustExist,

    /// <summary>The write happens or not by what the replica says: uniqueness, limits, versions.</summary>
    Decides,

    /// <summary>What the replica says is written, changed or not.</summary>
    FlowsIn,
}

/// <summary>Whether what a replica answered decides a later write in the same body, or is written itself.</summary>
internal static class Guards
{
    private const int MaxRounds = 4;

    /// <summary>How the read comes into the write.</summary>
    public static Decision Of(WriteAfterRead found, BodyValues body)
    {
        var read = found.Read.Place;
        var write = found.Write.Place.Syntax;
        var change = found.Change.Place;
        if (read.Syntax.SyntaxTree != write.SyntaxTree)
        {
            return Decision.None;
        }

        var answers = Answers(read, body);
        if (Mentions(change, read, answers) || (change is IInvocationOperation call && call.Arguments.Any(a => a.Value.ReferencedSymbol() is ILocalSymbol made && body.Of(made).Any(v => Mentions(v, read, answers)))))
        {
            return Decision.FlowsIn;
        }

        var best = Decision.None;
        foreach (var condition in body.Conditions)
        {
            if (!Tests(condition.Condition, read, answers))
            {
                continue;
            }

            var within = condition.Branches.Any(b => b.Span.Contains(change.Syntax.Span) || b.Span.Contains(write.Span));
            if (within || (condition.Syntax.Span.End <= write.SpanStart && (condition.IsLoop || condition.Branches.Any(Leaves))))
            {
                var isPresent = condition.IsCoalesce ? false : SaysPresent(condition.Condition);
                var runsWhenTrue = within && (condition.Branches[0].Span.Contains(change.Syntax.Span) || condition.Branches[0].Span.Contains(write.Span));
                var decision = isPresent == runsWhenTrue ? Decision.MustExist : Decision.Decides;
                best = decision > best ? decision : best;
            }
        }

        return best;
    }

    /// <summary>The variables that hold what was read, or something made of it.</summary>
    private static HashSet<ISymbol> Answers(IOperation read, BodyValues body)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = found.Count;
            foreach (var (variable, value) in body.Variables)
            {
                if (!found.Contains(variable) && Tests(value, read, found))
                {
                    found.Add(variable);
                }
            }

            if (found.Count == before)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Whether an expression is made of the answer; inside of a lambda it is a query's parameter.</summary>
    private static bool Tests(IOperation expression, IOperation read, HashSet<ISymbol> answers) =>
        expression.Syntax.Span.Contains(read.Syntax.Span) ||
        expression.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation local && answers.Contains(local.Local) && !IsKey(local));

    /// <summary>Whether what is written has the answer in it, its key apart, which never changes.</summary>
    private static bool Mentions(IOperation change, IOperation read, HashSet<ISymbol> answers) =>
        (change.Syntax != read.Syntax && change.Syntax.Span.Contains(read.Syntax.Span)) ||
        change.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation local && answers.Contains(local.Local) && !IsKey(local) && !IsReceiver(local, change));

    private static bool IsKey(IOperation local)
    {
        var parent = local.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        while (parent is IPropertyReferenceOperation { Parent: IPropertyReferenceOperation outer })
        {
            parent = outer;
        }

        return parent is IPropertyReferenceOperation { Property.Name: var name } && (name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal) || name.EndsWith("Key", StringComparison.Ordinal));
    }

    /// <summary>order.Status = "x" writes into the answer, not the answer.</summary>
    private static bool IsReceiver(IOperation local, IOperation change) =>
        change is IAssignmentOperation assignment && assignment.Target.Syntax.Span.Contains(local.Syntax.Span);

    private static bool Leaves(SyntaxNode branch) =>
        (branch is BlockSyntax block ? block.Statements.LastOrDefault() : branch) is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or YieldStatementSyntax || branch is ThrowExpressionSyntax;

    /// <summary>Whether a condition that holds says that something is there (true), or that it is not (false); null where it says something else.</summary>
    private static bool? SaysPresent(IOperation condition)
    {
        switch (condition.Unwrap())
        {
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } }:
                return false;
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation or IRecursivePatternOperation } pattern }:
                return pattern.Pattern is IConstantPatternOperation;
            case IIsPatternOperation { Pattern: IRecursivePatternOperation }:
                return true;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } compared when IsNull(compared.LeftOperand) || IsNull(compared.RightOperand):
                return compared.OperatorKind == BinaryOperatorKind.NotEquals;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !SaysPresent(not.Operand);
            case IInvocationOperation { TargetMethod.Name: var name } when name.StartsWith("Any", StringComparison.Ordinal) || name.IndexOf("Exist", StringComparison.Ordinal) >= 0:
                return true;
            default:
                return null;
        }
    }

    private static bool IsNull(IOperation operand) => operand.Unwrap().ConstantValue is { HasValue: true, Value: null };
}

/// <summary>A condition in a body, and the code that runs by it.</summary>
/// <param name="Syntax">The whole.</param>
/// <param name="Condition">What is tested.</param>
/// <param name="Branches">What runs, that for true first.</param>
/// <param name="IsCoalesce">Whether it is a test for null by <c>??</c>.</param>
/// <param name="IsLoop">Whether what follows runs only when the condition no longer holds.</param>
internal sealed record BodyCondition(SyntaxNode Syntax, IOperation Condition, SyntaxNode[] Branches, bool IsCoalesce = false, bool IsLoop = false);
