using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Keys;

/// <summary>The calls before a call in a fluent chain: <c>services.AddDataProtection().SetApplicationName("x").PersistKeysTo…()</c>.</summary>
/// <param name="Calls">The calls, the last one first; without the one that was asked for.</param>
internal sealed record DataProtectionChain(ImmutableArray<IInvocationOperation> Calls)
{
    private const int MostCalls = 64;

    /// <summary>Whether the chain, or the local that holds its beginning, starts with <c>AddDataProtection</c>.</summary>
    public bool BeginsWithAddDataProtection => Calls.Any(call => call.TargetMethod.Name == "AddDataProtection");

    /// <summary>The chain before the call.</summary>
    public static DataProtectionChain Of(IInvocationOperation call)
    {
        var calls = ImmutableArray.CreateBuilder<IInvocationOperation>();
        for (var receiver = ReceiverOf(call); calls.Count < MostCalls; receiver = ReceiverOf((IInvocationOperation)receiver))
        {
            while (receiver is IConversionOperation conversion)
            {
                receiver = conversion.Operand;
            }

            if (receiver is ILocalReferenceOperation local)
            {
                receiver = InitializerOf(local);
            }

            if (receiver is not IInvocationOperation invocation)
            {
                break;
            }

            calls.Add(invocation);
        }

        return new DataProtectionChain(calls.ToImmutable());
    }

    /// <summary>What the call is made on: the instance, or the first argument of an extension method.</summary>
    public static IOperation? ReceiverOf(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value : null);

    private static IOperation? InitializerOf(ILocalReferenceOperation local)
    {
        if (local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration && local.SemanticModel is { } model && declaration.SyntaxTree == model.SyntaxTree)
        {
            var value = (model.GetOperation(declaration) as IVariableDeclaratorOperation)?.Initializer?.Value;
            while (value is IConversionOperation conversion)
            {
                value = conversion.Operand;
            }

            return value;
        }

        return null;
    }
}
