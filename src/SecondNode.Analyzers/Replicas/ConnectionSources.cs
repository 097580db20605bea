using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The role that a connection string has, by its content, its name in the configuration, or the member it is read from.</summary>
internal sealed class ConnectionSources(ValueSources values, ConstantText texts, AppConnectionStrings appStrings, ReplicaDeclarations declared)
{
    private const int MaxDepth = 16;

    /// <summary>The claim of a string expression, or of a connection-string builder.</summary>
    public RoleClaim Of(IOperation value, BodyValues? body) => Of(value, body, 0);

    /// <summary>The claim of a connection string by its name in the configuration.</summary>
    /// <param name="name">The name, or a whole configuration path.</param>
    public RoleClaim OfName(string name)
    {
        const string section = "ConnectionStrings:";
        name = name.StartsWith(section, StringComparison.OrdinalIgnoreCase) ? name.Substring(section.Length) : name;
        var source = "name:" + name.ToLowerInvariant();
        var evidence = "connection string '" + name + "'";
        foreach (var pattern in declared.ConnectionNames)
        {
            var matches = pattern.EndsWith("*", StringComparison.Ordinal)
                ? name.StartsWith(pattern.Substring(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
                : string.Equals(name, pattern, StringComparison.OrdinalIgnoreCase);
            if (matches)
            {
                return new RoleClaim(Role.Replica, Trust.Proof, evidence + " is declared a replica's", source);
            }
        }

        return appStrings.ClaimOf(name) is { } claim ? claim with { Source = source } : Raise(RoleClaim.OfName(name, evidence, source));
    }

    /// <summary>Whether two sources are one database: the same expression, or two names with the same content.</summary>
    public bool AreSame(string? left, string? right) =>
        left is not null && right is not null &&
        (left == right || (left.StartsWith("name:", StringComparison.Ordinal) && right.StartsWith("name:", StringComparison.Ordinal) && appStrings.AreEqual(left.Substring(5), right.Substring(5))));

    /// <summary>A connection string that is called a replica's has two things going for it: it is a connection string, and its name.</summary>
    private static RoleClaim Raise(RoleClaim claim) =>
        claim.Trust is Trust.SoftName or Trust.HardName ? claim with { Trust = Trust.Convention } : claim;

    private RoleClaim Of(IOperation value, BodyValues? body, int depth)
    {
        value = value.Unwrap();
        if (depth > MaxDepth)
        {
            return RoleClaim.Nothing;
        }

        if (value.ConstantValue is { HasValue: true, Value: string constant })
        {
            return ConnectionText.Of(constant) is { } claim ? claim with { Source = "text:" + constant } : new RoleClaim(Role.Unknown, Trust.None, "", "text:" + constant);
        }

        switch (value)
        {
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, body, depth + 1);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return RoleClaim.OfChoice(conditional.Condition, Of(conditional.WhenTrue, body, depth + 1), Of(otherwise, body, depth + 1));
            case IInterpolatedStringOperation or IBinaryOperation:
                return texts.Of(value, body) is { } text && ConnectionText.Of(text) is { } content ? content : RoleClaim.Nothing;
            case IInvocationOperation call:
                return OfCall(call, body, depth);
            case IObjectCreationOperation creation when IsBuilder(creation.Type):
                return OfBuilder(creation, body, owner: null, depth);
            case IPropertyReferenceOperation { Property: { IsIndexer: true }, Arguments: { Length: 1 } arguments } when arguments[0].Value.ConstantValue is { HasValue: true, Value: string key }:
                return OfName(key);
            case IPropertyReferenceOperation { Property.Name: "ConnectionString" or "Value", Instance: { } instance } when IsBuilder(instance.Type):
                return Of(instance, body, depth + 1);
            case IPropertyReferenceOperation { Property.Name: "ConnectionString" or "Value", Instance: { } instance } when instance.Unwrap() is IPropertyReferenceOperation { Property.IsIndexer: true } or IInvocationOperation:
                return Of(instance, body, depth + 1);
            case ILocalReferenceOperation local:
                return OfVariable(local.Local, body?.Of(local.Local) is { Count: > 0 } inBody ? inBody : values.Of(local.Local), body, depth);
            case IParameterReferenceOperation parameter:
                return Raise(RoleClaim.OfName(parameter.Parameter.Name, "'" + parameter.Parameter.Name + "'", "parameter:" + parameter.Parameter.ContainingSymbol?.ToDisplayString() + ":" + parameter.Parameter.Name));
            case IFieldReferenceOperation field:
                return OfVariable(field.Field, values.Of(field.Field), body: null, depth);
            case IPropertyReferenceOperation property:
                return OfVariable(property.Property, values.Of(property.Property), body: null, depth);
            default:
                return RoleClaim.Nothing;
        }
    }

    private RoleClaim OfCall(IInvocationOperation call, BodyValues? body, int depth)
    {
        var method = call.TargetMethod;
        if (declared.Of(method) is { } said)
        {
            return said;
        }

        if (method.Name == "ToString" && call.Instance is { } builder && IsBuilder(builder.Type))
        {
            return Of(builder, body, depth + 1);
        }

        if (method.Name.StartsWith("Get", StringComparison.Ordinal) || method.Name == "Require")
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                var argument = call.Arguments[i].Value.Unwrap();
                if (argument.Type?.SpecialType == SpecialType.System_String && texts.Of(argument, body) is { } name && name.IndexOf(SqlTokens.Hole) < 0)
                {
                    return OfName(name);
                }
            }
        }

        // BuildConnectionString(useReplica: true)
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && argument.Value.Unwrap().ConstantValue is { HasValue: true, Value: bool asked } && RoleWords.Of(parameter.Name) is NameHint.Soft or NameHint.Hard)
            {
                return asked ? Raise(RoleClaim.OfName(parameter.Name, "'" + method.Name + "' is asked with " + parameter.Name + ": true")) : new RoleClaim(Role.Primary, Trust.SoftName, "");
            }
        }

        return Raise(RoleClaim.OfName(method.Name, "'" + method.Name + "'", "member:" + method.ToDisplayString()));
    }

    /// <summary>A variable or member: what it is given, and its own name.</summary>
    private RoleClaim OfVariable(ISymbol symbol, IReadOnlyList<IOperation> given, BodyValues? body, int depth)
    {
        if (declared.Of(symbol) is { } said)
        {
            return said;
        }

        var type = symbol switch { ILocalSymbol l => l.Type, IFieldSymbol f => f.Type, IPropertySymbol p => p.Type, _ => null };
        var named = Raise(RoleClaim.OfName(symbol.Name, "'" + symbol.Name + "'"));
        var claims = ImmutableArray.CreateBuilder<RoleClaim>();
        foreach (var value in given)
        {
            // An empty default says nothing.
            if (value.Unwrap().ConstantValue is { HasValue: true, Value: null or "" } || value.Unwrap() is IDefaultValueOperation)
            {
                continue;
            }

            claims.Add(IsBuilder(type) && value.Unwrap() is IObjectCreationOperation creation ? OfBuilder(creation, body, symbol, depth) : Of(value, body, depth + 1));
        }

        var claim = RoleClaim.Merge(claims.ToImmutable()).And(named);
        return claim.Source is null && symbol is not ILocalSymbol ? claim with { Source = "member:" + symbol.ToDisplayString() } : claim;
    }

    private RoleClaim OfBuilder(IObjectCreationOperation creation, BodyValues? body, ISymbol? owner, int depth)
    {
        var settings = creation.Initializer is { } initializer
            ? initializer.Initializers.OfType<ISimpleAssignmentOperation>().Select(a => (Name: (a.Target as IPropertyReferenceOperation)?.Property.Name, a.Value))
            : [];
        if (owner is not null && body is not null)
        {
            settings = settings.Concat(((string[])["ApplicationIntent", "TargetSessionAttributes"]).SelectMany(n => body.Of(owner, n).Select(v => (Name: (string?)n, Value: v))));
        }

        foreach (var (name, value) in settings)
        {
            if (name == "ApplicationIntent" && EnumMember.Of(value) is { } intent)
            {
                return intent == "ReadOnly" ? new RoleClaim(Role.Replica, Trust.Proof, "its ApplicationIntent is ReadOnly") : new RoleClaim(Role.Primary, Trust.Proof, "its ApplicationIntent is ReadWrite");
            }

            if (name == "ApplicationIntent" && value.Unwrap() is IConditionalOperation choice)
            {
                var either = new RoleClaim(Role.Either, Trust.Proof, "its ApplicationIntent may be ReadOnly");
                return RoleSwitch.Of(choice.Condition, EnumMember.Of(choice.WhenTrue) == "ReadOnly") is { } decided ? either with { Switch = decided } : either;
            }

            if (name == "TargetSessionAttributes" && (EnumMember.Of(value) ?? texts.Of(value, body)) is { } session && ConnectionText.OfTargetSession(session.Replace("-", "")) is { } claim)
            {
                return claim;
            }
        }

        return creation.Arguments.Length > 0 && creation.Arguments[0].Value.Type?.SpecialType == SpecialType.System_String
            ? Of(creation.Arguments[0].Value, body, depth + 1)
            : RoleClaim.Nothing;
    }

    private static bool IsBuilder(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "DbConnectionStringBuilder" or "NpgsqlDataSourceBuilder" or "NpgsqlSlimDataSourceBuilder")
            {
                return true;
            }
        }

        return false;
    }
}
