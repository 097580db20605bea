using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Analyzers.Facts.Classic;

namespace SecondNode.Analyzers.Facts;

/// <summary>The appsettings files that the project hands to the compiler, without those of a developer's machine.</summary>
internal static class AppSettingsFiles
{
    /// <summary>A file is the same for all compilations that have it. The table holds files weakly.</summary>
    private static readonly ConditionalWeakTable<SourceText, IReadOnlyDictionary<string, string>> Known = new();

    /// <summary>The names of the files and their values by their path in configuration notation.</summary>
    public static ImmutableArray<(string Name, IReadOnlyDictionary<string, string> Values)> Of(ImmutableArray<AdditionalText> texts, CancellationToken cancellation)
    {
        var files = ImmutableArray.CreateBuilder<(string, IReadOnlyDictionary<string, string>)>();
        foreach (var text in texts)
        {
            var name = WebConfigFile.NameOf(text.Path);
            if (name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) &&
                name.IndexOf("development", StringComparison.OrdinalIgnoreCase) < 0 && name.IndexOf("local", StringComparison.OrdinalIgnoreCase) < 0 &&
                text.GetText(cancellation) is { } content)
            {
                files.Add((name, Known.GetValue(content, c => JsonStrings.Of(c.ToString()))));
            }
        }

        return files.ToImmutable();
    }

    /// <summary>The content of a connection string by its name, or of a setting by its whole path; null where the file does not have it.</summary>
    public static string? Find(IReadOnlyDictionary<string, string> values, string name) =>
        values.TryGetValue("ConnectionStrings:" + name, out var content) || values.TryGetValue(name, out content) ? content : null;
}
