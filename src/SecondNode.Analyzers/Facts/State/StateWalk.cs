using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static SecondNode.Analyzers.Facts.State.StateEffects;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>One walk over the uses of a piece of state: where the collection goes, and what is done with it there.</summary>
internal sealed partial class StateWalk(RuleContext context)
{
    private const int MaxDepth = 3;
    private const int MaxPlaces = 1000;

    private readonly HashSet<ISymbol> followed = new(SymbolEqualityComparer.Default);
    private readonly FoundUses found = new(context);

    /// <summary>The only files in which the users of what a member hands out are looked for; null for all.</summary>
    public ImmutableHashSet<SyntaxTree>? Home { get; init; }

    /// <summary>Whether such users in other files were left out.</summary>
    public bool LeavesOut { get; private set; }

    /// <summary>The uses that were found.</summary>
    public ImmutableArray<StateUse> Found => found.ToImmutable();

    /// <summary>Adds the uses of a field, property or method that gives the collection; false where its name is written too often.</summary>
    public bool Collect(ISymbol state, int depth = 0, bool nested = false)
    {
        if (!followed.Add(state.OriginalDefinition))
        {
            return true;
        }

        var onlyAtHome = depth > 0 && Home is not null && state.DeclaredAccessibility != Accessibility.Private;
        LeavesOut |= onlyAtHome;
        if (context.Uses.AtMost(state, MaxPlaces, onlyAtHome ? Home : null) is not { } uses)
        {
            return false;
        }

        foreach (var use in uses)
        {
            SyntaxNode node = use.Name;
            while (node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
            {
                node = access;
            }

            if (state is IMethodSymbol)
            {
                node = use.Name.InvocationOf() ?? node;
            }

            if (use.Model.GetOperation(node, context.Cancellation) is { } reference)
            {
                Follow(reference, new UsePlace(use.Model), depth, nested);
            }
        }

        return true;
    }

    /// <summary>Classifies one reference to the collection by what surrounds it.</summary>
    private void Follow(IOperation reference, UsePlace place, int depth, bool nested)
    {
        var current = reference;
        while (true)
        {
            switch (current.Parent)
            {
                case null:
                    Read(current, place, nested);
                    return;
                case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IConditionalOperation { Type: not null } or IAwaitOperation:
                    if (current.Parent is IConditionalOperation choice && choice.Condition == current)
                    {
                        Read(current, place, nested);
                        return;
                    }

                    current = current.Parent;
                    continue;
                case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "Lazy" } } lazy when lazy.Instance == current:
                    current = lazy;
                    continue;
                case IPropertyReferenceOperation property when property.Instance == current:
                    OnProperty(property, place, depth, nested);
                    return;
                case IFieldReferenceOperation field when field.Instance == current:
                    if (nested && IsWritten(field, out var effect, out var written, out var value))
                    {
                        Add(effect, written, place, null, value, nested: true);
                    }
                    else
                    {
                        Read(field, place, nested);
                    }

                    return;
                case IConditionalAccessOperation access when access.Operation == current:
                    if (access.WhenNotNull.DescendantsAndSelf().OfType<IConditionalAccessInstanceOperation>().FirstOrDefault() is { } instance)
                    {
                        current = instance;
                        continue;
                    }

                    Read(current, place, nested);
                    return;
                case IConditionalAccessOperation access when access.WhenNotNull == current:
                    current = access;
                    continue;
                case IInvocationOperation call when call.Instance == current:
                    OnCall(call, call.TargetMethod, call.Arguments, place, depth, nested);
                    return;
                case IArrayElementReferenceOperation element when element.ArrayReference == current:
                    OnElement(element, element.Indices.FirstOrDefault(), place, depth, nested);
                    return;
                case IArgumentOperation argument:
                    OnArgument(argument, current, place, depth, nested);
                    return;
                case ISimpleAssignmentOperation assignment when assignment.Target == current:
                    Add(IsGuardedByNull(assignment) ? StateEffect.AssignIfNull : nested ? StateEffect.Overwrite : StateEffect.Assign, assignment, place, null, [assignment.Value], nested);
                    return;
                case ICoalesceAssignmentOperation assignment when assignment.Target == current:
                    Add(StateEffect.AssignIfNull, assignment, place, null, [assignment.Value], nested);
                    current = assignment;
                    continue;
                case ISimpleAssignmentOperation assignment when assignment.Value == current:
                    OnAlias(assignment.Target, assignment, place, depth, nested);
                    return;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    FollowLocal(declarator.Symbol, declarator, place, depth, nested);
                    return;
                case IReturnOperation returned:
                    OnReturn(returned, place, depth, nested);
                    return;
                case IForEachLoopOperation loop when loop.Collection == current:
                    Read(loop, place, nested);
                    foreach (var local in loop.Locals)
                    {
                        FollowElement(local, loop, place, depth);
                    }

                    return;
                case ILockOperation:
                    Add(StateEffect.Passed, current, place, null, ImmutableArray<IOperation>.Empty, nested);
                    return;
                case IBinaryOperation or IIsPatternOperation:
                    Add(StateEffect.Probe, current, place, null, ImmutableArray<IOperation>.Empty, nested);
                    return;
                default:
                    Read(current, place, nested);
                    return;
            }
        }
    }

    private void FollowParameter(IMethodSymbol method, IParameterSymbol parameter, UsePlace place, int depth, bool nested)
    {
        // Each call counts, because each has its own phase; only recursion is cut.
        if (!followed.Add(parameter))
        {
            return;
        }

        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(context.Cancellation);
            var model = context.Uses.ModelOf(syntax.SyntaxTree);
            if (model.GetOperation(syntax, context.Cancellation) is { } body)
            {
                foreach (var use in body.Descendants().OfType<IParameterReferenceOperation>().Where(p => p.Parameter.Ordinal == parameter.Ordinal && SymbolEqualityComparer.Default.Equals(p.Parameter.ContainingSymbol, method)).ToList())
                {
                    // The place that gives the collection to the method decides when it runs.
                    Follow(use, place with { At = place.At ?? place.Last }, depth, nested);
                }
            }
        }

        followed.Remove(parameter);
    }

    private void OnAlias(IOperation target, IOperation assignment, UsePlace place, int depth, bool nested)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                FollowLocal(local.Local, assignment, place, depth, nested);
                break;
            case IFieldReferenceOperation { Field: var field } when field.IsInSource(context.Compilation) && depth < MaxDepth:
                Read(assignment, place, nested);
                var before = found.Count;
                Collect(field, depth + 1, nested);
                found.DropAssignments(before, field);
                break;
            case IDiscardOperation:
                Read(assignment, place, nested);
                break;
            default:
                Add(IsMutable(target.Type) ? StateEffect.HandedOut : StateEffect.Read, assignment, place, null, ImmutableArray<IOperation>.Empty, nested);
                break;
        }
    }

    private void FollowLocal(ILocalSymbol local, IOperation declaration, UsePlace place, int depth, bool nested)
    {
        if (!followed.Add(local))
        {
            return;
        }

        if (depth > MaxDepth + 2)
        {
            Read(declaration, place, nested);
            return;
        }

        foreach (var use in declaration.Root().Descendants().OfType<ILocalReferenceOperation>().Where(l => SymbolEqualityComparer.Default.Equals(l.Local, local) && !IsTarget(l)).ToList())
        {
            Follow(use, place, depth + 1, nested);
        }
    }

    private static bool IsTarget(IOperation operation) =>
        operation is ILocalReferenceOperation { IsDeclaration: true } || (operation.Parent is ISimpleAssignmentOperation assignment && assignment.Target == operation);

    private void FollowOuts(ImmutableArray<IArgumentOperation> arguments, IOperation call, UsePlace place, int depth)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.RefKind == RefKind.Out && argument.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().FirstOrDefault() is { } local)
            {
                FollowElement(local.Local, call, place, depth);
            }
        }
    }

    /// <summary>What is done with an element that was read: a list in a dictionary is changed, an entry gets another value.</summary>
    private void FollowInto(IOperation element, UsePlace place, int depth)
    {
        if (depth > MaxDepth + 1 || element.Type is null || !element.Type.IsReferenceType || element.Type.SpecialType == SpecialType.System_String)
        {
            return;
        }

        var start = found.Count;
        Follow(element, place, depth + 1, nested: true);
        found.KeepChanges(start);
    }

    private void FollowElement(ILocalSymbol local, IOperation source, UsePlace place, int depth)
    {
        if (local.Type is not { IsReferenceType: true, SpecialType: not SpecialType.System_String })
        {
            return;
        }

        var start = found.Count;
        FollowLocal(local, source, place, depth + 1, nested: true);
        found.KeepChanges(start);
    }

    private void OnReturn(IReturnOperation returned, UsePlace place, int depth, bool nested)
    {
        var symbol = UsePlace.MemberAt(returned.Syntax, context);
        if (symbol is not (IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.LocalFunction }) || returned.Ancestors().Any(o => o is IAnonymousFunctionOperation))
        {
            Read(returned, place, nested);
            return;
        }

        var returner = symbol is IMethodSymbol { AssociatedSymbol: { } property } ? property : symbol;
        var type = (returner as IPropertySymbol)?.Type ?? ((IMethodSymbol)returner).ReturnType;
        if (!nested && !IsMutable(type))
        {
            Read(returned, place, nested);
            return;
        }

        if (nested && !IsMutable(type))
        {
            // Entries that a method hands out are followed no further: what callers do with an entry is their business.
            return;
        }

        if (depth >= MaxDepth)
        {
            Add(StateEffect.HandedOut, returned, place, null, ImmutableArray<IOperation>.Empty, nested);
            return;
        }

        Add(StateEffect.Read, returned, place, null, ImmutableArray<IOperation>.Empty, nested);
        Collect(returner, depth + 1, nested);
    }

    private void Read(IOperation operation, UsePlace place, bool nested) => Add(StateEffect.Read, operation, place, null, ImmutableArray<IOperation>.Empty, nested);

    private void Add(StateEffect effect, IOperation operation, UsePlace place, IOperation? key, IEnumerable<IOperation> values, bool nested) => found.Add(effect, operation, place, key, values, nested);
}
