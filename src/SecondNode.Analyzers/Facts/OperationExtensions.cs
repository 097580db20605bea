using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts;

internal static class OperationExtensions
{
    /// <summary>The operations around this one, the nearest first.</summary>
    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            yield return current;
        }
    }

    /// <summary>The outermost operation: the body of the member, or its initializer.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The body of the innermost lambda or local function around the operation; of the member, where it is in none.</summary>
    public static IOperation Function(this IOperation operation) =>
        operation.Ancestors().Select(o => (o as IAnonymousFunctionOperation)?.Body ?? (o as ILocalFunctionOperation)?.Body).FirstOrDefault(body => body is not null) ?? operation.Root();

    /// <summary>What runs when the body runs: without the bodies of lambdas and local functions in it.</summary>
    public static IEnumerable<IOperation> DescendantsOutsideLambdas(this IOperation body)
    {
        var pending = new Stack<IOperation>();
        pending.Push(body);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            yield return current;
            foreach (var child in current.ChildOperations.Reverse())
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                {
                    pending.Push(child);
                }
            }
        }
    }

    /// <summary>The variable that a pattern declares: <c>is Order order</c>, <c>is not { } order</c>, <c>case [..] all</c>.</summary>
    public static ISymbol? DeclaredVariable(this IOperation pattern) =>
        pattern switch
        {
            IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
            IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
            IListPatternOperation list => list.DeclaredSymbol,
            _ => null,
        };

    /// <summary>The value that a pattern is matched with; null for a pattern inside of one, which sees a part of the value.</summary>
    public static IOperation? MatchedValue(this IOperation pattern)
    {
        var outer = pattern.Parent;
        while (outer is INegatedPatternOperation or IBinaryPatternOperation)
        {
            outer = outer.Parent;
        }

        return outer is IPropertySubpatternOperation or IPatternOperation ? null : outer?.MatchedInput();
    }

    /// <summary>The whole value that the match around an operation looks at, be it at a part of it.</summary>
    public static IOperation? MatchedInput(this IOperation operation) =>
        operation.Ancestors().Prepend(operation).Select(o => o switch
        {
            IIsPatternOperation test => test.Value,
            ISwitchOperation statement => statement.Value,
            ISwitchExpressionOperation expression => expression.Value,
            _ => null,
        }).FirstOrDefault(value => value is not null);

    /// <summary>What <c>?.</c> is applied to.</summary>
    public static IOperation? FindReceiver(this IConditionalAccessInstanceOperation instance) => instance.Ancestors().OfType<IConditionalAccessOperation>().FirstOrDefault()?.Operation;

    /// <summary>The name of the called method with its type arguments, without the chain before it: where a finding about a call is reported.</summary>
    public static SyntaxNode CalledName(this SyntaxNode call) =>
        (call as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            SimpleNameSyntax simple => simple,
            _ => call,
        };

    /// <summary>The invocation whose method the name names, or null.</summary>
    public static InvocationExpressionSyntax? InvocationOf(this SimpleNameSyntax name) =>
        name.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == name => call,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Name == name && call.Expression == access => call,
            MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax call } => call,
            _ => null,
        };

    /// <summary>The last simple name of what is written: of a called expression or of a type, without its qualifiers, question mark and brackets.</summary>
    public static SimpleNameSyntax? LastName(this ExpressionSyntax? expression) =>
        expression switch
        {
            SimpleNameSyntax simple => simple,
            MemberAccessExpressionSyntax member => member.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax qualified => qualified.Name,
            NullableTypeSyntax nullable => nullable.ElementType.LastName(),
            ArrayTypeSyntax array => array.ElementType.LastName(),
            _ => null,
        };

    /// <summary>The type of which a call hands instances to the container: <c>AddSingleton&lt;IService, T&gt;()</c>, <c>TryAddScoped(typeof(IService), typeof(T))</c>.</summary>
    public static INamedTypeSymbol? RegisteredType(this IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.ContainingType?.Name != "ServiceDescriptor" && !(method.Name.Contains("Add") && method.Parameters.FirstOrDefault()?.Type.Name == "IServiceCollection"))
        {
            return null;
        }

        return (method.TypeArguments.IsEmpty ? call.Arguments.Select(a => (a.Value as ITypeOfOperation)?.TypeOperand).LastOrDefault(t => t is not null) : method.TypeArguments.Last()) as INamedTypeSymbol;
    }
}
