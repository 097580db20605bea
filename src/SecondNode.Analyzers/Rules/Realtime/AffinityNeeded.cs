using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Realtime;

/// <summary>SN6003: circuits of Blazor and sessions of a Model Context Protocol server live in one process; the load balancer has to know.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AffinityNeeded() : SecondNodeAnalyzer(Descriptor)
{
    private const string Circuits = "keeps each user's circuit in the memory of one node: unless the load balancer pins users to nodes, a request that lands on another node finds no circuit";
    private const string Sessions = "keeps each client's session in the memory of one node: unless the load balancer pins clients to nodes, a request that lands on another node finds no session";

    /// <summary>The version from which on sessions of the protocol are kept only where somebody asks for them.</summary>
    private const int StatelessByDefault = 2;

    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN6003",
        Family.Realtime,
        Level.Possible,
        "Circuits or sessions need affinity",
        "'{0}' {1}",
        "A circuit of Blazor Server and a stateful session of a Model Context Protocol server are objects in one process. They cannot be shared, " +
        "so the load balancer must send every request of a user to the same node. When that node ends, its circuits and sessions end with it.");

    private static readonly ApiTable<RealtimeUse> Apis = new(RealtimeApis.Rows.Where(row => row.Effect is RealtimeUse.Circuits or RealtimeUse.ProtocolSessions));

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.Scope.IsCompositionRoot || !context.MayMentionAny(Apis.WrittenNames))
        {
            return;
        }

        var found = new Lazy<ImmutableArray<FoundCall<RealtimeUse>>>(() => Find(context).ToImmutableArray());
        start.RegisterFilesNaming(context, Apis.WrittenNames, file =>
        {
            foreach (var call in found.Value)
            {
                if (file.HasCall(call.Syntax))
                {
                    file.Report(Diagnostic.Create(
                        Descriptor, call.Name.GetLocation(), call.Name.Identifier.ValueText, call.Effect == RealtimeUse.Circuits ? Circuits : Sessions));
                }
            }
        });
    }

    /// <summary>One call for circuits, one for sessions: the load balancer is set up once.</summary>
    private static IEnumerable<FoundCall<RealtimeUse>> Find(RuleContext context) =>
        FoundCall<RealtimeUse>.All(context, Apis)
            .Where(call => context.Settings.Read(Settings.StickySessionsOption, call.Syntax.SyntaxTree) != true && !DevelopmentCode.Contains(call.Syntax))
            // Azure's service pins the connections to nodes itself.
            .Where(call => call.Effect == RealtimeUse.Circuits ? !context.Registrations.Calls("AddAzureSignalR") : IsStateful(context, call))
            .GroupBy(call => call.Effect)
            .Select(group => group.First());

    private static bool IsStateful(RuleContext context, FoundCall<RealtimeUse> call)
    {
        var stated = call.Syntax.ArgumentList.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(a => (a.Left as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText == "Stateless");
        return stated is not null ? stated.Right.IsKind(SyntaxKind.FalseLiteralExpression)
            : !context.Registrations.Mentions("Stateless") && call.Method.ContainingAssembly is { } assembly && !assembly.Equals(context.Compilation.Assembly, SymbolEqualityComparer.Default) &&
                assembly.Identity.Version.Major < StatelessByDefault;
    }
}
