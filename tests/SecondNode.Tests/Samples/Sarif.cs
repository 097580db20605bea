using System.Text.Json;

namespace SecondNode.Tests.Samples;

/// <summary>Reads the findings of our rules from a compiler's error log.</summary>
internal static class Sarif
{
    /// <summary>The unsuppressed warnings, as "file:line id", with files relative to the folder.</summary>
    public static List<string> Warnings(string log, string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(log));
        var found = new List<string>();
        foreach (var run in json.RootElement.GetProperty("runs").EnumerateArray())
        {
            foreach (var result in run.GetProperty("results").EnumerateArray())
            {
                var id = result.GetProperty("ruleId").GetString()!;
                if (id.StartsWith("SN", StringComparison.Ordinal) && result.GetProperty("level").GetString() == "warning" && !result.TryGetProperty("suppressions", out _))
                {
                    var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                    var file = new Uri(location.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath;
                    found.Add($"{Path.GetRelativePath(folder, file).Replace('\\', '/')}:{location.GetProperty("region").GetProperty("startLine").GetInt32()} {id}");
                }
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
