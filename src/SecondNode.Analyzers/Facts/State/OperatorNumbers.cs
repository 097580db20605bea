using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Recognizes by its name what is kept for operators to look at: numbers, traces, logs. Each node may show its own.</summary>
internal static class OperatorNumbers
{
    /// <summary>Whether the member or its type is called so.</summary>
    public static bool Are(ISymbol state) =>
        new[] { "metric", "statistic", "stats", "telemetry", "diagnostic", "health", "profiler", "trace", "log", "usage" }.Any(word => ContainsWord(state.Name, word) || ContainsWord(state.ContainingType?.Name, word));

    /// <summary>A word of a name in camel case: "log" is in RequestLog and LogQueue, not in Catalog or Blog.</summary>
    private static bool ContainsWord(string? name, string word)
    {
        for (var at = name?.IndexOf(word, StringComparison.OrdinalIgnoreCase) ?? -1; at >= 0; at = name!.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var startsWord = at == 0 || char.IsUpper(name![at]) || name[at - 1] == '_';
            var end = at + word.Length;
            if (startsWord && (word.Length > 4 || end >= name!.Length || !char.IsLower(name[end]) || name[end] == 's'))
            {
                return true;
            }
        }

        return false;
    }
}
