using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Which methods, of those in files that speak of a replica, have to do with one: they use it, or hand it to others.</summary>
internal sealed class ReplicaSeeds(RuleContext context, ReplicaModel model)
{
    /// <summary>Whether the method uses a replica, or gives a call something that leads to one.</summary>
    public bool IsSeed(MethodDeclarationSyntax method)
    {
        if (context.Uses.ModelOf(method.SyntaxTree).GetOperation(method, context.Cancellation) is not { } operation)
        {
            return false;
        }

        var body = BodyValues.Of(ImmutableArray.Create(operation), context.Cancellation);
        return model.Effects.Of(body).Values.Any(effects => effects.Any(e => e.Claim.MayBeReplica)) || body.Calls.Any(call => call.Arguments.Any(a => LeadsToReplica(a, body)));
    }

    private bool LeadsToReplica(IArgumentOperation argument, BodyValues body)
    {
        var value = argument.Value.Unwrap();
        if (value.Type is null || argument.Parameter is not { } parameter)
        {
            return false;
        }

        if (value.Type.SpecialType == SpecialType.System_Boolean)
        {
            return RoleWords.Of(parameter.Name) is NameHint.Soft or NameHint.Hard || (value.ConstantValue.HasValue && !parameter.ContainingSymbol.DeclaringSyntaxReferences.IsEmpty);
        }

        return value.Type.IsQuery() ? model.Queries.Of(value, body) is { } source && model.Roles.Of(source.Handle, body).MayBeReplica
            : (model.Contexts.IsContext(value.Type) || TypeRoles.IsConnection(value.Type) || TypeRoles.IsDataSource(value.Type)) && model.Roles.Of(value, body).MayBeReplica;
    }
}
