using Microsoft.CodeAnalysis.Text;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// Adds an item to an MSBuild file as its author would: into the group where its relatives are, in their order, with
/// their indentation.
/// </summary>
internal static class ProjectItems
{
    /// <summary>Whether the file has the item, under any condition.</summary>
    public static bool Has(XmlElementSpan project, string item, string id) =>
        project.Descendants().Any(e => e.Name == item && (Names(e["Include"], id) || Names(e["Update"], id)));

    /// <summary>The change that adds an item. The project must be an element that can have children.</summary>
    public static TextChange Add(string text, XmlElementSpan project, string item, string id, string attributes)
    {
        var newLine = NewLine.Of(text);
        var element = $"<{item} Include=\"{id}\"{attributes} />";
        var group = project.Children
            .Where(g => g.Name == "ItemGroup" && !IsConditional(g) && Items(g, item).Any())
            .OrderByDescending(g => Items(g, item).Max(i => Kinship(i["Include"]!, id)))
            .ThenByDescending(g => Items(g, item).Count())
            .ThenBy(g => g.Start)
            .FirstOrDefault();
        return group is null ? AddGroup(text, project, element, newLine) : AddToGroup(text, group, [.. Items(group, item)], id, element, newLine);
    }

    private static IEnumerable<XmlElementSpan> Items(XmlElementSpan group, string item) => group.Children.Where(i => i.Name == item && i["Include"] is not null);

    private static bool IsConditional(XmlElementSpan element) => element["Condition"] is not null;

    private static bool Names(string? list, string id) => list is not null && list.Split(';').Any(name => string.Equals(name.Trim(), id, StringComparison.OrdinalIgnoreCase));

    /// <summary>How many leading segments two package names share.</summary>
    private static int Kinship(string left, string right) =>
        left.Split('.').Zip(right.Split('.'), (l, r) => string.Equals(l, r, StringComparison.OrdinalIgnoreCase)).TakeWhile(same => same).Count();

    private static TextChange AddToGroup(string text, XmlElementSpan group, List<XmlElementSpan> items, string id, string element, string newLine)
    {
        var ids = items.Select(i => i["Include"]!).ToList();
        var sorted = ids.SequenceEqual(ids.OrderBy(i => i, StringComparer.OrdinalIgnoreCase));
        var before = sorted ? items.LastOrDefault(i => StringComparer.OrdinalIgnoreCase.Compare(i["Include"]!, id) < 0) : items[items.Count - 1];
        if (Indent(text, items[0]) is not { } indent)
        {
            return new TextChange(new TextSpan(before?.End ?? items[0].Start, 0), element);
        }

        return before is null
            ? new TextChange(new TextSpan(group.StartTagEnd, 0), newLine + indent + element)
            : new TextChange(new TextSpan(EndOfLine(text, before), 0), newLine + indent + element);
    }

    private static TextChange AddGroup(string text, XmlElementSpan project, string element, string newLine)
    {
        var first = project.Children.FirstOrDefault();
        var indent = (first is null ? null : Indent(text, first)) ?? "  ";
        var unit = project.Children.SelectMany(g => g.Children.Take(1)).Select(i => Indent(text, i)).FirstOrDefault(i => i is not null && i.Length > indent.Length && i.StartsWith(indent, StringComparison.Ordinal));
        var inner = unit ?? indent + (indent.Contains('\t') ? "\t" : indent.Length > 0 ? indent : "  ");
        var group = $"{indent}<ItemGroup>{newLine}{inner}{element}{newLine}{indent}</ItemGroup>";
        var last = project.Children.LastOrDefault(g => g.Name == "ItemGroup") ?? project.Children.LastOrDefault(g => g.Name == "PropertyGroup") ?? project.Children.LastOrDefault();
        if (last is null)
        {
            return project.IsEmpty
                ? new TextChange(TextSpan.FromBounds(project.EndTagStart, project.End), $">{newLine}{group}{newLine}</Project>")
                : new TextChange(TextSpan.FromBounds(project.StartTagEnd, project.EndTagStart), text[project.StartTagEnd..project.EndTagStart].TrimEnd() + newLine + group + newLine);
        }

        var gap = project.Children.Count > 1 && text[project.Children[0].End..project.Children[1].Start].Count(c => c == '\n') < 2 ? newLine : newLine + newLine;
        return new TextChange(new TextSpan(EndOfLine(text, last), 0), gap + group);
    }

    /// <summary>The white space before an element on its line; null where something else stands before it.</summary>
    private static string? Indent(string text, XmlElementSpan element)
    {
        var lineStart = element.Start == 0 ? 0 : text.LastIndexOf('\n', element.Start - 1) + 1;
        var lead = text[lineStart..element.Start];
        return lead.Trim().Length == 0 ? lead : null;
    }

    /// <summary>Behind an element and a comment that follows it on its line.</summary>
    private static int EndOfLine(string text, XmlElementSpan element)
    {
        var lineEnd = text.IndexOf('\n', element.End);
        lineEnd = lineEnd < 0 ? text.Length : lineEnd;
        var rest = text[element.End..lineEnd].Trim();
        return rest.StartsWith("<!--", StringComparison.Ordinal) && rest.IndexOf("-->", StringComparison.Ordinal) == rest.Length - 3
            ? element.End + text[element.End..lineEnd].TrimEnd().Length
            : element.End;
    }
}
