using System.Text;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// The string values of a JSON file by their path in configuration notation (<c>ConnectionStrings:Default</c>). Comments and
/// trailing commas are accepted, as the configuration reader accepts them; text that is no JSON yields what was read so far.
/// </summary>
internal static class JsonStrings
{
    private const int MaxDepth = 64;

    /// <summary>Reads the values. A path that occurs twice keeps its last value.</summary>
    public static IReadOnlyDictionary<string, string> Of(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        new Reader(text, found).ReadValue("", 0);
        return found;
    }

    private sealed class Reader(string text, Dictionary<string, string> found)
    {
        private int at;

        public bool ReadValue(string path, int depth)
        {
            SkipBlanks();
            if (at >= text.Length || depth > MaxDepth)
            {
                return false;
            }

            switch (text[at])
            {
                case '{':
                    return ReadItems(path, depth, '}');
                case '[':
                    return ReadItems(path, depth, ']');
                case '"':
                    if (ReadString() is not { } value)
                    {
                        return false;
                    }

                    found[path] = value;
                    return true;
                default:
                    var start = at;
                    while (at < text.Length && text[at] is not (',' or '}' or ']') && !char.IsWhiteSpace(text[at]))
                    {
                        at++;
                    }

                    return at > start;
            }
        }

        private bool ReadItems(string path, int depth, char end)
        {
            at++;
            for (var index = 0; ; index++)
            {
                SkipBlanks();
                if (at >= text.Length)
                {
                    return false;
                }

                if (text[at] == end)
                {
                    at++;
                    return true;
                }

                if (text[at] == ',')
                {
                    at++;
                    continue;
                }

                var key = index.ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (end == '}')
                {
                    if (text[at] != '"' || ReadString() is not { } name)
                    {
                        return false;
                    }

                    SkipBlanks();
                    if (at >= text.Length || text[at] != ':')
                    {
                        return false;
                    }

                    at++;
                    key = name;
                }

                if (!ReadValue(path.Length == 0 ? key : path + ":" + key, depth + 1))
                {
                    return false;
                }
            }
        }

        private string? ReadString()
        {
            var value = new StringBuilder();
            for (at++; at < text.Length; at++)
            {
                switch (text[at])
                {
                    case '"':
                        at++;
                        return value.ToString();
                    case '\\' when at + 1 < text.Length:
                        at++;
                        value.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => text[at] });
                        break;
                    default:
                        value.Append(text[at]);
                        break;
                }
            }

            return null;
        }

        private void SkipBlanks()
        {
            while (at < text.Length)
            {
                if (char.IsWhiteSpace(text[at]) || text[at] == '\uFEFF')
                {
                    at++;
                }
                else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '/')
                {
                    while (at < text.Length && text[at] != '\n')
                    {
                        at++;
                    }
                }
                else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '*')
                {
                    var close = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                    at = close < 0 ? text.Length : close + 2;
                }
                else
                {
                    return;
                }
            }
        }
    }
}
