using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>One walk from a value to its origins.</summary>
/// <param name="context">What is known of the compilation.</param>
/// <param name="sources">What members of a type give.</param>
/// <param name="locals">Where the locals of a body get their values.</param>
/// <param name="key">The key that the value is stored under.</param>
/// <param name="followCallers">Whether the callers are asked what they pass for a parameter.</param>
/// <param name="state">The collection that the value is put into.</param>
internal sealed partial class OriginWalk(RuleContext context, SourceTypes sources, ConditionalWeakTable<IOperation, LocalWrites> locals, IOperation? key, bool followCallers, ISymbol? state)
{
    private const int MaxDepth = 5;
    private const int MaxOperations = 300;

    private readonly HashSet<ISymbol> keys = new(
        // The key id makes "price of id" input; the key user.Id does not make the user so.
        key?.DescendantsAndSelf().Where(o => o.Parent is not IMemberReferenceOperation).Select(o => (o as ILocalReferenceOperation)?.Local ?? (ISymbol?)(o as IParameterReferenceOperation)?.Parameter).OfType<ISymbol>() ?? [],
        SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> visited = new(SymbolEqualityComparer.Default);
    private Dictionary<IParameterSymbol, ValueOrigin> given = new(SymbolEqualityComparer.Default);
    private int operations;

    public ValueOrigin Of(IOperation? value, int depth)
    {
        if (value is null || value.ConstantValue.HasValue)
        {
            return ValueOrigin.None;
        }

        if (++operations > MaxOperations || depth > MaxDepth)
        {
            return ValueOrigin.Unknown;
        }

        // Elements made on the way count, an enumerable of types too; a data source's own type is asked where it is used.
        if (value is not IConversionOperation && CodeArtefacts.IsReflected(value.Type))
        {
            return ValueOrigin.Code;
        }

        switch (value)
        {
            case ILiteralOperation or IDefaultValueOperation or ITypeOfOperation or INameOfOperation or ISizeOfOperation:
                return ValueOrigin.None;
            case IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation:
                return ValueOrigin.Code;
            case IInstanceReferenceOperation instance:
                return instance.ReferenceKind == InstanceReferenceKind.ImplicitReceiver ? ValueOrigin.None : ValueOrigin.Instance;
            case ILocalReferenceOperation local:
                return OfLocal(local, depth);
            case IParameterReferenceOperation parameter:
                return OfParameter(parameter.Parameter, parameter, depth);
            case IFieldReferenceOperation field:
                return OfField(field, depth);
            case IPropertyReferenceOperation property:
                return OfProperty(property, depth);
            case IInvocationOperation call:
                return OfCall(call, depth);
            case IObjectCreationOperation creation:
                return OfCreation(creation, depth);
            case IAwaitOperation awaited:
                return OfAwait(awaited, depth);
            case IConditionalAccessInstanceOperation access:
                return Of(access.FindReceiver(), depth);
            case IConditionalAccessOperation conditional:
                return Of(conditional.Operation, depth) | Of(conditional.WhenNotNull, depth);
            case IThrowOperation or IIsTypeOperation or IIsPatternOperation:
                return ValueOrigin.None;
            case IConditionalOperation choice:
                return Of(choice.WhenTrue, depth) | Of(choice.WhenFalse, depth);
            case ISwitchExpressionOperation choice:
                return choice.Arms.Aggregate(ValueOrigin.None, (o, arm) => o | Of(arm.Value, depth));
            case ISimpleAssignmentOperation assignment:
                return Of(assignment.Value, depth);
            default:
                return OfChildren(value, depth);
        }
    }

    /// <summary>What a lambda, method group or delegate variable returns when it is called.</summary>
    public ValueOrigin OfDelegate(IOperation? value, int depth)
    {
        switch (value)
        {
            case IConversionOperation conversion:
                return OfDelegate(conversion.Operand, depth);
            case IDelegateCreationOperation creation:
                return OfDelegate(creation.Target, depth);
            case IAnonymousFunctionOperation lambda:
                return OfReturns(lambda.Body, depth);
            case IMethodReferenceOperation method:
                return OfMethod(method.Method, [], depth) is var found && method.Instance is { } instance and not IInstanceReferenceOperation ? found | SourceOf(instance) : found;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation:
                return ValueOrigin.Input;
            default:
                return Of(value, depth);
        }
    }

    private ValueOrigin OfChildren(IOperation value, int depth)
    {
        var origin = ValueOrigin.None;
        foreach (var child in value.ChildOperations)
        {
            origin |= Of(child, depth);
        }

        return origin;
    }

    /// <summary>What a body returns; expressions that are awaited on the way do not count, only what reaches the result.</summary>
    private ValueOrigin OfReturns(IOperation body, int depth)
    {
        var origin = ValueOrigin.None;
        foreach (var inner in body.DescendantsOutsideLambdas())
        {
            switch (inner)
            {
                case IReturnOperation { ReturnedValue: { } returned }:
                    origin |= Of(returned, depth);
                    break;
            }
        }

        return origin;
    }

    private ValueOrigin OfLocal(ILocalReferenceOperation reference, int depth)
    {
        if (keys.Contains(reference.Local))
        {
            return ValueOrigin.Input;
        }

        if (!visited.Add(reference.Local))
        {
            return ValueOrigin.None;
        }

        var origin = ValueOrigin.None;
        foreach (var operation in locals.GetValue(reference.Root(), static root => new LocalWrites(root)).Of(reference.Local))
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator:
                    origin |= declarator.GetVariableInitializer() is { } initializer ? Of(initializer.Value, depth) : ValueOrigin.None;
                    break;
                case IForEachLoopOperation each:
                    origin |= Of(each.Collection, depth);
                    break;
                case IAssignmentOperation assignment:
                    origin |= Of(assignment.Value, depth);
                    break;
                case IArgumentOperation argument:
                    origin |= argument.Parent is IInvocationOperation outer ? OfOut(outer, argument, depth) : ValueOrigin.Unknown;
                    break;
                case IPatternOperation pattern:
                    origin |= pattern.MatchedInput() is { } input ? Of(input, depth) : ValueOrigin.Unknown;
                    break;
                case IInvocationOperation call:
                    origin |= call.Arguments.Aggregate(ValueOrigin.None, (o, a) => o | Of(a.Value, depth));
                    break;
            }
        }

        visited.Remove(reference.Local);
        return origin;
    }

    private static bool Same(ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left, right);
}
