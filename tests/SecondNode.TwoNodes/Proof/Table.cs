namespace SecondNode.TwoNodes.Proof;

/// <summary>The table of the README, which is good to read in a terminal too.</summary>
internal static class Table
{
    private static readonly string[] Head = ["Scenario", "Rule", "One node", "Two nodes, before", "Two nodes, after"];

    public static string Of(IReadOnlyList<Row> rows)
    {
        string[][] lines =
        [
            Head,
            .. rows.Select(row => new[]
            {
                row.Scenario.Title,
                row.Scenario.Rule,
                Cell(row.OneNode, row.Scenario),
                Cell(row.Before, row.Scenario),
                Cell(row.After, row.Scenario) + (row.Scenario.HasFix ? $", {row.After.Seen.Count(seen => seen == row.Scenario.Right)} of {row.After.Seen.Count}" : " (has no fix yet)"),
            }),
        ];
        var widths = Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = lines.Select(line => "| " + string.Join(" | ", line.Select((cell, column) => cell.PadRight(widths[column]))) + " |").ToList();
        text.Insert(1, "|" + string.Join("|", widths.Select(width => new string('-', width + 2))) + "|");
        return string.Join("\n", text) + "\n";
    }

    private static string Cell(Outcome outcome, Scenario scenario) =>
        outcome.Always(scenario.Right) ? "✓ " + scenario.Right
        : outcome.Always(scenario.Wrong) ? "✗ " + scenario.Wrong
        : "? " + outcome;
}
