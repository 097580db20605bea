using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>How a query of a replica's context becomes one of the primary's.</summary>
internal sealed class QueryMove(ReplicaModel model)
{
    /// <summary>Every mention of the replica in the query becomes the primary: one query cannot span two contexts.</summary>
    public ImmutableArray<Replacement> Of(StaleRead stale, IOperation write, string target, BodyValues body, bool isHandedOver)
    {
        var read = stale.Read;
        var primary = write.Unwrap().Type;
        var root = read.Choice;
        if (primary is null || root is null || !model.Contexts.IsContext(primary))
        {
            return ImmutableArray<Replacement>.Empty;
        }

        var handle = read.Handle!.Unwrap();
        var query = isHandedOver ? read.Choice!.Type.IsQuery() ? read.Choice : null : QueryOf(read);
        var source = query is null ? null : model.Queries.Of(query, body);
        var places = source is null
            ? [handle]
            : source.Operations.SelectMany(o => o.DescendantsAndSelf()).Where(o => IsHandle(o, handle)).GroupBy(o => o.Syntax.Span).Select(g => g.First()).OrderBy(o => o.Syntax.SpanStart).ToList();
        if (places.Count == 0 || places.Any(p => p.Syntax.SyntaxTree != read.Site.Syntax.SyntaxTree || !HasMember(primary, p)))
        {
            return ImmutableArray<Replacement>.Empty;
        }

        var edits = ImmutableArray.CreateBuilder<Replacement>();
        foreach (var place in places)
        {
            var text = target;
            var moved = place.Syntax;
            if (source is not null && root.Syntax.Span.Contains(moved.Span) && NeedsNoTracking(stale, source))
            {
                var offset = moved.SpanStart - root.Syntax.SpanStart;
                text = root.Syntax.ToString().Remove(offset, moved.Span.Length).Insert(offset, target) + ".AsNoTracking()";
                moved = root.Syntax;
            }

            edits.Add(new Replacement(moved, text));
        }

        return edits.ToImmutable();
    }

    private static IOperation? QueryOf(DataEffect read) =>
        read.Site is IInvocationOperation call && !call.Type.IsQuery()
            ? call.Receiver() is { } receiver && receiver.Unwrap().Type.IsQuery() ? receiver : call.Arguments.FirstOrDefault(a => a.Value.Unwrap().Type.IsQuery())?.Value
            : read.Site.Type.IsQuery() ? read.Site : null;

    private static bool IsHandle(IOperation operation, IOperation handle) =>
        handle.ReferencedSymbol() is { } symbol
            ? operation.Kind == handle.Kind && SymbolEqualityComparer.Default.Equals(operation.ReferencedSymbol(), symbol)
            : operation.Syntax == handle.Syntax && operation is not IAwaitOperation;

    /// <summary>Whether what is asked of the replica can be asked of the primary: the same entity set, or the general one.</summary>
    public bool HasMember(ITypeSymbol primary, IOperation place)
    {
        var use = place.Parent;
        while (use is IConversionOperation or IParenthesizedOperation)
        {
            use = use.Parent;
        }

        switch (use)
        {
            case IPropertyReferenceOperation set when ContextTypes.EntityOf(set.Type) is { } entity:
                return model.Contexts.SetsOf(primary).Any(s => s.Name == set.Property.Name && SymbolEqualityComparer.Default.Equals(ContextTypes.EntityOf(s.Type), entity));
            case IPropertyReferenceOperation member:
                return Members(primary, member.Property.Name).OfType<IPropertySymbol>().Any(p => SymbolEqualityComparer.Default.Equals(p.Type, member.Type));
            case IInvocationOperation call:
                return Members(primary, call.TargetMethod.Name).OfType<IMethodSymbol>().Any(m => m.Arity == call.TargetMethod.Arity && m.Parameters.Length == call.TargetMethod.Parameters.Length);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } }:
                return true;
            default:
                return false;
        }
    }

    private static IEnumerable<ISymbol> Members(ITypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                yield return member;
            }
        }

        foreach (var implemented in type.TypeKind == TypeKind.Interface ? type.AllInterfaces : ImmutableArray<INamedTypeSymbol>.Empty)
        {
            foreach (var member in implemented.GetMembers(name))
            {
                yield return member;
            }
        }
    }

    /// <summary>
    /// The primary tracks what it has loaded: a query that used to bring fresh rows would bring those instances back, so a context that
    /// did not track, or a write that went past the tracker, asks for an untracked query.
    /// </summary>
    private bool NeedsNoTracking(StaleRead stale, QuerySource source)
    {
        if (source.SaysTracking || source.Entity is null || source.Chain.Any(c => c.TargetMethod.Name is "Select" or "ProjectTo" or "GroupBy" || c.TargetMethod.Name.StartsWith("FromSql", StringComparison.Ordinal)))
        {
            return false;
        }

        if (stale.Read.Site is IInvocationOperation { TargetMethod.Name: var end } call &&
            (end is "Find" or "FindAsync" || call.Type.Awaited().ElementOrSelf() is not { } element || !SymbolEqualityComparer.Default.Equals(element, source.Entity)))
        {
            return false;
        }

        return model.Types.IsUntracked(source.Handle.Type) || (stale.Write.Kind == EffectKind.Write && model.Contexts.IsContext(stale.Write.Handle?.Unwrap().Type));
    }
}
