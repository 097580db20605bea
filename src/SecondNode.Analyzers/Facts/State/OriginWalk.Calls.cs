using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <content>What calls give: methods of the source, services, constructors.</content>
internal sealed partial class OriginWalk
{
    private const int MaxImplementations = 4;

    private ValueOrigin OfCall(IInvocationOperation call, int depth)
    {
        var source = SourceOf(call.Instance) | sources.Of(call.TargetMethod.ContainingType);
        if (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0)
        {
            source |= SourceOf(call.Arguments[0].Value);
        }

        if (source == ValueOrigin.File && IsOfTheProgram(call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null), depth))
        {
            return ValueOrigin.Code;
        }

        if ((source & ~(ValueOrigin.Environment | ValueOrigin.Code)) != ValueOrigin.None)
        {
            return source;
        }

        // Methods of a date are pure; Now and NewGuid are not.
        if (source == ValueOrigin.Environment && call.Instance is null)
        {
            return call.Arguments.IsEmpty ? source : OfChildren(call, depth);
        }

        if (call.TargetMethod.Name is "GetOrAdd" or "GetOrCreate" or "AddOrUpdate" && call.Arguments.Length > 1)
        {
            return call.Arguments.Skip(1).Aggregate(ValueOrigin.None, (o, a) => o | OfDelegate(a.Value, depth));
        }

        if (call.TargetMethod.OriginalDefinition.IsInSource(context.Compilation) || call.TargetMethod.MethodKind == MethodKind.LocalFunction)
        {
            var arguments = call.Arguments.ToDictionary(a => a.Parameter!, a => Of(a.Value, depth), (IEqualityComparer<IParameterSymbol>)SymbolEqualityComparer.Default);
            var found = OfMethod(call.TargetMethod, arguments, depth);
            return call.Instance is null or IInstanceReferenceOperation ? found : found | OfReceiver(call.Instance, depth);
        }

        return OfChildren(call, depth);
    }

    private ValueOrigin OfOut(IInvocationOperation call, IArgumentOperation argument, int depth)
    {
        var origin = SourceOf(call.Instance) | sources.Of(call.TargetMethod.ContainingType);
        return origin == ValueOrigin.None
            ? call.Arguments.Where(a => a != argument).Aggregate(Of(call.Instance, depth), (o, a) => o | Of(a.Value, depth))
            : origin;
    }

    /// <summary>A service held in a field says that a service was asked; the fields of a value say where the value comes from.</summary>
    private ValueOrigin OfReceiver(IOperation instance, int depth) =>
        instance is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } or IParameterReferenceOperation
            ? ValueOrigin.None
            : Of(instance, depth) & ~ValueOrigin.Instance;

    private ValueOrigin OfMethod(IMethodSymbol method, Dictionary<IParameterSymbol, ValueOrigin> arguments, int depth)
    {
        var definition = method.OriginalDefinition;
        if (definition.ReducedFrom is { } unreduced)
        {
            definition = unreduced;
        }

        if (definition.IsAbstract || definition.IsExtern || !definition.IsInSource(context.Compilation))
        {
            return definition.IsInSource(context.Compilation) ? OfImplementations(definition, arguments, depth) : ValueOrigin.Unknown;
        }

        if (depth >= MaxDepth || !visited.Add(definition))
        {
            return ValueOrigin.None;
        }

        var origin = BodyOf(definition) is { } body ? WithGiven(definition, arguments, () => OfReturns(body, depth + 1) | OutsOf(definition, body, depth + 1)) : ValueOrigin.Unknown;
        visited.Remove(definition);
        return origin;
    }

    private ValueOrigin OutsOf(IMethodSymbol method, IOperation body, int depth)
    {
        var origin = ValueOrigin.None;
        if (method.Parameters.Any(p => p.RefKind == RefKind.Out))
        {
            foreach (var assignment in body.DescendantsOutsideLambdas().OfType<ISimpleAssignmentOperation>())
            {
                origin |= assignment.Target is IParameterReferenceOperation { Parameter.RefKind: RefKind.Out } ? Of(assignment.Value, depth) : ValueOrigin.None;
            }
        }

        return origin;
    }

    private ValueOrigin WithGiven(IMethodSymbol method, Dictionary<IParameterSymbol, ValueOrigin> arguments, Func<ValueOrigin> evaluate)
    {
        var saved = given;
        given = new Dictionary<IParameterSymbol, ValueOrigin>(SymbolEqualityComparer.Default);
        foreach (var pair in arguments)
        {
            if (pair.Key.Ordinal < method.Parameters.Length)
            {
                given[method.Parameters[pair.Key.Ordinal]] = pair.Value;
            }
        }

        var origin = evaluate();
        given = saved;
        return origin;
    }

    /// <summary>An interface of the application: what its only implementation does, or its few ones without any data, else that a service was asked, and awaited.</summary>
    private ValueOrigin OfImplementations(IMethodSymbol method, Dictionary<IParameterSymbol, ValueOrigin> arguments, int depth)
    {
        var implementations = depth < 3 ? context.Implementations.AllOf(method.ContainingType) : [];
        if (implementations.Count is > 0 and <= MaxImplementations)
        {
            var origin = ValueOrigin.None;
            foreach (var type in implementations)
            {
                origin |= type.FindImplementationForInterfaceMember(method) is IMethodSymbol implementation ? OfMethod(implementation, arguments, depth) : ValueOrigin.Unknown;
            }

            // Which of several is asked, only the running program knows.
            if (implementations.Count == 1 || (origin & ~(ValueOrigin.Code | ValueOrigin.Configuration | ValueOrigin.Input)) == ValueOrigin.None)
            {
                return origin;
            }
        }

        return method.ReturnType.Name is "Task" or "ValueTask" or "IAsyncEnumerable" ? ValueOrigin.Service | ValueOrigin.Remote : ValueOrigin.Service;
    }

    private ValueOrigin OfCreation(IObjectCreationOperation creation, int depth)
    {
        var source = sources.Of(creation.Type);
        return source is ValueOrigin.None or ValueOrigin.Environment ? OfChildren(creation, depth) | OfConstructor(creation, depth)
            : source == ValueOrigin.File && creation.Arguments.Length > 0 && IsOfTheProgram(creation.Arguments[0].Value, depth) ? ValueOrigin.Code
            : source;
    }

    /// <summary>Whether a stream or a reader gives what is compiled into the program: an embedded resource.</summary>
    private bool IsOfTheProgram(IOperation? stream, int depth) => stream is not (null or IInstanceReferenceOperation) && !stream.ConstantValue.HasValue && Of(stream, depth + 1) == ValueOrigin.Code;

    /// <summary>The data that an object of the source reads while it is made: <c>new Settings(blog)</c> may load them.</summary>
    private ValueOrigin OfConstructor(IObjectCreationOperation creation, int depth)
    {
        if (depth >= 3 || creation.Constructor is not { IsImplicitlyDeclared: false } constructor || !constructor.IsInSource(context.Compilation) || !visited.Add(constructor.OriginalDefinition))
        {
            return ValueOrigin.None;
        }

        var arguments = creation.Arguments.ToDictionary(a => a.Parameter!, a => Of(a.Value, depth), (IEqualityComparer<IParameterSymbol>)SymbolEqualityComparer.Default);
        var origin = BodyOf(constructor.OriginalDefinition) is { } body ? WithGiven(constructor.OriginalDefinition, arguments, () => OfReads(body, depth + 1)) : ValueOrigin.None;
        visited.Remove(constructor.OriginalDefinition);
        return origin;
    }

    /// <summary>The data that a body asks for, itself or by methods of the same object.</summary>
    private ValueOrigin OfReads(IOperation body, int depth)
    {
        var origin = ValueOrigin.None;
        foreach (var call in body.DescendantsOutsideLambdas().OfType<IInvocationOperation>())
        {
            var method = call.TargetMethod.OriginalDefinition;
            if (call.Instance is not IInstanceReferenceOperation)
            {
                origin |= call.Parent is IExpressionStatementOperation ? ValueOrigin.None : OfCall(call, depth) & (ValueOriginExtensions.Data | ValueOrigin.Service);
            }
            else if (depth < 3 && method.IsInSource(context.Compilation) && visited.Add(method))
            {
                origin |= BodyOf(method) is { } inner ? OfReads(inner, depth + 1) : ValueOrigin.None;
                visited.Remove(method);
            }
        }

        return origin;
    }

    private ValueOrigin OfAwait(IAwaitOperation awaited, int depth)
    {
        var origin = Of(awaited.Operation, depth);
        if (origin == ValueOrigin.Code && awaited.Operation.DescendantsAndSelf().Any(o => o is IInvocationOperation { Instance: { } reader } && SourceOf(reader) == ValueOrigin.File))
        {
            return origin;
        }

        return awaited.Operation is IInvocationOperation { TargetMethod: { ContainingType.Name: not "Task" and not "ValueTask" } method } && !method.IsInSource(context.Compilation) && !origin.IsData()
            ? origin | (origin & (ValueOrigin.File | ValueOrigin.Configuration)) switch { ValueOrigin.None => ValueOrigin.Remote, _ => ValueOrigin.None }
            : origin;
    }

    private IOperation? BodyOf(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(context.Cancellation);
            if (context.Uses.ModelOf(syntax.SyntaxTree).GetOperation(syntax, context.Cancellation) is { } body)
            {
                return body;
            }
        }

        return null;
    }

    /// <summary>What the receiver of a call is a source of, by its type.</summary>
    private ValueOrigin SourceOf(IOperation? receiver)
    {
        while (receiver is IConversionOperation conversion)
        {
            receiver = conversion.Operand;
        }

        return receiver is null or IInstanceReferenceOperation ? ValueOrigin.None : sources.Of(receiver.Type);
    }
}
