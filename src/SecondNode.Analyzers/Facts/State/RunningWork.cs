using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Recognizes the marks of what runs right now: they are gone when it is done, and what runs is this node's own.</summary>
internal static class RunningWork
{
    /// <summary>Whether everything that is in it stands for work that is being done.</summary>
    public static bool Is(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> changes) => IsTakenOutAgain(changes) || IsInFlight(state, shape, changes);

    /// <summary>Every member that adds also removes what it has added: a mark of what runs right now.</summary>
    private static bool IsTakenOutAgain(ImmutableArray<StateUse> changes)
    {
        var adders = changes.Where(c => c.Adds).ToList();
        return adders.Count > 0 && adders.All(a => changes.Any(r =>
            r.Effect is StateEffect.Remove or StateEffect.Clear && SymbolEqualityComparer.Default.Equals(r.Member, a.Member) && r.Operation.Syntax.SpanStart > a.Operation.Syntax.SpanStart &&
            (r.Operation.Ancestors().OfType<ITryOperation>().Any(t => t.Finally is { } f && f.Syntax.Span.Contains(r.Operation.Syntax.Span)) || (a.Key is not null && r.Key is not null && a.Key.Syntax.ToString() == r.Key.Syntax.ToString()))));
    }

    /// <summary>Tasks that several callers wait for together, gone when they are done.</summary>
    private static bool IsInFlight(ISymbol state, CollectionShape shape, ImmutableArray<StateUse> changes) =>
        HoldsTask(shape.Element) && changes.Any(c => c.Effect == StateEffect.Remove) &&
        (new[] { "flight", "pending", "running", "progress" }.Any(word => Contains(state.Name, word)) ||
         changes.Any(c => c.Effect == StateEffect.Remove && c.Operation.Ancestors().Any(o =>
             o is ITryOperation { Finally: { } f } && f.Syntax.Span.Contains(c.Operation.Syntax.Span) || o is IInvocationOperation { TargetMethod.Name: "ContinueWith" })));

    private static bool HoldsTask(ITypeSymbol? element) =>
        element is INamedTypeSymbol { Name: "Task" or "ValueTask" or "TaskCompletionSource" } || (element is INamedTypeSymbol { Name: "Lazy" or "AsyncLazy", TypeArguments: [var inner] } && HoldsTask(inner));

    private static bool Contains(string? text, string word) => text is not null && text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
