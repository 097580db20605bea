namespace SecondNode.TwoNodes.Servers;

/// <summary>Where the programs of the servers are; not all of them are on the path of a user.</summary>
internal static class Programs
{
    private const string HowToGet = "On Debian or Ubuntu: apt-get install --no-install-recommends postgresql redis-server nginx chromium";

    /// <summary>What hinders the proof on this machine, and how to get it; null where nothing does.</summary>
    public static string? Missing => Tell("initdb", "pg_basebackup", "redis-server", "nginx");

    /// <summary>The same for the walk with a browser.</summary>
    public static string? MissingForWalk => Tell("initdb", "pg_basebackup", "redis-server", "nginx", "chromium");

    /// <summary>The full path of a program, or null where it is not installed.</summary>
    public static string? Find(string name) => Folders()
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(File.Exists);

    private static string? Tell(params string[] names)
    {
        if (OperatingSystem.IsWindows())
        {
            return "The proof runs on Linux and macOS.";
        }

        var missing = names.Where(name => Find(name) is null).ToList();
        return missing.Count == 0 ? null : $"Not installed: {string.Join(", ", missing)}. {HowToGet}";
    }

    private static IEnumerable<string> Folders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

        // Debian keeps the programs of each PostgreSQL apart; the newest comes first.
        const string Versions = "/usr/lib/postgresql";
        var versions = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            : Enumerable.Empty<string>();
        return [.. path, .. versions.Select(folder => Path.Combine(folder, "bin")), "/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"];
    }
}
