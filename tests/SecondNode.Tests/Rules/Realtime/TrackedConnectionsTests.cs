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
        using System.Threading.Channels;
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

    [Theory]
    [InlineData("ConcurrentDictionary<Guid, Channel<string>>", "_clients[id] = channel", "client.Value.Writer.TryWrite(text)")]
    [InlineData("Dictionary<Guid, ChannelWriter<string>>", "_clients.Add(id, channel.Writer)", "client.Value.TryWrite(text)")]
    [InlineData("ConcurrentDictionary<Guid, Client>", "_clients.TryAdd(id, new Client(\"x\", channel))", "client.Value.Channel.Writer.TryWrite(text)")]
    public Task Channels_of_clients_Report(string type, string add, string write) => Reports($$"""
        public class Tracker
        {
            private readonly {{type}} [|_clients|] = new();
            public ChannelReader<string> Join(Guid id) { var channel = Channel.CreateUnbounded<string>(); {{add}}; return channel.Reader; }
            public void Leave(Guid id) => _clients.Remove(id, out _);
            public void Tell(string text) { foreach (var client in _clients) {{write}}; }
        }
        public record Client(string Name, Channel<string> Channel);
        public class C(Tracker tracker) : Controller
        {
            public async Task Get() { await foreach (var text in tracker.Join(Guid.NewGuid()).ReadAllAsync()) await Response.WriteAsync(text); tracker.Leave(default); }
            public void Post(string text) => tracker.Tell(text);
        }
        """);

    [Fact]
    public Task Channels_that_an_endpoint_reads_Report() => Reports("""
        app.MapGet("/events", async (HttpContext context) =>
        {
            var channel = Channel.CreateUnbounded<string>();
            Clients.All.Add(channel);
            try { await foreach (var text in channel.Reader.ReadAllAsync(context.RequestAborted)) await context.Response.WriteAsync(text); }
            finally { Clients.All.Remove(channel); }
        });
        app.MapPost("/say", (string text) => { foreach (var channel in Clients.All) channel.Writer.TryWrite(text); });
        public class Tracker { }
        public static class Clients { public static readonly List<Channel<string>> [|All|] = new(); }
        """);

    [Fact]
    public Task Clients_that_carry_their_connection_Report() => Reports("""
        public class Tracker
        {
            private readonly ConcurrentDictionary<string, List<Client>> [|_clients|] = new();
            public void Join(string room, HttpResponse response) => _clients.GetOrAdd(room, _ => new()).Add(new Client { Response = response });
            public async Task Tell(string room, string text) { foreach (var client in _clients[room]) await client.Response!.WriteAsync(text); }
        }
        public class Client { public HttpResponse? Response { get; set; } }
        public class C(Tracker tracker) : Controller
        {
            public void Get(string room) => tracker.Join(room, Response);
            public Task Post(string room, string text) => tracker.Tell(room, text);
        }
        """);

    [Fact]
    public Task Writers_over_responses_Report() => Reports("""
        public class Tracker
        {
            private readonly ConcurrentDictionary<Guid, StreamWriter> [|_clients|] = new();
            public Guid Join(HttpResponse response) { var id = Guid.NewGuid(); _clients[id] = new StreamWriter(response.Body); return id; }
            public void Leave(Guid id) => _clients.TryRemove(id, out _);
            public async Task Tell(string text) { foreach (var client in _clients.Values) await client.WriteAsync(text); }
        }
        public class C(Tracker tracker) : Controller
        {
            public void Get() => tracker.Leave(tracker.Join(Response));
            public Task Post(string text) => tracker.Tell(text);
        }
        """);

    [Theory]
    // One queue for all, queues by kind of work, queues of tenants that a worker reads.
    [InlineData("private readonly Channel<string> _jobs = Channel.CreateUnbounded<string>(); public ValueTask Add(string job) => _jobs.Writer.WriteAsync(job); public IAsyncEnumerable<string> All() => _jobs.Reader.ReadAllAsync();")]
    [InlineData("private readonly ConcurrentDictionary<Type, Channel<string>> _jobs = new(); public ChannelReader<string> Of(Type kind) => _jobs.GetOrAdd(kind, _ => Channel.CreateUnbounded<string>()).Reader; public void Add(string job) { _jobs[job.GetType()].Writer.TryWrite(job); _jobs.TryRemove(typeof(int), out _); }")]
    [InlineData("private readonly ConcurrentDictionary<string, Channel<string>> _jobs = new(); public void Add(string job) { if (!_jobs.TryGetValue(job, out var queue)) { queue = Channel.CreateUnbounded<string>(); _jobs[job] = queue; _ = Task.Run(async () => { await foreach (var x in queue.Reader.ReadAllAsync()) { } }); } queue.Writer.TryWrite(job); } public void Stop(string job) => _jobs.TryRemove(job, out _);")]
    public Task Queues_of_workers_AreSilent(string members) => IsSilent($$"""
        public class Tracker { {{members}} }
        public class C(Tracker tracker) : Controller
        {
            public void Post(string job) => _ = tracker;
        }
        """.Replace("_ = tracker", members.Contains("ValueTask Add") ? "tracker.Add(job).AsTask()" : "tracker.Add(job)"));
}
