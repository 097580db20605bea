using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SecondNode.CodeFixes.Replicas;

/// <summary>
/// SN4004: sends the write to the primary, where the rule has found how: the argument that chose the server, the connection beside it that is the primary's,
/// or the primary's context in the whole method, for what is loaded, staged and saved belongs together.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteToPrimary)), Shared]
public sealed class WriteToPrimary() : MoveToPrimary("SN4004")
{
    /// <summary>The equivalence key.</summary>
    public const string Key = "SN4004.WriteToPrimary";

    private protected override FixChoice ChoiceOf(string id, string target, bool isVariant) => new(Key, "Write to the primary (" + target + ")");
}
