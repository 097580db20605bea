namespace SecondNode.Analyzers.Replicas;

internal enum SqlTokenKind
{
    /// <summary>A keyword or a possibly qualified name; the text is its last part.</summary>
    Name,

    /// <summary>One character of punctuation.</summary>
    Symbol,

    /// <summary>A literal, a parameter, or a part that is not constant.</summary>
    Value,
}

/// <summary>A token of a SQL text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">In lower case; of a qualified name the last part.</param>
/// <param name="IsQuoted">Whether it was quoted or qualified, and so is no keyword.</param>
/// <param name="StartsLineAfter">Whether a line ends after it: many texts separate statements by nothing else.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, bool IsQuoted, bool StartsLineAfter)
{
    public bool Is(string word) => Kind == SqlTokenKind.Name && !IsQuoted && Text == word;
}

/// <summary>Splits a SQL text of any dialect: comments, the four ways to quote a name, strings, parameters, holes.</summary>
internal static class SqlTokens
{
    /// <summary>Stands for a part of the text that is not constant.</summary>
    public const char Hole = '\uFFFC';

    public static List<SqlToken> Of(string text)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c == '-' && Next(text, at) == '-' || (c == '#' && tokens.Count == 0))
            {
                at = EndOfLine(text, at);
            }
            else if (c == '/' && Next(text, at) == '*')
            {
                var close = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = close < 0 ? text.Length : close + 2;
            }
            else if (c == '\'' || (c is 'N' or 'n' or 'E' or 'e' && Next(text, at) == '\''))
            {
                at = EndOfQuote(text, c == '\'' ? at : at + 1, '\'');
                Add(SqlTokenKind.Value, "", quoted: false);
            }
            else if (IsNameStart(c) || (c == Hole && Next(text, at) == '.'))
            {
                at = Name(text, at, out var name, out var quoted);
                Add(name is null ? SqlTokenKind.Value : SqlTokenKind.Name, name ?? "", quoted);
            }
            else if (c is '@' or '?' or '$' or Hole || (c == ':' && char.IsLetter(Next(text, at))) || char.IsDigit(c))
            {
                at++;
                while (at < text.Length && IsNamePart(text[at]))
                {
                    at++;
                }

                Add(SqlTokenKind.Value, "", quoted: false);
            }
            else
            {
                at++;
                Add(SqlTokenKind.Symbol, c.ToString(), quoted: false);
            }
        }

        return tokens;

        void Add(SqlTokenKind kind, string value, bool quoted)
        {
            var end = at;
            while (end < text.Length && text[end] is ' ' or '\t' or '\r')
            {
                end++;
            }

            tokens.Add(new SqlToken(kind, value, quoted, end < text.Length && text[end] == '\n'));
        }
    }

    /// <summary>A name with its qualifiers. A hole in it (a schema from configuration) is fine as long as the last part is constant.</summary>
    private static int Name(string text, int at, out string? name, out bool quoted)
    {
        quoted = false;
        while (true)
        {
            var c = text[at];
            if (Closing(c) is { } close)
            {
                var end = EndOfQuote(text, at, close);
                name = text.Substring(at + 1, Math.Max(0, end - at - (end <= text.Length && end > at + 1 && text[end - 1] == close ? 2 : 1))).ToLowerInvariant();
                // [{schema}].[Orders] keeps its hole out of the last part; [{table}] does not.
                name = name.IndexOf(Hole) >= 0 ? null : name;
                quoted = true;
                at = end;
            }
            else
            {
                var start = at;
                while (at < text.Length && (IsNamePart(text[at]) || text[at] == Hole))
                {
                    at++;
                }

                name = text.Substring(start, at - start).ToLowerInvariant();
                name = name.IndexOf(Hole) >= 0 ? null : name;
            }

            if (at + 1 < text.Length && text[at] == '.' && (IsNameStart(text[at + 1]) || text[at + 1] == Hole))
            {
                at++;
                quoted = true;
                continue;
            }

            // dbo..Orders
            if (at + 2 < text.Length && text[at] == '.' && text[at + 1] == '.' && IsNameStart(text[at + 2]))
            {
                at += 2;
                quoted = true;
                continue;
            }

            return at;
        }
    }

    private static char? Closing(char open) => open switch { '[' => ']', '"' => '"', '`' => '`', _ => null };

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '[' or '"' or '`' || (c == '#');

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '#';

    private static char Next(string text, int at) => at + 1 < text.Length ? text[at + 1] : '\0';

    private static int EndOfLine(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }

    private static int EndOfQuote(string text, int at, char close)
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] != close)
            {
                continue;
            }

            if (Next(text, at) != close)
            {
                return at + 1;
            }

            at++;
        }

        return text.Length;
    }
}
