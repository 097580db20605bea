using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Adds keys to appsettings.json, keeping its comments, line endings and layout.</summary>
internal static class AppSettings
{
    /// <summary>Writes <paramref name="value"/> under a key (<c>ConnectionStrings:Redis</c>) where the file does not have the key yet.</summary>
    public static async Task<FileEdit> AddAsync(SolutionEdits edits, Project project, string key, string value, CancellationToken cancellation)
    {
        if (File(project) is not { } file)
        {
            return FileEdit.ByHand;
        }

        var source = await edits.TextOfAsync(file, cancellation).ConfigureAwait(false);
        var text = source.ToString();
        if (JsonOutline.Parse(text) is not { Members: not null } root)
        {
            return FileEdit.ByHand;
        }

        // A section may be written as nested objects or as one name with colons: both are the same configuration.
        var section = root;
        var rest = key;
        while (section[rest] is null)
        {
            var colon = rest.IndexOf(':');
            if (colon < 0 || section[rest[..colon]] is not { } inner)
            {
                edits.SetText(file, source.WithChanges(Insert(text, section, rest, value)));
                return FileEdit.Done;
            }

            if (inner.Members is null)
            {
                return FileEdit.ByHand;
            }

            section = inner;
            rest = rest[(colon + 1)..];
        }

        return FileEdit.NotNeeded;
    }

    /// <summary>What <see cref="AddAsync"/> would do, for the title of a fix.</summary>
    public static Task<FileEdit> CheckAsync(Project project, string key, CancellationToken cancellation) =>
        AddAsync(new SolutionEdits(project.Solution), project, key, "", cancellation);

    /// <summary>What the title says where the settings file is not visible or not understood.</summary>
    public static async Task<string> ByHandAsync(Project project, string setting, CancellationToken cancellation) =>
        await CheckAsync(project, setting, cancellation).ConfigureAwait(false) == FileEdit.ByHand ? $" (add {setting} to the configuration)" : "";

    /// <summary>
    /// The name of the connection string that satisfies the test, or null: a fix uses what the project has before it adds
    /// another name for the same server.
    /// </summary>
    public static async Task<string?> ConnectionNameAsync(SolutionEdits edits, Project project, Func<string, string?, bool> isMeant, CancellationToken cancellation)
    {
        if (File(project) is not { } file || JsonOutline.Parse((await edits.TextOfAsync(file, cancellation).ConfigureAwait(false)).ToString()) is not { Members: { } members } root)
        {
            return null;
        }

        foreach (var (name, _, value) in root["ConnectionStrings"]?.Members ?? [])
        {
            if (isMeant(name, value.Text))
            {
                return name;
            }
        }

        const string flat = "ConnectionStrings:";
        foreach (var (name, _, value) in members)
        {
            if (name.StartsWith(flat, StringComparison.OrdinalIgnoreCase) && isMeant(name[flat.Length..], value.Text))
            {
                return name[flat.Length..];
            }
        }

        return null;
    }

    /// <summary>The connection string of a Redis server: the project's own, else <c>Redis</c>.</summary>
    public static async Task<string> RedisNameAsync(SolutionEdits edits, Project project, CancellationToken cancellation) =>
        await ConnectionNameAsync(edits, project, IsRedis, cancellation).ConfigureAwait(false) ?? "Redis";

    private static bool IsRedis(string name, string? value) =>
        name.IndexOf("redis", StringComparison.OrdinalIgnoreCase) >= 0 ||
        (value is not null && (value.IndexOf(":6379", StringComparison.Ordinal) >= 0 || value.IndexOf(".redis.", StringComparison.OrdinalIgnoreCase) >= 0));

    private static TextDocument? File(Project project) =>
        project.AdditionalDocuments.FirstOrDefault(d => string.Equals(Path.GetFileName(d.FilePath ?? d.Name), "appsettings.json", StringComparison.OrdinalIgnoreCase));

    private static TextChange[] Insert(string text, JsonSpan section, string path, string value)
    {
        var newLine = NewLine.Of(text);
        var brace = section.End - 1;
        var indent = LineIndent(text, brace);
        var members = section.Members!;
        if (members.Count == 0)
        {
            // Behind a comment, if the empty object has one.
            var inside = text[(section.Start + 1)..brace].TrimEnd();
            var unit = Unit(text, section);
            var lead = inside.Length == 0 ? LineIndent(text, section.Start) : indent;
            return [new TextChange(TextSpan.FromBounds(section.Start + 1 + inside.Length, brace), newLine + lead + unit + Member(path, value, lead + unit, unit, newLine) + newLine + lead)];
        }

        var last = members[members.Count - 1].Value;
        var comma = section.HasTrailingComma ? [] : new[] { new TextChange(new TextSpan(last.End, 0), ",") };
        var trailing = section.HasTrailingComma ? "," : "";
        var first = members[0].NameStart;
        if (text.LastIndexOf('\n', first) <= section.Start)
        {
            // All on one line.
            var content = text[..brace].TrimEnd().Length;
            return [.. comma, new TextChange(new TextSpan(content, 0), " " + Member(path, value, null, "", newLine) + trailing)];
        }

        var own = LineIndent(text, first);
        var step = own.StartsWith(indent, StringComparison.Ordinal) && own.Length > indent.Length ? own[indent.Length..] : "  ";
        var end = text[..brace].TrimEnd().Length;
        var member = newLine + own + Member(path, value, own, step, newLine) + trailing;

        // One change where both would begin at the same place.
        return end == last.End ? [new TextChange(new TextSpan(end, 0), (section.HasTrailingComma ? "" : ",") + member)] : [.. comma, new TextChange(new TextSpan(end, 0), member)];
    }

    /// <summary>The member with its outer sections: nested objects, on one line where <paramref name="indent"/> is null.</summary>
    private static string Member(string path, string value, string? indent, string unit, string newLine)
    {
        var colon = path.IndexOf(':');
        if (colon < 0)
        {
            return Quote(path) + ": " + Quote(value);
        }

        var name = Quote(path[..colon]) + ": {";
        var rest = path[(colon + 1)..];
        return indent is null
            ? name + " " + Member(rest, value, null, unit, newLine) + " }"
            : name + newLine + indent + unit + Member(rest, value, indent + unit, unit, newLine) + newLine + indent + "}";
    }

    /// <summary>What one level adds to the indentation in this file.</summary>
    private static string Unit(string text, JsonSpan section)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && line.TrimStart().StartsWith("\"", StringComparison.Ordinal))
            {
                return line[..^line.TrimStart().Length];
            }
        }

        return "  ";
    }

    private static string LineIndent(string text, int position)
    {
        var start = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        var end = start;
        while (end < position && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[start..end];
    }

    private static string Quote(string value)
    {
        var builder = new StringBuilder("\"");
        foreach (var c in value)
        {
            builder.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        }

        return builder.Append('"').ToString();
    }
}
