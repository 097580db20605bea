using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Which methods, of those that speak of a replica, have to do with one: they use it, or hand it to others.</summary>
internal sealed class ReplicaSeeds(RuleContext context, ReplicaModel model, IEnumerable<MethodDeclarationSyntax> candidates)
{
    private readonly MethodDeclarationSyntax[] candidates = [.. candidates];
    private readonly ConcurrentDictionary<SyntaxNode, bool> known = new();
    private int next = -1;

    /// <summary>Whether the member is one.</summary>
    public bool Contains(SyntaxNode member) => known.TryGetValue(member, out var found) && found;

    /// <summary>
    /// Looks at all candidates. Threads that call at the same time share them instead of waiting for each other, and each returns
    /// when all are known.
    /// </summary>
    public void Bind()
    {
        for (var i = Interlocked.Increment(ref next); i < candidates.Length; i = Interlocked.Increment(ref next))
        {
            known[candidates[i]] = IsSeed(candidates[i]);
        }

        // Those that another thread is still at are bound by then, or soon.
        foreach (var candidate in candidates)
        {
            if (!known.ContainsKey(candidate))
            {
                known[candidate] = IsSeed(candidate);
            }
        }
    }

    /// <summary>Whether the method uses a replica, or gives a call something that leads to one.</summary>
    private bool IsSeed(MethodDeclarationSyntax method)
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
