using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a registration makes live on one node.</summary>
internal enum RealtimeUse
{
    /// <summary>SignalR: who is connected, and to which groups, is known to the node of the connection.</summary>
    Hubs,

    /// <summary>Makes a hub reachable.</summary>
    HubEndpoint,

    /// <summary>SignalR 2 on OWIN: registers and maps in one.</summary>
    OwinHubs,

    /// <summary>GraphQL subscriptions whose topics are in the process.</summary>
    Topics,

    /// <summary>Circuits of Blazor.</summary>
    Circuits,

    /// <summary>Sessions of a Model Context Protocol server.</summary>
    ProtocolSessions,
}

/// <summary>Registrations of what keeps connections, and members that send over them.</summary>
internal static class RealtimeApis
{
    private const string Services = "Microsoft.Extensions.DependencyInjection.";
    private const string Clients = "Microsoft.AspNetCore.SignalR.IHubClients`1";
    private const string CallerClients = "Microsoft.AspNetCore.SignalR.IHubCallerClients`1";
    private const string ClientExtensions = "Microsoft.AspNetCore.SignalR.HubClientsExtensions";
    private const string OwinClients = "Microsoft.AspNet.SignalR.Hubs.IHubConnectionContext`1";
    private const string OwinCallerClients = "Microsoft.AspNet.SignalR.Hubs.IHubCallerConnectionContext`1";

    public static readonly ImmutableArray<ApiRow<RealtimeUse>> Rows = ImmutableArray.Create<ApiRow<RealtimeUse>>(
        new(Services + "SignalRDependencyInjectionExtensions", "AddSignalR", RealtimeUse.Hubs),
        new(Services + "SignalRDependencyInjectionExtensions", "AddSignalRCore", RealtimeUse.Hubs),
        new("Microsoft.AspNetCore.Builder.HubEndpointRouteBuilderExtensions", "MapHub", RealtimeUse.HubEndpoint),
        new("Microsoft.AspNetCore.SignalR.HubRouteBuilder", "MapHub", RealtimeUse.HubEndpoint, Verified: false),
        new("Owin.OwinExtensions", "MapSignalR", RealtimeUse.OwinHubs, Verified: false),
        new("Owin.OwinExtensions", "RunSignalR", RealtimeUse.OwinHubs, Verified: false),
        new(Services + "InMemorySubscriptionsServiceCollectionExtensions", "AddInMemorySubscriptions", RealtimeUse.Topics, Verified: false),
        new(Services + "ComponentServiceCollectionExtensions", "AddServerSideBlazor", RealtimeUse.Circuits),
        new(Services + "ServerRazorComponentsBuilderExtensions", "AddInteractiveServerComponents", RealtimeUse.Circuits),
        new(Services + "HttpMcpServerBuilderExtensions", "WithHttpTransport", RealtimeUse.ProtocolSessions, Verified: false));

    /// <summary>Members of <c>Clients</c> that reach connections other than the caller's; the effect is whether what is passed may name the caller.</summary>
    public static readonly ImmutableArray<ApiRow<bool>> Sends = ImmutableArray.Create<ApiRow<bool>>(
        new(Clients, "All", false),
        new(Clients, "AllExcept", false),
        new(Clients, "Client", true),
        new(Clients, "Clients", false),
        new(Clients, "Group", false),
        new(Clients, "GroupExcept", false),
        new(Clients, "Groups", false),
        new(Clients, "User", false),
        new(Clients, "Users", false),
        new(CallerClients, "Others", false),
        new(CallerClients, "OthersInGroup", false),
        new(ClientExtensions, "AllExcept", false),
        new(ClientExtensions, "Clients", false),
        new(ClientExtensions, "GroupExcept", false),
        new(ClientExtensions, "Groups", false),
        new(ClientExtensions, "Users", false),
        new("Microsoft.AspNetCore.SignalR.IHubClients", "Client", true),
        new("Microsoft.AspNetCore.SignalR.IHubCallerClients", "Client", true),
        new(OwinClients, "All", false, Verified: false),
        new(OwinClients, "AllExcept", false, Verified: false),
        new(OwinClients, "Client", true, Verified: false),
        new(OwinClients, "Clients", false, Verified: false),
        new(OwinClients, "Group", false, Verified: false),
        new(OwinClients, "Groups", false, Verified: false),
        new(OwinClients, "User", false, Verified: false),
        new(OwinClients, "Users", false, Verified: false),
        new(OwinCallerClients, "Others", false, Verified: false),
        new(OwinCallerClients, "OthersInGroup", false, Verified: false),
        new(OwinCallerClients, "OthersInGroups", false, Verified: false));
}
