using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What the variables of one body are given, collected in one walk, so that a value can be followed to where it comes from.</summary>
internal sealed class BodyValues
{
    private readonly Dictionary<ISymbol, List<IOperation>> values = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(ISymbol Owner, string Property), List<IOperation>> members = new(OwnedName.Comparer);
    private readonly Dictionary<ISymbol, IOperation> sequences = new(SymbolEqualityComparer.Default);

    private BodyValues()
    {
    }

    /// <summary>The calls of the body, nested functions included, in the order of the source.</summary>
    public List<IInvocationOperation> Calls { get; } = [];

    /// <summary>The assignments to members, and other changes of them.</summary>
    public List<IOperation> MemberChanges { get; } = [];

    /// <summary>The loops over a sequence.</summary>
    public List<IForEachLoopOperation> Loops { get; } = [];

    /// <summary>The conditions, and what runs by them.</summary>
    public List<BodyCondition> Conditions { get; } = [];

    /// <summary>The local variables and what they are given, in the order of the source.</summary>
    public List<(ISymbol Variable, IOperation Value)> Variables { get; } = [];

    /// <summary>The returns of a value.</summary>
    public List<IReturnOperation> Returns { get; } = [];

    /// <summary>Walks the blocks of a body.</summary>
    public static BodyValues Of(ImmutableArray<IOperation> blocks, CancellationToken cancellation)
    {
        var found = new BodyValues();
        foreach (var block in blocks)
        {
            foreach (var operation in block.DescendantsAndSelf())
            {
                cancellation.ThrowIfCancellationRequested();
                found.Visit(operation);
            }
        }

        return found;
    }

    /// <summary>The values that the body gives a local or parameter.</summary>
    public IReadOnlyList<IOperation> Of(ISymbol variable) => values.TryGetValue(variable, out var list) ? list : [];

    /// <summary>The values that the body gives a member of a variable, object initializers included.</summary>
    public IReadOnlyList<IOperation> Of(ISymbol owner, string member) => members.TryGetValue((owner, member), out var list) ? list : [];

    /// <summary>The sequence that a loop variable runs over, or null.</summary>
    public IOperation? SequenceOf(ISymbol variable) => sequences.TryGetValue(variable, out var sequence) ? sequence : null;

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                Calls.Add(call);
                break;
            case IVariableDeclaratorOperation { Initializer: { } initializer } declarator:
                Add(declarator.Symbol, initializer.Value);
                break;
            case IAssignmentOperation assignment when assignment.Target is ITupleOperation targets && assignment.Value.Unwrap() is ITupleOperation sources:
                for (var i = 0; i < targets.Elements.Length && i < sources.Elements.Length; i++)
                {
                    Assign(assignment, targets.Elements[i], sources.Elements[i]);
                }

                break;
            case IAssignmentOperation assignment:
                Assign(assignment, assignment.Target, assignment.Value);
                break;
            case IIncrementOrDecrementOperation { Target: IMemberReferenceOperation }:
                MemberChanges.Add(operation);
                break;
            case IPatternOperation pattern when pattern.DeclaredVariable() is { } declared && pattern.MatchedValue() is { } matched:
                Add(declared, matched);
                break;
            case IForEachLoopOperation loop:
                Loops.Add(loop);
                foreach (var local in loop.Locals)
                {
                    sequences[local] = loop.Collection;
                }

                break;
            case IConditionalOperation condition:
                Conditions.Add(new BodyCondition(condition.Syntax, condition.Condition, condition.WhenFalse is { } otherwise ? [condition.WhenTrue.Syntax, otherwise.Syntax] : [condition.WhenTrue.Syntax]));
                break;
            case IWhileLoopOperation { Condition: { } tested } loop:
                Conditions.Add(new BodyCondition(loop.Syntax, tested, [loop.Body.Syntax], IsLoop: true));
                break;
            case IForLoopOperation { Condition: { } tested } loop:
                Conditions.Add(new BodyCondition(loop.Syntax, tested, [loop.Body.Syntax], IsLoop: true));
                break;
            case ISwitchOperation choice:
                Conditions.Add(new BodyCondition(choice.Syntax, choice.Value, [choice.Syntax]));
                break;
            case ICoalesceOperation coalesce:
                Conditions.Add(new BodyCondition(coalesce.Syntax, coalesce.Value, [coalesce.WhenNull.Syntax], IsCoalesce: true));
                break;
            case IReturnOperation { ReturnedValue: not null } returned:
                Returns.Add(returned);
                break;
        }
    }

    private void Assign(IAssignmentOperation assignment, IOperation target, IOperation value)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                Add(local.Local, value);
                break;
            case IParameterReferenceOperation parameter:
                Add(parameter.Parameter, value);
                break;
            case IMemberReferenceOperation member:
                MemberChanges.Add(assignment);
                if (OwnerOf(member) is { } owner)
                {
                    Append(members, (owner, member.Member.Name), value);
                }
                else if (member.Instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance })
                {
                    Add(member.Member, value);
                }

                break;
        }
    }

    /// <summary>The variable whose member is set: by name, or because the object initializer initializes it.</summary>
    private static ISymbol? OwnerOf(IMemberReferenceOperation member)
    {
        switch (member.Instance?.Unwrap())
        {
            case ILocalReferenceOperation local:
                return local.Local;
            case IParameterReferenceOperation parameter:
                return parameter.Parameter;
            case IFieldReferenceOperation field:
                return field.Field;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } receiver:
                for (IOperation? parent = receiver.Parent; parent is not null; parent = parent.Parent)
                {
                    switch (parent)
                    {
                        case IVariableDeclaratorOperation declarator:
                            return declarator.Symbol;
                        case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                            return local.Local;
                        case IBlockOperation:
                            return null;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private void Add(ISymbol variable, IOperation value)
    {
        Append(values, variable, value);
        if (variable is ILocalSymbol)
        {
            Variables.Add((variable, value));
        }
    }

    private static void Append<TKey>(Dictionary<TKey, List<IOperation>> map, TKey key, IOperation value)
        where TKey : notnull
    {
        if (!map.TryGetValue(key, out var list))
        {
            map.Add(key, list = []);
        }

        list.Add(value);
    }

    private sealed class OwnedName : IEqualityComparer<(ISymbol Owner, string Property)>
    {
        public static readonly OwnedName Comparer = new();

        public bool Equals((ISymbol Owner, string Property) x, (ISymbol Owner, string Property) y) =>
            x.Property == y.Property && SymbolEqualityComparer.Default.Equals(x.Owner, y.Owner);

        public int GetHashCode((ISymbol Owner, string Property) key) => SymbolEqualityComparer.Default.GetHashCode(key.Owner) * 31 + key.Property.GetHashCode();
    }
}
