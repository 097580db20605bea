using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4001: within one flow, data is written on the primary and then read from a replica that may not have it yet.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplicaReadAfterWrite() : ReplicaRule(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4001",
        Family.Replicas,
        Level.Certain,
        "Replica is read after a write on the primary",
        "{0} was just written by '{1}', but '{2}' reads it from a replica ({3}), which lags behind: the user sees the old state",
        "A replica receives what the primary has written after some milliseconds, or seconds under load. A read that follows the write in the same request is " +
        "likely to miss it: the saved order is not found, the list lacks the new row. Read from the primary what this request has written.");

    private protected override IEnumerable<Diagnostic> Find(ReplicaModel model, BodyFinding finding) =>
        StaleReadReport.Of(model, finding, Descriptor, finding.StaleReads.Where(s => !s.Read.IsRedirected).Select(s => new Suspect(s, Verdicts.Of(s, model))));
}
