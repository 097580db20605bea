using System.Collections.Immutable;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The tables that a SQL text reads and writes, by the last part of their names, in lower case.</summary>
internal sealed class SqlText
{
    private SqlText(ImmutableArray<string> reads, ImmutableArray<string> writes, bool waits)
    {
        Reads = reads;
        Writes = writes;
        WaitsForReplica = waits;
    }

    public ImmutableArray<string> Reads { get; }

    public ImmutableArray<string> Writes { get; }

    /// <summary>Whether it blocks until a replica has caught up: whatever was written is visible afterwards.</summary>
    public bool WaitsForReplica { get; }

    /// <summary>
    /// Reads a text of any SQL dialect, or a fragment of one. This is no parser: it knows the positions in which a table name
    /// stands. What it does not understand yields no table, and no table yields no report.
    /// </summary>
    /// <param name="text">The text; parts that are not constant are <see cref="SqlTokens.Hole"/>.</param>
    public static SqlText Parse(string text)
    {
        var scanner = new SqlScanner(SqlTokens.Of(text));
        scanner.Run();
        return new SqlText(scanner.Reads.ToImmutableArray(), scanner.Writes.ToImmutableArray(), Waits(text));
    }

    private static bool Waits(string text)
    {
        foreach (var mark in (string[])["WAIT FOR LSN", "pg_wal_replay_wait", "MASTER_GTID_WAIT", "WAIT_FOR_EXECUTED_GTID_SET", "WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS"])
        {
            if (text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
