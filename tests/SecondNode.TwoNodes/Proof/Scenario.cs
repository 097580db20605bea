using SecondNode.Tests.Testing;
using SecondNode.TwoNodes.Visitors;

namespace SecondNode.TwoNodes.Proof;

/// <summary>A few steps of a visitor, and what is seen at their end.</summary>
/// <param name="title">What is to hold, as the table says it.</param>
/// <param name="hazard">The marked place that it is about: "Program.cs SN5001".</param>
/// <param name="says">The words of the rule's message that foretell <paramref name="wrong"/>.</param>
/// <param name="right">What is seen where all nodes are one blog.</param>
/// <param name="wrong">What is seen where the hazard strikes.</param>
internal abstract class Scenario(string title, string hazard, string says, string right, string wrong)
{
    /// <summary>All there are, in the order of the table.</summary>
    public static readonly IReadOnlyList<Scenario> All = [.. typeof(Scenario).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Scenario)))
        .Select(type => (Scenario)Activator.CreateInstance(type)!)
        .OrderBy(scenario => scenario.Rule, StringComparer.Ordinal)
        .ThenBy(scenario => scenario.Hazard, StringComparer.Ordinal)
        .ThenBy(scenario => scenario.Title, StringComparer.Ordinal)];

    public string Title => title;

    public string Hazard => hazard;

    public string Rule => hazard[^6..];

    /// <summary>Whether the bulk fix is to mend it.</summary>
    public bool HasFix => ShippedRules.HasFix(Rule);

    public string Says => says;

    public string Right => right;

    public string Wrong => wrong;

    /// <summary>How many plays of it may go on at a time: one after the other, where most of a play is not waiting for the standby.</summary>
    public virtual int AtATime => 1;

    /// <summary>Plays it, and tells what is seen: <see cref="Right"/>, <see cref="Wrong"/>, or something that nobody has expected.</summary>
    public abstract Task<string> PlayAsync(Stage stage);

    /// <summary>Something else than the two that are expected.</summary>
    protected static string Odd(params IEnumerable<Answer> answers) =>
        string.Join("; ", answers);
}
