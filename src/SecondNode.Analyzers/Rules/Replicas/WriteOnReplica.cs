using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;
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
        "{0} writes over a connection to a replica ({1}): the server refuses it, or the primary never learns of it",
        "A replica is a copy of the primary and takes no writes. On the developer's machine both connections lead to one server and the write works; with a real replica " +
        "it fails, or changes a copy that replication does not know of.");

    /// <summary>What a framework keeps in a database that it is handed, it writes: sign-ups, failed attempts, tokens, keys, jobs.</summary>
    private protected override void RegisterMore(CompilationStartAnalysisContext start, RuleContext context, ReplicaModel model)
    {
        if (context.MayMentionAny(StoreConnections.Names))
        {
            var stores = new StoreConnections(model);
            start.RegisterNamedCalls(context, StoreConnections.Names, call => ReportStore(call, context, model, stores));
        }
    }

    private static void ReportStore(NamedCall found, RuleContext context, ReplicaModel model, StoreConnections stores)
    {
        var syntax = found.Operation.Syntax;
        if (stores.Of(found.Operation) is not { Role: Role.Replica, Trust: Trust.Proof or Trust.Convention, Switch: null } claim || DevelopmentCode.Contains(syntax))
        {
            return;
        }

        var (target, edits) = stores.ContextOf(found.Operation) is { } given ? StoreMove.Of(context, model, given.Written, given.Type) : default;
        var name = syntax is ObjectCreationExpressionSyntax creation ? creation.Type : syntax.CalledName();
        found.Report(Report(name.GetLocation(), "What '" + (found.Operation is IInvocationOperation call ? call.TargetMethod.Name : found.Operation.Type?.Name ?? name.ToString()) + "' sets up", claim, target, edits, null));
    }

    private protected override IEnumerable<Diagnostic> Find(ReplicaModel model, BodyFinding finding)
    {
        foreach (var effect in finding.Effects)
        {
            // A name may be wrong, and the write says that it is: only what the connection itself says counts for certain.
            if (effect.Kind is EffectKind.Write or EffectKind.Save && effect.Claim is { Role: Role.Replica, Trust: Trust.Proof or Trust.Convention, Switch: null } claim && effect is { IsCertain: true, Text: null })
            {
                var (target, edits, context) = new WriteMove(model, finding).Of(effect);
                yield return Report(effect.Site.Syntax.GetLocation(), "'" + effect.Name + "'", claim, target, edits, context);
            }
        }

        foreach (var call in finding.Called.Where(e => e is { IsCertain: true, Claim: { Role: Role.Replica, Trust: Trust.Proof or Trust.Convention, Switch: null } }).GroupBy(e => e.Call))
        {
            var effect = call.First();
            yield return Report(effect.Place.Syntax.GetLocation(), "'" + (call.Key is IInvocationOperation { TargetMethod.Name: var name } ? name : effect.Name) + "'", effect.Claim, "", default, null);
        }
    }

    private static Diagnostic Report(Location place, string subject, RoleClaim claim, string target, ImmutableArray<Replacement> edits, ITypeSymbol? context)
    {
        var places = ImmutableArray.CreateBuilder<Location>();
        var properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        if (!edits.IsDefaultOrEmpty)
        {
            properties.Add(ReadMove.FirstProperty, "0");
            StaleReadReport.HandOver(target, edits, context, places, properties);
        }

        return Diagnostic.Create(Descriptor, place, claim.Trust == Trust.Proof ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, places.ToImmutable(), properties.ToImmutable(), subject, claim.Ground);
    }
}
