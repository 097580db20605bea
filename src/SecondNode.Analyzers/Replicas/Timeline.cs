using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// The order of data effects in one body: a forward may-analysis over the control-flow graph. A state is the set of changes that
/// are staged and of writes that have happened on some path; every read is compared with the writes that reach it.
/// </summary>
internal sealed class Timeline(BodyEvents events, CancellationToken cancellation)
{
    /// <summary>Beyond that many marks the body is generated or pathological.</summary>
    private const int MaxMarks = 96;
    private const int MaxCalls = 8;

    private readonly Ledger ledger = new();
    private readonly HashSet<IOperation> called = [];
    private readonly HashSet<ISymbol> calledFunctions = new(SymbolEqualityComparer.Default);
    private readonly Stack<ControlFlowGraph> calls = new();
    private bool tooLarge;

    /// <summary>The reads of the body, nested functions included, that a write reaches, in the order in which they were met.</summary>
    public ImmutableArray<StaleRead> Run(ControlFlowGraph graph)
    {
        RunRoot(graph, 0);
        return tooLarge ? ImmutableArray<StaleRead>.Empty : ledger.StaleReads;
    }

    /// <summary>The writes, of those that were met, that follow a read of the same data on a replica.</summary>
    public ImmutableArray<WriteAfterRead> WritesAfterReads => tooLarge ? ImmutableArray<WriteAfterRead>.Empty : ledger.WritesAfterReads;

    /// <summary>What the body does as a whole, for those who call it.</summary>
    public MethodSummary Summarize(ControlFlowGraph graph)
    {
        var exit = Flow(graph, 0, graph.Blocks.Length - 1, Ledger.Callers);
        return tooLarge ? MethodSummary.Nothing : ledger.Summarize(exit);
    }

    /// <summary>A graph, and then every function in it that nobody was seen to call: it runs on its own.</summary>
    private void RunRoot(ControlFlowGraph graph, int depth)
    {
        if (depth > MaxCalls)
        {
            return;
        }

        Flow(graph, 0, graph.Blocks.Length - 1, ImmutableHashSet<Mark>.Empty);
        foreach (var lambda in events.LambdasOf(graph))
        {
            if (!called.Contains(lambda))
            {
                RunRoot(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellation), depth + 1);
            }
        }

        foreach (var function in graph.LocalFunctions)
        {
            if (!calledFunctions.Contains(function))
            {
                RunRoot(graph.GetLocalFunctionControlFlowGraph(function, cancellation), depth + 1);
            }
        }
    }

    /// <summary>Runs the blocks of a range from the state at its first block to a fixpoint, and answers the state at its end.</summary>
    private ImmutableHashSet<Mark> Flow(ControlFlowGraph graph, int first, int last, ImmutableHashSet<Mark> entry)
    {
        var states = new Dictionary<int, ImmutableHashSet<Mark>>();
        var work = new SortedSet<int>();
        var exit = ImmutableHashSet<Mark>.Empty;
        Reach(first, entry);
        while (work.Count > 0 && !tooLarge)
        {
            cancellation.ThrowIfCancellationRequested();
            var ordinal = work.Min;
            work.Remove(ordinal);
            var block = graph.Blocks[ordinal];
            var state = states[ordinal];
            Throw(block, state);
            foreach (var step in events.Of(block, graph))
            {
                // What throws has not been done: handlers see the state before each step.
                Throw(block, state);
                state = Apply(step, state, graph);
            }

            if (block.Kind == BasicBlockKind.Exit)
            {
                exit = exit.Union(state);
            }

            Leave(block, block.ConditionalSuccessor, state);
            Leave(block, block.FallThroughSuccessor, state);
        }

        return exit;

        void Reach(int ordinal, ImmutableHashSet<Mark> state)
        {
            if (ordinal < first || ordinal > last)
            {
                return;
            }

            if (!states.TryGetValue(ordinal, out var before))
            {
                states[ordinal] = state;
                work.Add(ordinal);
            }
            else if (before.Union(state) is var joined && joined.Count > before.Count)
            {
                tooLarge |= joined.Count > MaxMarks;
                states[ordinal] = joined;
                work.Add(ordinal);
            }
        }

        void Leave(BasicBlock block, ControlFlowBranch? branch, ImmutableHashSet<Mark> state)
        {
            switch (branch)
            {
                case null:
                    return;
                case { Semantics: ControlFlowBranchSemantics.StructuredExceptionHandling }:
                    exit = exit.Union(state);
                    return;
                case { Destination: null }:
                    Throw(block, state);
                    return;
            }

            foreach (var region in branch.FinallyRegions)
            {
                state = Finally(graph, region, state);
            }

            Reach(branch.Destination.Ordinal, state);
        }

        void Throw(BasicBlock block, ImmutableHashSet<Mark> state)
        {
            // Beyond the root of a lambda's graph lie the regions of the member around it, whose blocks are others.
            for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
            {
                if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } whole)
                {
                    continue;
                }

                foreach (var handler in whole.NestedRegions)
                {
                    if (handler.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
                    {
                        Reach(handler.FirstBlockOrdinal, state);
                    }
                    else if (handler.Kind == ControlFlowRegionKind.Finally)
                    {
                        state = Finally(graph, handler, state);
                    }
                }
            }
        }
    }

    private ImmutableHashSet<Mark> Finally(ControlFlowGraph graph, ControlFlowRegion region, ImmutableHashSet<Mark> state)
    {
        for (var i = region.FirstBlockOrdinal; i <= region.LastBlockOrdinal && i < graph.Blocks.Length; i++)
        {
            if (!events.Of(graph.Blocks[i], graph).IsEmpty)
            {
                return Flow(graph, region.FirstBlockOrdinal, region.LastBlockOrdinal, state);
            }
        }

        return state;
    }

    private ImmutableHashSet<Mark> Apply(BodyStep step, ImmutableHashSet<Mark> state, ControlFlowGraph graph)
    {
        if (step.Effect is { } effect)
        {
            return ledger.Apply(effect, state);
        }

        if (step.Summary is { } summary)
        {
            return step.IsCompletion ? ledger.Complete(summary, state) : summary.Reads.Aggregate(state, (s, read) => ledger.Apply(read, s));
        }

        if (step.Lambda is { } lambda)
        {
            called.Add(lambda);
            return Call(graph.GetAnonymousFunctionControlFlowGraphInScope(lambda, cancellation), state);
        }

        if (step.Function is { } function)
        {
            calledFunctions.Add(function);
            return Call(graph.GetLocalFunctionControlFlowGraphInScope(function, cancellation), state);
        }

        return state;
    }

    /// <summary>A function that is called here, perhaps not at all, perhaps repeatedly.</summary>
    private ImmutableHashSet<Mark> Call(ControlFlowGraph graph, ImmutableHashSet<Mark> state)
    {
        if (calls.Count >= MaxCalls || calls.Contains(graph))
        {
            return state;
        }

        calls.Push(graph);
        var once = Flow(graph, 0, graph.Blocks.Length - 1, state);
        if (once.Count > state.Count)
        {
            once = once.Union(Flow(graph, 0, graph.Blocks.Length - 1, state.Union(once)));
        }

        calls.Pop();
        return state.Union(once);
    }
}
