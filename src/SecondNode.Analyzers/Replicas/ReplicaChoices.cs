using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The arguments by which code chooses the replica, and how each of them is turned to the primary.</summary>
internal static class ReplicaChoices
{
    /// <summary>The flags without the one that asks for a replica; null where they cannot be told apart.</summary>
    public static Replacement? WithoutReplicaFlag(IArgumentOperation argument)
    {
        if (argument.Syntax is not ArgumentSyntax syntax)
        {
            return null;
        }

        if (argument.Value.Unwrap() is IFieldReferenceOperation)
        {
            return new Replacement(syntax, "");
        }

        if (argument.Value.Unwrap() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } or)
        {
            var kept = IsReplica(or.LeftOperand) ? or.RightOperand : IsReplica(or.RightOperand) ? or.LeftOperand : null;
            return kept is null || IsReplica(kept) ? null : new Replacement(or.Syntax, kept.Syntax.ToString());
        }

        return null;

        static bool IsReplica(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: int flags } && (flags & 12) is 8 or 12;
    }

    /// <summary>The request without the level that it asks for, so that the account's own counts; null where it is not set in place.</summary>
    public static Replacement? WithoutConsistency(IArgumentOperation argument)
    {
        if (argument.Value.Unwrap() is not IObjectCreationOperation { Initializer: { } initializer } ||
            initializer.Initializers.FirstOrDefault(i => i is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "ConsistencyLevel" } }) is not { Syntax: AssignmentExpressionSyntax level })
        {
            return null;
        }

        return initializer.Initializers.Length == 1 && argument is { Parameter.IsOptional: true, Syntax: ArgumentSyntax whole } && (whole.NameColon is not null || IsLast(whole)) ? new Replacement(whole, "") : new Replacement(level, "");
    }

    /// <summary>The call that asks the active node, where what it returns is not held in a variable of the replica's type.</summary>
    public static Replacement? OneOfActive(IInvocationOperation call)
    {
        if (call.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } } || call.Arguments.Count(a => !a.IsImplicit) != 1)
        {
            return null;
        }

        for (var parent = call.Syntax.Parent; parent is not null and not StatementSyntax; parent = parent.Parent)
        {
            if (parent is VariableDeclarationSyntax { Type.IsVar: false } or ArgumentSyntax or ArrowExpressionClauseSyntax)
            {
                return null;
            }
        }

        return call.Syntax.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax ? null : new Replacement(name, "GetAsync");
    }

    /// <summary>The method beside a factory's method for replicas that has the same shape and is the primary's: <c>OpenWrite</c> beside <c>OpenRead</c>, <c>GetClient</c> beside <c>GetReadOnlyClient</c>.</summary>
    private static (string Target, ImmutableArray<Replacement> Edits)? Sibling(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var name = call.Syntax is InvocationExpressionSyntax syntax ? syntax.Expression switch { MemberAccessExpressionSyntax access => access.Name, IdentifierNameSyntax simple => simple, _ => null } : null;
        if (name is not IdentifierNameSyntax || method.Arity > 0 || RoleWords.Of(method.Name) is not (NameHint.Weak or NameHint.Soft or NameHint.Hard))
        {
            return null;
        }

        var siblings = method.ContainingType.GetMembers().Concat(method.ContainingType.AllInterfaces.SelectMany(i => method.ContainingType.TypeKind == TypeKind.Interface ? i.GetMembers() : ImmutableArray<ISymbol>.Empty))
            .OfType<IMethodSymbol>()
            .Where(m => m is { MethodKind: MethodKind.Ordinary, Arity: 0 } && m.IsStatic == method.IsStatic && m.DeclaredAccessibility == method.DeclaredAccessibility && IsForPrimary(m.Name, method.Name) &&
                SymbolEqualityComparer.Default.Equals(m.ReturnType, method.ReturnType) && m.Parameters.Select(p => p.Type).SequenceEqual(method.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default))
            .Take(2)
            .ToList();
        return siblings is [var primary] ? (primary.Name, ImmutableArray.Create(new Replacement(name, primary.Name))) : null;
    }

    private static bool IsForPrimary(string candidate, string replica) =>
        candidate != replica && (RoleWords.Of(candidate) == NameHint.Primary || (RoleWords.Of(candidate) == NameHint.None && RoleWords.Words(candidate).SequenceEqual(RoleWords.Words(replica).Where(w => RoleWords.Of(w) == NameHint.None))));

    /// <summary>A read preference that is set in the read itself is changed; else one is set.</summary>
    public static Replacement DocumentRead(IOperation collection)
    {
        foreach (var part in collection.DescendantsAndSelf())
        {
            if (part is IInvocationOperation { TargetMethod.Name: "WithReadPreference" } call && call.Arguments.Length > 0 &&
                call.Arguments[call.Arguments.Length - 1].Value.Unwrap() is IPropertyReferenceOperation { Syntax: MemberAccessExpressionSyntax preference })
            {
                return new Replacement(preference.Name, "Primary");
            }
        }

        var syntax = collection.Unwrap().Syntax;
        return new Replacement(syntax, syntax + ".WithReadPreference(ReadPreference.Primary)");
    }

    /// <summary>The argument by which a call in this body chose the replica, turned to the primary.</summary>
    public static (string Target, ImmutableArray<Replacement> Edits)? Chosen(IOperation handle, BodyValues body, int depth)
    {
        switch (handle.Unwrap())
        {
            case ILocalReferenceOperation { Local: var local } when depth < 4 && body.Of(local) is { Count: 1 } values:
                return Chosen(values[0], body, depth + 1);
            case IInvocationOperation call:
                foreach (var argument in call.Arguments)
                {
                    if (argument.IsImplicit || argument.Syntax is not ArgumentSyntax syntax)
                    {
                        continue;
                    }

                    if (argument.Value.Type?.Name == "TargetSessionAttributes" && syntax.Expression is MemberAccessExpressionSyntax session)
                    {
                        return ("TargetSessionAttributes.Primary", ImmutableArray.Create(new Replacement(session.Name, "Primary")));
                    }

                    if (argument.Value.ConstantValue is { HasValue: true, Value: true } && argument.Parameter is { } parameter && RoleWords.Of(parameter.Name) is NameHint.Soft or NameHint.Hard && ChosenBy(argument) is { } turned)
                    {
                        return ("the primary", ImmutableArray.Create(turned));
                    }

                    if (argument.Value.Type is { TypeKind: TypeKind.Enum } choice && syntax.Expression is MemberAccessExpressionSyntax member &&
                        RoleWords.Of(member.Name.Identifier.ValueText) is NameHint.Soft or NameHint.Hard or NameHint.Weak &&
                        choice.GetMembers().FirstOrDefault(m => m is IFieldSymbol && RoleWords.Of(m.Name) == NameHint.Primary) is { } primary)
                    {
                        return (choice.Name + "." + primary.Name, ImmutableArray.Create(new Replacement(member.Name, primary.Name)));
                    }
                }

                return (call.Receiver() is { } receiver && receiver.Unwrap() is IInvocationOperation ? Chosen(receiver, body, depth + 1) : null) ?? Sibling(call);
            case IObjectCreationOperation creation when depth < 4:
                foreach (var argument in creation.Arguments)
                {
                    if (Intent(argument.Value, body) is { } intent)
                    {
                        return ("ApplicationIntent.ReadWrite", ImmutableArray.Create(intent));
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>The flag turned, or gone where the primary is the default.</summary>
    public static Replacement? ChosenBy(IArgumentOperation flag)
    {
        if (flag is not { IsImplicit: false, Syntax: ArgumentSyntax syntax, Parameter: { } parameter } || flag.Value.ConstantValue is not { HasValue: true, Value: bool value })
        {
            return null;
        }

        var canDrop = parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: bool byDefault } && byDefault != value && (syntax.NameColon is not null || IsLast(syntax));
        return canDrop ? new Replacement(syntax, "") : new Replacement(syntax.Expression, value ? "false" : "true");
    }

    private static bool IsLast(ArgumentSyntax argument) => argument.Parent is ArgumentListSyntax list && list.Arguments.Last() == argument;

    /// <summary>A connection-string builder that is local to the body and asks for read-only.</summary>
    private static Replacement? Intent(IOperation connectionString, BodyValues body)
    {
        var builder = connectionString.Unwrap() switch
        {
            IPropertyReferenceOperation { Property.Name: "ConnectionString", Instance: { } instance } => instance,
            IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } => instance,
            _ => null,
        };
        return builder?.ReferencedSymbol() is ILocalSymbol local && body.Of(local, "ApplicationIntent") is { Count: 1 } values && values[0].Syntax is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadOnly" } intent
            ? new Replacement(intent.Name, "ReadWrite")
            : null;
    }
}
