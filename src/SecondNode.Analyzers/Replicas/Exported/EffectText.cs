using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SecondNode.Analyzers.Replicas.Exported;

/// <summary>
/// How the effects of a method are written as one line, for other compilations to read. Fields stand between bars; what may hold
/// anything is escaped. A line that is not understood is no line: another version of the package may have written it.
/// </summary>
internal static class EffectText
{
    /// <summary>The key of the assembly metadata that holds a line, with the version of the format.</summary>
    public const string Key = "SecondNode.Effects.1";

    private const string Special = "%|;!>,=\r\n";

    /// <summary>The characters of <see cref="EffectKind"/>, in its order.</summary>
    private const string Kinds = "RWSVUN";

    public static string Escape(string text)
    {
        if (text.IndexOfAny(Special.ToCharArray()) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            _ = Special.IndexOf(c) < 0 ? escaped.Append(c) : escaped.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    public static string Unescape(string text)
    {
        if (text.IndexOf('%') < 0)
        {
            return text;
        }

        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && int.TryParse(text.Substring(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    public static char Of(EffectKind kind) => Kinds[(int)kind];

    public static EffectKind? Kind(string text) => text.Length == 1 && Kinds.IndexOf(text[0]) is >= 0 and var at ? (EffectKind)at : null;

    public static string List(IEnumerable<string> parts) => string.Join("!", parts);

    public static string[] Parts(string list) => list.Length == 0 ? [] : list.Split('!');

    /// <summary>A list of numbers, each an index below the limit; null where one is not.</summary>
    public static ImmutableArray<int>? Indices(string list, int limit)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        foreach (var part in Parts(list))
        {
            if (Index(part, limit) is not { } index)
            {
                return null;
            }

            found.Add(index);
        }

        return found.ToImmutable();
    }

    /// <summary>A list of pairs of indices; the second may be left out.</summary>
    public static ImmutableArray<(int First, int? Second)>? Pairs(string list, int limit)
    {
        var found = ImmutableArray.CreateBuilder<(int, int?)>();
        foreach (var part in Parts(list))
        {
            var ends = part.Split('>');
            if (ends.Length != 2 || Index(ends[0], limit) is not { } first || (ends[1].Length > 0 && Index(ends[1], limit) is null))
            {
                return null;
            }

            found.Add((first, ends[1].Length == 0 ? null : Index(ends[1], limit)));
        }

        return found.ToImmutable();
    }

    public static int? Index(string text, int limit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < limit ? index : null;
}
