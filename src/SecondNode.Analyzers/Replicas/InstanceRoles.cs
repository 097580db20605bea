using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// One class, two instances: a repository that is constructed once with the primary's connection and once with the replica's. What its methods do, they do
/// to the server of the instance on which they are called, as far as that can be followed to the construction.
/// </summary>
internal sealed class InstanceRoles(RuleContext context, TypeRegistrations registrations, ConnectionSources connections, ValueSources values, InstanceNames names)
{
    private const int MaxDepth = 8;
    private HandleRoles? handles;

    /// <summary>Completes the circle: what a class is constructed with may be a handle.</summary>
    public void Use(HandleRoles roles) => handles = roles;

    /// <summary>The constructor parameter that a handle is made of, in a class of which there may be instances of both kinds; null otherwise.</summary>
    public IParameterSymbol? OriginOf(IOperation? handle, BodyValues? body) => handle is null || names.All.Count == 0 ? null : OriginOf(handle, body, 0);

    /// <summary>What the construction of an instance says of the parameter; null where it cannot be followed to one.</summary>
    /// <param name="instance">The expression that gives the instance.</param>
    /// <param name="parameter">The parameter of its constructor, or of that of a base class.</param>
    /// <param name="body">The values of the body in which the expression stands.</param>
    public RoleClaim? Of(IOperation instance, IParameterSymbol parameter, BodyValues? body) => Of(instance, parameter, body, 0);

    private IParameterSymbol? OriginOf(IOperation handle, BodyValues? body, int depth)
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        switch (handle.Unwrap())
        {
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } parameter }:
                return names.All.Contains(constructor.ContainingType.Name) ? parameter : null;
            case ILocalReferenceOperation { Local: var local }:
                return (body?.Of(local) is { Count: > 0 } inBody ? inBody : values.Of(local)) is [var only] ? OriginOf(only, body, depth + 1) : null;
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: var field }:
                return values.Of(field) is [var value] ? OriginOf(value, null, depth + 1) : null;
            case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property: { IsIndexer: false } property }:
                return values.Of(property) is [var given] ? OriginOf(given, null, depth + 1) : null;
            case ICoalesceOperation coalesce:
                return OriginOf(coalesce.Value, body, depth + 1);
            case IObjectCreationOperation { Arguments: [{ Value: var first }, ..], Type: var type } when TypeRoles.IsConnection(type) || TypeRoles.IsDataSource(type):
                return OriginOf(first, body, depth + 1);
            case IInvocationOperation { TargetMethod: { Name: "OpenConnection" or "OpenConnectionAsync" or "CreateConnection" or "CreateDbContext" or "CreateDbContextAsync" or "GetDatabase" or "GetCollection" } method } call
                when call.Receiver() is { } source && !method.IsInSource(context.Compilation):
                return OriginOf(source, body, depth + 1);
            case IInvocationOperation { TargetMethod: var method, Instance: null or IInstanceReferenceOperation } when method.IsInSource(context.Compilation):
                return values.Of(method.OriginalDefinition) is [var returned] ? OriginOf(returned, null, depth + 1) : null;
            default:
                return null;
        }
    }

    private RoleClaim? Of(IOperation instance, IParameterSymbol parameter, BodyValues? body, int depth)
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        switch (instance.Unwrap())
        {
            case IObjectCreationOperation creation:
                return ArgumentOf(creation, parameter) is { } given ? ClaimOf(given, body) : null;
            case ILocalReferenceOperation { Local: var local }:
                return (body?.Of(local) is { Count: > 0 } inBody ? inBody : values.Of(local)) is [var only] ? Of(only, parameter, body, depth + 1) : null;
            case IFieldReferenceOperation { Field: var field }:
                return values.Of(field) is [var value] ? Of(value, parameter, null, depth + 1) : null;
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property }:
                return values.Of(property) is [var set] ? Of(set, parameter, null, depth + 1) : null;
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, parameter, body, depth + 1);
            case IParameterReferenceOperation { Parameter: var service }:
                return KeyOf(service) is { } key ? OfRegistered(registrations.OfKey(key), service.Type, parameter) : OfRegistered(registrations.Of(service.Type), service.Type, parameter);
            case IInvocationOperation { TargetMethod.Name: "GetRequiredKeyedService" or "GetKeyedService", Type: { } asked, Arguments: [.., { Value: var named }] }:
                return named.Unwrap().ConstantValue is { HasValue: true, Value: { } constant } ? OfRegistered(registrations.OfKey(constant), asked, parameter) : null;
            case IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService", Type: { } asked }:
                return OfRegistered(registrations.Of(asked), asked, parameter);
            case IInvocationOperation { TargetMethod: var method } when method.IsInSource(context.Compilation):
                return values.Of(method.OriginalDefinition) is [var returned] ? Of(returned, parameter, null, depth + 1) : null;
            default:
                return null;
        }
    }

    /// <summary>The key under which a parameter asks for its service, or null.</summary>
    private static object? KeyOf(IParameterSymbol parameter) =>
        parameter.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name is "FromKeyedServicesAttribute" or "KeyFilterAttribute" && a.ConstructorArguments.Length > 0)?.ConstructorArguments[0].Value;

    /// <summary>What the one construction in the registrations of a service says.</summary>
    private RoleClaim? OfRegistered(IEnumerable<IInvocationOperation> calls, ITypeSymbol service, IParameterSymbol parameter)
    {
        var made = calls
            .SelectMany(TypeRegistrations.PartsOf)
            .OfType<IObjectCreationOperation>()
            .Where(c => c.Type is { } type && ((service is INamedTypeSymbol named && type.IsOrInherits(named)) || type.AllInterfaces.Contains(service, SymbolEqualityComparer.Default)))
            .Take(2)
            .ToList();
        return made is [var only] && ArgumentOf(only, parameter) is { } given ? ClaimOf(given, null) : null;
    }

    private RoleClaim ClaimOf(IOperation given, BodyValues? body) => given.Unwrap().Type?.SpecialType == SpecialType.System_String ? connections.Of(given, body) : handles!.Of(given, body);

    /// <summary>What a construction gives a parameter of its constructor, or of one that this hands it on to.</summary>
    private IOperation? ArgumentOf(IObjectCreationOperation creation, IParameterSymbol parameter)
    {
        var arguments = creation.Arguments;
        var constructor = creation.Constructor?.OriginalDefinition;
        var chain = new List<ImmutableArray<IArgumentOperation>>();
        for (var depth = 0; depth < MaxDepth && constructor is not null; depth++)
        {
            chain.Add(arguments);
            if (SymbolEqualityComparer.Default.Equals(constructor, parameter.ContainingSymbol.OriginalDefinition))
            {
                return Given(chain, parameter.Ordinal);
            }

            if (HandedOn(constructor) is not { } next)
            {
                return null;
            }

            (constructor, arguments) = (next.TargetMethod.OriginalDefinition, next.Arguments);
        }

        return null;
    }

    /// <summary>Follows a parameter from the last constructor of a chain to the first that is given something else than a parameter of its own.</summary>
    private static IOperation? Given(List<ImmutableArray<IArgumentOperation>> chain, int ordinal)
    {
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            if (chain[i].FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value is not { } value)
            {
                return null;
            }

            if (i == 0 || value.Unwrap() is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } handed })
            {
                return value;
            }

            ordinal = handed.Ordinal;
        }

        return null;
    }

    /// <summary>The call of another constructor that a constructor begins with, where it is written.</summary>
    private IInvocationOperation? HandedOn(IMethodSymbol constructor)
    {
        if (constructor.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || !context.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return null;
        }

        SyntaxNode? initializer = reference.GetSyntax(context.Cancellation) switch
        {
            ConstructorDeclarationSyntax { Initializer: { } written } => written,
            TypeDeclarationSyntax { BaseList: { } bases } => bases.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault(),
            _ => null,
        };
        return initializer is null ? null : context.Uses.ModelOf(reference.SyntaxTree).GetOperation(initializer, context.Cancellation) switch
        {
            IInvocationOperation call => call,
            IExpressionStatementOperation { Operation: IInvocationOperation call } => call,
            _ => null,
        };
    }
}
