using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4004: a write is sent to a replica.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriteOnReplica() : ReplicaRule(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4004",
        Family.Replicas,
        Level.Certain,
        "Write is sent to a replica",
        "'{0}' writes over a connection to a replica ({1}): the server refuses it, or the primary never learns of it",
        "A replica is a copy of the primary and takes no writes. On the developer's machine both connections lead to one server and the write works; with a real replica " +
        "it fails, or changes a copy that replication does not know of.");

    private protected override IEnumerable<Diagnostic> Find(ReplicaModel model, BodyFinding finding)
    {
        foreach (var effect in finding.Effects)
        {
            // A name may be wrong, and the write says that it is: only what the connection itself says counts for certain.
            if (effect.Kind is EffectKind.Write or EffectKind.Save && effect.Claim is { Role: Role.Replica, Trust: Trust.Proof or Trust.Convention, Switch: null } claim && effect.IsCertain)
            {
                var places = ImmutableArray.CreateBuilder<Location>();
                var properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
                var (target, edits, context) = new WriteMove(model, finding.Body).Of(effect);
                if (!edits.IsDefaultOrEmpty)
                {
                    properties.Add(ReadMove.FirstProperty, "0");
                    StaleReadReport.HandOver(target, edits, context, places, properties);
                }

                yield return Diagnostic.Create(
                    Descriptor, effect.Site.Syntax.GetLocation(), claim.Trust == Trust.Proof ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, places.ToImmutable(), properties.ToImmutable(), effect.Name, claim.Evidence);
            }
        }
    }
}
