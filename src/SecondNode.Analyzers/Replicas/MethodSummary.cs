using System.Collections.Immutable;

namespace SecondNode.Analyzers.Replicas;

/// <summary>A change, and the write that makes it so; staged only where there is none yet.</summary>
internal readonly record struct Change(DataEffect What, DataEffect? Write);

/// <summary>A read that comes after a save of what the caller may have staged.</summary>
internal readonly record struct ReadAfterSave(DataEffect Save, DataEffect Read);

/// <summary>What a method does, as its callers see it.</summary>
/// <param name="Reads">Replica reads that may see, or miss, what the caller has written before.</param>
/// <param name="ReadsAfterSave">Replica reads after a save of the method itself.</param>
/// <param name="Saves">The saves: what the caller has staged on the same context is written by them.</param>
/// <param name="Changes">What is written or staged when the method returns.</param>
/// <param name="Settles">Whether every path waits for the replica, or undoes what was written.</param>
internal sealed record MethodSummary(
    ImmutableArray<DataEffect> Reads, ImmutableArray<ReadAfterSave> ReadsAfterSave, ImmutableArray<DataEffect> Saves, ImmutableArray<Change> Changes, bool Settles)
{
    /// <summary>Nothing is done, or nothing is known.</summary>
    public static readonly MethodSummary Nothing = new(
        ImmutableArray<DataEffect>.Empty, ImmutableArray<ReadAfterSave>.Empty, ImmutableArray<DataEffect>.Empty, ImmutableArray<Change>.Empty, false);

    /// <summary>Beyond that many effects a method does everything, and a caller learns nothing from it.</summary>
    private const int MaxEffects = 32;

    public bool IsEmpty => Reads.IsEmpty && ReadsAfterSave.IsEmpty && Saves.IsEmpty && Changes.IsEmpty && !Settles;

    /// <summary>Whether it runs the statement that the call has given it, or that the caller was given in turn.</summary>
    public bool RunsGivenText => Reads.Concat(ReadsAfterSave.Select(r => r.Read)).Concat(Changes.Select(c => c.What)).Any(e => e.DecidedAt is not null || e.Text is not null);

    public bool IsTooLarge => Reads.Length + ReadsAfterSave.Length + Saves.Length + Changes.Length > MaxEffects;

    /// <summary>One of several methods that may run.</summary>
    public static MethodSummary Any(ImmutableArray<MethodSummary> parts) =>
        parts.IsEmpty ? Nothing : parts.Length == 1 ? parts[0] : new MethodSummary(
            parts.SelectMany(p => p.Reads).ToImmutableArray(),
            parts.SelectMany(p => p.ReadsAfterSave).ToImmutableArray(),
            parts.SelectMany(p => p.Saves).ToImmutableArray(),
            parts.SelectMany(p => p.Changes).ToImmutableArray(),
            parts.All(p => p.Settles));

    /// <summary>The summary with every effect put through <paramref name="change"/>; effects that become null go.</summary>
    public MethodSummary Select(Func<DataEffect, DataEffect?> change)
    {
        // One effect has one image: a change that is its own write stays one.
        var images = new Dictionary<DataEffect, DataEffect?>();
        return this with
        {
            Reads = Reads.Select(Image).OfType<DataEffect>().ToImmutableArray(),
            ReadsAfterSave = ReadsAfterSave.Select(r => (Save: Image(r.Save), Read: Image(r.Read))).Where(r => r.Save is not null && r.Read is not null).Select(r => new ReadAfterSave(r.Save!, r.Read!)).ToImmutableArray(),
            Saves = Saves.Select(Image).OfType<DataEffect>().ToImmutableArray(),
            Changes = Changes.Select(c => (What: Image(c.What), Write: c.Write is null ? null : Image(c.Write), c.Write is null)).Where(c => c.What is not null && (c.Item3 || c.Write is not null)).Select(c => new Change(c.What!, c.Write)).ToImmutableArray(),
        };

        DataEffect? Image(DataEffect effect)
        {
            if (!images.TryGetValue(effect, out var image))
            {
                images.Add(effect, image = change(effect));
            }

            return image;
        }
    }
}
