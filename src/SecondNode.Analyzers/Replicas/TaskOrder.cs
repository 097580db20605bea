using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>When what a task does has happened.</summary>
internal static class TaskOrder
{
    /// <summary>Whether the call has ended before the next statement runs, or is the caller's to wait for.</summary>
    public static bool IsWaitedFor(IInvocationOperation call) =>
        !call.Type.IsTask() || IsReturned(call) || (Completion(call) is { } completion && completion is not IInvocationOperation { TargetMethod.Name: "WaitAll" } && !IsCombined(call));

    /// <summary>Whether the task is what the body returns, or a value that a branch of an expression gives.</summary>
    public static bool IsReturned(IOperation task)
    {
        var parent = task.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" })
        {
            parent = parent.Parent;
        }

        return parent is null or IReturnOperation or IFlowCaptureOperation;
    }

    /// <summary>Where the task of a call is waited for, in the same statement.</summary>
    public static IOperation? Completion(IOperation task)
    {
        for (var parent = task.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAwaitOperation:
                case IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" or "WaitAll" or "RunSync" or "WaitAndUnwrapException" }:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    return parent;
            }
        }

        return null;
    }

    /// <summary>The local that a started task is kept in.</summary>
    public static ISymbol? Variable(IOperation task)
    {
        for (var parent = task.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    return local.Local;
                case IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" }:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether the task runs beside others: an argument of WhenAll or WhenAny.</summary>
    public static bool IsCombined(IOperation task)
    {
        for (var parent = task.Parent; parent is not null and not IAwaitOperation; parent = parent.Parent)
        {
            if (parent is IInvocationOperation { TargetMethod.Name: "WhenAll" or "WhenAny" })
            {
                return true;
            }
        }

        return false;
    }
}
