namespace SecondNode.Analyzers.Replicas;

/// <summary>What SQL text itself says of the server that is to run it: the comments that proxies read, and reads as of a time that followers have.</summary>
internal static class SqlHint
{
    private static readonly string[] Replicas = ["/*FORCE_SLAVE*/", "/* to slave */", "/*slave*/", "follower_read_timestamp()", "with_max_staleness("];
    private static readonly string[] Primaries = ["/*FORCE_MASTER*/", "/* to master */", "/*master*/"];

    /// <summary>The role that the text asks for, or null.</summary>
    public static RoleClaim? Of(string text)
    {
        foreach (var hint in Replicas)
        {
            if (text.IndexOf(hint, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return new RoleClaim(Role.Replica, Trust.Proof, "the statement says " + hint);
            }
        }

        return Primaries.Any(hint => text.IndexOf(hint, StringComparison.OrdinalIgnoreCase) >= 0) ? new RoleClaim(Role.Primary, Trust.Proof, "") : null;
    }
}
