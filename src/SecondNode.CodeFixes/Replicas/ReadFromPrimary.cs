using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SecondNode.CodeFixes.Replicas;

/// <summary>
/// SN4001, SN4002 and SN4003: moves the one stale read to the primary, where the rule has found how: the connection that wrote, or the argument
/// that chose the replica. A query that was composed in a variable moves at its source. A read that stands in a called method, or in the
/// action that a redirect leads to, moves there; where others call that method too, it gets a variant that reads from the primary.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadFromPrimary)), Shared]
public sealed class ReadFromPrimary() : MoveToPrimary("SN4001", "SN4002", "SN4003")
{
    /// <summary>The equivalence key for a read in the same flow.</summary>
    public const string Key = "SN4001.ReadFromPrimary";

    /// <summary>The equivalence key for a read after a redirect.</summary>
    public const string RedirectKey = "SN4002.ReadFromPrimary";

    /// <summary>The equivalence key for a read that decides a write.</summary>
    public const string DecisionKey = "SN4003.ReadFromPrimary";

    private protected override FixChoice ChoiceOf(string id, string target, bool isVariant)
    {
        var title = target == "WithBookmarks" ? "Let the read wait for the write (WithBookmarks)" : "Read from the primary (" + target + ")" + (isVariant ? " by a variant of the method" : "");
        return id switch
        {
            "SN4001" => new FixChoice(Key, title),
            "SN4002" => new FixChoice(RedirectKey, title + " where the redirect leads to"),
            _ => new FixChoice(DecisionKey, title),
        };
    }
}
