using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.Tests.Rules.Caching;

namespace SecondNode.Tests.Rules.Realtime;

public class TrackedConnectionsTests
{
    private const string Usings = """
        using System.Collections.Concurrent;
        using System.Net.WebSockets;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.SignalR;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Tracker>();
        var app = builder.Build();

        """;

    private static Task Reports([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Warning);

    private static async Task IsSilent([StringSyntax("C#-test")] string source)
    {
        Assert.DoesNotContain("[|", source);
        await VerifyAsync(source, DiagnosticSeverity.Hidden);
    }

    private static Task VerifyAsync(string source, DiagnosticSeverity severity) =>
        Marked<TrackedConnections>.VerifyAsync(Usings + source + (source.Contains("class Tracker") ? "" : "\npublic class Tracker { }"), "SN6002", severity);

    [Theory]
    [InlineData("Dictionary<string, string>", "Online[Context.UserIdentifier!] = Context.ConnectionId")]
    [InlineData("ConcurrentDictionary<string, string>", "Online.TryAdd(Context.ConnectionId, Context.UserIdentifier!)")]
    [InlineData("HashSet<string>", "Online.Add(Context.ConnectionId)")]
    [InlineData("List<string>", "Online.Add(Context.UserIdentifier!)")]
    [InlineData("Dictionary<string, List<string>>", "Online[Context.UserIdentifier!] = new List<string> { Context.ConnectionId }")]
    public Task Static_of_a_hub_Reports(string type, string change) => Reports($$"""
        public class Chat : Hub
        {
            private static readonly {{type}} [|Online|] = new();
            public override Task OnConnectedAsync() { {{change}}; return Clients.All.SendAsync("online", Online.Count); }
        }
        """);

    [Fact]
    public Task Tracker_that_a_hub_asks_Reports() => Reports("""
        public class Tracker
        {
            private readonly ConcurrentDictionary<string, HashSet<string>> [|_online|] = new();
            public void Connected(string user, string connectionId) => _online.GetOrAdd(user, _ => new()).Add(connectionId);
            public void Disconnected(string user, string connectionId) => _online.TryRemove(user, out _);
            public IEnumerable<string> Users => _online.Keys;
        }
        public class Presence(Tracker tracker) : Hub
        {
            public override Task OnConnectedAsync() { tracker.Connected(Context.UserIdentifier!, Context.ConnectionId); return Clients.All.SendAsync("users", tracker.Users); }
            public override Task OnDisconnectedAsync(Exception? e) { tracker.Disconnected(Context.UserIdentifier!, Context.ConnectionId); return base.OnDisconnectedAsync(e); }
        }
        """);

    [Fact]
    public Task Web_sockets_of_a_singleton_Report() => Reports("""
        public class Tracker
        {
            private readonly ConcurrentDictionary<string, WebSocket> [|_sockets|] = new();
            public void Add(string id, WebSocket socket) => _sockets[id] = socket;
            public async Task SendAll(byte[] text) { foreach (var socket in _sockets.Values) await socket.SendAsync(text, WebSocketMessageType.Text, true, default); }
        }
        public class C(Tracker tracker) : Controller
        {
            public async Task Get() => tracker.Add(HttpContext.Connection.Id, await HttpContext.WebSockets.AcceptWebSocketAsync());
            public Task Post(byte[] text) => tracker.SendAll(text);
        }
        """);

    [Fact]
    public Task Event_streams_Report() => Reports("""
        public class Tracker
        {
            private readonly List<HttpResponse> [|_clients|] = new();
            public void Join(HttpResponse response) { lock (_clients) _clients.Add(response); }
            public async Task Tell(string text) { foreach (var client in _clients.ToArray()) await client.WriteAsync(text); }
        }
        public class C(Tracker tracker) : Controller
        {
            public void Get() => tracker.Join(Response);
            public Task Post(string text) => tracker.Tell(text);
        }
        """);

    [Fact]
    public Task What_is_a_connections_own_IsSilent() => IsSilent("""
        public class Game : Hub
        {
            private static readonly ConcurrentDictionary<string, int> Scores = new();
            public override Task OnConnectedAsync() { Scores[Context.ConnectionId] = 0; return Task.CompletedTask; }
            public int Hit() => Scores.AddOrUpdate(Context.ConnectionId, 1, (_, old) => old + 1);
            public override Task OnDisconnectedAsync(Exception? e) { Scores.TryRemove(Context.ConnectionId, out _); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task What_is_released_with_the_connection_IsSilent() => IsSilent("""
        public class Stream : Hub
        {
            private static readonly ConcurrentDictionary<string, CancellationTokenSource> Running = new();
            public override Task OnConnectedAsync() { Running[Context.ConnectionId] = new(); return Task.CompletedTask; }
            public override Task OnDisconnectedAsync(Exception? e) { if (Running.TryRemove(Context.ConnectionId, out var source)) source.Cancel(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Instance_field_of_a_hub_IsSilent() => IsSilent("""
        public class Chat : Hub
        {
            private readonly List<string> seen = new();
            public int Say(string text) { seen.Add(text); return seen.Count; }
        }
        """);

    [Fact]
    public Task Other_collections_beside_a_hub_IsSilent() => IsSilent("""
        public class Chat : Hub { public Task Say(string text) => Clients.All.SendAsync("said", text); }
        public class C : Controller
        {
            private static readonly Dictionary<string, string> Names = new();
            public string? Get(string id) => Names.GetValueOrDefault(id);
            public void Post(string id, string name) => Names[id] = name;
        }
        """);

    [Fact]
    public Task Table_of_a_hub_IsSilent() => IsSilent("""
        public class Chat : Hub
        {
            private static readonly Dictionary<string, string> Rooms = new() { ["a"] = "b" };
            public string Room(string id) => Rooms[id];
        }
        """);

    [Fact]
    public Task Declared_node_local_IsSilent() => IsSilent("""
        public class Chat : Hub
        {
            [NodeLocal("every node listens to the channel")]
            private static readonly List<string> Online = new();
            public override Task OnConnectedAsync() { Online.Add(Context.ConnectionId); return Clients.All.SendAsync("n", Online.Count); }
        }
        public class NodeLocalAttribute(string why) : Attribute { public string Why => why; }
        """);
}
