using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Rules;

/// <summary>The families of rules. The name is the diagnostic category, the folder of the rule and the digit of its id.</summary>
internal enum Family
{
    Session = 1,
    Caching = 2,
    Files = 3,
    Replicas = 4,
    Keys = 5,
    Realtime = 6,
    Coordination = 7,
}

/// <summary>How loud a rule is by default, by what its findings prove.</summary>
internal enum Level
{
    /// <summary>The code itself proves the hazard: a warning.</summary>
    Certain,

    /// <summary>The hazard depends on something that is not in the code: a suggestion.</summary>
    Possible,

    /// <summary>Off until a project asks for it.</summary>
    OptIn,
}

/// <summary>Makes descriptors, so that category, help link and severity follow one convention.</summary>
internal static class Rule
{
    /// <summary>Where the pages of the rules are read.</summary>
    public const string HelpRoot = "https://github.com/secondnode/secondnode-analyzers/blob/main/src/SecondNode.Analyzers/Rules/";

    /// <summary>Creates the descriptor of a rule.</summary>
    /// <param name="id">"SN" + family digit + number.</param>
    /// <param name="family">The family, which gives category and folder.</param>
    /// <param name="level">How loud the rule is by default.</param>
    /// <param name="title">The mistake, as a noun phrase or short clause; also the title of the page.</param>
    /// <param name="message">One sentence without a trailing period: what breaks on the second node, naming the symbol.</param>
    /// <param name="description">Why, in two or three sentences.</param>
    public static DiagnosticDescriptor Create(string id, Family family, Level level, string title, string message, string description) =>
        new(
            id,
            title,
            message,
            family.ToString(),
            level == Level.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            isEnabledByDefault: level != Level.OptIn,
            description,
            helpLinkUri: HelpRoot + family + "/" + id + ".md");
}
