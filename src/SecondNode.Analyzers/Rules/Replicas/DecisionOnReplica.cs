using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4003: what a replica says decides a write on the primary, or is written.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecisionOnReplica() : ReplicaRule(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4003",
        Family.Replicas,
        Level.Certain,
        "Replica read decides a write",
        "'{2}' asks a replica ({3}), which lags behind, and '{1}' then writes {0} by that answer: duplicates, or newer data overwritten",
        "A check before a write is as good as what it looks at: a replica does not have the row that another request, or the same one a moment ago, has written. The " +
        "name is taken twice, the limit is passed, the newer version is overwritten. Ask the primary, in the transaction that writes.");

    private protected override IEnumerable<Diagnostic> Find(ReplicaModel model, BodyFinding finding) =>
        StaleReadReport.Of(model, finding, Descriptor, finding.WritesAfterReads.Select(w => Judge(w, finding.Body, model)));

    private static Suspect Judge(WriteAfterRead found, BodyValues body, ReplicaModel model)
    {
        var stale = new StaleRead(found.Change, found.Write, found.Read, found.Overlap);
        var decision = Guards.Of(found, body);
        var verdict = decision == Decision.None ? Verdict.Silent : Verdicts.Of(stale, model);

        // Where the row must exist for the write, a row that is missing on the replica does no harm to the data.
        return new Suspect(stale, decision == Decision.MustExist && verdict == Verdict.Certain ? Verdict.Possible : verdict, (int)decision);
    }
}
