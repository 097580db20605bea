namespace SecondNode.Analyzers.Facts;

/// <summary>
/// The words of a text and where they stand: a compact multimap from hashes to positions. Two words may share a hash, so an
/// answer is a place to look at, never a fact by itself.
/// </summary>
internal sealed class WordIndex
{
    private readonly int[] starts;
    private readonly int[] hashes;
    private readonly int[] positions;

    /// <param name="hashes">The words' hashes, by <see cref="HashOf(string)"/>, in the order of the text.</param>
    /// <param name="positions">Where each of them begins.</param>
    /// <param name="count">How many there are.</param>
    public WordIndex(int[] hashes, int[] positions, int count)
    {
        var buckets = 16;
        while (buckets < count / 4)
        {
            buckets *= 2;
        }

        starts = new int[buckets + 1];
        this.hashes = new int[count];
        this.positions = new int[count];
        for (var i = 0; i < count; i++)
        {
            starts[(hashes[i] & (buckets - 1)) + 1]++;
        }

        for (var i = 0; i < buckets; i++)
        {
            starts[i + 1] += starts[i];
        }

        var next = new int[buckets];
        for (var i = 0; i < count; i++)
        {
            var bucket = hashes[i] & (buckets - 1);
            var place = starts[bucket] + next[bucket]++;
            this.hashes[place] = hashes[i];
            this.positions[place] = positions[i];
        }
    }

    /// <summary>The hash of a word, character by character (FNV-1a).</summary>
    public static int HashOf(string word)
    {
        var hash = Seed;
        foreach (var c in word)
        {
            hash = Add(hash, c);
        }

        return hash;
    }

    public const int Seed = unchecked((int)2166136261);

    public static int Add(int hash, char c) => unchecked((hash ^ c) * 16777619);

    /// <summary>Where a word of that hash begins, in the order of the text.</summary>
    public IEnumerable<int> PositionsOf(int hash)
    {
        var bucket = hash & (starts.Length - 2);
        for (var i = starts[bucket]; i < starts[bucket + 1]; i++)
        {
            if (hashes[i] == hash)
            {
                yield return positions[i];
            }
        }
    }

    /// <summary>The hashes of all words, each once.</summary>
    public IEnumerable<int> Hashes
    {
        get
        {
            for (var bucket = 0; bucket < starts.Length - 1; bucket++)
            {
                for (var i = starts[bucket]; i < starts[bucket + 1]; i++)
                {
                    if (Array.IndexOf(hashes, hashes[i], starts[bucket], i - starts[bucket]) < 0)
                    {
                        yield return hashes[i];
                    }
                }
            }
        }
    }

    /// <summary>Whether a word of that hash begins at the position, and nowhere else in that part of the text.</summary>
    public bool IsOnlyOne(int hash, int position, int start, int end)
    {
        var isThere = false;
        var bucket = hash & (starts.Length - 2);
        for (var i = starts[bucket]; i < starts[bucket + 1]; i++)
        {
            if (hashes[i] == hash && positions[i] >= start && positions[i] < end)
            {
                if (positions[i] != position)
                {
                    return false;
                }

                isThere = true;
            }
        }

        return isThere;
    }

    /// <summary>Whether some word has that hash.</summary>
    public bool MayContain(int hash) => MayContain(hash, 0, int.MaxValue);

    /// <summary>Whether a word of that hash begins in that part of the text.</summary>
    public bool MayContain(int hash, int start, int end)
    {
        var bucket = hash & (starts.Length - 2);
        for (var i = starts[bucket]; i < starts[bucket + 1]; i++)
        {
            if (hashes[i] == hash && positions[i] >= start && positions[i] < end)
            {
                return true;
            }
        }

        return false;
    }
}
