using System.Text.Json;

namespace SecondNode.Tests.Samples;

/// <summary>A finding of one of our rules; the file is relative to the project's folder.</summary>
internal sealed record Finding(string File, int Line, int Column, string Id, string Message)
{
    /// <summary>The finding as the marks in the samples name it.</summary>
    public string Mark => $"{File}:{Line} {Id}";
}

/// <summary>Reads the findings of our rules from a compiler's error log.</summary>
internal static class Sarif
{
    /// <summary>The unsuppressed warnings, by file and line.</summary>
    public static IReadOnlyList<Finding> Warnings(string log, string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(log));
        var found = new List<Finding>();
        foreach (var result in json.RootElement.GetProperty("runs").EnumerateArray().SelectMany(run => run.GetProperty("results").EnumerateArray()))
        {
            var id = result.GetProperty("ruleId").GetString()!;
            if (id.StartsWith("SN", StringComparison.Ordinal) && result.GetProperty("level").GetString() == "warning" && !result.TryGetProperty("suppressions", out _))
            {
                var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                var file = new Uri(location.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath;
                var region = location.GetProperty("region");
                found.Add(new Finding(
                    Path.GetRelativePath(folder, file).Replace('\\', '/'),
                    region.GetProperty("startLine").GetInt32(),
                    region.GetProperty("startColumn").GetInt32(),
                    id,
                    result.GetProperty("message").GetProperty("text").GetString()!));
            }
        }

        return [.. found.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Id, StringComparer.Ordinal)];
    }
}
