using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;

namespace SecondNode.Tests.Rules.Caching;

public class SingletonStateTests
{
    private const string Usings = """
        using System.Collections.Concurrent;
        using System.Reflection;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.DependencyInjection.Extensions;

        """;

    private const string Model = """

        public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Db : DbContext { public DbSet<Item> Items => Set<Item>(); }
        """;

    private static Task Reports(string registration, [StringSyntax("C#-test")] string source) => VerifyAsync(registration, source, DiagnosticSeverity.Warning);

    private static Task Suggests(string registration, [StringSyntax("C#-test")] string source) => VerifyAsync(registration, source, DiagnosticSeverity.Info);

    private static async Task IsSilent(string registration, [StringSyntax("C#-test")] string source)
    {
        Assert.DoesNotContain("[|", source);
        await VerifyAsync(registration, source, DiagnosticSeverity.Hidden);
    }

    private static Task VerifyAsync(string registration, string source, DiagnosticSeverity severity) =>
        Marked<SingletonState>.VerifyAsync(Usings + $"var builder = WebApplication.CreateBuilder(args);\nvar services = builder.Services;\n{registration}\nvar app = builder.Build();\n" + source + Model, "SN2003", severity);

    private const string Carts = """
        public interface ICarts { void Put(string user, string product); string? Find(string user); }
        public class Carts : ICarts
        {
            private readonly ConcurrentDictionary<string, string> [|_carts|] = new();
            public void Put(string user, string product) => _carts[user] = product;
            public string? Find(string user) => _carts.TryGetValue(user, out var found) ? found : null;
        }
        public class C(ICarts carts) : Controller
        {
            public string? Get(string user) => carts.Find(user);
            public void Post(string user, string product) => carts.Put(user, product);
        }
        """;

    [Theory]
    [InlineData("services.AddSingleton<ICarts, Carts>();")]
    [InlineData("services.AddSingleton<ICarts>(new Carts());")]
    [InlineData("services.AddSingleton<ICarts>(_ => new Carts());")]
    [InlineData("services.AddSingleton<ICarts>(p => { return ActivatorUtilities.CreateInstance<Carts>(p); });")]
    [InlineData("services.AddSingleton(typeof(ICarts), typeof(Carts));")]
    [InlineData("services.TryAddSingleton<ICarts, Carts>();")]
    [InlineData("services.AddKeyedSingleton<ICarts, Carts>(\"a\");")]
    [InlineData("services.Add(ServiceDescriptor.Singleton<ICarts, Carts>());")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(ICarts), typeof(Carts), ServiceLifetime.Singleton));")]
    public Task Singleton_in_any_form_Reports(string registration) => Reports(registration, Carts);

    [Theory]
    [InlineData("")]
    [InlineData("services.AddScoped<ICarts, Carts>();")]
    [InlineData("services.AddTransient<ICarts, Carts>();")]
    public Task Other_lifetime_IsSilent(string registration) => IsSilent(registration, Carts.Replace("[|", "").Replace("|]", ""));

    [Theory]
    [InlineData("Dictionary<int, Item>", "Held[item.Id] = item")]
    [InlineData("List<Item>", "Held.Add(item)")]
    [InlineData("HashSet<string>", "Held.Add(item.Name)")]
    [InlineData("Queue<Item>", "Held.Enqueue(item)")]
    [InlineData("ConcurrentQueue<Item>", "Held.Enqueue(item)")]
    public Task Any_collection_Reports(string type, string change) => Reports("services.AddSingleton<Holder>();", $$"""
        public class Holder { public {{type}} [|Held|] { get; } = new(); public void Take(Item item) { {{change}}; } }
        public class C(Holder holder) : Controller
        {
            public object Get() => holder.Held.ToList();
            public void Post(Item item) => holder.Take(item);
        }
        """);

    [Fact]
    public Task Changed_by_another_class_Reports() => Reports("services.AddSingleton<AppState>();", """
        public class AppState { public List<Item> [|Items|] { get; set; } = new(); }
        public class C(AppState state) : Controller
        {
            public List<Item> Get() => state.Items;
            public void Post(Item item) => state.Items.Add(item);
        }
        """);

    [Fact]
    public Task Middleware_Reports() => Reports("", """
        app.UseMiddleware<Once>();
        public class Once(RequestDelegate next)
        {
            private readonly ConcurrentDictionary<string, string> [|seen|] = new();
            public Task InvokeAsync(HttpContext context)
            {
                var user = context.User.Identity!.Name!;
                if (seen.TryGetValue(user, out var last)) context.Response.Headers["last"] = last;
                seen[user] = context.Request.Path;
                return next(context);
            }
        }
        """);

    [Fact]
    public Task Singleton_of_the_pattern_book_Reports() => Reports("", """
        public class Basket
        {
            public static readonly Basket Instance = new();
            private readonly Dictionary<string, Item> [|items|] = new();
            private Basket() { }
            public void Put(string user, Item item) => items[user] = item;
            public Item? Of(string user) => items.GetValueOrDefault(user);
        }
        public class C : Controller
        {
            public Item? Get() => Basket.Instance.Of(User.Identity!.Name!);
            public void Post(Item item) => Basket.Instance.Put(User.Identity!.Name!, item);
        }
        """);

    [Fact]
    public Task Cache_filled_from_the_database_Reports() => Reports("services.AddSingleton<Names>();", """
        public class Names(IServiceScopeFactory scopes)
        {
            private readonly ConcurrentDictionary<int, string> [|names|] = new();
            public string Of(int id) => names.GetOrAdd(id, i => { using var scope = scopes.CreateScope(); return scope.ServiceProvider.GetRequiredService<Db>().Items.First(x => x.Id == i).Name; });
            public void Forget(int id) => names.TryRemove(id, out _);
        }
        public class C(Names names) : Controller
        {
            public string Get(int id) => names.Of(id);
            public void Put(int id) => names.Forget(id);
        }
        """);

    [Fact]
    public Task Filled_by_the_constructor_only_IsSilent() => IsSilent("services.AddSingleton<Table>();", """
        public class Table
        {
            private readonly Dictionary<string, int> rows = new();
            public Table() { rows["a"] = 1; rows.Add("b", 2); }
            public int Of(string key) => rows[key];
        }
        public class C(Table table) : Controller { public int Get(string key) => table.Of(key); }
        """);

    /// <summary>What a singleton may hold: clients, locks, channels, counters for operators.</summary>
    [Theory]
    [InlineData("HttpClient", "new()", "held.CancelPendingRequests()")]
    [InlineData("SemaphoreSlim", "new(1)", "held.Release()")]
    [InlineData("System.Threading.Channels.Channel<Item>", "System.Threading.Channels.Channel.CreateUnbounded<Item>()", "held.Writer.TryWrite(item)")]
    [InlineData("System.Diagnostics.Metrics.Counter<int>", "new System.Diagnostics.Metrics.Meter(\"m\").CreateCounter<int>(\"c\")", "held.Add(1)")]
    [InlineData("System.Text.Json.JsonSerializerOptions", "new()", "held.MakeReadOnly()")]
    public Task What_belongs_to_the_process_IsSilent(string type, string initial, string use) => IsSilent("services.AddSingleton<Holder>();", $$"""
        public class Holder
        {
            private readonly {{type}} held = {{initial}};
            public void Put(Item item) { {{use}}; }
            public object Peek() => held;
        }
        public class C(Holder holder) : Controller { public void Post(Item item) => holder.Put(item); public object Get() => holder.Peek(); }
        """);

    [Fact]
    public Task Memo_of_types_IsSilent() => IsSilent("services.AddSingleton<Shapes>();", """
        public class Shapes
        {
            private readonly ConcurrentDictionary<Type, PropertyInfo[]> shapes = new();
            public PropertyInfo[] Of(Type type) => shapes.GetOrAdd(type, t => t.GetProperties());
        }
        public class C(Shapes shapes) : Controller { public int Get() => shapes.Of(typeof(Item)).Length; }
        """);

    [Fact]
    public Task Background_work_IsSilent() => IsSilent("services.AddHostedService<Worker>();", """
        public class Worker : BackgroundService
        {
            private readonly List<string> batch = new();
            protected override Task ExecuteAsync(CancellationToken token) { batch.Add(DateTime.Now.ToString()); if (batch.Count > 10) batch.Clear(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Running_services_and_tasks_IsSilent() => IsSilent("services.AddSingleton<Runner>();", """
        public class Runner
        {
            private readonly ConcurrentDictionary<string, IHostedService> running = new();
            private readonly ConcurrentDictionary<string, Lazy<Task<string>>> inflight = new();
            public void Start(string id, IHostedService service) { running[id] = service; }
            public void Stop(string id) { running.TryRemove(id, out _); }
            public int Count => running.Count;
            public Task<string> Load(string id) => inflight.GetOrAdd(id, i => new Lazy<Task<string>>(() => Fetch(i))).Value;
            private async Task<string> Fetch(string id) { try { return await new HttpClient().GetStringAsync(id); } finally { inflight.TryRemove(id, out _); } }
        }
        public class C(Runner runner) : Controller { public void Post(string id, IHostedService s) { runner.Start(id, s); } public void Delete(string id) => runner.Stop(id); public Task<string> Get(string id) => runner.Load(id); }
        """);

    [Fact]
    public Task Registry_that_nobody_feeds_from_requests_Suggests_at_most() => Suggests("services.AddSingleton<IPlugins, Plugins>();", """
        public interface IPlugins { void Add(IPlugin plugin); IEnumerable<string> Names(); }
        public interface IPlugin { string Name { get; } }
        public class Plugins : IPlugins
        {
            private readonly Dictionary<string, IPlugin> [|plugins|] = new();
            public void Add(IPlugin plugin) => plugins[plugin.Name] = plugin;
            public IEnumerable<string> Names() => plugins.Keys;
        }
        public class C(IPlugins plugins) : Controller { public object Get() => plugins.Names(); }
        """);

    [Fact]
    public Task One_of_two_that_configuration_chooses_Suggests() => Suggests("services.AddSingleton<ICarts, Carts>();", Carts + """

        public class RedisCarts : ICarts { public void Put(string user, string product) { } public string? Find(string user) => null; }
        """);

    [Fact]
    public Task Declared_node_local_IsSilent() => IsSilent("services.AddSingleton<ICarts, Carts>();",
        Carts.Replace("[|", "").Replace("|]", "").Replace("private readonly", "[NodeLocal(\"for this node\")] private readonly") + """

        public class NodeLocalAttribute(string why) : Attribute { public string Why => why; }
        """);

    [Fact]
    public Task Data_class_with_lists_IsSilent() => IsSilent("", """
        public class Order { public List<Item> Items { get; set; } = new(); public void Add(Item item) => Items.Add(item); }
        public class C(Db db) : Controller { public void Post(Order order, Item item) { order.Add(item); db.Add(order); db.SaveChanges(); } }
        """);

    [Fact]
    public Task SubscriptionsOfThisProcess_AreSilent() => IsSilent("services.AddSingleton<Hooks>();", """
        public class Hooks
        {
            private readonly ConcurrentDictionary<Subscription, object?> _all = new();
            private readonly ConcurrentDictionary<string, HashSet<Subscription>> _byUser = new();
            public IDisposable Subscribe(string user, Func<Task> callback)
            {
                var made = new Subscription(callback, this);
                _all.TryAdd(made, null);
                _byUser.GetOrAdd(user, _ => new HashSet<Subscription>()).Add(made);
                return made;
            }
            public int Count(string user) => _all.Count + _byUser[user].Count;
            private class Subscription(Func<Task> callback, Hooks owner) : IDisposable
            {
                public Task NotifyAsync() => callback();
                public void Dispose() => owner._all.TryRemove(this, out _);
            }
        }
        public class C(Hooks hooks) : Controller
        {
            public int Get(string user) => hooks.Count(user);
            public void Post(string user) => hooks.Subscribe(user, () => Task.CompletedTask);
        }
        """);

    [Fact]
    public Task EntriesThatAreDisposedButCallNobody_AreReported() => Reports("services.AddSingleton<Drafts>();", """
        public class Draft : IDisposable { public string Text { get; set; } = ""; public void Dispose() { } }
        public class Drafts
        {
            private readonly ConcurrentDictionary<string, Draft> [|_drafts|] = new();
            public void Put(string user, string text) => _drafts[user] = new Draft { Text = text };
            public string Find(string user) => _drafts[user].Text;
        }
        public class C(Drafts drafts) : Controller
        {
            public string Get(string user) => drafts.Find(user);
            public void Post(string user, string text) => drafts.Put(user, text);
        }
        """);

    private const string Interceptors = """
        public interface IInterceptor { Task RunAsync(string message); }
        public class Beacon
        {
            private readonly List<IInterceptor> [|_interceptors|] = new();
            public void Add(IInterceptor interceptor) => _interceptors.Add(interceptor);
            public async Task SendAsync(string message) { foreach (var i in _interceptors) await i.RunAsync(message); }
        }
        """;

    [Fact]
    public Task HandlersThatNoRequestIsSeenToAdd_AreSilent() => IsSilent("services.AddSingleton<Beacon>();", Interceptors.Replace("[|", "").Replace("|]", "") + """

        public class Module(Beacon beacon) { public void Use(IInterceptor interceptor) => beacon.Add(interceptor); }
        """);

    [Fact]
    public Task HandlersThatARequestAdds_AreReported() => Reports("services.AddSingleton<Beacon>();", Interceptors + """

        public class Echo : IInterceptor { public Task RunAsync(string message) => Task.CompletedTask; }
        public class C(Beacon beacon) : Controller { public void Post(Echo echo) => beacon.Add(echo); }
        """);

    private const string Notifier = """
        public class Notifier(TimeProvider clock)
        {
            private readonly Dictionary<string, List<string>> [|_changed|] = new();
            private readonly List<string> _users = new();
            private Timer? _timer;
            public void Note(string user, string item)
            {
                _timer ??= new Timer(Flush, null, 500, 500);
                lock (_changed) { if (!_changed.TryGetValue(user, out var items)) { items = new(); _changed[user] = items; } Put(items, item); }
            }
            private static void Put(List<string> items, string item) => items.Add(item);
            private void Flush(object? state) { List<KeyValuePair<string, List<string>>> all; lock (_changed) { all = _changed.ToList(); _changed.Clear(); } Console.WriteLine(all.Count + clock.GetUtcNow().Hour); }
        }
        """;

    [Fact]
    public Task BatchThatATimerTakesOut_IsSilent() => IsSilent("services.AddSingleton<Notifier>();", Notifier.Replace("[|", "").Replace("|]", "") + """

        public class C(Notifier notifier) : Controller { public void Post(string user, string item) => notifier.Note(user, item); }
        """);

    [Fact]
    public Task BatchThatSomebodyElseLooksAt_Reports() => Reports("services.AddSingleton<Notifier>();", Notifier.Replace("public void Note", "public int Waiting(string user) => _changed[user].Count; public void Note") + """

        public class C(Notifier notifier) : Controller { public void Post(string user, string item) => notifier.Note(user, item); public int Get(string user) => notifier.Waiting(user); }
        """);

    [Fact]
    public Task BatchThatARequestTakesOut_Reports() => Reports("services.AddSingleton<Notifier>();", Notifier.Replace("private void Flush", "public void Flush") + """

        public class C(Notifier notifier) : Controller { public void Post(string user, string item) => notifier.Note(user, item); public void Get() => notifier.Flush(null); }
        """);

    private const string Keyed = """
        public class Pages(Microsoft.Extensions.Caching.Memory.IMemoryCache cache, Db db)
        {
            private readonly ConcurrentDictionary<string, bool> [|_keys|] = new();
            public string Get(string key) => Microsoft.Extensions.Caching.Memory.CacheExtensions.GetOrCreate(cache, key, entry => { _keys[key] = true; return db.Items.First().Name; })!;
            public IEnumerable<string> Keys(string prefix) => _keys.Keys.Where(k => k.StartsWith(prefix));
            public void Clear(string key) { _keys.TryRemove(key, out _); cache.Remove(key); }
            public void Ban(string user) { OTHER; cache.Remove(user); }
        }
        public class C(Pages pages) : Controller { public string Get(string key) => pages.Get(key); public void Delete(string key) => pages.Clear(key); public object All(string p) => pages.Keys(p); public void Post(string user) => pages.Ban(user); }
        """;

    [Fact]
    public Task KeysOfAMemoryCache_AreSilent() => IsSilent("services.AddSingleton<Pages>();", Keyed.Replace("[|", "").Replace("|]", "").Replace("OTHER", ""));

    [Fact]
    public Task KeysThatAreNotThoseOfTheCache_Report() => Reports("services.AddSingleton<Pages>();", Keyed.Replace("OTHER", "_keys[user] = false"));

    [Theory]
    [InlineData("private readonly Dictionary<string, int> rows = new(); protected Table() { Put(\"a\"); } public void Put(string key) => rows[key] = key.Length;")]
    [InlineData("private readonly Dictionary<string, int> rows = new(); protected Table() => Load(); private void Load() { foreach (var key in new[] { \"a\", \"b\" }) Put(key); } public void Put(string key) => rows[key] = key.Length;")]
    public Task FilledByTheConstructorOfABaseClass_IsSilent(string members) => IsSilent("services.AddSingleton<Prices>(); services.AddSingleton<Names>();", "public abstract class Table { " + members + """
         public int Of(string key) => rows[key]; }
        public class Prices : Table { }
        public class Names : Table { public Names(IConfiguration configuration) => _ = configuration; }
        public class C(Prices prices) : Controller { public int Get(string key) => prices.Of(key); }
        """);

    [Fact]
    public Task HandlersOfAMarkerInterface_AreSilent() => IsSilent("", """
        public interface IHandle { }
        public interface IHandle<T> : IHandle { Task Run(T message); }
        public sealed class Bus
        {
            public static Bus Instance { get; } = new Bus();
            private Bus() { }
            private readonly Dictionary<string, List<IHandle>> _all = new();
            public void Subscribe<T>(IHandle<T> handler) { if (_all.TryGetValue(typeof(T).Name, out var list)) { list.Add(handler); } else { _all.Add(typeof(T).Name, [handler]); } }
            public async Task Publish<T>(T message) { foreach (var one in _all[typeof(T).Name]) { if (one is IHandle<T> handler) await handler.Run(message); } }
        }
        public class Module { public void Start(IHandle<string> handler) => Bus.Instance.Subscribe(handler); }
        public class C : Controller { public Task Post(string text) => Bus.Instance.Publish(text); }
        """);

    private const string Devices = """
        public interface IDevices { void Save(string id, string name); string? Of(string id); }
        public class Devices : IDevices
        {
            private readonly ConcurrentDictionary<string, string> [|_names|] = new();
            public void Save(string id, string name) => _names[id] = name;
            public string? Of(string id) => _names.GetValueOrDefault(id);
        }
        """;

    private static Task InALibrary(string source, DiagnosticSeverity severity) => Marked<SingletonState>.VerifyAsync(
        "using System.Collections.Concurrent;\n" + source, "SN2003", severity, test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task ServiceOfALibraryThatIsMadeToBeShared_Suggests() => InALibrary(Devices, DiagnosticSeverity.Info);

    [Theory]
    [InlineData("ConcurrentDictionary<string, string> [|_names|]", "Dictionary<string, string> _names", "")]
    [InlineData("[|_names|]", "_names", "static class Made { public static IDevices New() => new Devices(); }")]
    [InlineData("[|_names|]", "_names", "static class Made { public static void Add(IServiceCollection s) => s.AddScoped<IDevices, Devices>(); }")]
    public Task OtherServiceOfALibrary_IsSilent(string text, string other, string more) => InALibrary(Devices.Replace(text, other) + more, DiagnosticSeverity.Hidden);

    [Fact]
    public Task ServiceOfAnApplicationThatRegistersItNowhere_IsSilent() => IsSilent("", Devices.Replace("[|", "").Replace("|]", ""));

    private const string Endpoints = """
        public class Endpoints(IHttpClientFactory http)
        {
            private readonly ConcurrentDictionary<string, (string Text, DateTimeOffset At)> [|_cache|] = new();
            public async Task<string> Of(string authority)
            {
                if (_cache.TryGetValue(authority, out var known))
                {
                    if (DateTimeOffset.UtcNow - known.At < TimeSpan.FromHours(1)) { return known.Text; }
                    _cache.TryRemove(authority, out _);
                }
                var text = await http.CreateClient().GetStringAsync(authority);
                _cache.TryAdd(authority, (text, DateTimeOffset.UtcNow));
                return text;
            }
        }
        public class C(Endpoints endpoints) : Controller { public Task<string> Get(string authority) => endpoints.Of(authority); }
        """;

    [Fact]
    public Task EntriesThatGrowOldAndAreLoadedAgain_AreSilent() => IsSilent("services.AddSingleton<Endpoints>();", Endpoints.Replace("[|", "").Replace("|]", ""));

    [Fact]
    public Task ListThatIsLoadedAgainWhenItIsOld_IsSilent() => IsSilent("services.AddSingleton<Names>();", """
        public class Names
        {
            private List<string>? _all;
            private DateTime _at;
            public List<string> Of(Db db) { if (IsOld()) { lock (this) { _all = db.Items.Select(i => i.Name).ToList(); _at = DateTime.UtcNow; } } return _all!; }
            private bool IsOld() => _all == null || DateTime.UtcNow > _at.AddMinutes(5);
        }
        public class C(Names names, Db db) : Controller { public object Get() => names.Of(db); }
        """);

    [Fact]
    public Task EntriesThatAreAlsoDroppedForAnotherReason_Report() => Reports("services.AddSingleton<Endpoints>();", Endpoints.Replace("public async Task<string> Of", "public void Forget(string authority) => _cache.TryRemove(authority, out _); public async Task<string> Of") + """

        public class D(Endpoints endpoints) : Controller { public void Delete(string authority) => endpoints.Forget(authority); }
        """);

    [Fact]
    public Task EntriesThatRequestsBringAndThatGrowOld_Report() => Reports("services.AddSingleton<Codes>();", """
        public class Codes
        {
            private readonly ConcurrentDictionary<string, (string Code, DateTime At)> [|_codes|] = new();
            public void Put(string user, string code) { if (_codes.TryGetValue(user, out var old) && old.At > DateTime.UtcNow.AddMinutes(-1)) return; _codes[user] = (code, DateTime.UtcNow); }
            public bool Is(string user, string code) => _codes.TryGetValue(user, out var found) && found.Code == code;
        }
        public class C(Codes codes) : Controller { public void Post(string user, string code) => codes.Put(user, code); public bool Get(string user, string code) => codes.Is(user, code); }
        """);

    private const string TenantOfAll = "public class Tenant { public string? [|Current|] { get; set; } }";

    [Theory]
    [InlineData(TenantOfAll + " public class C(Tenant tenant) : Controller { public string? Get() => tenant.Current; public void Put(string name) => tenant.Current = name; }")]
    [InlineData("public class Tenant { public Item [|Current|] { get; } = new(); } public class C(Tenant tenant) : Controller { public string? Get() => tenant.Current.Name; public void Put(string name) => tenant.Current.Name = name; }")]
    public Task Value_that_an_action_sets_Reports(string source) => Reports("services.AddSingleton<Tenant>();", source);

    [Theory]
    // A toggle, a number that is given away, what was loaded and is loaded again on demand.
    [InlineData("private bool [|_closed|]; public void Close() => _closed = true; public void Open() => _closed = false; public bool Get() => !_closed;", "toggle.Close(); toggle.Open();")]
    [InlineData("private int [|_next|]; public int Next() => Interlocked.Increment(ref _next); public int Get() => _next;", "toggle.Next();")]
    [InlineData("private Item? [|_first|]; public void Reload(Db db) => _first = db.Items.First(); public Item? Get() => _first;", "toggle.Reload(null!);")]
    [InlineData("private string? [|_last|]; public void Note(string text) => _last = text; public string? Get() => _last;", "toggle.Note(text);")]
    public Task Value_that_a_request_sets_Suggests(string members, string call) => Suggests("services.AddSingleton<Toggle>();", $$"""
        public class Toggle { {{members}} }
        public class C(Toggle toggle) : Controller { public object? Get() => toggle.Get(); public void Post(string text) { {{call}} } }
        """);

    [Theory]
    // Loaded again by time, a token of another system, numbers for operators, what start-up and workers set, handles, what nobody else reads.
    [InlineData("private Item? _first; private DateTime _until; public Item Get(Db db) { if (_until < DateTime.UtcNow) { _first = db.Items.First(); _until = DateTime.UtcNow.AddMinutes(1); } return _first!; } public Item? Peek() => _first;")]
    [InlineData("private string? _token; public async Task<string> Get(Db db) { _token ??= await new HttpClient().GetStringAsync(\"http://other/token\"); return _token; } public void Renew() => _token = new HttpClient().GetStringAsync(\"http://other/token\").Result; public string? Peek() => _token;")]
    [InlineData("private int _requests; public object Get(Db db) { _requests++; return db; } public int Peek() => _requests;")]
    [InlineData("private DateTime _last; public object Get(Db db) { _last = DateTime.UtcNow; return db; } public DateTime Peek() => _last;")]
    [InlineData("private bool _ready; public object Get(Db db) { if (!_ready) { _ready = true; } return db; } public bool Peek() => _ready;")]
    [InlineData("private CancellationTokenSource? _source; public object Get(Db db) { _source = new(); return db; } public void Stop() => _source?.Cancel();")]
    [InlineData("public string? Name { get; set; } public object Get(Db db) { var other = new Toggle { Name = db.Items.First().Name }; return other; } public string? Peek() => Name;")]
    public Task Value_of_the_node_IsSilent(string members) => IsSilent("services.AddSingleton<Toggle>();", $$"""
        public class Toggle { {{members}} }
        public class C(Toggle toggle, Db db) : Controller { public object? Get() => toggle.Get(db); }
        """);

    [Fact]
    public Task Value_of_another_lifetime_IsSilent() => IsSilent("services.AddScoped<Tenant>();", TenantOfAll.Replace("[|", "").Replace("|]", "") + """
        public class C(Tenant tenant) : Controller { public string? Get() => tenant.Current; public void Put(string name) => tenant.Current = name; }
        """);
}
