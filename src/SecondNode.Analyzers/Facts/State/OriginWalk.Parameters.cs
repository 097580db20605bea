using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <content>What comes in from outside of a body: parameters, fields and properties.</content>
internal sealed partial class OriginWalk
{
    private const int MaxCallers = 12;

    private ValueOrigin OfParameter(IParameterSymbol parameter, IOperation reference, int depth)
    {
        if (given.TryGetValue(parameter, out var known))
        {
            return known;
        }

        if (keys.Contains(parameter))
        {
            return ValueOrigin.Input;
        }

        var byType = sources.Of(parameter.Type);
        if (byType != ValueOrigin.None && byType != ValueOrigin.Environment)
        {
            return byType;
        }

        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return ValueOrigin.Input;
        }

        if (method.MethodKind == MethodKind.AnonymousFunction)
        {
            return OfLambdaParameter(reference, method, depth);
        }

        if (IsEntryOfRequest(method))
        {
            return ValueOrigin.Request;
        }

        return OfArguments(parameter, method, depth);
    }

    private bool IsEntryOfRequest(IMethodSymbol method) =>
        method.DeclaredAccessibility is Accessibility.Public && !method.IsStatic && method.MethodKind == MethodKind.Ordinary && context.Phases.RoleOf(method) == ExecutionPhase.Request;

    /// <summary>The parameter of a lambda in a query is an element of what is queried; of an endpoint, the request; else input.</summary>
    private ValueOrigin OfLambdaParameter(IOperation reference, IMethodSymbol method, int depth)
    {
        var lambda = reference.Ancestors().OfType<IAnonymousFunctionOperation>().FirstOrDefault(l => Same(l.Symbol, method));
        var argument = lambda?.Ancestors().TakeWhile(o => o is IConversionOperation or IDelegateCreationOperation or IArgumentOperation).OfType<IArgumentOperation>().FirstOrDefault();
        if (argument?.Parent is not IInvocationOperation call)
        {
            return ValueOrigin.Input;
        }

        if (call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal) && argument.Parameter?.Type.Name is "Delegate" or "RequestDelegate")
        {
            return ValueOrigin.Request;
        }

        var source = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 && call.Arguments[0] != argument ? call.Arguments[0].Value : null);
        return source is null || CollectionShape.Of(source.Type) is { Kind: CollectionKind.Dictionary } ? ValueOrigin.Input : Of(source, depth + 1);
    }

    /// <summary>What the callers in the compilation pass.</summary>
    private ValueOrigin OfArguments(IParameterSymbol parameter, IMethodSymbol method, int depth)
    {
        if (!followCallers || depth >= 3 || !visited.Add(parameter) || method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction))
        {
            return ValueOrigin.Input;
        }

        var origin = ValueOrigin.Input;
        foreach (var target in new ISymbol[] { method }.Concat(method.ImplementedInterfaceMembers()))
        {
            if (!target.IsInSource(context.Compilation))
            {
                continue;
            }

            var uses = new List<SymbolUse>();
            context.Uses.Visit(target, 60, use =>
            {
                uses.Add(use);
                return uses.Count < MaxCallers;
            });
            foreach (var use in uses)
            {
                if (origin.IsData())
                {
                    break;
                }

                if (use.Name.InvocationOf() is { } written && use.Model.GetOperation(written, context.Cancellation) is IInvocationOperation call)
                {
                    var saved = given;
                    given = new Dictionary<IParameterSymbol, ValueOrigin>(SymbolEqualityComparer.Default);
                    origin |= call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal) is { } argument ? Of(argument.Value, depth + 1) : ValueOrigin.None;
                    given = saved;
                }
            }
        }

        visited.Remove(parameter);
        return origin;
    }

    private ValueOrigin OfField(IFieldReferenceOperation field, int depth)
    {
        var source = sources.Of(field.Type);
        if (source != ValueOrigin.None && source != ValueOrigin.Environment)
        {
            return source;
        }

        if (field.Field is { IsStatic: true, IsReadOnly: false } && !Same(field.Field, state) && CollectionShape.Of(field.Type) is { Kind: not CollectionKind.Array })
        {
            // A copy of what another collection holds, which others change, is no more certain than that is.
            return ValueOrigin.Service;
        }

        return field.Field.IsStatic ? (field.Field.IsReadOnly || field.Field.IsConst ? ValueOrigin.None : ValueOrigin.Unknown)
            : field.Instance is IInstanceReferenceOperation ? ValueOrigin.Instance
            : Of(field.Instance, depth);
    }

    private ValueOrigin OfProperty(IPropertyReferenceOperation property, int depth)
    {
        var source = sources.Of(property.Type);
        if (source is ValueOrigin.Request or ValueOrigin.Database or ValueOrigin.Configuration or ValueOrigin.Remote)
        {
            return source;
        }

        source = sources.Of(property.Property.ContainingType);
        if (source != ValueOrigin.None && (source != ValueOrigin.Environment || property.Property.IsStatic))
        {
            return source;
        }

        if (property.Instance is IInstanceReferenceOperation)
        {
            return context.Phases.RoleOf(property.Property) == ExecutionPhase.Request && property.Property.SetMethod is not null ? ValueOrigin.Request : ValueOrigin.Instance;
        }

        return property.Arguments.Aggregate(Of(property.Instance, depth), (o, a) => o | Of(a.Value, depth));
    }
}
