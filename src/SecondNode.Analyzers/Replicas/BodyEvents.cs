using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>One thing that happens in a block: a data effect, the call of a function whose body is in view, or the begin and the end of a call whose effects are summarized.</summary>
internal readonly record struct BodyStep(DataEffect? Effect, IFlowAnonymousFunctionOperation? Lambda = null, IMethodSymbol? Function = null, MethodSummary? Summary = null, bool IsCompletion = false);

/// <summary>
/// The data effects of a body in the order in which its blocks run them. A task that is written in the source before another
/// one has not run before it: a write counts where it is awaited, and one that nobody awaits does not count.
/// </summary>
internal sealed class BodyEvents(ImmutableDictionary<SyntaxNode, ImmutableArray<DataEffect>> effects, ImmutableDictionary<SyntaxNode, MethodSummary> summaries, BodyValues body)
{
    /// <summary>Methods that run what they are given before they return; others may keep it for later.</summary>
    private static readonly string[] Runners = ["Execute", "Run", "Invoke", "Retry", "InTransaction", "WithTransaction", "Transact", "ForEach", "Do", "Perform", "Try", "Handle", "Use", "With"];

    private readonly ImmutableDictionary<SyntaxNode, ImmutableArray<DataEffect>> effects = effects;
    private readonly ImmutableDictionary<SyntaxNode, MethodSummary> summaries = summaries;
    private readonly BodyValues body = body;
    private readonly Dictionary<BasicBlock, ImmutableArray<BodyStep>> known = [];
    private readonly Dictionary<ISymbol, List<BodyStep>> started = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ControlFlowGraph, ImmutableArray<IFlowAnonymousFunctionOperation>> lambdas = [];
    private readonly Dictionary<SyntaxNode, IFlowAnonymousFunctionOperation> lambdaBySyntax = [];

    /// <summary>The steps of a block.</summary>
    public ImmutableArray<BodyStep> Of(BasicBlock block, ControlFlowGraph graph)
    {
        if (!known.TryGetValue(block, out var steps))
        {
            _ = LambdasOf(graph);
            var walker = new Walker(this);
            foreach (var operation in block.Operations)
            {
                walker.Visit(operation);
            }

            if (block.BranchValue is { } value)
            {
                walker.Visit(value);
            }

            known.Add(block, steps = walker.Steps.ToImmutable());
        }

        return steps;
    }

    /// <summary>The lambdas of a graph, without those of nested functions and without expression trees.</summary>
    public ImmutableArray<IFlowAnonymousFunctionOperation> LambdasOf(ControlFlowGraph graph)
    {
        if (!lambdas.TryGetValue(graph, out var found))
        {
            found = graph.Blocks
                .SelectMany(b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations)
                .SelectMany(o => o.DescendantsAndSelf())
                .OfType<IFlowAnonymousFunctionOperation>()
                .Where(l => !IsExpressionTree(l))
                .ToImmutableArray();
            lambdas.Add(graph, found);
            foreach (var lambda in found)
            {
                lambdaBySyntax[lambda.Syntax] = lambda;
            }
        }

        return found;
    }

    private static bool IsExpressionTree(IOperation lambda)
    {
        for (var parent = lambda.Parent; parent is IConversionOperation or IDelegateCreationOperation; parent = parent.Parent)
        {
            if (parent.Type is { Name: "Expression", ContainingNamespace.Name: "Expressions" })
            {
                return true;
            }
        }

        return lambda.Parent is not IDelegateCreationOperation && lambda.Parent?.Type?.Name == "Expression";
    }

    /// <summary>Visits operands before operations, which is the order of evaluation.</summary>
    private sealed class Walker(BodyEvents owner)
    {
        private readonly Dictionary<IOperation, List<BodyStep>> pending = [];

        public ImmutableArray<BodyStep>.Builder Steps { get; } = ImmutableArray.CreateBuilder<BodyStep>();

        public void Visit(IOperation operation)
        {
            if (operation is IFlowAnonymousFunctionOperation)
            {
                return;
            }

            foreach (var child in operation.ChildOperations)
            {
                Visit(child);
            }

            if (owner.effects.TryGetValue(operation.Syntax, out var effects))
            {
                foreach (var effect in effects)
                {
                    if (effect.Site is IInvocationOperation ? operation is IInvocationOperation : operation.Kind == effect.Site.Kind || effect.Kind == EffectKind.Read)
                    {
                        Emit(operation, new BodyStep(effect), effect.Kind is EffectKind.Write or EffectKind.Save);
                    }
                }
            }

            switch (operation)
            {
                case IInvocationOperation call:
                    var summary = owner.summaries.TryGetValue(call.Syntax, out var known) ? known : null;
                    if (summary is { Reads.IsEmpty: false })
                    {
                        Steps.Add(new BodyStep(null, Summary: summary));
                    }

                    VisitCall(call);
                    if (summary is not null)
                    {
                        Emit(operation, new BodyStep(null, Summary: summary, IsCompletion: true), isLater: true);
                    }

                    break;
                case IAwaitOperation awaited:
                    foreach (var part in awaited.Operation.DescendantsAndSelf())
                    {
                        if (part is ILocalReferenceOperation local && owner.started.TryGetValue(local.Local, out var begun))
                        {
                            Steps.AddRange(begun);
                        }
                    }

                    break;
            }

            if (pending.TryGetValue(operation, out var completed))
            {
                Steps.AddRange(completed);
            }
        }

        /// <summary>What a task does counts where it is waited for; one that is returned, the caller waits for.</summary>
        private void Emit(IOperation operation, BodyStep step, bool isLater)
        {
            if (!isLater || !operation.Type.IsTask() || TaskOrder.IsReturned(operation))
            {
                Steps.Add(step);
            }
            else if (TaskOrder.Completion(operation) is { } completion)
            {
                Add(pending, completion, step);
            }
            else if (TaskOrder.Variable(operation) is { } variable)
            {
                Add(owner.started, variable, step);
            }
        }

        private void VisitCall(IInvocationOperation call)
        {
            var method = call.TargetMethod;
            if (method.Name is "Wait" or "GetResult" && call.Instance is { } waited)
            {
                foreach (var part in waited.DescendantsAndSelf())
                {
                    if (part is ILocalReferenceOperation local && owner.started.TryGetValue(local.Local, out var begun))
                    {
                        Steps.AddRange(begun);
                    }
                }
            }

            // A task that is not awaited here runs beside what follows: its function is looked at on its own.
            if (!TaskOrder.IsWaitedFor(call))
            {
                return;
            }

            if (method.MethodKind == MethodKind.LocalFunction)
            {
                Steps.Add(new BodyStep(null, Function: method.OriginalDefinition));
            }
            else if (method.MethodKind == MethodKind.DelegateInvoke && call.Instance is { } instance)
            {
                foreach (var value in instance.ReferencedSymbol() is ILocalSymbol local ? owner.body.Of(local) : [])
                {
                    foreach (var part in value.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>().Take(1))
                    {
                        if (owner.lambdaBySyntax.TryGetValue(part.Syntax, out var lambda))
                        {
                            Steps.Add(new BodyStep(null, lambda));
                        }
                    }
                }
            }
            else if (RunsItsArguments(call))
            {
                foreach (var argument in call.Arguments)
                {
                    foreach (var lambda in argument.Value.DescendantsAndSelf().OfType<IFlowAnonymousFunctionOperation>())
                    {
                        if (!IsExpressionTree(lambda))
                        {
                            Steps.Add(new BodyStep(null, lambda));
                        }
                    }
                }
            }
        }

        /// <summary>Retry policies, execution strategies, loops: not routes, registrations, queries and the like, which keep their lambdas.</summary>
        private static bool RunsItsArguments(IInvocationOperation call)
        {
            var ns = call.TargetMethod.ContainingNamespace?.ToDisplayString() ?? "";
            if (ns.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || ns.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) || ns.StartsWith("System.Linq", StringComparison.Ordinal))
            {
                return false;
            }

            return call.Type.IsTask() || Runners.Any(r => call.TargetMethod.Name.StartsWith(r, StringComparison.Ordinal));
        }

        private static void Add<TKey>(Dictionary<TKey, List<BodyStep>> map, TKey key, BodyStep step)
            where TKey : notnull
        {
            if (!map.TryGetValue(key, out var list))
            {
                map.Add(key, list = []);
            }

            list.Add(step);
        }
    }
}
