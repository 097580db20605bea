namespace SecondNode.Analyzers.Facts.Files;

/// <summary>What a file is for, as its path says.</summary>
internal enum FilePurpose
{
    /// <summary>Something that the application works with.</summary>
    Content,

    /// <summary>A log: each node has its own, and nothing reads it back.</summary>
    Log,

    /// <summary>A lock or process id of this node.</summary>
    Lock,

    /// <summary>Configuration, which another rule judges.</summary>
    Configuration,

    /// <summary>Made from something else and made again where it is missing.</summary>
    Derived,

    /// <summary>Meant for a short time.</summary>
    Temporary,
}

/// <summary>Reads the purpose of a file off the constant pieces of its path.</summary>
internal static class FilePurposes
{
    private static readonly (FilePurpose Purpose, string[] Words)[] Folders =
    [
        (FilePurpose.Log, ["log", "logs", "logging", "logger", "trace", "traces", "dumps", "crash", "crashes", "diagnostics"]),
        (FilePurpose.Temporary, ["tmp", "temp", "temporary", "working", "scratch"]),
        (FilePurpose.Derived, ["cache", "caches", "cached", "thumb", "thumbs", "thumbnail", "thumbnails", "generated", "compiled", "obj", "shadowcopy"]),
    ];

    private static readonly (FilePurpose Purpose, string[] Endings)[] Files =
    [
        (FilePurpose.Log, [".log", "log.txt", ".trace"]),
        (FilePurpose.Lock, [".lock", ".lck", ".pid"]),
        (FilePurpose.Configuration, [".config", ".env", "settings.json", "web.config", "configuration.json", "config.json", "config.xml", "settings.xml", ".ini"]),
        (FilePurpose.Temporary, [".tmp", ".temp"]),
        (FilePurpose.Derived, [".cache"]),
    ];

    /// <summary>Whether the file is configuration that is deployed with every node, whatever directory the code names.</summary>
    public static bool IsOfDeployment(string path) =>
        path.IndexOf("appsettings", StringComparison.OrdinalIgnoreCase) >= 0 || path.EndsWith("web.config", StringComparison.OrdinalIgnoreCase);

    /// <summary>The purpose of a file by the name of the variable that holds its path: <c>logFilePath</c>, <c>_tempFolder</c>.</summary>
    public static FilePurpose OfName(string name) => Of(Split(string.Concat(name.Select(c => char.IsLetter(c) ? c : '/'))));

    /// <summary>The text with a separator before each word: <c>TempUpdate</c> becomes <c>Temp/Update</c>, <c>XMLLog</c> <c>XML/Log</c>.</summary>
    private static string Split(string text)
    {
        var words = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            words.Append(i > 0 && char.IsUpper(text[i]) && (char.IsLower(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1]))) ? "/" : "").Append(text[i]);
        }

        return words.ToString();
    }

    /// <summary>The purpose of a file by its path, where it is known.</summary>
    /// <param name="path">The constant pieces as one path with forward slashes.</param>
    public static FilePurpose Of(string path)
    {
        var text = path.ToLowerInvariant();
        if (text.Contains("appsettings"))
        {
            return FilePurpose.Configuration;
        }

        foreach (var (purpose, endings) in Files)
        {
            if (endings.Any(e => text.EndsWith(e, StringComparison.Ordinal)))
            {
                return purpose;
            }
        }

        var words = Split(path).ToLowerInvariant().Split(['/', '-', '_', '.', ' ', '{', '}'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var (purpose, names) in Folders)
        {
            if (words.Any(w => names.Contains(w)))
            {
                return purpose;
            }
        }

        return FilePurpose.Content;
    }
}
