using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.CodeFixes.Realtime;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Realtime;

public class AddressUsersTests
{
    private const string Map = "    private static readonly ConcurrentDictionary<string, string> {|SN6002:Online|} = new();\n\n";

    private static string Hub(string members, string usings = "using System.Collections.Concurrent;\n") =>
        "#nullable enable\nusing Microsoft.AspNetCore.SignalR;\n" + usings + "\nvar app = WebApplication.Create(args);\napp.MapHub<ChatHub>(\"/chat\");\napp.Run();\n\npublic class ChatHub : Hub\n{\n" + members + "}\n";

    private static Task Fix(string before, string after, string key) => Verify<TrackedConnections, AddressUsers>.Async(
        Hub(before), Hub(after, ""), test => test.CodeActionEquivalenceKey = key);

    private const string Whisper = """
            public async Task Whisper(string user, string text)
            {
                // who is absent hears nothing
                if (Online.TryGetValue(user, out var connection))
                {
                    await Clients.Client(connection).SendAsync("whisper", text);
                }
            }

        """;

    private static string Whispered(string to) => $$"""
            public async Task Whisper(string user, string text)
            {
                // who is absent hears nothing
                await Clients.{{to}}(user).SendAsync("whisper", text);
            }

        """;

    [Fact]
    public Task ByUser_FixSendsToTheUser() => Fix(
        Map + """
            public override Task OnConnectedAsync()
            {
                Online[Context.UserIdentifier!] = Context.ConnectionId;
                return base.OnConnectedAsync();
            }

            public override async Task OnDisconnectedAsync(Exception? exception)
            {
                Online.TryRemove(Context.UserIdentifier!, out _);
                await base.OnDisconnectedAsync(exception);
            }


        """.TrimEnd('\n', ' ') + "\n\n" + Whisper,
        Whispered("User"),
        AddressUsers.UserKey);

    [Fact]
    public Task WhatElseTheOverridesDo_FixKeeps() => Fix(
        Map + """
            public override async Task OnConnectedAsync()
            {
                var user = Context.UserIdentifier!;
                Online.TryAdd(user, Context.ConnectionId);
                await Clients.Others.SendAsync("joined", user);
            }

            public Task Whisper(string user, string text) =>
                Online.TryGetValue(user, out var connection) ? Clients.Client(connection).SendAsync("whisper", text) : Task.CompletedTask;

        """,
        """
            public override async Task OnConnectedAsync()
            {
                var user = Context.UserIdentifier!;
                await Clients.Others.SendAsync("joined", user);
            }

            public Task Whisper(string user, string text) =>
                Clients.User(user).SendAsync("whisper", text);

        """,
        AddressUsers.UserKey);

    [Theory]
    [InlineData("return base.OnConnectedAsync();", "        await base.OnConnectedAsync();\n")]
    [InlineData("return Task.CompletedTask;", "")]
    public Task ByName_FixSendsToAGroup(string end, string awaited) => Fix(
        Map + $$"""
            public override Task OnConnectedAsync()
            {
                Online[Context.User!.Identity!.Name!] = Context.ConnectionId;
                {{end}}
            }


        """.TrimEnd('\n', ' ') + "\n\n" + Whisper,
        $$"""
            public override async Task OnConnectedAsync()
            {
                await Groups.AddToGroupAsync(Context.ConnectionId, Context.User!.Identity!.Name!);
        {{awaited}}    }


        """.TrimEnd('\n', ' ') + "\n\n" + Whispered("Group"),
        AddressUsers.GroupKey);

    [Fact]
    public Task NameThatAClientGives_FixSendsToAGroup() => Fix(
        Map + """
            public async Task Register(string name)
            {
                Online[name] = Context.ConnectionId;
                await Clients.Caller.SendAsync("registered");
            }

            public Task Whisper(string name, string text)
            {
                if (!Online.TryGetValue(name, out var connection))
                {
                    return Task.CompletedTask;
                }

                return Clients.Client(connection).SendAsync("whisper", text);
            }

            public Task Call(string name) => Clients.Client(Online[name]).SendAsync("call");

            public Task Wave(string name)
            {
                if (Online.TryGetValue(name, out var connection))
                    return Clients.Client(connection).SendAsync("wave");

                return Task.CompletedTask;
            }

        """,
        """
            public async Task Register(string name)
            {
                await Groups.AddToGroupAsync(Context.ConnectionId, name);
                await Clients.Caller.SendAsync("registered");
            }

            public Task Whisper(string name, string text)
            {
                return Clients.Group(name).SendAsync("whisper", text);
            }

            public Task Call(string name) => Clients.Group(name).SendAsync("call");

            public Task Wave(string name)
            {
                return Clients.Group(name).SendAsync("wave");
            }

        """,
        AddressUsers.GroupKey);

    [Theory]
    [InlineData("public int Count() => Online.Count;")]
    [InlineData("public bool Is(string user) => Online.ContainsKey(user);")]
    [InlineData("public Task All() => Clients.Clients(Online.Values.ToList()).SendAsync(\"all\");")]
    [InlineData("public void Logout() => Online.TryRemove(Context.UserIdentifier!, out _);")]
    [InlineData("public string? Of(string user) => Online.TryGetValue(user, out var c) ? c : null;")]
    [InlineData("public async Task<bool> Tell(string user) { if (Online.TryGetValue(user, out var c)) { await Clients.Client(c).SendAsync(\"a\"); return true; } return false; }")]
    [InlineData("public async Task Tell(string user) { if (Online.TryGetValue(user, out var c)) { await Clients.Client(c).SendAsync(\"a\"); } else { await Clients.Caller.SendAsync(\"absent\"); } }")]
    public Task WhoAsksForPresence_HasNoFix(string use) => Verify<TrackedConnections, AddressUsers>.NoFixAsync(
        Hub(Map + "    public async Task Register() { Online[Context.UserIdentifier!] = Context.ConnectionId; await Clients.Caller.SendAsync(\"a\"); }\n" + Whisper + "    " + use + "\n"));
}
