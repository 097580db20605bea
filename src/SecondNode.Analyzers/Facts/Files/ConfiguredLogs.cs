using System.Collections.Immutable;
using System.Threading;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts.Classic;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>
/// The log files that the configuration of a logging library names: its section of the appsettings files, or its own XML
/// file. Only files that the compiler was handed say anything.
/// </summary>
internal static class ConfiguredLogs
{
    /// <summary>Where a library lists its targets in appsettings, which of them are files, and where their paths stand.</summary>
    private static readonly (string Kind, string Section, string Type, string[] Files, string[] Paths)[] Sections =
    [
        ("Serilog", "Serilog:", ":Name", ["File", "RollingFile"], [":Args:path", ":Args:pathFormat"]),
        ("NLog", "NLog:", ":type", ["File"], [":fileName"]),
    ];

    /// <summary>The elements that make a target in a library's own file.</summary>
    private static readonly (string Kind, string Element, string[] Files, string Path)[] Elements =
    [
        ("NLog", "target", ["File"], "fileName"),
        ("log4net", "appender", ["FileAppender", "RollingFileAppender"], "file"),
    ];

    /// <summary>The first log file that the library is told to write, and the file that says so; null where none is.</summary>
    public static (string Log, string Settings)? Of(string kind, ImmutableArray<AdditionalText> texts, CancellationToken cancellation)
    {
        foreach (var (name, values) in AppSettingsFiles.Of(texts, cancellation))
        {
            foreach (var section in Sections.Where(s => s.Kind == kind))
            {
                foreach (var (key, value) in values.Select(v => (v.Key, v.Value)))
                {
                    if (key.StartsWith(section.Section, StringComparison.OrdinalIgnoreCase) && section.Files.Contains(value) && key.EndsWith(section.Type, StringComparison.OrdinalIgnoreCase))
                    {
                        var target = key[..^section.Type.Length];
                        return (section.Paths.Select(p => values.TryGetValue(target + p, out var path) ? path : null).FirstOrDefault(p => p is not null) ?? value, name);
                    }
                }
            }
        }

        return texts.Select(text => OfXml(kind, text, cancellation)).FirstOrDefault(found => found is not null);
    }

    private static (string Log, string Settings)? OfXml(string kind, AdditionalText text, CancellationToken cancellation)
    {
        var rows = Elements.Where(e => e.Kind == kind).ToList();
        if (rows.Count == 0 || !text.Path.EndsWith(".config", StringComparison.OrdinalIgnoreCase) || WebConfigFile.Parse(text, cancellation) is not { } root)
        {
            return null;
        }

        foreach (var row in rows)
        {
            foreach (var element in root.Descendants().Where(e => WebConfigFile.Is(e, row.Element)))
            {
                // xsi:type="File"; type="log4net.Appender.RollingFileAppender, log4net".
                var type = element.Attributes().FirstOrDefault(a => string.Equals(a.Name.LocalName, "type", StringComparison.OrdinalIgnoreCase))?.Value.Split(',')[0].Trim();
                if (type is not null && row.Files.Contains(type[(type.LastIndexOf('.') + 1)..], StringComparer.OrdinalIgnoreCase))
                {
                    var path = WebConfigFile.Value(element, row.Path) ?? element.Elements().Where(e => WebConfigFile.Is(e, row.Path)).Select(e => WebConfigFile.Value(e, "value")).FirstOrDefault();
                    return (path ?? row.Kind, WebConfigFile.NameOf(text.Path));
                }
            }
        }

        return null;
    }
}
