using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// What a component says about itself, kept under its own name: <c>routes.GetOrAdd(plugin.Name, _ => ((IRouted)plugin).GetRoute())</c>.
/// The request only chooses the component; what it answers is, as a rule, in the code that is deployed to every node. A component is
/// told from an object that holds data by the cast to a capability, asked by a method of that interface which is told nothing.
/// </summary>
internal static class ComponentMemos
{
    /// <summary>Whether every entry is made so.</summary>
    public static bool Are(IEnumerable<StateUse> changes) => changes.All(Is);

    private static bool Is(StateUse change)
    {
        if (change is not { Effect: StateEffect.AddIfAbsent, Key: { } key, Values.Length: 1 } || Factory(change.Values[0]) is not { } factory)
        {
            return false;
        }

        var locals = new LocalWrites(change.Operation.Root());
        var component = factory.Body.DescendantsOutsideLambdas().OfType<IReturnOperation>()
            .Where(r => r.ReturnedValue is { ConstantValue.HasValue: false } and not IConversionOperation { Operand: ILiteralOperation or IDefaultValueOperation })
            .Select(r => Asked(r.ReturnedValue!, locals, 0))
            .ToList();
        return component.Count > 0 && component[0] is { } asked && component.All(c => SymbolEqualityComparer.Default.Equals(c, asked)) && ComesFrom(key, asked, locals, 0);
    }

    private static IAnonymousFunctionOperation? Factory(IOperation value)
    {
        while (value is IConversionOperation or IDelegateCreationOperation)
        {
            value = value.ChildOperations.First();
        }

        return value as IAnonymousFunctionOperation;
    }

    /// <summary>The parameter or loop variable that holds the component which gives the value; null where anything else does.</summary>
    private static ISymbol? Asked(IOperation value, LocalWrites locals, int depth)
    {
        switch (value)
        {
            case IConversionOperation conversion:
                return Asked(conversion.Operand, locals, depth);
            case ILocalReferenceOperation local when depth < 4 && Initializer(local.Local, locals) is { } initializer:
                return Asked(initializer, locals, depth + 1);
            case IInvocationOperation { Instance: { } instance, Arguments.IsEmpty: true, TargetMethod: { ContainingType.TypeKind: TypeKind.Interface, ReturnType.Name: not "Task" and not "ValueTask" } } when IsCast(instance, locals):
                return Holder(instance, locals, depth);
            default:
                return null;
        }
    }

    private static bool IsCast(IOperation value, LocalWrites locals) =>
        value is IConversionOperation { IsImplicit: false, Type.TypeKind: TypeKind.Interface } || (value is ILocalReferenceOperation local && Initializer(local.Local, locals) is { } initializer && IsCast(initializer, locals));

    /// <summary>The parameter from which an object is reached by properties and conversions alone.</summary>
    private static ISymbol? Holder(IOperation value, LocalWrites locals, int depth) =>
        value switch
        {
            IConversionOperation conversion => Holder(conversion.Operand, locals, depth),
            IPropertyReferenceOperation { Instance: { } instance, Arguments.IsEmpty: true } => Holder(instance, locals, depth),
            ILocalReferenceOperation local when depth < 4 && Initializer(local.Local, locals) is { } initializer => Holder(initializer, locals, depth + 1),
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

    private static bool ComesFrom(IOperation value, ISymbol component, LocalWrites locals, int depth) =>
        depth < 5 && value.DescendantsAndSelf().Any(o =>
            (o is IParameterReferenceOperation parameter && SymbolEqualityComparer.Default.Equals(parameter.Parameter, component)) ||
            (o is ILocalReferenceOperation local && Initializer(local.Local, locals) is { } initializer && ComesFrom(initializer, component, locals, depth + 1)));

    /// <summary>What a local is declared as, unless it becomes something else later; what is done to its object does not matter.</summary>
    private static IOperation? Initializer(ILocalSymbol local, LocalWrites locals)
    {
        IOperation? initializer = null;
        foreach (var write in locals.Of(local))
        {
            switch (write)
            {
                case IVariableDeclaratorOperation declarator:
                    initializer = declarator.GetVariableInitializer()?.Value;
                    break;
                case IInvocationOperation or IAssignmentOperation { Target: IMemberReferenceOperation }:
                    break;
                default:
                    return null;
            }
        }

        return initializer;
    }
}
