using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Realtime;

namespace SecondNode.Analyzers.Rules.Realtime;

/// <summary>SN6001: hubs or subscriptions send to users who may be connected to another node, and the nodes do not hear of each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoBackplane() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    public const string Id = "SN6001";

    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Realtime,
        Level.Certain,
        "SignalR without a backplane",
        "'{0}' {1}",
        "A node knows its own connections only. What it sends to all clients, to a group or to a user reaches those that are connected to it; everybody " +
        "whom the load balancer has sent to another node gets nothing. A backplane (Redis, Azure SignalR) hands messages to all nodes.");

    /// <summary>Registrations that make the nodes of SignalR 2, or of GraphQL subscriptions, hear of each other.</summary>
    private static readonly string[] OwinScaleout = ["UseStackExchangeRedis", "UseRedis", "UseServiceBus", "UseSqlServer"];

    private static readonly string[] SharedTopics = ["AddRedisSubscriptions", "AddPostgresSubscriptions", "AddNatsSubscriptions", "AddRabbitMQSubscriptions"];

    private static readonly ApiTable<RealtimeUse> Apis = new(RealtimeApis.Rows.Where(row => row.Effect is RealtimeUse.Hubs or RealtimeUse.HubEndpoint or RealtimeUse.OwinHubs or RealtimeUse.Topics));

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(Apis.WrittenNames))
        {
            return;
        }

        var found = new Lazy<ImmutableArray<(FoundCall<RealtimeUse> Call, string Breaks, DiagnosticSeverity Severity)>>(() => Find(context).ToImmutableArray());
        start.RegisterFilesNaming(context, Apis.WrittenNames, file =>
        {
            foreach (var (call, breaks, severity) in found.Value)
            {
                if (file.HasCall(call.Syntax))
                {
                    file.Report(Diagnostic.Create(Descriptor, call.Name.GetLocation(), severity, null, null, call.Name.Identifier.ValueText, breaks));
                }
            }
        });
    }

    private static IEnumerable<(FoundCall<RealtimeUse> Call, string Breaks, DiagnosticSeverity Severity)> Find(RuleContext context)
    {
        var calls = FoundCall<RealtimeUse>.All(context, Apis).Where(call => !DevelopmentCode.Contains(call.Syntax)).ToList();
        if (calls.Count == 0)
        {
            yield break;
        }

        if (calls.FirstOrDefault(call => call.Effect == RealtimeUse.Topics) is { } topics && PublishesTopics(context))
        {
            yield return (topics, "keeps the topics in this process: a subscriber that is connected to another node does not get the event", DiagnosticSeverity.Warning);
        }

        if (Hubs(context, calls) is not { } reported || Send(context, calls) is not { } send)
        {
            yield break;
        }

        var what = !send.IsCertain ? $"unless '{send.Sender}' answers its callers only, what it sends" : send.Target.Length == 0 ? $"what '{send.Sender}' sends" : $"what '{send.Sender}' sends to '{send.Target}'";
        yield return (reported, $"has no backplane: {what} does not reach the clients that are connected to another node", send.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info);
    }

    /// <summary>The call on which the backplane is missing: the registration, or a mapping where another call registers (Blazor does).</summary>
    private static FoundCall<RealtimeUse>? Hubs(RuleContext context, List<FoundCall<RealtimeUse>> calls)
    {
        if (calls.FirstOrDefault(call => call.Effect == RealtimeUse.OwinHubs) is { } owin)
        {
            return OwinScaleout.Any(context.Registrations.Calls) ? null : owin;
        }

        return context.Scope.IsCompositionRoot && !context.Registrations.HasShared(SharedServices.HubConnections)
            ? calls.FirstOrDefault(call => call.Effect == RealtimeUse.Hubs) ?? calls.FirstOrDefault(call => call.Effect == RealtimeUse.HubEndpoint)
            : null;
    }

    /// <summary>What is sent beyond the caller. A hub that nobody maps is reached by nobody; it may be another project that maps its own.</summary>
    private static HubSend? Send(RuleContext context, List<FoundCall<RealtimeUse>> calls)
    {
        var mappings = calls.Where(call => call.Effect == RealtimeUse.HubEndpoint).ToList();
        return mappings.Count > 0 || calls.Any(call => call.Effect == RealtimeUse.OwinHubs) || context.Registrations.Mentions("MapHub")
            ? HubSends.First(context, mappings.SelectMany(m => m.Method.TypeArguments).OfType<INamedTypeSymbol>().ToList())
            : HubSends.HubElsewhere(context);
    }

    private static bool PublishesTopics(RuleContext context) =>
        (context.Registrations.Mentions("ITopicEventSender") || context.Registrations.Mentions("Subscribe") || context.Registrations.Mentions("SubscribeAttribute")) &&
        !SharedTopics.Any(context.Registrations.Calls);
}
