using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// How a write that goes to a replica is sent to the primary: by the argument that chose the server, by the one sibling that is named the
/// primary, or, for a context, by the primary's context in the whole method, because what is loaded, staged and saved belongs together.
/// </summary>
internal sealed class WriteMove(ReplicaModel model, BodyFinding finding)
{
    private readonly BodyValues body = finding.Body;
    private readonly QueryMove queries = new(model);

    /// <summary>The replacements, or none where the write cannot be moved as a whole; for a context the type to use.</summary>
    public (string Target, ImmutableArray<Replacement> Edits, ITypeSymbol? Context) Of(DataEffect write)
    {
        if (write.Handle is not { } handle)
        {
            return default;
        }

        if (ReplicaChoices.Chosen(handle, body, depth: 0) is { } chosen && model.Moves.IsOnly(chosen.Edits, finding.Effects.Where(e => BelongsTo(e, write)).Select(e => e.Site.Syntax)))
        {
            return (chosen.Target, chosen.Edits, null);
        }

        return model.Contexts.IsContext(handle.Unwrap().Type) ? OfContext(write, handle) : OfConnection(handle);
    }

    /// <summary>Writes go with it, and reads of what it writes.</summary>
    private static bool BelongsTo(DataEffect effect, DataEffect write) => effect.Kind != EffectKind.Read || effect.What.Any(read => write.What.Any(written => written.With(read) != Overlap.None));

    private (string Target, ImmutableArray<Replacement> Edits, ITypeSymbol? Context) OfContext(DataEffect write, IOperation handle)
    {
        if (handle.ReferencedSymbol() is not (IFieldSymbol or IPropertySymbol or IParameterSymbol) || handle.Unwrap() is IMemberReferenceOperation { Instance: not IInstanceReferenceOperation } ||
            handle.Unwrap().Type is not { } replica || !model.Types.Of(replica).MayBeReplica)
        {
            return default;
        }

        var mentions = MentionsOf(handle, write.Site);
        var primaries = model.Contexts.SourceClasses
            .Where(c => !c.IsAbstract && model.Contexts.IsContext(c) && !SymbolEqualityComparer.Default.Equals(c, replica) && !model.Types.Of(c).MayBeReplica && mentions.All(m => queries.HasMember(c, m)))
            .Take(2)
            .ToList();
        return primaries is [var primary] ? (primary.Name, mentions.Select(m => new Replacement(m.Syntax, ReadMove.Injected)).ToImmutableArray(), primary) : default;
    }

    /// <summary>A connection or data source of the same type beside it, the only one that is called a primary.</summary>
    private static (string Target, ImmutableArray<Replacement> Edits, ITypeSymbol? Context) OfConnection(IOperation handle)
    {
        if (handle.Unwrap() is not { Type: { } type, Syntax: ExpressionSyntax } use || handle.ReferencedSymbol() is not (IFieldSymbol or IParameterSymbol or IPropertySymbol))
        {
            return default;
        }

        var place = handle.SemanticModel?.GetEnclosingSymbol(handle.Syntax.SpanStart);
        var siblings = new List<ISymbol>();
        for (var current = place; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            siblings.AddRange(current switch
            {
                IMethodSymbol method => method.Parameters,
                INamedTypeSymbol own => own.GetMembers().Where(m => m is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol { IsIndexer: false }).Concat(own.InstanceConstructors.Where(IsPrimary).SelectMany(c => c.Parameters)),
                _ => [],
            });
        }

        var primaries = siblings
            .Where(s => RoleWords.Of(s.Name) == NameHint.Primary && SymbolEqualityComparer.Default.Equals(s switch { IParameterSymbol p => p.Type, IFieldSymbol f => f.Type, IPropertySymbol p => p.Type, _ => null }, type))
            .Take(2)
            .ToList();
        return primaries is [var primary] ? (primary.Name, ImmutableArray.Create(new Replacement(use.Syntax, primary.Name)), null) : default;
    }

    private static bool IsPrimary(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>Every mention of the handle in the body, in the order of the source.</summary>
    private static ImmutableArray<IOperation> MentionsOf(IOperation handle, IOperation site)
    {
        var root = site;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        var symbol = handle.ReferencedSymbol();
        return root.DescendantsAndSelf()
            .Where(o => o.Kind == handle.Unwrap().Kind && SymbolEqualityComparer.Default.Equals(o.ReferencedSymbol(), symbol))
            .GroupBy(o => o.Syntax.Span)
            .Select(g => g.First())
            .OrderBy(o => o.Syntax.SpanStart)
            .ToImmutableArray();
    }
}
