using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;
using SecondNode.Analyzers.Facts.Realtime;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Realtime;

/// <summary>SN6004 for collections: a static or a singleton keeps those who are to be told, or who wait; it knows those of its node.</summary>
internal static class CallbacksInProcess
{
    private const int MaxLocations = 50;

    /// <summary>Asks about every collection of a file.</summary>
    public static void Register(CompilationStartAnalysisContext start, RuleContext context) => DeclaredState.RegisterCollections(start, context, isStatic: null, (state, shape) => Check(state, shape, context));

    private static Diagnostic? Check(ISymbol state, CollectionShape shape, RuleContext context)
    {
        if (state.IsAbstract || !(Callbacks.Are(shape.Element, context.Compilation) || Callbacks.Are(shape.Key, context.Compilation)) || !(state.IsStatic || context.SingleInstances.Contains(state.ContainingType)) ||
            context.State.UsesOf(state) is not { } all || Broadcasts.Reach(state.ContainingType) || state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return null;
        }

        var listener = Callbacks.ListenerOf(shape, all, context);
        return (listener ?? Callbacks.WaiterOf(shape, all, context)) is { } member
            ? Diagnostic.Create(
                EventsInProcess.Descriptor,
                location,
                all.Where(u => u.Changes).Select(u => u.Operation.Syntax.GetLocation()).Distinct().Take(MaxLocations),
                StateNames.Of(state),
                StateNames.Of(member, location.SourceTree!.GetRoot()),
                listener is null ? EventsInProcess.Waits : EventsInProcess.ShowsUser)
            : null;
    }
}
