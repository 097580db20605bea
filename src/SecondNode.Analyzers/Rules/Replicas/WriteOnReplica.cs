using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
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
        "'{0}' writes over a connection to a replica ({1}): the server refuses it, or the primary never learns of it",
        "A replica is a copy of the primary and takes no writes. On the developer's machine both connections lead to one server and the write works; with a real replica " +
        "it fails, or changes a copy that replication does not know of.");

    private static readonly ApiTable<string> Stores = new(DatabaseStoreApis.Rows);

    /// <summary>What a framework keeps in a context that it is handed, it writes: sign-ups, failed attempts, tokens, keys.</summary>
    private protected override void RegisterMore(CompilationStartAnalysisContext start, RuleContext context, ReplicaModel model)
    {
        if (context.MayMentionAny(Stores.WrittenNames))
        {
            start.RegisterNamedCalls(context, Stores.WrittenNames, call => ReportStore(call, context, model));
        }
    }

    private static void ReportStore(NamedCall operation, RuleContext context, ReplicaModel model)
    {
        if (operation.Operation is not IInvocationOperation { TargetMethod: { TypeArguments: [INamedTypeSymbol type] } method } call || Stores.Match(method) is null ||
            model.Types.Of(type) is not { Role: Role.Replica, Trust: Trust.Proof or Trust.Convention, Switch: null } claim ||
            call.Syntax.CalledName() is not GenericNameSyntax { TypeArgumentList.Arguments: [var written] } name)
        {
            return;
        }

        var places = ImmutableArray.CreateBuilder<Location>();
        var properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        var (target, edits) = StoreMove.Of(context, model, written, type);
        if (!edits.IsDefaultOrEmpty)
        {
            properties.Add(ReadMove.FirstProperty, "0");
            StaleReadReport.HandOver(target, edits, null, places, properties);
        }

        operation.ReportDiagnostic(Diagnostic.Create(
            Descriptor, name.GetLocation(), claim.Trust == Trust.Proof ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, places.ToImmutable(), properties.ToImmutable(), method.Name, claim.Evidence));
    }

    private protected override IEnumerable<Diagnostic> Find(ReplicaModel model, BodyFinding finding)
    {
        foreach (var effect in finding.Effects)
        {
            // A name may be wrong, and the write says that it is: only what the connection itself says counts for certain.
            if (effect.Kind is EffectKind.Write or EffectKind.Save && effect.Claim is { Role: Role.Replica, Trust: Trust.Proof or Trust.Convention, Switch: null } claim && effect.IsCertain)
            {
                var places = ImmutableArray.CreateBuilder<Location>();
                var properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
                var (target, edits, context) = new WriteMove(model, finding).Of(effect);
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
