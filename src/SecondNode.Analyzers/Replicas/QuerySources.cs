using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Where a LINQ query starts.</summary>
/// <param name="Handle">The context, or the document collection.</param>
/// <param name="Entity">The entity it starts with; null for raw SQL.</param>
/// <param name="Set">The name of the entity set, where it has one.</param>
/// <param name="Root">The expression of the set: what a fix moves.</param>
/// <param name="Chain">The calls between the root and the end, the outermost first.</param>
/// <param name="Operations">The expressions in which further entities are named: the chain, and the parts it is composed of.</param>
internal sealed record QuerySource(
    IOperation Handle, ITypeSymbol? Entity, string? Set, IOperation Root, ImmutableArray<IInvocationOperation> Chain, ImmutableArray<IOperation> Operations)
{
    /// <summary>Whether the query asks for entities that no context tracks.</summary>
    public bool IsUntracked => Chain.Any(c => c.TargetMethod.Name is "AsNoTracking" or "AsNoTrackingWithIdentityResolution");

    /// <summary>Whether it says how entities are tracked.</summary>
    public bool SaysTracking => Chain.Any(c => c.TargetMethod.Name is "AsNoTracking" or "AsNoTrackingWithIdentityResolution" or "AsTracking");
}

/// <summary>Follows a query expression, through variables and composed calls, to the context it starts from.</summary>
internal sealed class QuerySources(ContextTypes contexts, ValueSources values)
{
    private const int MaxDepth = 64;

    /// <summary>The start of a query, or null where it cannot be followed to one place.</summary>
    public QuerySource? Of(IOperation query, BodyValues body)
    {
        var chain = ImmutableArray.CreateBuilder<IInvocationOperation>();
        var operations = ImmutableArray.CreateBuilder<IOperation>();
        operations.Add(query);
        return Follow(query, body, chain, operations, 0);
    }

    private QuerySource? Follow(IOperation query, BodyValues body, ImmutableArray<IInvocationOperation>.Builder chain, ImmutableArray<IOperation>.Builder operations, int depth)
    {
        for (; depth < MaxDepth; depth++)
        {
            query = query.Unwrap();
            switch (query)
            {
                case ITranslatedQueryOperation translated:
                    query = translated.Operation;
                    continue;
                case IInvocationOperation { TargetMethod: { Name: "Set", Arity: 1 } } call when call.Receiver() is { } owner && contexts.IsContext(owner.Type):
                    return Found(owner, call.TargetMethod.TypeArguments[0], null, call);
                case IInvocationOperation { TargetMethod: { Name: "Query", Arity: 1 } } call when call.Receiver() is { } session && ContextTypes.IsSession(session.Unwrap().Type):
                    return Found(session, call.TargetMethod.TypeArguments[0], null, call);
                case IInvocationOperation { TargetMethod.Name: "AsQueryable" } call when call.Receiver() is { } collection && Documents(collection.Type) is { } document:
                    return Found(collection, document, null, call);
                case IInvocationOperation { TargetMethod: { Name: "SqlQuery" or "SqlQueryRaw" or "SqlQueryInterpolated" } } call when call.Receiver()?.Unwrap() is IPropertyReferenceOperation { Property.Name: "Database", Instance: { } owner }:
                    return Found(owner, null, null, call);
                case IInvocationOperation call when call.Receiver() is { } receiver && receiver.Unwrap().Type.IsQuery():
                    chain.Add(call);
                    query = receiver;
                    continue;
                case IInvocationOperation { TargetMethod: { IsStatic: true } } call when call.Arguments.Length > 0 && call.Argument(0)?.Unwrap() is { } first && first.Type.IsQuery():
                    chain.Add(call);
                    query = first;
                    continue;
                case IPropertyReferenceOperation { Instance: { } owner } set when ContextTypes.EntityOf(set.Type) is { } entity && contexts.IsContext(owner.Type):
                    return Found(owner, entity, set.Property.Name, set);
                case IPropertyReferenceOperation { Instance: { } owner } set when set.Type.IsQuery() && contexts.IsContext(owner.Type) && set.Type.ElementOrSelf() is { } entity:
                    return Found(owner, entity, set.Property.Name, set);
                case ILocalReferenceOperation local:
                    return FollowVariable(local, body.Of(local.Local), body, chain, operations, depth);
                case IFieldReferenceOperation field:
                    return FollowVariable(field, values.Of(field.Field), body, chain, operations, depth);
                case IParameterReferenceOperation when DataEffect.ParameterOf(query) is not null:
                    return Found(query, query.Type.ElementOrSelf(), null, query);
                default:
                    return null;
            }
        }

        return null;

        QuerySource Found(IOperation owner, ITypeSymbol? entity, string? set, IOperation root) => new(owner, entity, set, root, chain.ToImmutable(), operations.ToImmutable());
    }

    /// <summary>A variable: all its values that do not start from itself must start from one place.</summary>
    private QuerySource? FollowVariable(IOperation variable, IReadOnlyList<IOperation> given, BodyValues body, ImmutableArray<IInvocationOperation>.Builder chain, ImmutableArray<IOperation>.Builder operations, int depth)
    {
        var symbol = variable.ReferencedSymbol();
        QuerySource? found = null;
        foreach (var value in given)
        {
            operations.Add(value);
            if (value.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation or IFieldReferenceOperation && SymbolEqualityComparer.Default.Equals(o.ReferencedSymbol(), symbol)))
            {
                chain.AddRange(value.DescendantsAndSelf().OfType<IInvocationOperation>().Where(c => c.Receiver()?.Unwrap().Type.IsQuery() == true));
                continue;
            }

            if (found is not null || Follow(value, body, chain, operations, depth + 8) is not { } source)
            {
                return null;
            }

            found = source;
        }

        return found is null ? null : found with { Chain = chain.ToImmutable(), Operations = operations.ToImmutable() };
    }

    /// <summary>The document type of a MongoDB collection.</summary>
    public static ITypeSymbol? Documents(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { Name: "IMongoCollection", TypeArguments.Length: 1 } collection)
        {
            return collection.TypeArguments[0];
        }

        return type?.AllInterfaces.FirstOrDefault(i => i is { Name: "IMongoCollection", TypeArguments.Length: 1 })?.TypeArguments[0];
    }
}
