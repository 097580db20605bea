using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// The connection strings of the appsettings files that the project hands to the compiler. They settle two questions: does an
/// entry's content say replica, and are two entries one and the same database after all.
/// </summary>
internal sealed class AppConnectionStrings
{
    private readonly ImmutableArray<IReadOnlyDictionary<string, string>> files;

    private AppConnectionStrings(ImmutableArray<IReadOnlyDictionary<string, string>> files) => this.files = files;

    /// <summary>Reads the files; a developer's commonly repeats one string for both servers.</summary>
    public static AppConnectionStrings Of(ImmutableArray<AdditionalText> texts, CancellationToken cancellation) =>
        new(AppSettingsFiles.Of(texts, cancellation).Select(file => file.Values).ToImmutableArray());

    /// <summary>Whether some entry's content asks for a replica.</summary>
    public bool AnySaysReplica => files.Any(file => file.Any(entry => entry.Value.Length > 12 && ConnectionText.Of(entry.Value) is { MayBeReplica: true }));

    /// <summary>What the content of a named connection string says of its role, or null.</summary>
    /// <param name="name">The name, or a whole configuration path.</param>
    public RoleClaim? ClaimOf(string name)
    {
        foreach (var file in files)
        {
            if (AppSettingsFiles.Find(file, name) is { } content && ConnectionText.Of(content) is { } claim)
            {
                return claim with { Evidence = "connection string '" + name + "': " + claim.Evidence };
            }
        }

        return null;
    }

    /// <summary>Whether two names hold the same content in every file that holds both: one database, no replica.</summary>
    public bool AreEqual(string left, string right)
    {
        var any = false;
        foreach (var file in files)
        {
            if (AppSettingsFiles.Find(file, left) is not { Length: > 0 } first || AppSettingsFiles.Find(file, right) is not { Length: > 0 } second)
            {
                continue;
            }

            if (!string.Equals(Plain(first), Plain(second), StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static string Plain(string content) => new(content.Where(c => !char.IsWhiteSpace(c) && c != ';').ToArray());
}
