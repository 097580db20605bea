using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>How a field gets another value.</summary>
internal enum ScalarChange
{
    /// <summary>It is replaced.</summary>
    Assign,

    /// <summary>It gets a value where it has none: lazy initialization.</summary>
    AssignIfNull,

    /// <summary>It is emptied: what was computed has to be computed again.</summary>
    Reset,

    /// <summary>It counts.</summary>
    Count,

    /// <summary>The object that it holds is changed in place.</summary>
    Change,
}

/// <summary>One place that changes a field or property.</summary>
/// <param name="Kind">How.</param>
/// <param name="Operation">The operation that does it.</param>
/// <param name="Value">What is put in, or null.</param>
/// <param name="Member">The member that the place is in.</param>
/// <param name="LazyPhase">When the place runs.</param>
internal sealed record ScalarWrite(ScalarChange Kind, IOperation Operation, IOperation? Value, ISymbol? Member, Lazy<ExecutionPhase> LazyPhase)
{
    /// <summary>When the place runs: asked only where it matters, because callers are searched.</summary>
    public ExecutionPhase Phase => LazyPhase.Value;
}

/// <summary>The places that change a field or auto-property which is no collection, and the members that read it.</summary>
internal sealed class ScalarChanges
{
    private const int MaxPlaces = 400;

    private readonly ISymbol state;
    private readonly RuleContext context;

    private ScalarChanges(ImmutableArray<ScalarWrite> writes, ISymbol state, RuleContext context)
    {
        Writes = writes;
        this.state = state;
        this.context = context;
    }

    /// <summary>The places that change it, in the order of the source.</summary>
    public ImmutableArray<ScalarWrite> Writes { get; }

    /// <summary>The changes of a field or property; null where its name is written too often to look everywhere.</summary>
    /// <param name="state">The field or property.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="onlyDeclared">Whether a place counts only where declarations tell that it means this member: <c>found.Name = name</c> is everywhere.</param>
    public static ScalarChanges? Of(ISymbol state, RuleContext context, bool onlyDeclared)
    {
        var writes = ImmutableArray.CreateBuilder<ScalarWrite>();
        var isComplete = context.Uses.Visit(state, MaxPlaces, use =>
        {
            var node = Whole(use.Name);
            if (use.Model.GetOperation(node, context.Cancellation) is { } reference && !IsOfNewObject(reference) && WriteAt(reference) is { } write)
            {
                writes.Add(write with { Member = EnclosingMember.Of(node, use.Model, context.Cancellation), LazyPhase = new Lazy<ExecutionPhase>(() => context.Phases.At(node, use.Model)) });
            }

            return true;
        }, IsWritten, onlyDeclared);
        return isComplete ? new ScalarChanges(writes.ToImmutable(), state, context) : null;
    }

    /// <summary>Whether a member of that kind reads it; false where its name is written too often to look everywhere.</summary>
    public bool AreReadBy(Func<ISymbol?, bool> isWanted)
    {
        var found = false;
        return context.Uses.Visit(state, MaxPlaces, use =>
        {
            var node = Whole(use.Name);
            found = isWanted(EnclosingMember.Of(node, use.Model, context.Cancellation)) && use.Model.GetOperation(node, context.Cancellation) is { } reference && !IsOfNewObject(reference) && WriteAt(reference) is null &&
                reference.Parent is not INameOfOperation && (reference.Parent is IUnaryOperation || !IsTest(reference));
            return !found;
        }) && found;
    }

    private static SyntaxNode Whole(SimpleNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
        {
            node = access;
        }

        return node;
    }

    private static bool IsWritten(SimpleNameSyntax name)
    {
        ExpressionSyntax expression = name;
        while (expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression)
        {
            expression = access;
        }

        return PlainReads.IsTarget(expression);
    }

    /// <summary>What an object initializer sets belongs to the new object.</summary>
    private static bool IsOfNewObject(IOperation reference) => reference is IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } };

    private static ScalarWrite? WriteAt(IOperation reference)
    {
        var (kind, value) = reference.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == reference => (KindOf(assignment, reference), assignment.Value),
            ICoalesceAssignmentOperation assignment when assignment.Target == reference => (ScalarChange.AssignIfNull, assignment.Value),
            ICompoundAssignmentOperation assignment when assignment.Target == reference => (ScalarChange.Count, assignment.Value),
            IIncrementOrDecrementOperation => (ScalarChange.Count, null),
            ITupleOperation { Parent: IDeconstructionAssignmentOperation { Target: ITupleOperation target } deconstruction } tuple when target == tuple => (ScalarChange.Assign, deconstruction.Value),
            IMemberReferenceOperation { Member.DeclaringSyntaxReferences.IsEmpty: false, Parent: IAssignmentOperation assignment } member when member.Instance == reference && assignment.Target == member => (ScalarChange.Change, assignment.Value),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: IInvocationOperation call } argument => (OfReference(call), call.Arguments.FirstOrDefault(a => a != argument)?.Value),
            _ => ((ScalarChange?)null, null),
        };
        return kind is { } found ? new ScalarWrite(found, reference.Parent!, value, null, null!) : null;
    }

    private static ScalarChange? OfReference(IInvocationOperation call) =>
        call.TargetMethod.Name switch
        {
            "Read" or "MemoryBarrier" => null,
            "Increment" or "Decrement" or "Add" => ScalarChange.Count,
            "EnsureInitialized" => ScalarChange.AssignIfNull,
            "CompareExchange" when call.Arguments.LastOrDefault()?.Value is { ConstantValue: { HasValue: true, Value: null or 0 or false } } => ScalarChange.AssignIfNull,
            _ => ScalarChange.Assign,
        };

    private static ScalarChange KindOf(ISimpleAssignmentOperation assignment, IOperation reference) =>
        IsEmpty(assignment.Value) ? ScalarChange.Reset
        : assignment.Ancestors().OfType<IConditionalOperation>().Any(c => c.Condition.DescendantsAndSelf().Any(o => IsSame(o, reference) && IsTest(o))) ? ScalarChange.AssignIfNull
        : ScalarChange.Assign;

    private static bool IsEmpty(IOperation value) => value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null or "" } || (value is IConversionOperation conversion && IsEmpty(conversion.Operand));

    private static bool IsSame(IOperation operation, IOperation reference) =>
        operation is IMemberReferenceOperation tested && reference is IMemberReferenceOperation target && SymbolEqualityComparer.Default.Equals(tested.Member, target.Member);

    /// <summary>Whether the place only asks if there is a value.</summary>
    private static bool IsTest(IOperation operation)
    {
        while (operation.Parent is IConversionOperation)
        {
            operation = operation.Parent;
        }

        return operation.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => comparison.ChildOperations.Any(o => o != operation && IsEmpty(o)),
            IIsPatternOperation => true,
            IPropertyReferenceOperation { Property: { Name: "HasValue", ContainingType.SpecialType: SpecialType.None } property } => property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T,
            IUnaryOperation => true,
            IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" } => true,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" } } => true,
            _ => false,
        };
    }
}
