using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The connection that a function is given by the method it is handed to: <c>WithReadConnection(c => c.QueryAsync(…))</c>.</summary>
internal sealed class DelegateRoles(RuleContext context, ContextTypes contexts)
{
    /// <summary>The claim of a function's parameter; nothing where the method that calls the function does not say.</summary>
    /// <param name="mention">The mention of the parameter.</param>
    /// <param name="roles">What is known of other handles.</param>
    public RoleClaim Of(IParameterReferenceOperation mention, HandleRoles roles)
    {
        var isConnection = TypeRoles.IsConnection(mention.Parameter.Type);
        if (!(isConnection || contexts.IsContext(mention.Parameter.Type)) || FunctionOf(mention) is not { } function || CallOf(function) is not var (call, argument))
        {
            return RoleClaim.Nothing;
        }

        var asked = roles.OfArguments(call)?.Claim ?? RoleClaim.Nothing;
        if (asked.Trust > Trust.None && asked.Switch is null)
        {
            return asked;
        }

        var inside = asked;
        foreach (var given in GivenTo(call.TargetMethod, argument.Parameter!, mention.Parameter.Ordinal))
        {
            inside = roles.Of(given.Value, given.Body);
            break;
        }

        inside = inside.Switch is { } flag ? Decided(inside, flag, call) : inside;
        return isConnection ? inside.And(RoleClaim.OfName(call.TargetMethod.Name, "'" + call.TargetMethod.Name + "'")) : inside;
    }

    private static IAnonymousFunctionOperation? FunctionOf(IParameterReferenceOperation mention)
    {
        for (IOperation? current = mention.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation function && SymbolEqualityComparer.Default.Equals(function.Symbol, mention.Parameter.ContainingSymbol))
            {
                return function;
            }
        }

        return null;
    }

    private static (IInvocationOperation Call, IArgumentOperation Argument)? CallOf(IAnonymousFunctionOperation function)
    {
        var current = function.Parent;
        while (current is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current is IArgumentOperation { Parameter: not null, Parent: IInvocationOperation call } argument ? (call, argument) : null;
    }

    /// <summary>What a method of the source calls its function with.</summary>
    private IEnumerable<(IOperation Value, BodyValues Body)> GivenTo(IMethodSymbol called, IParameterSymbol function, int ordinal)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            method = contexts.ImplementationsOf(method.ContainingType).Select(c => c.FindImplementationForInterfaceMember(method)).OfType<IMethodSymbol>().Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).Take(2).ToList() is [var only] ? only.OriginalDefinition : method;
        }

        if (method.DeclaringSyntaxReferences is not [var reference] || !context.Compilation.ContainsSyntaxTree(reference.SyntaxTree) || reference.GetSyntax(context.Cancellation) is not MethodDeclarationSyntax declaration ||
            context.Uses.ModelOf(reference.SyntaxTree).GetOperation(declaration, context.Cancellation) is not { } operation)
        {
            yield break;
        }

        var body = BodyValues.Of(ImmutableArray.Create(operation), context.Cancellation);
        foreach (var call in body.Calls)
        {
            if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && call.Instance?.Unwrap() is IParameterReferenceOperation { Parameter: var invoked } && invoked.Ordinal == function.Ordinal && call.Argument(ordinal) is { } given)
            {
                yield return (given, body);
            }
        }
    }

    /// <summary>A flag of the method says which connection it opens.</summary>
    private static RoleClaim Decided(RoleClaim claim, RoleSwitch flag, IInvocationOperation call)
    {
        if (call.Argument(flag.Parameter.Ordinal) is not { } given || given.Unwrap().ConstantValue is not { HasValue: true, Value: bool value })
        {
            return claim with { Switch = null };
        }

        return value == flag.Value
            ? claim with { Role = Role.Replica, Switch = null, Evidence = "'" + flag.Parameter.Name + "' is " + (value ? "true" : "false") }
            : new RoleClaim(Role.Primary, claim.Trust, "");
    }
}
