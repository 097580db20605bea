using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Small questions about operations that every part of the replica analysis asks.</summary>
internal static class OperationValues
{
    /// <summary>The value below conversions, parentheses, awaits and <c>ConfigureAwait</c>.</summary>
    public static IOperation Unwrap(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IAwaitOperation awaited:
                    operation = awaited.Operation;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetResult" or "GetAwaiter" or "AsTask", Instance: { } instance }:
                    operation = instance;
                    break;
                case IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" or "ValueTask" }, Instance: { } instance }:
                    operation = instance;
                    break;
                case IConditionalAccessOperation access:
                    operation = access.WhenNotNull;
                    break;
                case IConditionalAccessInstanceOperation hole when Accessed(hole) is { } accessed:
                    operation = accessed;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>What the <c>?.</c> chain is applied to.</summary>
    private static IOperation? Accessed(IConditionalAccessInstanceOperation hole)
    {
        IOperation inner = hole;
        for (var parent = hole.Parent; parent is not null; inner = parent, parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access && !ReferenceEquals(access.Operation, inner))
            {
                return access.Operation;
            }
        }

        return null;
    }

    /// <summary>The variable or member that the operation reads, or null.</summary>
    public static ISymbol? ReferencedSymbol(this IOperation operation) =>
        operation.Unwrap() switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation property => property.Property,
            _ => null,
        };

    /// <summary>What a call is made on: the instance, or the first argument of an extension method.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Argument(0) : null);

    /// <summary>The argument of a parameter by its position in the declaration, or null.</summary>
    public static IOperation? Argument(this IInvocationOperation call, int ordinal)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>The argument of a parameter by name, or null.</summary>
    public static IOperation? Argument(this IInvocationOperation call, string name)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>Whether the type is Task or ValueTask, generic or not.</summary>
    public static bool IsTask(this ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

    /// <summary>The type inside Task, ValueTask and Nullable.</summary>
    public static ITypeSymbol? Awaited(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "Nullable", TypeArguments.Length: 1 } named ? named.TypeArguments[0] : type;

    /// <summary>Whether the type is an <c>IQueryable</c>, a DbSet among them.</summary>
    public static bool IsQuery(this ITypeSymbol? type) =>
        type is not null && type.SpecialType != SpecialType.System_String && type.ContainingNamespace is not { Name: "System" or "Generic" or "Tasks" } &&
        (type.Name is "IQueryable" or "DbSet" or "IDbSet" || type.AllInterfaces.Any(i => i.Name == "IQueryable" && i.Arity == 0));

    /// <summary>The element type of a sequence, or the type itself.</summary>
    public static ITypeSymbol? ElementOrSelf(this ITypeSymbol? type)
    {
        switch (type)
        {
            case null or { SpecialType: SpecialType.System_String }:
                return type;
            case IArrayTypeSymbol array:
                return array.ElementType;
        }

        if (type is INamedTypeSymbol { TypeArguments.Length: 1 } named &&
            (named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T || named.Name is "IAsyncEnumerable" or "DbSet" or "IDbSet" ||
             named.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)))
        {
            return named.TypeArguments[0];
        }

        return type;
    }
}
