using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// What the methods of the compilation do to data, each worked out once and on demand. A call that leads back to a method whose
/// summary is being made adds nothing; what was made under such a cut serves the question at hand and is not kept, so that the
/// answer does not depend on who asked first.
/// </summary>
internal sealed class MethodSummaries(RuleContext context, ReplicaModel model)
{
    private const int MaxDepth = 12;
    private readonly ConcurrentDictionary<ISymbol, MethodSummary> whole = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, MethodSummary> lambdas = new();
    private readonly CallTargets targets = new(context.Compilation, model.Contexts, model.Imported);
    private readonly SummaryAtCall atCall = new(model);

    /// <summary>The summaries of the calls and redirects in a body, by their syntax; those that do nothing are left out.</summary>
    /// <param name="body">The body.</param>
    /// <param name="effects">The body's own effects: a call that has one is not looked into, unless it is a guess by a statement that is handed to it.</param>
    public ImmutableDictionary<SyntaxNode, MethodSummary> Of(BodyValues body, ImmutableDictionary<SyntaxNode, ImmutableArray<DataEffect>> effects) => Of(body, effects, new Evaluation());

    /// <summary>What one method of the source does.</summary>
    public MethodSummary Of(IMethodSymbol method) => Of(method, new Evaluation());

    private ImmutableDictionary<SyntaxNode, MethodSummary> Of(BodyValues body, ImmutableDictionary<SyntaxNode, ImmutableArray<DataEffect>> effects, Evaluation run)
    {
        var found = ImmutableDictionary.CreateBuilder<SyntaxNode, MethodSummary>();
        foreach (var call in body.Calls)
        {
            if (!found.ContainsKey(call.Syntax) && (!effects.TryGetValue(call.Syntax, out var own) || own.All(e => e.IsByTextAlone)) && AtCall(call, body, run) is { IsEmpty: false } summary && (own.IsDefault || summary.RunsGivenText))
            {
                found.Add(call.Syntax, summary);
            }
        }

        return found.ToImmutable();
    }

    private MethodSummary AtCall(IInvocationOperation call, BodyValues body, Evaluation run)
    {
        if (RedirectCall.IsRedirect(call.TargetMethod))
        {
            return atCall.OfRedirect(call, model.Redirects.Of(call).Select(t => t.Method is { } action ? Of(action, run) : OfLambda(t.Lambda!, run)));
        }

        var found = targets.Of(call);
        var parts = ImmutableArray.CreateBuilder<MethodSummary>();
        foreach (var target in found)
        {
            if ((target.Row is { } row ? model.Reader.Of(row, target.Method) : Of(target.Method, run)) is { IsEmpty: false } summary)
            {
                parts.Add(atCall.Of(summary, call, target, body, isCertain: found.Length == 1));
            }
        }

        return MethodSummary.Any(parts.ToImmutable());
    }

    private MethodSummary Of(IMethodSymbol method, Evaluation run)
    {
        if (whole.TryGetValue(method, out var summary) || run.Partial.TryGetValue(method, out summary))
        {
            return summary;
        }

        if (method.PartialImplementationPart is { } implementation)
        {
            method = implementation;
        }

        if (method.DeclaringSyntaxReferences.Length != 1 || method.DeclaringSyntaxReferences[0] is not { } reference || !context.Compilation.ContainsSyntaxTree(reference.SyntaxTree) ||
            reference.GetSyntax(context.Cancellation) is not MethodDeclarationSyntax declaration || !(model.Reach.MayRead(declaration) || model.Reach.MayWrite(declaration) || model.Reach.MayStage(declaration)))
        {
            return whole.GetOrAdd(method, MethodSummary.Nothing);
        }

        if (run.Depth.ContainsKey(method) || run.Depth.Count >= MaxDepth)
        {
            // The lowest frame that the cut reaches is whole again only when it ends.
            run.Cut = Math.Min(run.Cut, run.Depth.TryGetValue(method, out var begun) ? begun : 0);
            return MethodSummary.Nothing;
        }

        var depth = run.Depth.Count;
        var outer = run.Cut;
        run.Cut = int.MaxValue;
        run.Depth.Add(method, depth);
        summary = Compute(declaration, run);
        run.Depth.Remove(method);
        if (run.Cut >= depth)
        {
            summary = whole.GetOrAdd(method, summary);
            run.Cut = outer;
        }
        else
        {
            run.Partial[method] = summary;
            run.Cut = Math.Min(run.Cut, outer);
        }

        return summary;
    }

    private MethodSummary Compute(SyntaxNode declaration, Evaluation run)
    {
        if (context.Uses.ModelOf(declaration.SyntaxTree).GetOperation(declaration, context.Cancellation) is not IMethodBodyOperation operation)
        {
            return MethodSummary.Nothing;
        }

        var body = BodyValues.Of(ImmutableArray.Create<IOperation>(operation), context.Cancellation);
        return TimelineOf(body, run) is { } timeline && timeline.Summarize(ControlFlowGraph.Create(operation, context.Cancellation)) is { IsTooLarge: false } summary ? summary : MethodSummary.Nothing;
    }

    private Timeline? TimelineOf(BodyValues body, Evaluation run)
    {
        var effects = model.Effects.Of(body);
        var summaries = Of(body, effects, run);
        effects = effects.RemoveRange(summaries.Keys);
        return effects.IsEmpty && summaries.IsEmpty ? null : new Timeline(new BodyEvents(effects, summaries, body), context.Cancellation);
    }

    /// <summary>The lambda of an endpoint: its graph is a part of that of the member around it.</summary>
    private MethodSummary OfLambda(AnonymousFunctionExpressionSyntax lambda, Evaluation run)
    {
        if (lambdas.TryGetValue(lambda, out var summary))
        {
            return summary;
        }

        var semantics = context.Uses.ModelOf(lambda.SyntaxTree);
        if (semantics.GetOperation(lambda, context.Cancellation) is not IAnonymousFunctionOperation function || run.Depth.Count >= MaxDepth)
        {
            return MethodSummary.Nothing;
        }

        var root = (IOperation)function;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        var graph = root switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, context.Cancellation),
            IBlockOperation block => ControlFlowGraph.Create(block, context.Cancellation),
            _ => null,
        };
        var body = BodyValues.Of(ImmutableArray.Create<IOperation>(function.Body), context.Cancellation);
        if (graph is null || TimelineOf(body, run) is not { } timeline || GraphOf(graph, lambda, 0) is not { } own)
        {
            return lambdas.GetOrAdd(lambda, MethodSummary.Nothing);
        }

        return lambdas.GetOrAdd(lambda, timeline.Summarize(own));
    }

    private ControlFlowGraph? GraphOf(ControlFlowGraph graph, SyntaxNode lambda, int depth)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                foreach (var part in operation.DescendantsAndSelf())
                {
                    if (part is IFlowAnonymousFunctionOperation function && function.Syntax.Span.Contains(lambda.Span))
                    {
                        var inner = graph.GetAnonymousFunctionControlFlowGraph(function, context.Cancellation);
                        return function.Syntax == lambda ? inner : depth < MaxDepth ? GraphOf(inner, lambda, depth + 1) : null;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>One question: which methods are being summarized, and what was made under a cut.</summary>
    private sealed class Evaluation
    {
        public Dictionary<ISymbol, int> Depth { get; } = new(SymbolEqualityComparer.Default);

        public Dictionary<ISymbol, MethodSummary> Partial { get; } = new(SymbolEqualityComparer.Default);

        public int Cut { get; set; } = int.MaxValue;
    }
}
