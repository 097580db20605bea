namespace SecondNode.Analyzers.Replicas;

/// <summary>Goes over the tokens of a SQL text once, and takes the names from the positions in which a table stands.</summary>
internal sealed class SqlScanner(List<SqlToken> tokens)
{
    /// <summary>Functions whose arguments are separated by FROM.</summary>
    private static readonly HashSet<string> FromFunctions = ["extract", "trim", "substring", "overlay", "position"];

    private static readonly HashSet<string> NotAnAlias =
    [
        "on", "where", "set", "join", "inner", "left", "right", "full", "cross", "outer", "natural", "group", "order", "having", "limit", "offset", "union",
        "except", "intersect", "with", "using", "values", "select", "when", "for", "returning", "output", "default", "window", "fetch", "tablesample", "lateral", "as",
        "from", "into", "option", "go", "apply", "straight_join", "force", "use", "ignore",
    ];

    private readonly HashSet<string> ctes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly List<string> written = [];

    /// <summary>For every open parenthesis: the word before it, and whether a FROM list is being read inside it.</summary>
    private readonly Stack<(string Before, bool InFrom)> depths = new();
    private bool inFrom;
    private string before = "";

    public SortedSet<string> Reads { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Writes { get; } = new(StringComparer.Ordinal);

    public void Run()
    {
        CollectCtes();
        for (var i = 0; i < tokens.Count; i++)
        {
            i = Step(i);
        }

        foreach (var name in written)
        {
            var table = aliases.TryGetValue(name, out var real) ? real : name;
            if (!ctes.Contains(table))
            {
                Writes.Add(table);
            }
        }

        Reads.RemoveWhere(ctes.Contains);
    }

    /// <summary>name [(columns)] AS [NOT] [MATERIALIZED] ( … after a WITH.</summary>
    private void CollectCtes()
    {
        if (!tokens.Any(t => t.Is("with")))
        {
            return;
        }

        for (var i = 1; i < tokens.Count; i++)
        {
            if (!tokens[i].Is("as"))
            {
                continue;
            }

            var open = i + 1;
            while (Word(open) is "not" or "materialized")
            {
                open++;
            }

            if (!Symbol(open, '('))
            {
                continue;
            }

            var name = i - 1;
            if (Symbol(name, ')'))
            {
                for (var nested = 0; name >= 0; name--)
                {
                    nested += Symbol(name, ')') ? 1 : Symbol(name, '(') ? -1 : 0;
                    if (nested == 0)
                    {
                        break;
                    }
                }

                name--;
            }

            if (name > 0 && tokens[name].Kind == SqlTokenKind.Name && (Word(name - 1) is "with" or "recursive" || Symbol(name - 1, ',')))
            {
                ctes.Add(tokens[name].Text);
            }
        }
    }

    private int Step(int i)
    {
        var token = tokens[i];
        if (token.Kind == SqlTokenKind.Symbol)
        {
            switch (token.Text[0])
            {
                case '(':
                    depths.Push((before, inFrom));
                    before = Word(i - 1) ?? "";
                    inFrom = false;
                    break;
                case ')' when depths.Count > 0:
                    (before, inFrom) = depths.Pop();
                    break;
                case ';':
                    inFrom = false;
                    break;
                case ',' when inFrom:
                    return Table(i + 1, reads: true);
            }

            return i;
        }

        if (token.Kind != SqlTokenKind.Name || token.IsQuoted)
        {
            return i;
        }

        switch (token.Text)
        {
            case "from":
                if (FromFunctions.Contains(before) && depths.Count > 0 || (Word(i - 1) == "distinct" && Word(i - 2) is "is" or "not"))
                {
                    return i;
                }

                inFrom = true;
                return Table(i + 1, reads: true);
            case "join":
            case "apply" when Word(i - 1) is "cross" or "outer":
                inFrom = true;
                return Table(i + 1, reads: true);
            case "where" or "group" or "order" or "having" or "union" or "except" or "intersect" or "select" or "set" or "values" or "on" or "limit":
                // ON belongs to the FROM list: a comma after its condition begins the next table.
                inFrom &= token.Text == "on";
                return i;
            case "into":
                return Word(i - 1) is "fetch" ? i : Table(i + 1, reads: false, columnsFollow: true);
            case "insert" or "replace":
                var target = Skip(i + 1, "ignore", "overwrite", "low_priority", "delayed", "or", "replace", "rollback", "abort", "fail");
                return Word(i - 1) is "then" or "instead" or "or" || Word(target) == "into" || Symbol(target, '(') || !Begins(i) ? i : Table(target, reads: false, columnsFollow: true);
            case "update":
                return Word(i - 1) is "for" or "on" or "do" or "then" or "key" or "after" or "before" or "or" or "no" ? i : Table(Top(i + 1), reads: false);
            case "delete":
                if (Word(i - 1) is "then" or "on" or "after" or "before" or "or")
                {
                    return i;
                }

                var deleted = Top(i + 1);
                if (Word(deleted) == "from")
                {
                    var end = Table(deleted + 1, reads: false);
                    inFrom = false;
                    return end;
                }

                return Table(deleted, reads: false);
            case "merge":
                return Begins(i) && Word(Top(i + 1)) != "into" && Word(i - 1) is not ("left" or "right" or "inner" or "full") ? Table(Top(i + 1), reads: false) : i;
            case "using":
                return Symbol(i + 1, '(') ? i : Table(i + 1, reads: true);
            case "truncate":
                return Table(Skip(i + 1, "table", "only"), reads: false);
            default:
                return i;
        }
    }

    /// <summary>Whether a statement may begin at the token: nothing but a control word, a bracket or the end of another one is before it.</summary>
    private bool Begins(int i) =>
        i == 0 || tokens[i - 1].Kind != SqlTokenKind.Name || Word(i - 1) is "begin" or "else" or "then" or "as" or "go" or "explain" or "analyze" || Symbol(i - 1, ')') || Symbol(i - 1, ';') || tokens[i - 1].StartsLineAfter;

    private int Top(int i)
    {
        i = Skip(i, "only", "ignore", "low_priority", "quick");
        if (Word(i) != "top")
        {
            return i;
        }

        i++;
        if (!Symbol(i, '('))
        {
            return i + 1;
        }

        while (i < tokens.Count && !Symbol(i, ')'))
        {
            i++;
        }

        return i + 1;
    }

    private int Skip(int i, params string[] words)
    {
        while (Word(i) is { } word && words.Contains(word))
        {
            i++;
        }

        return i;
    }

    /// <summary>Takes the table at a position, with its alias, and answers the last token that was used.</summary>
    private int Table(int i, bool reads, bool columnsFollow = false)
    {
        i = Skip(i, "only", "lateral", "table");
        if (i >= tokens.Count || tokens[i].Kind != SqlTokenKind.Name)
        {
            return i - 1;
        }

        var token = tokens[i];
        if (!token.IsQuoted && (token.Text is "select" or "unnest" or "values" or "set" or "dual" or "where"))
        {
            return i - 1;
        }

        if (!columnsFollow && Symbol(i + 1, '(') && Word(i + 2) is not ("nolock" or "readpast" or "updlock"))
        {
            return i; // a table function
        }

        if (reads)
        {
            Reads.Add(token.Text);
        }
        else
        {
            written.Add(token.Text);
        }

        var alias = Word(i + 1) == "as" ? i + 2 : i + 1;
        if (alias < tokens.Count && tokens[alias].Kind == SqlTokenKind.Name && (tokens[alias].IsQuoted || !NotAnAlias.Contains(tokens[alias].Text)))
        {
            if (!columnsFollow)
            {
                aliases[tokens[alias].Text] = token.Text;
            }

            return alias;
        }

        return i;
    }

    private string? Word(int i) => i >= 0 && i < tokens.Count && tokens[i] is { Kind: SqlTokenKind.Name, IsQuoted: false } token ? token.Text : null;

    private bool Symbol(int i, char symbol) => i >= 0 && i < tokens.Count && tokens[i].Kind == SqlTokenKind.Symbol && tokens[i].Text[0] == symbol;
}
