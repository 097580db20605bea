using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.Tests.Rules.Caching;

namespace SecondNode.Tests.Rules.Realtime;

public class CallbacksInProcessTests
{
    private static Task VerifyAsync([StringSyntax("C#-test")] string source, string registration = "builder.Services.AddSingleton<Orders>();") =>
        Marked<EventsInProcess>.VerifyAsync($$"""
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        {{registration}}
        var app = builder.Build();

        """ + source, "SN6004", DiagnosticSeverity.Info);

    [Theory]
    [InlineData("List<Action<int>>", "_all.Add(action)", "_all.Remove(action)", "x => x(1)")]
    [InlineData("HashSet<Action<int>>", "_all.Add(action)", "_all.Remove(action)", "x => x(1)")]
    [InlineData("ConcurrentDictionary<Guid, Action<int>>", "_all[Guid.NewGuid()] = action", "_all.Clear()", "x => x.Value(1)")]
    [InlineData("Dictionary<string, List<Action<int>>>", "if (!_all.TryGetValue(\"a\", out var found)) _all.Add(\"a\", found = new()); found.Add(action)", "_all.Remove(\"a\")", "x => x.Value[0](1)")]
    public Task Callbacks_of_components_Suggest(string type, string add, string remove, string call) => VerifyAsync($$"""
        public class Orders
        {
            private readonly {{type}} [|_all|] = new();
            public void Listen(Action<int> action) { {{add}}; }
            public void Leave(Action<int> action) { {{remove}}; }
            public void Tell() => _all.ToList().ForEach({{call}});
        }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() => orders.Listen(_ => StateHasChanged()); }
        """);

    [Fact]
    public Task Subscriptions_of_components_Suggest() => VerifyAsync("""
        public class Orders
        {
            private readonly object _lock = new();
            private readonly Dictionary<string, HashSet<Subscription>> [|_byBuyer|] = new();
            public IDisposable Subscribe(string buyer, Func<Task> callback)
            {
                var subscription = new Subscription(this, buyer, callback);
                lock (_lock)
                {
                    if (!_byBuyer.TryGetValue(buyer, out var all)) { all = []; _byBuyer.Add(buyer, all); }
                    all.Add(subscription);
                }

                return subscription;
            }

            public Task Tell(string buyer) { lock (_lock) return _byBuyer.TryGetValue(buyer, out var all) ? Task.WhenAll(all.Select(s => s.Tell())) : Task.CompletedTask; }
            private void Leave(string buyer, Subscription subscription) { lock (_lock) if (_byBuyer.TryGetValue(buyer, out var all)) all.Remove(subscription); }
            private class Subscription(Orders owner, string buyer, Func<Task> callback) : IDisposable { public Task Tell() => callback(); public void Dispose() => owner.Leave(buyer, this); }
        }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() => orders.Subscribe("a", () => InvokeAsync(StateHasChanged)); }
        """);

    [Fact]
    public Task Observers_of_components_Suggest() => VerifyAsync("""
        public interface IOrders { IDisposable? Listen(IObserver<int> observer); }
        public class Orders : IOrders
        {
            private readonly List<IObserver<int>> [|_all|] = new();
            public IDisposable? Listen(IObserver<int> observer) => ListenCore(observer);
            private IDisposable? ListenCore(IObserver<int> observer) { _all.Add(observer); return null; }
            public void Tell() { foreach (var one in _all) one.OnNext(1); }
        }
        public class List(IOrders orders) : ComponentBase, IObserver<int>
        {
            protected override void OnInitialized() => orders.Listen(this);
            public void OnCompleted() { }
            public void OnError(Exception e) { }
            public void OnNext(int value) => StateHasChanged();
        }
        """, "builder.Services.AddSingleton<IOrders, Orders>();");

    [Fact]
    public Task Request_that_waits_for_another_Suggests() => VerifyAsync("""
        public class Orders
        {
            private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> [|_waiting|] = new();
            public async Task<string> Wait(string id)
            {
                var source = _waiting.GetOrAdd(id, _ => new());
                try { return await source.Task; } finally { _waiting.TryRemove(id, out _); }
            }
            public void Answer(string id, string text) { if (_waiting.TryGetValue(id, out var source)) source.TrySetResult(text); }
        }
        public class C(Orders orders) : Controller
        {
            public Task<string> Get(string id) => orders.Wait(id);
            public void Callback(string id, string text) => orders.Answer(id, text);
        }
        """);

    [Theory]
    // Work for this node, what a memo makes, handlers of the program, subscribers that are workers.
    [InlineData("private readonly ConcurrentQueue<Func<Task>> _all = new(); public void Listen(Func<Task> work) => _all.Enqueue(work); public bool Next(out Func<Task>? work) => _all.TryDequeue(out work);", "orders.Listen(() => Task.CompletedTask)")]
    [InlineData("private readonly ConcurrentDictionary<string, Func<object, string>> _all = new(); public void Listen(string name) => _all.GetOrAdd(name, _ => o => name)(name);", "orders.Listen(\"a\")")]
    [InlineData("private readonly Dictionary<string, Func<object, string>> _all = new(); public void Listen(string name) { if (!_all.TryGetValue(name, out var f)) _all[name] = f = o => name; f(name); }", "orders.Listen(\"a\")")]
    [InlineData("private readonly List<Action> _all = new(); public void Listen(Action action) => _all.Add(action); public void Tell() => _all.ForEach(a => a());", "orders.Tell()")]
    [InlineData("private readonly List<string> _all = new(); public void Listen(string name) => _all.Add(name); public bool Has(string name) => _all.Contains(name);", "orders.Listen(\"a\")")]
    public Task Other_delegates_AreSilent(string members, string call) => VerifyAsync($$"""
        public class Orders { {{members}} }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() { {{call}}; } }
        """);

    [Theory]
    // Several requests that wait for the work of the first; a lock; an answer of a worker of this node.
    [InlineData("TaskCompletionSource<string>", "public async Task<string> Get(string id) { var own = new TaskCompletionSource<string>(); var found = _all.GetOrAdd(id, own); if (found != own) return await found.Task; own.SetResult(await Task.FromResult(\"x\")); _all.TryRemove(id, out _); return \"x\"; }", "")]
    [InlineData("TaskCompletionSource<bool>", "public async Task<string> Get(string id) { var own = new TaskCompletionSource<bool>(); while (_all.GetOrAdd(id, own) is var found && found != own) await found.Task; return id; } public void Leave(string id) { if (_all.TryRemove(id, out var own)) own.SetResult(true); }", "orders.Leave(id);")]
    [InlineData("TaskCompletionSource<string>", "public async Task<string> Get(string id) => await _all.GetOrAdd(id, _ => new()).Task; public void Done(string id) { if (_all.TryRemove(id, out var own)) own.SetResult(id); }", "")]
    public Task Waiting_within_the_node_IsSilent(string type, string members, string call) => VerifyAsync($$"""
        public class Orders { private readonly ConcurrentDictionary<string, {{type}}> _all = new(); {{members}} }
        public class C(Orders orders) : Controller { public async Task<string> Get(string id) { var found = await orders.Get(id); {{call}} return found; } }
        public class Worker(Orders orders) : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) { {{(members.Contains("Done") ? "orders.Done(\"a\");" : "")}} return Task.Delay(1); } }
        """, "builder.Services.AddSingleton<Orders>(); builder.Services.AddHostedService<Worker>();");

    [Fact]
    public Task Told_by_a_bus_or_declared_IsSilent() => VerifyAsync("""
        public interface IMessageBus { void Subscribe(Action action); }
        public class Orders { private readonly List<Action> _all = new(); public Orders(IMessageBus bus) => bus.Subscribe(() => _all.ForEach(a => a())); public void Listen(Action action) => _all.Add(action); }
        public class Own { [NodeLocal("this node's")] private static readonly List<Action> All = new(); public static void Listen(Action action) => All.Add(action); public static void Tell() => All[0](); }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() { orders.Listen(StateHasChanged); Own.Listen(StateHasChanged); } }
        public class NodeLocalAttribute(string why) : Attribute { public string Why => why; }
        """);
}
