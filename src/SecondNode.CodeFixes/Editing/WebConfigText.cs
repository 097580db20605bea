using Microsoft.CodeAnalysis.Text;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// Edits the text of a <c>web.config</c> element by element, so that every comment and space of the user stays. Each edit
/// answers the new text, or null where the file cannot be understood.
/// </summary>
internal static class WebConfigText
{
    /// <summary>Whether the text is a configuration file.</summary>
    public static XmlElementSpan? Root(string text) => XmlOutline.Parse(text) is { Name: "configuration" } root ? root : null;

    /// <summary>The element at a path below the root (<c>system.web</c>, <c>sessionState</c>), also in a <c>location</c> that is the whole site.</summary>
    public static XmlElementSpan? Find(XmlElementSpan root, params string[] path)
    {
        foreach (var scope in new[] { root }.Concat(root.Children.Where(c => c.Name == "location" && (c["path"] ?? "") is "" or "." or "/")))
        {
            XmlElementSpan? element = scope;
            foreach (var name in path)
            {
                element = element?.Children.FirstOrDefault(c => c.Name == name);
            }

            if (element is not null)
            {
                return element;
            }
        }

        return null;
    }

    /// <summary>Writes an element in the place of the one at the path, or as the last child of its group, which is made where it is absent.</summary>
    /// <param name="text">The file.</param>
    /// <param name="lines">The new element, one line each, indented by <c>\t</c> relative to itself.</param>
    /// <param name="path">The groups and the element.</param>
    public static string? Set(string text, string[] lines, params string[] path)
    {
        if (Root(text) is not { } root)
        {
            return null;
        }

        if (Find(root, path) is { } old)
        {
            var indent = LineIndent(text, old.Start);
            return Apply(text, new TextChange(TextSpan.FromBounds(old.Start, old.End), Lines(text, lines, indent, root).Substring(indent.Length)));
        }

        return Add(text, lines, path.Take(path.Length - 1).ToArray());
    }

    /// <summary>Writes an element as the last child of a group, which is made, with those around it, where it is absent.</summary>
    public static string? Add(string text, string[] lines, params string[] groups)
    {
        if (Root(text) is not { } root)
        {
            return null;
        }

        var depth = groups.Length;
        while (depth > 0 && Find(root, groups.Take(depth).ToArray()) is null)
        {
            depth--;
        }

        var parent = depth == 0 ? root : Find(root, groups.Take(depth).ToArray())!;
        foreach (var group in groups.Skip(depth).Reverse())
        {
            lines = [$"<{group}>", .. lines.Select(l => "\t" + l), $"</{group}>"];
        }

        return Apply(text, Append(text, root, parent, lines));
    }

    /// <summary>Adds a connection string unless one of that name is there; null where the section is kept in another file.</summary>
    public static string? AddConnectionString(string text, string name, string value)
    {
        if (Root(text) is not { } root)
        {
            return null;
        }

        var section = Find(root, "connectionStrings");
        if (section?["configSource"] is not null)
        {
            return null;
        }

        if (section is not null && section.Children.Any(c => string.Equals(c["name"], name, StringComparison.OrdinalIgnoreCase)))
        {
            return text;
        }

        var line = $"<add name=\"{name}\" connectionString=\"{value}\" />";
        if (section is not null)
        {
            return Apply(text, Append(text, root, section, [line]));
        }

        // The declarations of sections, where there are any, must come first.
        string[] lines = ["<connectionStrings>", "\t" + line, "</connectionStrings>"];
        if (root.Children.Count == 0)
        {
            return Apply(text, Append(text, root, root, lines));
        }

        var first = root.Children[0];
        var indent = LineIndent(text, first.Start);
        return first.Name == "configSections"
            ? Apply(text, new TextChange(new TextSpan(first.End, 0), NewLine.Of(text) + Lines(text, lines, indent, root)))
            : Apply(text, new TextChange(new TextSpan(first.Start, 0), Lines(text, lines, indent, root).Substring(indent.Length) + NewLine.Of(text) + indent));
    }

    private static TextChange Append(string text, XmlElementSpan root, XmlElementSpan parent, string[] lines)
    {
        var newLine = NewLine.Of(text);
        var outer = LineIndent(text, parent.Start);
        var inner = parent.Children.Count > 0 ? LineIndent(text, parent.Children[parent.Children.Count - 1].Start) : outer + Unit(text, root);
        var element = Lines(text, lines, inner, root);
        if (parent.IsEmpty)
        {
            var tag = text.Substring(parent.Start, parent.EndTagStart - parent.Start).TrimEnd();
            var name = tag.Substring(1).Split([' ', '\t', '\r', '\n'], 2)[0];
            return new TextChange(TextSpan.FromBounds(parent.Start, parent.End), $"{tag}>{newLine}{element}{newLine}{outer}</{name}>");
        }

        // Behind the last thing inside, be it a comment.
        var content = text.Substring(0, parent.EndTagStart).TrimEnd().Length;
        return new TextChange(TextSpan.FromBounds(content, parent.EndTagStart), newLine + element + newLine + outer);
    }

    private static string Lines(string text, string[] lines, string indent, XmlElementSpan root)
    {
        var unit = Unit(text, root);
        return string.Join(NewLine.Of(text), lines.Select(line => indent + string.Concat(line.TakeWhile(c => c == '\t').Select(_ => unit)) + line.TrimStart('\t')));
    }

    /// <summary>What one level adds to the indentation in this file.</summary>
    private static string Unit(string text, XmlElementSpan root) => root.Children.Select(c => LineIndent(text, c.Start)).FirstOrDefault(i => i.Length > 0) ?? "  ";

    private static string LineIndent(string text, int position)
    {
        var start = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        var end = start;
        while (end < position && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text.Substring(start, end - start);
    }

    private static string Apply(string text, TextChange change) => text.Substring(0, change.Span.Start) + change.NewText + text.Substring(change.Span.End);
}
