using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Replicas;

/// <summary>A write that reaches a read.</summary>
/// <param name="Change">What is written: the write itself, or the staging.</param>
/// <param name="Write">Where it is written: the write itself, or the save.</param>
/// <param name="Read">The read.</param>
/// <param name="Overlap">How sure it is that they touch the same data.</param>
internal sealed record StaleRead(DataEffect Change, DataEffect Write, DataEffect Read, Overlap Overlap);

/// <summary>A write that follows a replica's read of the same data.</summary>
/// <param name="Read">The read.</param>
/// <param name="Change">What is written.</param>
/// <param name="Write">Where it is written.</param>
/// <param name="Overlap">How sure it is that they touch the same data.</param>
internal sealed record WriteAfterRead(DataEffect Read, DataEffect Change, DataEffect Write, Overlap Overlap);

/// <summary>A change that is staged (<see cref="Write"/> is null) or written; a replica's read that has happened.</summary>
internal readonly record struct Mark(DataEffect Change, DataEffect? Write)
{
    public bool IsStaged => Write is null && Change.Kind == EffectKind.Stage;
}

/// <summary>What effects do to a state, the set of changes and reads that have happened on some path; notes every read that a write reaches.</summary>
internal sealed class Ledger
{
    /// <summary>What the caller may have written before, and staged: they stand for it in the summary of a method.</summary>
    private static readonly DataEffect CallerWrites = new(EffectKind.Write, null!, null, RoleClaim.Nothing, ImmutableArray<DataItem>.Empty);
    private static readonly DataEffect CallerStages = new(EffectKind.Stage, null!, null, RoleClaim.Nothing, ImmutableArray<DataItem>.Empty);

    /// <summary>The state in which a method is called, as its own body sees it.</summary>
    public static readonly ImmutableHashSet<Mark> Callers = ImmutableHashSet.Create(new Mark(CallerWrites, CallerWrites), new Mark(CallerStages, null));

    private readonly List<StaleRead> found = [];
    private readonly List<WriteAfterRead> guarded = [];
    private readonly HashSet<DataEffect> exposed = [];
    private readonly HashSet<ReadAfterSave> exposedAfterSave = [];
    private readonly HashSet<(DataEffect, DataEffect, DataEffect)> seen = [];
    private readonly HashSet<(DataEffect, DataEffect)> judged = [];

    /// <summary>The reads that a write reaches, in the order in which they were met.</summary>
    public ImmutableArray<StaleRead> StaleReads => found.ToImmutableArray();

    /// <summary>The writes that follow a read of the same data on a replica.</summary>
    public ImmutableArray<WriteAfterRead> WritesAfterReads => guarded.ToImmutableArray();

    /// <summary>What was noted from the callers' state on, as a summary.</summary>
    /// <param name="exit">The state at the end.</param>
    public MethodSummary Summarize(ImmutableHashSet<Mark> exit)
    {
        // Effects in the order of the source, so that the same code gives the same summary.
        return new MethodSummary(
            exposed.OrderBy(PlaceOf).ThenBy(SiteOf).ToImmutableArray(),
            exposedAfterSave.OrderBy(r => PlaceOf(r.Read)).ThenBy(r => SiteOf(r.Read)).ToImmutableArray(),
            exit.Where(m => m.Change == CallerStages && m.Write is not null).Select(m => m.Write!).OrderBy(PlaceOf).ThenBy(SiteOf).ToImmutableArray(),
            exit.Where(m => m.Change.Site is not null && m.Change.Kind != EffectKind.Read && (m.Write is not null || m.Change.HandleType is not null || m.Change.IsCertain))
                .OrderBy(m => PlaceOf(m.Change)).ThenBy(m => SiteOf(m.Change)).ThenBy(m => m.Write is null ? -1 : SiteOf(m.Write)).Select(m => new Change(m.Change, m.Write)).ToImmutableArray(),
            !exit.IsEmpty && !exit.Any(m => m.Change == CallerWrites));

        static int PlaceOf(DataEffect effect) => effect.Place.Syntax.SpanStart;
        static int SiteOf(DataEffect effect) => effect.Site.Syntax.SpanStart;
    }

    /// <summary>A called method has ended: it has saved what was staged before, and made its own changes.</summary>
    public ImmutableHashSet<Mark> Complete(MethodSummary summary, ImmutableHashSet<Mark> state)
    {
        foreach (var (save, read) in summary.ReadsAfterSave)
        {
            foreach (var mark in state)
            {
                if (mark.IsStaged && SameContext(mark.Change, save))
                {
                    Meet(mark.Change, save, read);
                }
            }
        }

        foreach (var save in summary.Saves)
        {
            state = Apply(save, state);
        }

        if (summary.Settles)
        {
            state = Settled(state);
        }

        foreach (var (change, write) in summary.Changes)
        {
            Judge(change, write, state);
            state = state.Add(new Mark(change, write));
        }

        return state;
    }

    /// <summary>The state after an effect.</summary>
    public ImmutableHashSet<Mark> Apply(DataEffect effect, ImmutableHashSet<Mark> state)
    {
        switch (effect.Kind)
        {
            case EffectKind.Read:
                foreach (var mark in state)
                {
                    if (mark.Write is not null)
                    {
                        Meet(mark.Change, mark.Write, effect);
                    }
                }

                return effect.Claim.MayBeReplica && !effect.IsRedirected ? state.Add(new Mark(effect, null)) : state;
            case EffectKind.Write:
                Judge(effect, effect, state);
                return state.Add(new Mark(effect, effect));
            case EffectKind.Stage:
                return state.Add(new Mark(effect, null));
            case EffectKind.Save:
                foreach (var mark in state)
                {
                    if (mark.IsStaged && SameContext(mark.Change, effect))
                    {
                        Judge(mark.Change, effect, state);

                        // Which of the caller's changes are saved depends on their contexts.
                        state = (mark.Change == CallerStages ? state : state.Remove(mark)).Add(new Mark(mark.Change, effect));
                    }
                }

                return state;
            case EffectKind.Unstage:
                return state.Except(state.Where(m => m.IsStaged && m.Change != CallerStages && SameContext(m.Change, effect)));
            default:
                return Settled(state);
        }
    }

    private static ImmutableHashSet<Mark> Settled(ImmutableHashSet<Mark> state) => ImmutableHashSet<Mark>.Empty.Union(state.Where(m => m.Write is null));

    /// <summary>A write reaches a read.</summary>
    private void Meet(DataEffect change, DataEffect write, DataEffect read)
    {
        if (change == CallerWrites)
        {
            exposed.Add(read);
        }
        else if (change == CallerStages)
        {
            exposedAfterSave.Add(new ReadAfterSave(write, read));
        }
        else if ((write.Call is null || write.Call != read.Call) && OverlapOf(change, read) is var overlap && overlap != Overlap.None && seen.Add((change, write, read)))
        {
            found.Add(new StaleRead(change, write, read, overlap));
        }
    }

    /// <summary>Data is written that a replica was asked for before.</summary>
    private void Judge(DataEffect change, DataEffect? write, ImmutableHashSet<Mark> state)
    {
        if (write is null)
        {
            return;
        }

        foreach (var mark in state)
        {
            if (mark.Change.Kind == EffectKind.Read && (write.Call is null || write.Call != mark.Change.Call) && OverlapOf(change, mark.Change) is var overlap && overlap != Overlap.None && judged.Add((mark.Change, change)))
            {
                guarded.Add(new WriteAfterRead(mark.Change, change, write, overlap));
            }
        }
    }

    private static Overlap OverlapOf(DataEffect change, DataEffect read)
    {
        var best = Overlap.None;
        foreach (var written in change.What)
        {
            foreach (var looked in read.What)
            {
                var overlap = written.With(looked);
                best = overlap > best ? overlap : best;
            }
        }

        return best;
    }

    /// <summary>Whether what was staged is saved: the same variable, or contexts of one type, or one that is not known.</summary>
    private static bool SameContext(DataEffect staged, DataEffect saved)
    {
        if (staged.HandleSymbol is { } variable && SymbolEqualityComparer.Default.Equals(variable, saved.HandleSymbol))
        {
            return true;
        }

        var left = staged.HandleType;
        var right = saved.HandleType;
        return left is null || right is null || SymbolEqualityComparer.Default.Equals(left, right) || right.TypeKind == TypeKind.Interface ||
            left.AllInterfaces.Contains(right, SymbolEqualityComparer.Default) || right.AllInterfaces.Contains(left, SymbolEqualityComparer.Default);
    }
}
