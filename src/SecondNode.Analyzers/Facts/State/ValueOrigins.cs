using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Follows a value to where it comes from: through locals, parameters and their callers, methods of the source and factories; bounded.</summary>
internal sealed class ValueOrigins(RuleContext context)
{
    private const int MaxDepth = 5;
    private const int MaxOperations = 300;
    private const int MaxCallers = 12;
    private const int MaxImplementations = 4;

    private readonly ConditionalWeakTable<IOperation, LocalWrites> locals = new();
    private readonly ConcurrentDictionary<ITypeSymbol, ValueOrigin> byType = new(SymbolEqualityComparer.Default);

    /// <summary>The origins of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="key">The key that it is stored under: what is computed from the key counts as input, wherever the key comes from.</param>
    /// <param name="followCallers">Whether to ask the callers what they pass for a parameter; it counts as input otherwise.</param>
    /// <param name="state">The collection that the value is put into: what is read from it was put there before.</param>
    public ValueOrigin Of(IOperation? value, IOperation? key = null, bool followCallers = true, ISymbol? state = null) => new Walk(this, key, followCallers, state).Of(value, 0);

    /// <summary>The origins of what a factory returns: its parameters count as input.</summary>
    public ValueOrigin OfFactory(IOperation factory, IOperation? key = null, bool followCallers = true, ISymbol? state = null) => new Walk(this, key, followCallers, state).OfDelegate(factory, 0);

    /// <summary>What members of that type give.</summary>
    public ValueOrigin OfType(ITypeSymbol? type) => type is null ? ValueOrigin.None : byType.GetOrAdd(type.OriginalDefinition, Find);

    private static ValueOrigin Find(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (DataSources.Names.Contains(current) && DataSources.ByType.TryGetValue(current.FullName(), out var origin))
            {
                return origin;
            }
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (DataSources.Names.Contains(implemented) && DataSources.ByType.TryGetValue(implemented.FullName(), out var origin))
            {
                return origin;
            }
        }

        foreach (var (suffix, origin) in DataSources.BySuffix)
        {
            if (type.Name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return origin;
            }
        }

        return ValueOrigin.None;
    }

    private RuleContext Context => context;

    private sealed class Walk(ValueOrigins owner, IOperation? key, bool followCallers, ISymbol? state)
    {
        private readonly RuleContext context = owner.Context;
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
            foreach (var operation in owner.locals.GetValue(reference.Root(), static root => new LocalWrites(root)).Of(reference.Local))
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

        private ValueOrigin OfOut(IInvocationOperation call, IArgumentOperation argument, int depth)
        {
            var origin = SourceOf(call.Instance) | owner.OfType(call.TargetMethod.ContainingType);
            return origin == ValueOrigin.None
                ? call.Arguments.Where(a => a != argument).Aggregate(Of(call.Instance, depth), (o, a) => o | Of(a.Value, depth))
                : origin;
        }

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

            var byType = owner.OfType(parameter.Type);
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
            var source = owner.OfType(field.Type);
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
            var source = owner.OfType(property.Type);
            if (source is ValueOrigin.Request or ValueOrigin.Database or ValueOrigin.Configuration or ValueOrigin.Remote)
            {
                return source;
            }

            source = owner.OfType(property.Property.ContainingType);
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

        private ValueOrigin OfCall(IInvocationOperation call, int depth)
        {
            var source = SourceOf(call.Instance) | owner.OfType(call.TargetMethod.ContainingType);
            if (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0)
            {
                source |= SourceOf(call.Arguments[0].Value);
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

        private ValueOrigin OfCreation(IObjectCreationOperation creation, int depth)
        {
            var source = owner.OfType(creation.Type);
            return source is ValueOrigin.None or ValueOrigin.Environment ? OfChildren(creation, depth) | OfConstructor(creation, depth) : source;
        }

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
            return awaited.Operation is IInvocationOperation { TargetMethod: { ContainingType.Name: not "Task" and not "ValueTask" } method } && !method.IsInSource(context.Compilation) && !origin.IsData()
                ? origin | (origin & (ValueOrigin.File | ValueOrigin.Configuration)) switch { ValueOrigin.None => ValueOrigin.Remote, _ => ValueOrigin.None }
                : origin;
        }

        /// <summary>What the receiver of a call is a source of, by its type.</summary>
        private ValueOrigin SourceOf(IOperation? receiver)
        {
            while (receiver is IConversionOperation conversion)
            {
                receiver = conversion.Operand;
            }

            return receiver is null or IInstanceReferenceOperation ? ValueOrigin.None : owner.OfType(receiver.Type);
        }

        private static bool Same(ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left, right);
    }
}
