using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// The role of a connection, data source, context or collection, by where it comes from: an API or argument that says replica,
/// the connection string it is made from, its key, its type's registration, and last its names.
/// </summary>
internal sealed class HandleRoles(TypeRoles types, ConnectionSources connections, ValueSources values, ContextTypes contexts, ReplicaDeclarations declarations, InstanceRoles instances, DelegateRoles delegates)
{
    private const int MaxDepth = 12;
    private readonly ConcurrentDictionary<ISymbol, RoleClaim> known = new(SymbolEqualityComparer.Default);

    /// <summary>The claim of an expression that gives a handle.</summary>
    /// <param name="handle">The expression.</param>
    /// <param name="body">The values of the body in which it stands, where they are known.</param>
    public RoleClaim Of(IOperation handle, BodyValues? body) => Of(handle, body, 0);

    /// <summary>Whether a read matters: from what may be a replica, from what a caller hands over, or from what an instance is made with.</summary>
    public bool IsWorthKnowing(RoleClaim claim, IOperation handle, BodyValues? body) => claim.MayBeReplica || DataEffect.ParameterOf(handle) is not null || ConstructedWith(claim, handle, body) is not null;

    /// <summary>The constructor parameter that decides where nothing else does, or null.</summary>
    public IParameterSymbol? ConstructedWith(RoleClaim claim, IOperation? handle, BodyValues? body) => claim.Trust == Trust.None ? instances.OriginOf(handle, body) : null;

    /// <summary>The role that a symbol declares by attribute, or null.</summary>
    public static RoleClaim? Declared(ISymbol? symbol)
    {
        if (symbol is null)
        {
            return null;
        }

        foreach (var attribute in symbol.GetAttributes())
        {
            switch (attribute.AttributeClass?.Name)
            {
                case "ReplicaAttribute" or "Replica" or "ReadsFromReplicaAttribute" or "ReadsFromReplica":
                    return new RoleClaim(Role.Replica, Trust.Proof, "'" + symbol.Name + "' is declared a replica");
                case "PrimaryAttribute" or "Primary" or "ReadsFromPrimaryAttribute" or "ReadsFromPrimary":
                    return new RoleClaim(Role.Primary, Trust.Proof, "'" + symbol.Name + "' is declared a primary");
            }
        }

        return null;
    }

    private RoleClaim Of(IOperation handle, BodyValues? body, int depth)
    {
        handle = handle.Unwrap();
        if (depth > MaxDepth)
        {
            return RoleClaim.Nothing;
        }

        switch (handle)
        {
            case ILocalReferenceOperation { Local: var local }:
                var given = body?.Of(local) is { Count: > 0 } inBody ? inBody : values.Of(local);
                return FromValues(given, body, depth).And(RoleClaim.OfName(local.Name, "'" + local.Name + "'"));
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } argument } mention:
                var said = known.GetOrAdd(argument, _ => OfParameter(argument));
                return said.Trust == Trust.None && delegates.Of(mention, this) is { Trust: > Trust.None } handed ? handed : said;
            case IParameterReferenceOperation { Parameter: var parameter }:
                return known.GetOrAdd(parameter, _ => OfParameter(parameter));
            case IFieldReferenceOperation { Field: var field }:
                return known.TryGetValue(field, out var claim) ? claim : known.GetOrAdd(field, OfMember(field, field.Type, depth));
            case IPropertyReferenceOperation { Property: var property } reference:
                if (property.Name == "Database" && reference.Instance is { } owner)
                {
                    return Of(owner, body, depth + 1);
                }

                var own = known.TryGetValue(property, out claim) ? claim : known.GetOrAdd(property, OfMember(property, property.Type, depth));
                return own.Trust == Trust.None && own.Role == Role.Unknown ? own.And(OfOwner(reference.Instance)) : own;
            case IInvocationOperation call:
                return OfCall(call, body, depth);
            case IObjectCreationOperation creation:
                return OfCreation(creation, body, depth);
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, body, depth + 1);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return RoleClaim.OfChoice(conditional.Condition, Of(conditional.WhenTrue, body, depth + 1), Of(otherwise, body, depth + 1));
            default:
                return types.Of(handle.Type);
        }
    }

    /// <summary>What the arguments of a call that opens its connection by itself ask for, and the one that does: a constant, or a flag that this method's caller gives. Null where none does.</summary>
    public (RoleClaim Claim, IArgumentOperation Argument)? OfArguments(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if ((declarations.OfArgument(argument) ?? OfArgument(argument, call.TargetMethod)) is { } said)
            {
                return (said, argument);
            }

            if (argument.Parameter is { Type.SpecialType: SpecialType.System_Boolean } parameter && RoleWords.Of(parameter.Name) is NameHint.Soft or NameHint.Hard && RoleSwitch.Of(argument.Value, isReplica: true) is { } given)
            {
                return (RoleClaim.OfName(parameter.Name, "'" + call.TargetMethod.Name + "' may be asked with " + parameter.Name + ": true") with { Role = Role.Either, Switch = given }, argument);
            }
        }

        return null;
    }

    private RoleClaim OfParameter(IParameterSymbol parameter)
    {
        if (Declared(parameter) is { } declared)
        {
            return declared;
        }

        // A query is called query: what it is asked of, only its maker knows.
        if (parameter.Type.IsQuery())
        {
            return RoleClaim.Nothing;
        }

        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "FromKeyedServicesAttribute" or "KeyFilterAttribute" && attribute.ConstructorArguments.Length > 0)
            {
                return types.OfKey(parameter.Type, KeyText(attribute.ConstructorArguments[0]), attribute.ConstructorArguments[0].Value);
            }
        }

        return types.Of(FactoryTarget(parameter.Type) ?? parameter.Type).And(RoleClaim.OfName(parameter.Name, "'" + parameter.Name + "'")).And(NameOfType(parameter.Type));
    }

    private RoleClaim OfMember(ISymbol member, ITypeSymbol type, int depth)
    {
        if (declarations.Of(member) is { } declared)
        {
            return declared;
        }

        return FromValues(values.Of(member), body: null, depth)
            .And(types.Of(FactoryTarget(type) ?? type))
            .And(RoleClaim.OfName(member.Name, "'" + member.Name + "'"))
            .And(NameOfType(type));
    }

    private RoleClaim FromValues(IReadOnlyList<IOperation> given, BodyValues? body, int depth)
    {
        var claims = ImmutableArray.CreateBuilder<RoleClaim>();
        foreach (var value in given)
        {
            if (value.Unwrap() is not (IDefaultValueOperation or ILiteralOperation or IThrowOperation))
            {
                claims.Add(Of(value, body, depth + 1));
            }
        }

        return RoleClaim.Merge(claims.ToImmutable());
    }

    private RoleClaim OfCall(IInvocationOperation call, BodyValues? body, int depth)
    {
        var method = call.TargetMethod;
        if (declarations.Of(method) is { } declared)
        {
            return declared;
        }

        foreach (var argument in call.Arguments)
        {
            if ((declarations.OfArgument(argument) ?? OfArgument(argument, method)) is { } said)
            {
                return said;
            }
        }

        switch (method.Name)
        {
            case "GetRequiredKeyedService" or "GetKeyedService" or "ResolveKeyed" when call.Arguments.LastOrDefault()?.Value.Unwrap() is { ConstantValue: { HasValue: true, Value: { } key } } argument:
                return types.OfKey(call.Type, EnumMember.Of(argument) ?? key.ToString() ?? "", key);
            case "GetRequiredService" or "GetService" or "Resolve":
                return types.Of(call.Type);
            case "CreateDbContext" or "CreateDbContextAsync" when call.Receiver() is { } factory:
                return Of(factory, body, depth + 1);
            case "GetDbConnection" or "OpenConnection" or "OpenConnectionAsync" or "CreateConnection" or "GetCollection" or "GetDatabase" or "GetContainer" or "WithReadConcern" or "WithWriteConcern" or "OfType" or "Build"
                when call.Receiver() is { } source && !contexts.IsContext(source.Type) && !contexts.IsDeclaredHere(method) && method.ContainingType.TypeKind != TypeKind.Error:
                return Of(source, body, depth + 1);
            case "GetDbConnection" when call.Receiver() is { } facade:
                return Of(facade, body, depth + 1);
            case "GetReadOnlyClient" or "GetReadOnlyClientAsync" or "GetReadOnlyCacheClient" or "GetReadOnlyCacheClientAsync" when method.ContainingNamespace?.ToDisplayString().StartsWith("ServiceStack", StringComparison.Ordinal) == true:
                return new RoleClaim(Role.Replica, Trust.Proof, "'" + method.Name + "' gives a client of a replica");
            case "Create" when method.ContainingType.Name is "NpgsqlDataSource" && call.Arguments.Length > 0:
                return connections.Of(call.Arguments[0].Value, body);
        }

        return FromValues(values.Of(method.OriginalDefinition), body: null, depth)
            .And(RoleClaim.OfName(method.Name, "'" + method.Name + "'"))
            .And(types.Of(call.Type.Awaited()))
            .And(OfOwner(call.Receiver()));
    }

    /// <summary>An argument that chooses the server: a session attribute, a read preference, a settings object, a flag that is named for it.</summary>
    private RoleClaim? OfArgument(IArgumentOperation argument, IMethodSymbol method)
    {
        var type = argument.Value.Type;
        if ((ServerChoice.Of(argument.Value) ?? (ServerChoice.IsSettings(type) ? ServerChoice.OfSettings(argument.Value, values, connections) : null)) is { } asked)
        {
            return asked;
        }

        if (argument.Parameter is { } parameter && argument.Value.Unwrap().ConstantValue is { HasValue: true, Value: { } constant })
        {
            if (constant is bool flag && RoleWords.Of(parameter.Name) is NameHint.Soft or NameHint.Hard)
            {
                return flag
                    ? RoleClaim.OfName(parameter.Name, "'" + method.Name + "' is asked with " + parameter.Name + ": true")
                    : new RoleClaim(Role.Primary, Trust.SoftName, "");
            }

            if (type?.TypeKind == TypeKind.Enum && EnumMember.Of(argument.Value) is { } choice && RoleWords.Of(choice) is var hint && hint != NameHint.None)
            {
                return hint == NameHint.Primary ? new RoleClaim(Role.Primary, Trust.SoftName, "") : RoleClaim.OfName(choice, "'" + method.Name + "' is asked for " + choice);
            }
        }

        return null;
    }

    private RoleClaim OfCreation(IObjectCreationOperation creation, BodyValues? body, int depth)
    {
        var claim = RoleClaim.Nothing;
        foreach (var argument in creation.Arguments)
        {
            var type = argument.Value.Type;
            if (type?.SpecialType == SpecialType.System_String && argument.Parameter?.Ordinal == 0)
            {
                claim = connections.Of(argument.Value, body);
            }
            else if (ServerChoice.IsSettings(type))
            {
                claim = ServerChoice.OfSettings(argument.Value, values, connections) ?? claim;
            }
            else if (type is not null && (TypeRoles.IsConnection(type) || TypeRoles.IsDataSource(type) || type.Name == "IMongoDatabase"))
            {
                claim = Of(argument.Value, body, depth + 1);
            }
            else if (contexts.IsContext(creation.Type) && types.OfConfiguration(argument.Value.Syntax, argument.Value) is { } configured)
            {
                claim = configured;
            }
        }

        return claim.And(types.Of(creation.Type));
    }

    /// <summary>What the owner of a property or factory method is called: <c>_readSession.Connection</c>.</summary>
    private RoleClaim OfOwner(IOperation? owner)
    {
        if (owner?.ReferencedSymbol() is not { } symbol)
        {
            return RoleClaim.Nothing;
        }

        return (Declared(symbol) ?? RoleClaim.OfName(symbol.Name, "'" + symbol.Name + "'")).And(NameOfType(owner.Unwrap().Type));
    }

    /// <summary>The name of a type that is no context: those have been asked.</summary>
    private RoleClaim NameOfType(ITypeSymbol? type) =>
        type is null || contexts.IsContext(type) || (type.IsOfFramework() && type.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true)
            ? RoleClaim.Nothing
            : Declared(type) ?? RoleClaim.OfName(type.Name, "'" + type.Name + "'");

    private static ITypeSymbol? FactoryTarget(ITypeSymbol type) => type is INamedTypeSymbol { Name: "IDbContextFactory" or "PooledDbContextFactory", TypeArguments.Length: 1 } factory ? factory.TypeArguments[0] : null;

    private static string KeyText(TypedConstant key)
    {
        if (key.Type is { TypeKind: TypeKind.Enum } type)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { HasConstantValue: true } field && Equals(field.ConstantValue, key.Value))
                {
                    return field.Name;
                }
            }
        }

        return key.Value?.ToString() ?? "";
    }
}
