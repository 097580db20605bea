using System.Collections.Immutable;

namespace SecondNode.Analyzers.Facts;

/// <summary>Which files have a word: worth building where hundreds of words are asked for, one after the other.</summary>
internal sealed class WordFiles
{
    private readonly ImmutableArray<TreeFacts> files;
    private readonly Dictionary<int, int> first = [];
    private readonly List<(int File, int Next)> entries = [];

    /// <param name="files">The files; answers keep their order.</param>
    public WordFiles(ImmutableArray<TreeFacts> files)
    {
        this.files = files;
        for (var file = files.Length - 1; file >= 0; file--)
        {
            foreach (var hash in files[file].WordHashes)
            {
                entries.Add((file, first.TryGetValue(hash, out var next) ? next : -1));
                first[hash] = entries.Count - 1;
            }
        }
    }

    /// <summary>Whether a word of that hash may be written in some file.</summary>
    public bool Has(int hash) => first.ContainsKey(hash);

    /// <summary>The files in which a word of that hash may be written.</summary>
    public IEnumerable<TreeFacts> Of(int hash)
    {
        for (var i = first.TryGetValue(hash, out var entry) ? entry : -1; i >= 0; i = entries[i].Next)
        {
            yield return files[entries[i].File];
        }
    }
}
