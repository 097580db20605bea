using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What one body does to data, in order.</summary>
/// <param name="Body">The body's values.</param>
/// <param name="Effects">Its own effects.</param>
/// <param name="StaleReads">The reads that a write reaches.</param>
/// <param name="WritesAfterReads">The writes that follow a replica's read of the same data.</param>
/// <param name="Called">The writes of called methods of which a call in this body says what they write, or where.</param>
internal sealed record BodyFinding(BodyValues Body, ImmutableArray<DataEffect> Effects, ImmutableArray<StaleRead> StaleReads, ImmutableArray<WriteAfterRead> WritesAfterReads, ImmutableArray<DataEffect> Called);

/// <summary>Looks at each body once, for all the rules about replicas.</summary>
internal sealed class BodyFindings(RuleContext context, ReplicaModel model)
{
    private readonly ConcurrentDictionary<SyntaxTree, Lazy<ImmutableArray<BodyFinding>>> known = new();

    /// <summary>What is found in the members of a file that may both read a replica and write, in the order of the source.</summary>
    public ImmutableArray<BodyFinding> In(SemanticModel semantics) => known.GetOrAdd(semantics.SyntaxTree, _ => new(() => Find(semantics))).Value;

    private ImmutableArray<BodyFinding> Find(SemanticModel semantics) =>
        ImmutableArray.CreateRange(model.Reach.In(semantics.SyntaxTree).SelectMany(member => BodiesOf(member, semantics)).Select(Find).OfType<BodyFinding>());

    private BodyFinding? Find(IOperation root)
    {
        var body = BodyValues.Of(ImmutableArray.Create(root), context.Cancellation);
        if (body.Calls.Count == 0)
        {
            return null;
        }

        var effects = model.Effects.Of(body);
        var summaries = model.Summaries.Of(body, effects);
        effects = effects.RemoveRange(summaries.Keys);
        var all = effects.Values.SelectMany(e => e).OrderBy(e => e.Site.Syntax.SpanStart).ToImmutableArray();
        var called = summaries.Values.SelectMany(s => s.Saves.Concat(s.Changes.Select(c => c.Write).OfType<DataEffect>())).Where(e => e.DecidedAt is not null && e.DecidedAt == e.Call).Distinct().OrderBy(e => e.Place.Syntax.SpanStart).ToImmutableArray();
        var reads = all.Any(e => e.Kind == EffectKind.Read) || summaries.Values.Any(s => !s.Reads.IsEmpty || !s.ReadsAfterSave.IsEmpty);
        var writes = all.Any(e => e.Kind is EffectKind.Write or EffectKind.Save) || summaries.Values.Any(s => !s.Saves.IsEmpty || s.Changes.Any(c => c.Write is not null));
        if (!reads || !writes || GraphOf(root) is not { } graph)
        {
            return all.IsEmpty && called.IsEmpty ? null : new BodyFinding(body, all, ImmutableArray<StaleRead>.Empty, ImmutableArray<WriteAfterRead>.Empty, called);
        }

        var timeline = new Timeline(new BodyEvents(effects, summaries, body), context.Cancellation);
        return new BodyFinding(body, all, timeline.Run(graph), timeline.WritesAfterReads, called);
    }

    /// <summary>The operations that the bodies and initializers of a member begin with.</summary>
    private IEnumerable<IOperation> BodiesOf(SyntaxNode member, SemanticModel semantics)
    {
        IEnumerable<SyntaxNode> parts = member switch
        {
            CompilationUnitSyntax unit when !unit.Members.Any(m => m is GlobalStatementSyntax) => [],
            BasePropertyDeclarationSyntax property => [.. property.AccessorList?.Accessors ?? [], .. property.ChildNodes().OfType<ArrowExpressionClauseSyntax>(), .. property.ChildNodes().OfType<EqualsValueClauseSyntax>()],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Initializer).OfType<SyntaxNode>(),
            _ => [member],
        };
        return parts.Select(part => semantics.GetOperation(part, context.Cancellation)).OfType<IOperation>();
    }

    private ControlFlowGraph? GraphOf(IOperation root) =>
        root switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, context.Cancellation),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, context.Cancellation),
            IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block, context.Cancellation),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, context.Cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, context.Cancellation),
            _ => null,
        };
}
