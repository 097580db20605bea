using System.Buffers;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// One pass over the characters of a file, many times cheaper than a walk of its syntax: which words it has and where,
/// where calls may register something, and whether anything sounds like a replica. It does not tell code from comments
/// and strings except to skip lines of comment; whoever uses a place looks at the token there.
/// </summary>
internal ref struct SourceScan
{
    private const int LongestString = 300;
    private const int LongestTypeArguments = 400;

    /// <summary>How calls begin that register services, endpoints, stores or their options.</summary>
    private static readonly string[] RegistrationPrefixes = ["Add", "TryAdd", "Use", "Map", "Replace", "Register", "As", "With", "Persist", "Configure", "Set"];

    /// <summary>Calls of these names are everywhere, and register only a descriptor.</summary>
    private static readonly HashSet<int> CommonCalls = [.. new[] { "Add", "Set", "With", "As", "Replace" }.Select(WordIndex.HashOf)];

    /// <summary>The hash under which a <c>new</c> is found that a parenthesis follows.</summary>
    public static readonly int New = WordIndex.HashOf("new");

    private static readonly HashSet<int> Keywords = [WordIndex.HashOf("var"), .. SyntaxFacts.GetReservedKeywordKinds().Select(kind => WordIndex.HashOf(SyntaxFacts.GetText(kind)))];
    private static readonly int TypeOf = WordIndex.HashOf("typeof");
    private static readonly int GetConnectionString = WordIndex.HashOf("GetConnectionString");
    private static readonly int ConnectionStrings = WordIndex.HashOf("ConnectionStrings");

    private readonly ReadOnlySpan<char> text;
    private readonly Span<int> checkedWords;
    private int[] hashes;
    private int[] positions;
    private int count;
    private ImmutableArray<CallPlace>.Builder? calls;

    private SourceScan(ReadOnlySpan<char> text, Span<int> checkedWords)
    {
        this.text = text;
        this.checkedWords = checkedWords;
        hashes = ArrayPool<int>.Shared.Rent(Math.Max(16, text.Length / 8));
        positions = ArrayPool<int>.Shared.Rent(hashes.Length);
    }

    /// <summary>The words.</summary>
    public WordIndex Words { get; private set; } = null!;

    /// <summary>Where calls may be that mention a type or are named like a registration.</summary>
    public ImmutableArray<CallPlace> Calls { get; private set; }

    /// <summary>Whether a name or a string could be a replica's.</summary>
    public bool SaysReplica { get; private set; }

    /// <summary>Whether some of the code is compiled under a condition.</summary>
    public bool HasConditions { get; private set; }

    /// <summary>Reads the text once.</summary>
    public static (WordIndex Words, ImmutableArray<CallPlace> Calls, bool SaysReplica, bool HasConditions) Of(SourceText source)
    {
        var buffer = ArrayPool<char>.Shared.Rent(Math.Max(1, source.Length));
        source.CopyTo(0, buffer, 0, source.Length);
        var scan = new SourceScan(buffer.AsSpan(0, source.Length), stackalloc int[512]);
        scan.Run();
        ArrayPool<char>.Shared.Return(buffer);
        return (scan.Words, scan.Calls, scan.SaysReplica, scan.HasConditions);
    }

    private void Run()
    {
        var stringEnd = -1; // of the string that the position is in, on this line
        var lineIsBlank = true;
        var inComment = false;
        var last = 0; // the hash of the word before
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsWordStart(c))
            {
                lineIsBlank = false;
                var start = i;
                var hash = WordIndex.Add(WordIndex.Seed, c);
                for (i++; i < text.Length && IsWordPart(text[i]); i++)
                {
                    hash = WordIndex.Add(hash, text[i]);
                }

                Word(start, i, hash, last, isCode: !inComment && start > stringEnd);
                last = hash;
                i--;
                continue;
            }

            switch (c)
            {
                case '\n':
                    lineIsBlank = true;
                    inComment = false;
                    stringEnd = -1;
                    break;
                case ' ' or '\t' or '\r' or '\uFEFF':
                    break;
                case '/' when i + 1 < text.Length && text[i + 1] == '/' && i > stringEnd:
                    inComment = true;
                    if (lineIsBlank)
                    {
                        i = EndOfLine(i) - 1;
                    }

                    break;
                case '#' when lineIsBlank:
                    lineIsBlank = false;
                    HasConditions |= text.Slice(i, Math.Min(12, text.Length - i)).IndexOf("if".AsSpan()) > 0;
                    break;
                case '\'' when i > stringEnd:
                    lineIsBlank = false;
                    i += i + 2 < text.Length && text[i + 1] != '\\' && text[i + 2] == '\'' ? 2 : i + 3 < text.Length && text[i + 1] == '\\' && text[i + 3] == '\'' ? 3 : 0;
                    break;
                case '"':
                    lineIsBlank = false;
                    if (i > stringEnd)
                    {
                        stringEnd = EndOfString(i);
                        if (!inComment && !SaysReplica)
                        {
                            String(i + 1, stringEnd, last);
                        }
                    }

                    break;
                case >= '0' and <= '9':
                    while (i + 1 < text.Length && IsWordPart(text[i + 1]))
                    {
                        i++;
                    }

                    lineIsBlank = false;
                    break;
                default:
                    lineIsBlank = false;
                    break;
            }
        }

        Words = new WordIndex(hashes, positions, count);
        Calls = calls?.ToImmutable() ?? ImmutableArray<CallPlace>.Empty;
        ArrayPool<int>.Shared.Return(hashes);
        ArrayPool<int>.Shared.Return(positions);
    }

    private void Word(int start, int end, int hash, int before, bool isCode)
    {
        if (hash == TypeOf)
        {
            // The argument of a call, or of an attribute, which is told later.
            var previous = start - 1;
            while (previous >= 0 && text[previous] is ' ' or '\n' or '\r' or '\t')
            {
                previous--;
            }

            if (previous >= 0 && text[previous] is '(' or ',')
            {
                (calls ??= ImmutableArray.CreateBuilder<CallPlace>()).Add(new CallPlace(start, null));
            }

            return;
        }

        // Of the keywords one is worth to be found again: that of a construction which leaves its type out.
        if (Keywords.Contains(hash) && !(hash == New && IsBefore('(', end)))
        {
            return;
        }

        var position = start > 0 && text[start - 1] == '@' ? start - 1 : start;
        if (count == hashes.Length)
        {
            Grow(ref hashes);
            Grow(ref positions);
        }

        hashes[count] = hash;
        positions[count++] = position;
        if (end < text.Length && before != New && MayCall(start, end, hash))
        {
            (calls ??= ImmutableArray.CreateBuilder<CallPlace>()).Add(new CallPlace(position, text.Slice(start, end - start).ToString()));
        }

        if (!SaysReplica && isCode && checkedWords[hash & (checkedWords.Length - 1)] != hash)
        {
            checkedWords[hash & (checkedWords.Length - 1)] = hash;
            var word = text.Slice(start, end - start);
            SaysReplica = RoleWords.MayBeEvidence(word) && RoleWords.IsEvidence(word.ToString());
        }
    }

    private readonly bool IsBefore(char c, int i)
    {
        while (i < text.Length && text[i] is ' ' or '\n' or '\r' or '\t')
        {
            i++;
        }

        return i < text.Length && text[i] == c;
    }

    private readonly bool MayCall(int start, int end, int hash)
    {
        if (text[end] == '(')
        {
            return IsRegistration(start, end) && (!CommonCalls.Contains(hash) || text.Slice(end, Math.Min(60, text.Length - end)).IndexOf("ServiceDescriptor".AsSpan()) >= 0);
        }

        return text[end] == '<' && IsGenericCall(end);
    }

    private readonly bool IsRegistration(int start, int end)
    {
        if (text[start] is not ('A' or 'T' or 'U' or 'M' or 'R' or 'W' or 'P' or 'C' or 'S'))
        {
            return false;
        }

        var word = text.Slice(start, end - start);
        foreach (var prefix in RegistrationPrefixes)
        {
            if (word.StartsWith(prefix.AsSpan(), StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether type arguments begin here that a list of arguments follows.</summary>
    private readonly bool IsGenericCall(int open)
    {
        var depth = 0;
        var limit = Math.Min(text.Length, open + LongestTypeArguments);
        for (var i = open; i < limit; i++)
        {
            switch (text[i])
            {
                case '<':
                    depth++;
                    break;
                case '>' when --depth == 0:
                    for (i++; i < limit && text[i] is ' ' or '\r' or '\n' or '\t'; i++)
                    {
                    }

                    return i < limit && text[i] == '(';
                case ';' or '{' or '}' or '=' or '"':
                    return false;
            }
        }

        return false;
    }

    private void String(int start, int end, int before)
    {
        if (end - start is < 1 or > LongestString)
        {
            return;
        }

        var content = text.Slice(start, end - start);
        var isConnectionName = (before == GetConnectionString || before == ConnectionStrings) && text[start - 2] is '(' or '[';
        SaysReplica = (RoleWords.MayBeEvidence(content) && RoleWords.IsEvidence(content.ToString())) ||
            (isConnectionName && RoleWords.Of(content.ToString()) > NameHint.Primary);
    }

    private readonly int EndOfLine(int i)
    {
        var length = text.Slice(i).IndexOf('\n');
        return length < 0 ? text.Length : i + length;
    }

    private readonly int EndOfString(int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '"' or '\n':
                    return i;
            }
        }

        return text.Length;
    }

    private static void Grow(ref int[] array)
    {
        var larger = ArrayPool<int>.Shared.Rent(array.Length * 2);
        Array.Copy(array, larger, array.Length);
        ArrayPool<int>.Shared.Return(array);
        array = larger;
    }

    private static bool IsWordStart(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' || (c > '\u007f' && char.IsLetter(c));

    private static bool IsWordPart(char c) => IsWordStart(c) || c is >= '0' and <= '9' || (c > '\u007f' && char.IsLetterOrDigit(c));
}

/// <summary>Where a call may be, by the characters alone.</summary>
/// <param name="Position">Of its name, or of a <c>typeof</c> that may be its argument.</param>
/// <param name="Name">Its name; null at a <c>typeof</c>, whose call is not looked for yet.</param>
internal readonly record struct CallPlace(int Position, string? Name);
