using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace Blog.Services;

/// <summary>The few marks that posts use: headings, lists, quotes, pictures, links, emphasis and code.</summary>
public static partial class Markup
{
    public static IHtmlContent ToHtml(string text)
    {
        var html = new StringBuilder();
        foreach (var block in BlankLine().Split(text.ReplaceLineEndings("\n").Trim()))
        {
            if (block.StartsWith("## ", StringComparison.Ordinal))
            {
                html.Append("<h2>").Append(Inline(block[3..])).Append("</h2>\n");
            }
            else if (block.StartsWith("> ", StringComparison.Ordinal))
            {
                html.Append("<blockquote>").Append(Inline(block[2..].Replace("\n> ", "\n"))).Append("</blockquote>\n");
            }
            else if (block.StartsWith("- ", StringComparison.Ordinal))
            {
                html.Append("<ul>").AppendJoin("", block[2..].Split("\n- ").Select(item => $"<li>{Inline(item)}</li>")).Append("</ul>\n");
            }
            else if (block.Length > 0)
            {
                html.Append("<p>").Append(Inline(block)).Append("</p>\n");
            }
        }

        return new HtmlString(html.ToString());
    }

    private static string Inline(string text)
    {
        text = WebUtility.HtmlEncode(text);
        text = Code().Replace(text, "<code>$1</code>");
        text = Picture().Replace(text, """<img src="$2" alt="$1" loading="lazy">""");
        text = Link().Replace(text, """<a href="$2">$1</a>""");
        text = Strong().Replace(text, "<strong>$1</strong>");
        return Emphasis().Replace(text, "<em>$1</em>");
    }

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLine();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"!\[([^\]]*)\]\(((?:/|https?://)[^)\s]*)\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"\[([^\]]+)\]\(((?:/|https?://)[^)\s]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"\*([^*]+)\*")]
    private static partial Regex Emphasis();
}
