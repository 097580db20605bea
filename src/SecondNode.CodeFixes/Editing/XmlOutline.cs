using System.Xml;

namespace SecondNode.CodeFixes.Editing;

/// <summary>An element of an XML text and where its parts are written.</summary>
internal sealed class XmlElementSpan(string name, int start, XmlElementSpan? parent)
{
    /// <summary>The name without a prefix.</summary>
    public string Name { get; } = name;

    /// <summary>The element around it; null for the root.</summary>
    public XmlElementSpan? Parent { get; } = parent;

    /// <summary>The attributes, by name without a prefix; the values are as written.</summary>
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<XmlElementSpan> Children { get; } = [];

    /// <summary>Where the start tag begins.</summary>
    public int Start { get; } = start;

    /// <summary>Behind the start tag.</summary>
    public int StartTagEnd { get; internal set; }

    /// <summary>Where the end tag begins; for an empty element, where its <c>/&gt;</c> begins.</summary>
    public int EndTagStart { get; internal set; }

    /// <summary>Behind the element.</summary>
    public int End { get; internal set; }

    /// <summary>Whether it is written as <c>&lt;Name /&gt;</c>.</summary>
    public bool IsEmpty { get; internal set; }

    /// <summary>The attribute's value, or null.</summary>
    public string? this[string attribute] => Attributes.TryGetValue(attribute, out var value) ? value : null;

    /// <summary>The elements below it, in order of the text.</summary>
    public IEnumerable<XmlElementSpan> Descendants()
    {
        var open = new Stack<XmlElementSpan>(Enumerable.Reverse(Children));
        while (open.Count > 0)
        {
            var next = open.Pop();
            yield return next;
            for (var i = next.Children.Count - 1; i >= 0; i--)
            {
                open.Push(next.Children[i]);
            }
        }
    }
}

/// <summary>
/// The elements of an XML text with their positions, so that an edit changes the few characters it is about and leaves
/// every comment and space of the user alone.
/// </summary>
internal static class XmlOutline
{
    /// <summary>The root element, or null where the text is not well-formed.</summary>
    public static XmlElementSpan? Parse(string text) => IsWellFormed(text) ? Scan(text) : null;

    /// <summary>The text directly inside an element, trimmed; empty where it has child elements.</summary>
    public static string ValueOf(this XmlElementSpan element, string text) =>
        element.IsEmpty || element.Children.Count > 0 ? "" : text[element.StartTagEnd..element.EndTagStart].Trim();

    private static bool IsWellFormed(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>The text is known to be well-formed here, which leaves four kinds of markup to tell apart.</summary>
    private static XmlElementSpan? Scan(string text)
    {
        XmlElementSpan? root = null;
        XmlElementSpan? current = null;
        for (var at = text.IndexOf('<'); at >= 0 && at + 1 < text.Length; at = text.IndexOf('<', at))
        {
            if (StartsAt(text, at, "<!--"))
            {
                at = After(text, at + 4, "-->");
            }
            else if (StartsAt(text, at, "<![CDATA["))
            {
                at = After(text, at + 9, "]]>");
            }
            else if (text[at + 1] is '?' or '!')
            {
                at = After(text, at + 2, ">");
            }
            else if (text[at + 1] == '/')
            {
                if (current is null)
                {
                    return null;
                }

                current.EndTagStart = at;
                at = current.End = After(text, at, ">");
                current = current.Parent;
            }
            else
            {
                var element = StartTag(text, at, current);
                root ??= element;
                current?.Children.Add(element);
                current = element.IsEmpty ? current : element;
                at = element.StartTagEnd;
            }
        }

        return current is null ? root : null;
    }

    private static XmlElementSpan StartTag(string text, int start, XmlElementSpan? parent)
    {
        var at = start + 1;
        var element = new XmlElementSpan(Name(text, ref at), start, parent);
        while (at < text.Length)
        {
            if (text[at] == '>')
            {
                element.StartTagEnd = at + 1;
                return element;
            }

            if (text[at] == '/')
            {
                element.IsEmpty = true;
                element.EndTagStart = at;
                element.StartTagEnd = element.End = at + 2;
                return element;
            }

            if (char.IsWhiteSpace(text[at]) || text[at] == '=')
            {
                at++;
                continue;
            }

            var name = Name(text, ref at);
            var open = text.IndexOfAny(['"', '\''], at);
            var close = text.IndexOf(text[open], open + 1);
            element.Attributes[name] = text[(open + 1)..close];
            at = close + 1;
        }

        return element;
    }

    private static string Name(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('=' or '/' or '>'))
        {
            at++;
        }

        var name = text[start..at];
        return name.IndexOf(':') is >= 0 and var colon ? name[(colon + 1)..] : name;
    }

    private static bool StartsAt(string text, int at, string value) => string.CompareOrdinal(text, at, value, 0, value.Length) == 0;

    private static int After(string text, int at, string value) => text.IndexOf(value, at, StringComparison.Ordinal) is >= 0 and var found ? found + value.Length : text.Length;
}
