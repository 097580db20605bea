using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>What a place does with a piece of state.</summary>
internal enum StateEffect
{
    /// <summary>Looks at it.</summary>
    Read,

    /// <summary>Looks whether something is there, or takes it: the question before an addition.</summary>
    Probe,

    /// <summary>Puts something in where nothing is there yet.</summary>
    AddIfAbsent,

    /// <summary>Puts something in.</summary>
    Add,

    /// <summary>Replaces what is there.</summary>
    Overwrite,

    /// <summary>Takes something out.</summary>
    Remove,

    /// <summary>Takes everything out.</summary>
    Clear,

    /// <summary>The field itself gets another value.</summary>
    Assign,

    /// <summary>The field gets a value where it had none: lazy initialization.</summary>
    AssignIfNull,

    /// <summary>Given as a mutable object to code that cannot be seen.</summary>
    HandedOut,

    /// <summary>Given to a method of the source, whose uses of it are listed as well, or locked: nobody learns from that what is in it.</summary>
    Passed,
}

/// <summary>One place that uses a piece of state.</summary>
/// <param name="Effect">What it does.</param>
/// <param name="Operation">The operation that does it.</param>
/// <param name="Member">The member that the place is in; the field itself for its initializer.</param>
/// <param name="LazyPhase">When the place runs: asked only where it matters, because callers are searched.</param>
/// <param name="Key">The key, where there is one.</param>
/// <param name="Values">What is put in: values, elements, factories.</param>
/// <param name="IsNested">Whether it changes an element (a list in a dictionary, a property of an entry) and not the collection.</param>
internal sealed record StateUse(StateEffect Effect, IOperation Operation, ISymbol? Member, Lazy<ExecutionPhase> LazyPhase, IOperation? Key, ImmutableArray<IOperation> Values, bool IsNested)
{
    /// <summary>When the place runs.</summary>
    public ExecutionPhase Phase => LazyPhase.Value;

    /// <summary>Whether it changes the state.</summary>
    public bool Changes => Effect is not (StateEffect.Read or StateEffect.Probe or StateEffect.HandedOut or StateEffect.Passed);

    /// <summary>Whether it changes or takes away what others may have seen.</summary>
    public bool Invalidates => Effect is StateEffect.Overwrite or StateEffect.Remove or StateEffect.Clear;

    /// <summary>Whether it puts something in.</summary>
    public bool Adds => Effect is StateEffect.Add or StateEffect.AddIfAbsent or StateEffect.Overwrite;

    /// <summary>Whether somebody learns from it what is in the state.</summary>
    public bool IsLookedAt =>
        Effect is StateEffect.Read or StateEffect.Probe or StateEffect.HandedOut ||
        (Operation is IInvocationOperation or IIncrementOrDecrementOperation or ICompoundAssignmentOperation && Operation.Parent is not IExpressionStatementOperation);

    /// <summary>What the initializer and the end of the node do needs no search for callers.</summary>
    public bool IsAtTheEnds =>
        Member is IMethodSymbol { MethodKind: MethodKind.StaticConstructor or MethodKind.Destructor } or IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "Application_End" or "StopAsync" };
}
