using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>The fields and auto-properties of a file that hold a collection which can be changed: four rules look at them.</summary>
internal sealed class DeclaredCollections(RuleContext context)
{
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<(ISymbol State, CollectionShape Shape)>> known = new();

    /// <summary>Those of a file, in the order of the source.</summary>
    public ImmutableArray<(ISymbol State, CollectionShape Shape)> In(SemanticModel model) => known.GetOrAdd(model.SyntaxTree, _ => Find(model));

    private ImmutableArray<(ISymbol State, CollectionShape Shape)> Find(SemanticModel model)
    {
        var found = ImmutableArray.CreateBuilder<(ISymbol, CollectionShape)>();
        foreach (var state in DeclaredState.In(model, isStatic: null, static (_, type) => DeclaredState.MayHold(type), context.Cancellation))
        {
            if (CollectionShape.Of((state as IFieldSymbol)?.Type ?? (state as IPropertySymbol)?.Type) is { } shape)
            {
                found.Add((state, shape));
            }
        }

        return found.ToImmutable();
    }
}
