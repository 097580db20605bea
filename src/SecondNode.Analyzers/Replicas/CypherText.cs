using System.Collections.Immutable;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The labels and relationship types that a Cypher statement reads and writes, as they are written.</summary>
internal sealed class CypherText
{
    private readonly string text;
    private readonly SortedSet<string> reads = new(StringComparer.Ordinal);
    private readonly SortedSet<string> writes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> labelsOf = new(StringComparer.Ordinal);
    private int at;

    private CypherText(string text) => this.text = text;

    /// <summary>What a clause does with what it names.</summary>
    private enum Clause
    {
        Other,
        Match,
        Create,
        Change,
    }

    /// <summary>Reads a statement, or a fragment of one. This is no parser: it knows the clauses, and where a label stands in a pattern.</summary>
    /// <param name="text">The text; parts that are not constant are <see cref="SqlTokens.Hole"/>.</param>
    public static (ImmutableArray<string> Reads, ImmutableArray<string> Writes) Parse(string text)
    {
        var cypher = new CypherText(text);
        cypher.Run();
        return (cypher.reads.ToImmutableArray(), cypher.writes.ToImmutableArray());
    }

    private void Run()
    {
        var clause = Clause.Other;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is '\'' or '"')
            {
                SkipText(c);
            }
            else if (c == '/' && at + 1 < text.Length && text[at + 1] is '/' or '*')
            {
                SkipComment(text[at + 1]);
            }
            else if (c is '(' or '[')
            {
                at++;
                Pattern(clause);
            }
            else if (c == '$' || char.IsDigit(c))
            {
                at++;
                _ = Name();
            }
            else if (Name() is { Length: > 0 } name)
            {
                clause = name.ToUpperInvariant() switch
                {
                    "ON" => AfterOn(clause),
                    "MATCH" or "WHERE" => Clause.Match,
                    "CREATE" or "MERGE" => Clause.Create,
                    "SET" or "DELETE" or "REMOVE" => Clause.Change,
                    "WITH" or "RETURN" or "UNWIND" or "CALL" or "ORDER" or "YIELD" or "UNION" or "FOREACH" or "LOAD" => Clause.Other,
                    _ => Named(clause, name),
                };
            }
            else
            {
                at++;
            }
        }
    }

    /// <summary>ON CREATE, ON MATCH: what follows is a SET.</summary>
    private Clause AfterOn(Clause clause)
    {
        SkipSpace();
        _ = Name();
        return clause;
    }

    /// <summary>A variable that is changed: what it was matched as is written.</summary>
    private Clause Named(Clause clause, string name)
    {
        if (clause == Clause.Change && labelsOf.TryGetValue(name, out var known))
        {
            writes.UnionWith(known);
        }

        if (clause is Clause.Change or Clause.Match && at < text.Length && text[at] == ':')
        {
            Labels(clause, name);
        }

        return clause;
    }

    /// <summary>The inside of a node or relationship up to its properties.</summary>
    private void Pattern(Clause clause)
    {
        SkipSpace();
        var name = Name();
        SkipSpace();
        if (at < text.Length && text[at] == ':')
        {
            Labels(clause, name);
        }
        else if (clause == Clause.Change && labelsOf.TryGetValue(name, out var known))
        {
            writes.UnionWith(known);
        }
    }

    private void Labels(Clause clause, string name)
    {
        while (at < text.Length && text[at] is ':' or '|' or '&' or ' ')
        {
            var isEnd = text[at] == ' ';
            at++;
            SkipSpace();
            if (isEnd && (at >= text.Length || text[at] is not (':' or '|' or '&')))
            {
                return;
            }

            if (text.Length > at && text[at] is ':' or '|' or '&')
            {
                continue;
            }

            if (Name() is { Length: > 0 } label)
            {
                if (clause is Clause.Match)
                {
                    reads.Add(label);
                }
                else if (clause is Clause.Create or Clause.Change)
                {
                    writes.Add(label);
                }

                if (name.Length > 0)
                {
                    if (!labelsOf.TryGetValue(name, out var list))
                    {
                        labelsOf.Add(name, list = []);
                    }

                    list.Add(label);
                }
            }
        }
    }

    /// <summary>The name at the place, without backticks; empty where there is none.</summary>
    private string Name()
    {
        if (at < text.Length && text[at] == '`')
        {
            var end = text.IndexOf('`', at + 1);
            var quoted = end < 0 ? "" : text.Substring(at + 1, end - at - 1);
            at = end < 0 ? text.Length : end + 1;
            return quoted.IndexOf(SqlTokens.Hole) >= 0 ? "" : quoted;
        }

        var start = at;
        var isWhole = true;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or SqlTokens.Hole))
        {
            isWhole &= text[at] != SqlTokens.Hole;
            at++;
        }

        return isWhole ? text.Substring(start, at - start) : "";
    }

    private void SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private void SkipText(char quote)
    {
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
        }

        at++;
    }

    private void SkipComment(char kind)
    {
        var end = kind == '/' ? text.IndexOf('\n', at) : text.IndexOf("*/", at + 2, StringComparison.Ordinal);
        at = end < 0 ? text.Length : end + (kind == '/' ? 1 : 2);
    }
}
