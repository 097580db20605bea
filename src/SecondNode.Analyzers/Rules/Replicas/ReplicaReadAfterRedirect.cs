using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4002: a request writes and redirects to an action, page or endpoint that reads the same data from a replica.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplicaReadAfterRedirect() : ReplicaRule(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4002",
        Family.Replicas,
        Level.Certain,
        "Redirect leads to a page that reads a replica",
        "{0} was just written by '{1}', and the page that this leads to reads it with '{2}' from a replica ({3}), which lags behind: the user sees the old state",
        "The browser follows a redirect at once, faster than the replica follows the primary: the user who has just saved sees the page as it was before, and saves again. " +
        "Read from the primary in the action that shows what was saved, or hand over what was written.");

    private protected override bool MayApply(RuleContext context) => context.MayMentionAny(RedirectCall.Names);

    private protected override IEnumerable<Diagnostic> Find(ReplicaModel model, BodyFinding finding) =>
        model.Declared.IsPinned ? [] : StaleReadReport.Of(model, finding, Descriptor, finding.StaleReads.Where(s => s.Read.IsRedirected).Select(s => new Suspect(s, Verdicts.Of(s, model))));
}
