using System.Collections.Immutable;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What a name says of the role of a connection. The order is the order of trust.</summary>
internal enum NameHint
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The side that takes writes: primary, master, writer, default.</summary>
    Primary,

    /// <summary>Reads only, which says nothing without a sibling that writes: read, query, reporting.</summary>
    Weak,

    /// <summary>Reads only by intent, but perhaps on the same server: read-only, secondary, reader.</summary>
    Soft,

    /// <summary>A lagging copy, in so many words: replica, slave, standby, follower.</summary>
    Hard,
}

/// <summary>
/// The words by which code names primaries and replicas. Whole words only, after a name is split at case changes, digits
/// and separators: <c>Replication</c>, <c>IReadOnlyList</c> and <c>DataReader</c> say nothing.
/// </summary>
internal static class RoleWords
{
    private static readonly HashSet<string> Hard = ["replica", "replicas", "readreplica", "slave", "slaves", "slaver", "standby", "follower"];
    private static readonly HashSet<string> Soft = ["readonly", "secondary", "reader", "ro"];
    private static readonly HashSet<string> Weak = ["read", "query", "queries", "reporting", "reports"];
    private static readonly HashSet<string> Primary = ["write", "writer", "writes", "writable", "readwrite", "primary", "master", "leader", "main", "default", "rw", "command", "commands"];
    private static readonly HashSet<string> Databases = ["context", "connection", "connections", "conn", "db", "database"];
    private static readonly HashSet<string> Nouns = [.. Databases, "source", "sql", "session", "dsn"];
    private static readonly HashSet<string> Prepositions = ["from", "to", "of", "in", "on", "by", "for"];

    /// <summary>How Entity Framework 6 takes the name of a connection string instead of one.</summary>
    private const string NamedConnection = "name=";

    /// <summary>Driver APIs whose very mention is evidence.</summary>
    private static readonly HashSet<string> Apis = ["ApplicationIntent", "TargetSessionAttributes", "ReadPreference", "ConsistencyLevel", "GetReadOnlyClient", "GetReadOnlyClientAsync", "GetReadOnlyCacheClient", "ExecuteReadAsync", "ReadTransactionAsync", "ExecuteRead", "ReadTransaction", .. ShardedContexts.Setups];

    /// <summary>Words that, following another, turn it into something else: a replica set, a number of replicas, a primary key, a data reader.</summary>
    private static readonly ImmutableDictionary<string, string> Joined = new Dictionary<string, string>
    {
        ["read only"] = "readonly",
        ["read write"] = "readwrite",
        ["replica set"] = "replicaset",
        ["of replicas"] = "ofreplicas",
        ["primary key"] = "primarykey",
        ["data reader"] = "datareader",
        ["query string"] = "querystring",
        ["query builder"] = "querybuilder",
        ["query filter"] = "queryfilter",
        ["query interceptor"] = "queryinterceptor",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>What the name says. Where it has words of several kinds, a lagging copy wins over read-only, that over the primary, that over mere reading.</summary>
    public static NameHint Of(string? name)
    {
        if (name is null || name.Length is 0 or > 200 || !MayMatter(name))
        {
            return NameHint.None;
        }

        var found = NameHint.None;
        var primary = false;
        foreach (var word in Words(name))
        {
            if (Hard.Contains(word))
            {
                return NameHint.Hard;
            }

            if (Soft.Contains(word))
            {
                found = NameHint.Soft;
            }
            else if (Weak.Contains(word) && found < NameHint.Soft)
            {
                found = NameHint.Weak;
            }
            else
            {
                primary |= Primary.Contains(word);
            }
        }

        return found == NameHint.Soft ? found : primary ? NameHint.Primary : found;
    }

    /// <summary>Whether an identifier or a short string could name a replica at all: the question that keeps projects without one free of cost.</summary>
    public static bool IsEvidence(string text)
    {
        if (text.Length is < 4 or > 300 || !MayBeEvidence(text.AsSpan()))
        {
            return false;
        }

        if (Apis.Contains(text))
        {
            return true;
        }

        // SQLite's Mode=ReadOnly is no replica: of the text of a connection string only what it means counts.
        if (text.IndexOf('=') > 0 && !text.StartsWith(NamedConnection, StringComparison.OrdinalIgnoreCase))
        {
            return ConnectionText.Of(text) is { MayBeReplica: true };
        }

        if (SqlHint.Of(text) is { MayBeReplica: true })
        {
            return true;
        }

        // A sentence for a person names no connection.
        if (text.Count(c => c == ' ') > 2)
        {
            return false;
        }

        return Of(text) switch
        {
            NameHint.Hard => true,
            NameHint.Soft or NameHint.Weak => text.StartsWith(NamedConnection, StringComparison.OrdinalIgnoreCase) || NamesConnection(Words(text)),
            _ => false,
        };
    }

    /// <summary>Whether a word that may mean something else (a reader of files, a database query) stands with a noun of databases as a connection's name has it.</summary>
    private static bool NamesConnection(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var found = words[i] switch
            {
                "reader" or "secondary" => i + 1 < words.Count && Nouns.Contains(words[i + 1]),

                // QueryDb is a connection, DbQuery a query.
                "query" or "queries" => IsDatabase(words, i + 1) && words[i + 1] != "context",
                "reporting" or "reports" => (IsDatabase(words, i + 1) && words[i + 1] != "context") || IsDatabase(words, i - 1),

                // ReadDb, DbRead, ReadOrdersContext; but not ReadMe, ReadSqlFile, ReadOrdersFromDatabase.
                "read" => IsNoun(words, i + 1) || IsNoun(words, i - 1) || (IsDatabase(words, i + 2) && !Prepositions.Contains(words[i + 1])),
                var word => Soft.Contains(word) && words.Any(Nouns.Contains),
            };
            if (found)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDatabase(List<string> words, int at) => at >= 0 && at < words.Count && Databases.Contains(words[at]);

    private static bool IsNoun(List<string> words, int at) =>
        at >= 0 && at < words.Count && Nouns.Contains(words[at]) && (words[at] != "sql" || at + 1 == words.Count || Nouns.Contains(words[at + 1]) || words[at + 1] == "read");

    /// <summary>The words of a name, in lower case.</summary>
    public static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var boundary = i == name.Length || !char.IsLetter(name[i]) ||
                (i > start && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))));
            if (!boundary)
            {
                continue;
            }

            if (i > start)
            {
                Add(words, name.Substring(start, i - start).ToLowerInvariant());
            }

            start = i < name.Length && char.IsLetter(name[i]) ? i : i + 1;
        }

        return words;
    }

    private static void Add(List<string> words, string word)
    {
        // DBREAD_CONNECTION, dbreplica: the prefix is not part of the word.
        if (word.Length > 3 && word.StartsWith("db", StringComparison.Ordinal) && (Hard.Contains(word.Substring(2)) || Weak.Contains(word.Substring(2))))
        {
            words.Add("db");
            word = word.Substring(2);
        }

        if (words.Count > 0 && Joined.TryGetValue(words[words.Count - 1] + " " + word, out var joined))
        {
            words[words.Count - 1] = joined;
        }
        else
        {
            words.Add(word);
        }
    }

    /// <summary>Whether the text has the beginning of a word that is evidence: one pass over the characters dismisses nearly every text.</summary>
    public static bool MayBeEvidence(ReadOnlySpan<char> text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            var found = (char)(text[i] | 0x20) switch
            {
                'r' => Begins(text, i, "read") || Begins(text, i, "repl") || Begins(text, i, "report") || IsReadOnlyShort(text, i),
                's' => Begins(text, i, "slav") || Begins(text, i, "standby") || Begins(text, i, "stalen") || Begins(text, i, "second"),
                'f' => Begins(text, i, "follower"),
                'q' => Begins(text, i, "quer"),
                'i' => Begins(text, i, "intent"),
                'c' => Begins(text, i, "consistencyl"),
                't' => Begins(text, i, "target"),
                _ => false,
            };
            if (found)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<char> text, int at, string stem)
    {
        if (at + stem.Length > text.Length)
        {
            return false;
        }

        for (var i = 1; i < stem.Length; i++)
        {
            if ((text[at + i] | 0x20) != stem[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The word "ro" by itself, as in <c>RoContext</c> and <c>db-ro</c>.</summary>
    private static bool IsReadOnlyShort(ReadOnlySpan<char> text, int at) =>
        (text[at + 1] | 0x20) == 'o' && (at == 0 || text[at] == 'R' || !char.IsLetter(text[at - 1])) && (at + 2 == text.Length || !char.IsLower(text[at + 2]));

    /// <summary>One pass over the characters, so that nearly every name of a program is dismissed without being split.</summary>
    private static bool MayMatter(string name)
    {
        for (var i = 0; i + 1 < name.Length; i++)
        {
            var next = (char)(name[i + 1] | 0x20);
            switch ((char)(name[i] | 0x20))
            {
                case 'r' when next is 'e' or 'o' or 'w':
                case 's' when next is 'l' or 'e' or 't':
                case 'f' when next == 'o':
                case 'q' when next == 'u':
                case 'w' when next == 'r':
                case 'p' when next is 'r' or 'p':
                case 'm' when next == 'a':
                case 'l' when next == 'e':
                case 'd' when next == 'e':
                case 'c' when next == 'o':
                case 't' when next == 'a':
                    return true;
            }
        }

        return false;
    }
}
