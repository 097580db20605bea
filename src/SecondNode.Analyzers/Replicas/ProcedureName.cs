namespace SecondNode.Analyzers.Replicas;

/// <summary>What the name of a stored procedure says of it: a verb and a noun, <c>User_ReadByIds</c>, <c>usp_UpdateOrder</c>.</summary>
internal static class ProcedureName
{
    private static readonly HashSet<string> ReadVerbs = ["read", "get", "find", "list", "search", "select", "count", "exists", "load", "fetch"];
    private static readonly HashSet<string> WriteVerbs = ["create", "insert", "add", "update", "upsert", "replace", "set", "save", "delete", "remove", "merge", "bump", "sync"];
    private static readonly HashSet<string> Prefixes = ["usp", "sp", "dbo", "proc", "prc"];

    /// <summary>Verb and noun; the noun in the singular and lower case, null where the name is not understood.</summary>
    public static (bool Reads, bool Writes, string? Noun) Of(string name)
    {
        var dot = name.LastIndexOf('.');
        var words = RoleWords.Words(dot < 0 ? name : name.Substring(dot + 1)).Where(w => !Prefixes.Contains(w)).ToList();
        var verb = words.FindIndex(w => ReadVerbs.Contains(w) || WriteVerbs.Contains(w));
        if (verb < 0 || words.Count < 2 || name.IndexOf(SqlTokens.Hole) >= 0)
        {
            return (false, false, null);
        }

        var nouns = verb > 0 ? words.Take(verb) : words.Skip(1).TakeWhile(w => w is not ("by" or "for" or "with" or "from" or "in" or "many" or "all"));
        var noun = string.Concat(nouns);
        noun = noun.EndsWith("ies", StringComparison.Ordinal) ? noun.Substring(0, noun.Length - 3) + "y" : noun.EndsWith("s", StringComparison.Ordinal) ? noun.Substring(0, noun.Length - 1) : noun;
        return noun.Length < 3 ? (false, false, null) : (ReadVerbs.Contains(words[verb]), WriteVerbs.Contains(words[verb]), noun);
    }
}
