using System.Globalization;
using System.Text;

namespace SecondNode.CodeFixes.Editing;

/// <summary>A value of a JSON text and where it is written.</summary>
internal sealed class JsonSpan(int start)
{
    /// <summary>Where the value begins.</summary>
    public int Start { get; } = start;

    /// <summary>Behind the value.</summary>
    public int End { get; internal set; }

    /// <summary>The members, where the value is an object; null elsewhere.</summary>
    public List<(string Name, int NameStart, JsonSpan Value)>? Members { get; internal set; }

    /// <summary>The text of a string value; null elsewhere.</summary>
    public string? Text { get; internal set; }

    /// <summary>Whether the last member is followed by a comma.</summary>
    public bool HasTrailingComma { get; internal set; }

    /// <summary>The value of a member. Configuration keys ignore case, and so does this.</summary>
    public JsonSpan? this[string name]
    {
        get
        {
            foreach (var member in Members ?? [])
            {
                if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }

            return null;
        }
    }
}

/// <summary>
/// Reads JSON as the configuration provider does, with comments and trailing commas, and keeps the positions, so that an
/// edit changes only the characters it is about.
/// </summary>
internal sealed class JsonOutline
{
    private const int MaxDepth = 64;

    private readonly string text;
    private int at;

    private JsonOutline(string text) => this.text = text;

    /// <summary>The root value, or null where the text is not JSON.</summary>
    public static JsonSpan? Parse(string text)
    {
        var reader = new JsonOutline(text);
        return reader.SkipTrivia() && reader.Value(0) is { } root && reader.SkipTrivia() && reader.at == text.Length ? root : null;
    }

    private JsonSpan? Value(int depth)
    {
        if (depth > MaxDepth || at >= text.Length)
        {
            return null;
        }

        var value = new JsonSpan(at);
        var understood = text[at] switch
        {
            '{' => Object(value, depth),
            '[' => Array(depth),
            '"' => (value.Text = String()) is not null,
            _ => Literal(),
        };
        value.End = at;
        return understood ? value : null;
    }

    private bool Object(JsonSpan value, int depth)
    {
        value.Members = [];
        at++;
        while (SkipTrivia() && at < text.Length)
        {
            if (text[at] == '}')
            {
                at++;
                return true;
            }

            var nameStart = at;
            if ((value.Members.Count > 0 && !value.HasTrailingComma) || text[at] != '"' || String() is not { } name ||
                !SkipTrivia() || !Take(':') || !SkipTrivia() || Value(depth + 1) is not { } member || !SkipTrivia())
            {
                return false;
            }

            value.Members.Add((name, nameStart, member));
            value.HasTrailingComma = Take(',');
        }

        return false;
    }

    private bool Array(int depth)
    {
        at++;
        var separated = true;
        while (SkipTrivia() && at < text.Length)
        {
            if (text[at] == ']')
            {
                at++;
                return true;
            }

            if (!separated || Value(depth + 1) is null || !SkipTrivia())
            {
                return false;
            }

            separated = Take(',');
        }

        return false;
    }

    private string? String()
    {
        var builder = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    at++;
                    return builder.ToString();
                case '\n':
                    return null;
                case '\\' when at + 1 < text.Length:
                    at++;
                    if (!Escape(builder))
                    {
                        return null;
                    }

                    break;
                default:
                    builder.Append(text[at]);
                    break;
            }
        }

        return null;
    }

    private bool Escape(StringBuilder builder)
    {
        switch (text[at])
        {
            case '"' or '\\' or '/':
                builder.Append(text[at]);
                return true;
            case 'b' or 'f' or 'n' or 'r' or 't':
                builder.Append("\b\f\n\r\t"["bfnrt".IndexOf(text[at])]);
                return true;
            case 'u' when at + 4 < text.Length && int.TryParse(text.Substring(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                builder.Append((char)code);
                at += 4;
                return true;
            default:
                return false;
        }
    }

    /// <summary>A number, true, false or null: anything up to the next mark is good enough to be left alone.</summary>
    private bool Literal()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '+' or '-' or '.'))
        {
            at++;
        }

        return at > start;
    }

    private bool Take(char mark)
    {
        if (at < text.Length && text[at] == mark)
        {
            at++;
            return true;
        }

        return false;
    }

    /// <summary>White space and comments; false where a comment does not end.</summary>
    private bool SkipTrivia()
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '/')
            {
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            }
            else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '*')
            {
                var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    return false;
                }

                at = end + 2;
            }
            else
            {
                break;
            }
        }

        return true;
    }
}
