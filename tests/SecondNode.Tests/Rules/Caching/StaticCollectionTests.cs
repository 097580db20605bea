using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

public class StaticCollectionTests
{
    private const string Usings = """
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.ObjectModel;
        using System.Collections.Specialized;
        using System.Reflection;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        """;

    private const string Model = """

        public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Db : DbContext { public DbSet<Item> Items => Set<Item>(); }
        public interface IItemRepository { Task<Item> FindAsync(int id); Item Find(int id); }
        public interface IRules { int Weight(string word); }
        """;

    private static Task Reports([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Warning);

    private static Task Suggests([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Info);

    private static Task IsSilent([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Hidden);

    /// <summary>The collection to report is marked <c>[|name|]</c>.</summary>
    private static async Task VerifyAsync(string source, DiagnosticSeverity severity)
    {
        var program = Usings + (source.Contains("app.") ? "var app = WebApplication.Create();\n" : "return;\n") + source + Model;
        TestFileMarkupParser.GetSpans(program, out var clean, out System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Text.TextSpan> spans);
        Assert.Equal(severity == DiagnosticSeverity.Hidden ? 0 : 1, spans.Length);
        await Verify<StaticCollection>.Async(clean, test =>
        {
            test.CompilerDiagnostics = CompilerDiagnostics.Errors;
            test.MarkupOptions = MarkupOptions.None;
            if (severity != DiagnosticSeverity.Hidden)
            {
                var text = Microsoft.CodeAnalysis.Text.SourceText.From(clean);
                var start = text.Lines.GetLinePosition(spans[0].Start);
                var end = text.Lines.GetLinePosition(spans[0].End);
                test.ExpectedDiagnostics.Add(new DiagnosticResult("SN2001", severity).WithSpan("/app/Program.cs", start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            }
        });
    }

    [Theory]
    [InlineData("Dictionary<int, string>", "X[id] = name")]
    [InlineData("Dictionary<int, string>", "X.Add(id, name)")]
    [InlineData("Dictionary<int, string>", "X.Remove(id)")]
    [InlineData("Dictionary<int, string>", "X.TryAdd(id, name)")]
    [InlineData("IDictionary<int, string>", "X[id] = name", "new Dictionary<int, string>()")]
    [InlineData("SortedDictionary<int, string>", "X[id] = name")]
    [InlineData("SortedList<int, string>", "X[id] = name")]
    [InlineData("SortedList<int, string>", "X.RemoveAt(0)")]
    [InlineData("List<string>", "X.Add(name)")]
    [InlineData("List<string>", "X.AddRange(new[] { name })")]
    [InlineData("List<string>", "X.Insert(0, name)")]
    [InlineData("List<string>", "X.RemoveAll(x => x == name)")]
    [InlineData("List<string>", "X[id] = name")]
    [InlineData("List<string>", "X.Clear()")]
    [InlineData("IList<string>", "X.Add(name)", "new List<string>()")]
    [InlineData("ICollection<string>", "X.Add(name)", "new List<string>()")]
    [InlineData("ISet<string>", "X.Add(name)", "new HashSet<string>()")]
    [InlineData("HashSet<string>", "X.Add(name)")]
    [InlineData("HashSet<string>", "X.UnionWith(new[] { name })")]
    [InlineData("SortedSet<string>", "X.Add(name)")]
    [InlineData("Queue<string>", "X.Enqueue(name)")]
    [InlineData("Stack<string>", "X.Push(name)")]
    [InlineData("PriorityQueue<string, int>", "X.Enqueue(name, id)")]
    [InlineData("LinkedList<string>", "X.AddLast(name)")]
    [InlineData("ConcurrentDictionary<int, string>", "X[id] = name")]
    [InlineData("ConcurrentDictionary<int, string>", "X.AddOrUpdate(id, name, (_, _) => name)")]
    [InlineData("ConcurrentDictionary<int, string>", "X.TryRemove(id, out _)")]
    [InlineData("ConcurrentDictionary<int, string>", "X.TryUpdate(id, name, name)")]
    [InlineData("ConcurrentBag<string>", "X.Add(name)")]
    [InlineData("ConcurrentQueue<string>", "X.Enqueue(name)")]
    [InlineData("ConcurrentStack<string>", "X.Push(name)")]
    [InlineData("Hashtable", "X[id] = name")]
    [InlineData("ArrayList", "X.Add(name)")]
    [InlineData("System.Collections.Queue", "X.Enqueue(name)")]
    [InlineData("System.Collections.Stack", "X.Push(name)")]
    [InlineData("System.Collections.SortedList", "X[id] = name")]
    [InlineData("ObservableCollection<string>", "X.Add(name)")]
    [InlineData("NameValueCollection", "X.Set(\"a\", name)")]
    [InlineData("string[]", "X[id] = name", "new string[10]")]
    [InlineData("string[]", "Array.Clear(X)", "new string[10]")]
    [InlineData("Lazy<Dictionary<int, string>>", "X.Value[id] = name")]
    [InlineData("Dictionary<int, string>", "X?.Remove(id)")]
    [InlineData("Dictionary<int, List<string>>", "X[id].Add(name)")]
    [InlineData("ConcurrentDictionary<int, List<string>>", "X.GetOrAdd(id, _ => new()).Add(name)")]
    [InlineData("Dictionary<string, int>", "X[name]++")]
    [InlineData("Dictionary<string, int>", "X[name] += id")]
    [InlineData("Dictionary<int, string>", "System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(X, id, out _) = name")]
    public Task Collection_changed_by_an_action_Reports(string type, string change, string initial = "new()") =>
        Reports($$"""
            public class C : Controller
            {
                private static readonly {{type}} [|X|] = {{initial}};
                public object Get() => X.ToString() + X;
                public void Post(int id, string name) { {{change}}; }
            }
            """);

    [Fact]
    public Task Cache_filled_from_the_database_Reports() => Reports("""
        public class C(Db db) : Controller
        {
            static readonly ConcurrentDictionary<int, Item> [|cache|] = new();
            public Item Get(int id) => cache.GetOrAdd(id, i => db.Items.First(x => x.Id == i));
        }
        """);

    [Fact]
    public Task Cache_filled_by_hand_from_a_repository_Reports() => Reports("""
        public class C(IItemRepository items) : Controller
        {
            static Dictionary<int, Item> [|cache|] = new();
            public async Task<Item> Get(int id)
            {
                if (!cache.TryGetValue(id, out var item))
                {
                    item = await items.FindAsync(id);
                    cache[id] = item;
                }
                return item;
            }
        }
        """);

    [Fact]
    public Task Objects_that_load_themselves_Report() => Reports("""
        public class Settings { public string Theme = ""; public Settings(Db db, int id) { Load(db, id); } private void Load(Db db, int id) { var row = db.Items.First(i => i.Id == id); Theme = row.Name; } }
        public class C(Db db) : Controller
        {
            static readonly Dictionary<int, Settings> [|all|] = new();
            public string Get(int id) { if (!all.TryGetValue(id, out var found)) { found = new Settings(db, id); all[id] = found; } return found.Theme; }
        }
        """);

    [Fact]
    public Task Cache_in_a_static_helper_that_an_endpoint_calls_Reports() => Reports("""
        app.MapPost("/learn", (string word) => SpamFilter.Learn(word));
        app.MapGet("/spam", (string word) => SpamFilter.IsSpam(word));
        static class SpamFilter
        {
            static readonly HashSet<string> [|words|] = new();
            public static void Learn(string word) { lock (words) words.Add(word); }
            public static bool IsSpam(string word) => words.Contains(word);
        }
        """);

    [Fact]
    public Task Collection_of_a_registered_service_Reports() => Reports("""
        app.Services.GetService<Carts>(); new ServiceCollection().AddScoped<Carts>();
        class Carts
        {
            static readonly Dictionary<string, List<int>> [|carts|] = new();
            public void Put(string user, int item) { if (!carts.TryGetValue(user, out var cart)) carts[user] = cart = new(); cart.Add(item); }
            public List<int> Of(string user) => carts[user];
        }
        """);

    [Fact]
    public Task Collection_behind_a_property_that_others_change_Reports() => Reports("""
        static class Store { static readonly List<string> [|items|] = new(); public static List<string> Items => items; }
        class C : Controller { public void Post(string name) => Store.Items.Add(name); public int Get() => Store.Items.Count; }
        """);

    [Fact]
    public Task Static_auto_property_Reports() => Reports("""
        static class Store { public static List<string> [|Items|] { get; } = new(); }
        class C : Controller { public void Post(string name) => Store.Items.Add(name); public int Get() => Store.Items.Count; }
        """);

    [Fact]
    public Task Change_through_a_local_and_a_helper_Reports() => Reports("""
        class C : Controller
        {
            static readonly List<string> [|items|] = new();
            public int Post(string name) { var all = items; Put(all, name); return all.Count; }
            static void Put(ICollection<string> to, string name) => to.Add(name);
        }
        """);

    [Fact]
    public Task Property_of_an_entry_Reports() => Reports("""
        class C : Controller
        {
            static readonly List<Item> [|items|] = new() { new Item() };
            public void Rename(int id, string name) { var item = items.FirstOrDefault(i => i.Id == id); if (item != null) item.Name = name; }
        }
        """);

    [Fact]
    public Task Own_collection_type_and_generic_holder_Reports() => Reports("""
        class Prices : Dictionary<int, decimal> { }
        static class Holder<T> where T : Prices, new() { public static readonly Prices [|All|] = new(); }
        class C : Controller { public void Put(int id, decimal price) => Holder<Prices>.All[id] = price; public decimal Get(int id) => Holder<Prices>.All[id]; }
        """);

    [Fact]
    public Task Use_by_using_static_and_alias_in_another_file_Reports() =>
        Verify<StaticCollection>.Async(
            [
                "return;",
                "namespace N { public static partial class Store { internal static readonly System.Collections.Generic.List<string> {|SN2001:Items|} = new(); } }",
                "using static N.Store; class C : Microsoft.AspNetCore.Mvc.Controller { public void Post(string s) => Items.Add(s); }",
                "using S = N.Store; class D : Microsoft.AspNetCore.Mvc.Controller { public int Get() => S.Items.Count; }",
            ],
            test => test.TestBehaviors |= TestBehaviors.SkipSuppressionCheck);

    [Fact]
    public async Task Message_tells_the_story()
    {
        var found = await Analysis.RunAsync(Analysis.Compile(["return; class C : Microsoft.AspNetCore.Mvc.Controller { static readonly List<string> items = new(); public void Post(string s) => items.Add(s); public int Get() => items.Count; }"]));
        Assert.Equal("'C.items' lives in the memory of one node and 'C.Post' adds to it: requests that land on another node do not see the new entries", Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("static readonly ConcurrentDictionary<string, bool> [|seen|] = new(); public bool Post(string id) => seen.TryAdd(id, true);")]
    [InlineData("static readonly ConcurrentDictionary<string, DateTime> [|seen|] = new(); public bool Post(string id) { if (seen.ContainsKey(id)) return false; seen[id] = DateTime.Now; return true; }")]
    [InlineData("static readonly HashSet<string> [|seen|] = new(); public bool Post(string id) => seen.Add(id);")]
    [InlineData("static readonly HashSet<string> [|seen|] = new(); public bool Post(string id) { if (seen.Contains(id)) return false; seen.Add(id); return true; }")]
    [InlineData("static readonly Dictionary<int, Item> [|known|] = new(); public int Post(Item item) { if (!known.ContainsKey(item.Id)) known[item.Id] = item; return known.Count; }")]
    [InlineData("static readonly int[] [|hits|] = new int[10]; public int Post() => hits[0]++;")]
    public Task Marks_left_by_requests_Report(string members) => Reports("public class C : Controller { " + members + " }");

    // Taken out and put back by some, but others put in what is new.
    [Theory]
    [InlineData("static readonly ConcurrentQueue<Item> [|jobs|] = new(); public void Post(Item i) => jobs.Enqueue(i); public int Get() { if (jobs.TryDequeue(out var j) && j.Id > 1) jobs.Enqueue(j); return jobs.Count; }")]
    [InlineData("static readonly ConcurrentQueue<Item> [|jobs|] = new(); public int Get(Item i) { if (jobs.TryDequeue(out var j)) { j = i; } jobs.Enqueue(j!); return jobs.Count; }")]
    [InlineData("static readonly BlockingCollection<string> [|jobs|] = new(); public void Post(string s) => jobs.Add(s); public string Next() => jobs.Take();")]
    public Task Queue_that_requests_fill_Reports(string members) => Reports("public class C : Controller { " + members + " }");

    private const string Missing = """
        public class Texts(ILogger<Texts> logger) : Controller, IDisposable
        {
            static readonly ConcurrentDictionary<string, byte> FIELD = new();
            readonly List<string> noted = new();
            public string Get(string key) { Miss(key, 1); return key; }
            void Miss(string key, int language) { var id = key + language; if (seen.ContainsKey(id)) { return; } seen.TryAdd(id, 1); CONSEQUENCE }
            void IDisposable.Dispose() { if (noted.Count > 0) { var first = noted[0]; LATER } noted.Clear(); }
            void Send(string to) { }
        }
        """;

    [Theory]
    [InlineData("noted.Add(key);", "logger.LogWarning(first);")]
    [InlineData("logger.LogWarning(key);", "")]
    public Task Mark_of_what_was_logged_IsSilent(string consequence, string later) => IsSilent(Missing.Replace("FIELD", "seen").Replace("CONSEQUENCE", consequence).Replace("LATER", later));

    [Theory]
    [InlineData("noted.Add(key);", "Send(first);")]
    [InlineData("logger.LogWarning(key); Send(key);", "")]
    [InlineData("Send(key);", "logger.LogWarning(first);")]
    public Task Mark_of_what_was_done_Reports(string consequence, string later) => Reports(Missing.Replace("FIELD", "[|seen|]").Replace("CONSEQUENCE", consequence).Replace("LATER", later));

    [Fact]
    public Task Mark_before_logged_work_Reports() => Reports("public class C(ILogger<C> logger) : Controller { static readonly HashSet<string> [|seen|] = new(); public void Post(string id) { if (seen.Add(id)) { Pay(id); logger.LogInformation(id); } } void Pay(string id) { } }");

    // ---- suggestions

    [Fact]
    public Task Background_work_Suggests() => Suggests("""
        class Poller(Db db) : BackgroundService
        {
            static readonly Dictionary<int, Item> [|items|] = new();
            public static Item Of(int id) => items[id];
            protected override async Task ExecuteAsync(CancellationToken stop) { foreach (var item in await db.Items.ToListAsync(stop)) items[item.Id] = item; }
        }
        """);

    [Fact]
    public Task Cache_filled_by_an_unknown_service_Suggests() => Suggests("""
        class C(IRules rules) : Controller
        {
            static readonly ConcurrentDictionary<string, int> [|weights|] = new();
            public int Get(string word) => weights.GetOrAdd(word, w => rules.Weight(w));
        }
        """);

    [Fact]
    public Task Copy_of_what_another_static_collection_holds_Suggests() => Suggests("""
        static class Extensions { [NodeLocal("reported elsewhere")] public static Dictionary<string, Item> All = new(); public static Item? Of(string name) => All.TryGetValue(name, out var found) ? found : null; }
        class NodeLocalAttribute(string why) : Attribute { public string Why => why; }
        class C : Controller
        {
            static readonly ConcurrentDictionary<string, Item?> [|known|] = new();
            public Item? Get(string name) => known.GetOrAdd(name, Extensions.Of);
            public void Post(Item item) => Extensions.All[item.Name] = item;
        }
        """);

    [Fact]
    public Task Counters_for_operators_Suggest() => Suggests("""
        static class RequestMetrics { static readonly ConcurrentDictionary<string, int> [|counts|] = new(); public static void Count(string path) => counts.AddOrUpdate(path, 1, (_, n) => n + 1); public static int Of(string path) => counts[path]; }
        class C : Controller { public void Get(string path) { RequestMetrics.Count(path); RequestMetrics.Of(path); } }
        """);

    // ---- silence

    [Theory]
    [InlineData("static readonly Dictionary<int, string> x = new() { [1] = \"a\" }; public string Get(int id) => x[id];")]
    [InlineData("static readonly Dictionary<int, string> x; static C() { x = new(); x[1] = \"a\"; Fill(x); } static void Fill(Dictionary<int, string> d) => d[2] = \"b\"; public string Get(int id) => x[id];")]
    [InlineData("static readonly string[] x = { \"a\" }; public string Get(int id) => x[id];")]
    [InlineData("static readonly Lazy<Dictionary<int, string>> x = new(() => new() { [1] = \"a\" }); public string Get(int id) => x.Value[id];")]
    [InlineData("static readonly List<string> x = new() { \"b\", \"a\" }; public List<string> Get() { x.Sort(); return x; }")]
    [InlineData("static readonly List<string> x = new(); public List<string> Get(string s) { var copy = x.ToList(); copy.Add(s); return copy; }")]
    [InlineData("static readonly List<string> x = new(); public List<string> Get(string s) { var copy = new List<string>(x); copy.Add(s); return copy; }")]
    [InlineData("static readonly Dictionary<int, Item> x = new() { [1] = new Item() }; public List<Item> Get(int id) { var found = new List<Item>(); found.Add(x[id]); found.Remove(x[1]); foreach (var item in x.Values) found.Insert(0, item); return found; }")]
    public Task Table_that_never_changes_IsSilent(string members) => IsSilent("public class C : Controller { " + members + " }");

    [Theory]
    [InlineData("static readonly ConcurrentDictionary<Type, PropertyInfo[]> x = new(); public object Get() => x.GetOrAdd(GetType(), t => t.GetProperties());")]
    [InlineData("static readonly ConcurrentDictionary<Type, string> x = new(); public object Get() => x.GetOrAdd(GetType(), t => t.Name);")]
    [InlineData("static readonly Dictionary<string, MethodInfo> x = new(); public object? Get(string n) { if (x.TryGetValue(n, out var m)) return m; m = GetType().GetMethod(n); x[n] = m!; return m; }")]
    [InlineData("static readonly ConcurrentDictionary<string, System.Text.RegularExpressions.Regex> x = new(); public object Get(string p) => x.GetOrAdd(p, q => new System.Text.RegularExpressions.Regex(q));")]
    [InlineData("static readonly ConcurrentDictionary<(Type, string), Lazy<Func<object, object>>> x = new(); public object Get(string n) => x.GetOrAdd((GetType(), n), k => new(() => o => o));")]
    [InlineData("static readonly Dictionary<DayOfWeek, string> x = new(); public string Get(DayOfWeek d) { if (!x.ContainsKey(d)) x[d] = d.ToString(); return x[d]; }")]
    public Task Memo_of_code_artefacts_IsSilent(string members) => IsSilent("public class C : Controller { " + members + " }");

    [Theory]
    [InlineData("static readonly ConcurrentDictionary<string, Uri> x = new(); public Uri Get(string s) => x.GetOrAdd(s, k => new Uri(k));")]
    [InlineData("static readonly ConcurrentDictionary<string, string> x = new(); public string Get(string s) => x.GetOrAdd(s, Slug); static string Slug(string s) => s.ToLowerInvariant().Replace(' ', '-');")]
    [InlineData("static readonly Dictionary<string, string> x = new(); public string Get(string s) { lock (x) { if (!x.TryGetValue(s, out var v)) { v = s.Trim(); x.Add(s, v); } return v; } }")]
    [InlineData("static readonly Dictionary<string, string> x = new(); public string Get(string s) { if (x.ContainsKey(s)) return x[s]; var v = s.Trim(); x[s] = v; return v; }")]
    [InlineData("static readonly Dictionary<string, string> x = new(); public string Get(string s) { string? v; x.TryGetValue(s, out v); if (v == null) { v = s.Trim(); x[s] = v; } return v; }")]
    [InlineData("static readonly int[]?[] x = new int[]?[10]; public int[] Get(int i) => x[i] ??= new int[i];")]
    public Task Pure_memo_IsSilent(string members) => IsSilent("public class C : Controller { " + members + " }");

    [Theory]
    [InlineData("static Dictionary<string, string>? x; public string Get(string s) { if (x == null) { x = new(); x[\"a\"] = \"b\"; x.Add(\"c\", \"d\"); } return x[s]; }")]
    [InlineData("static readonly Dictionary<string, string> x = new(); public string Get(string s) { if (x.Count == 0) { x[\"a\"] = \"b\"; x.Add(\"c\", \"d\"); } return x[s]; }")]
    public Task Constant_table_filled_on_first_use_IsSilent(string members) => IsSilent("public class C : Controller { " + members + " }");

    [Theory]
    [InlineData("static readonly ConcurrentDictionary<int, SemaphoreSlim> x = new(); public object Get(int id) => x.GetOrAdd(id, _ => new(1, 1));")]
    [InlineData("static readonly ConcurrentDictionary<int, object> x = new(); public void Get(int id) { lock (x.GetOrAdd(id, _ => new object())) { } }")]
    [InlineData("static readonly ConcurrentDictionary<int, CancellationTokenSource> x = new(); public void Stop(int id) { if (x.TryRemove(id, out var s)) s.Cancel(); } public void Run(int id) => x[id] = new();")]
    [InlineData("static readonly HashSet<int> x = new(); public void Run(int id) { if (!x.Add(id)) return; try { } finally { x.Remove(id); } }")]
    [InlineData("static readonly ConcurrentBag<char[]> pool = new(); public void Get() { var b = pool.TryTake(out var r) ? r : new char[9]; pool.Add(b); }")]
    [InlineData("static readonly ConcurrentQueue<System.Text.StringBuilder> x = new(); public string Get(string s) { if (!x.TryDequeue(out var b)) { b = new(); } try { b.Append(s); return b.ToString(); } finally { b.Clear(); x.Enqueue(b); } }")]
    [InlineData("static readonly Stack<Item> x = new(); public string Get(string s) { Item? i = null; lock (x) { if (x.Count > 0) i = x.Pop(); } i ??= new Item(); i.Name = s; var n = i.ToString(); lock (x) { x.Push(i); } return n!; }")]
    [InlineData("static readonly List<string> x = new(); public void Post(string s) => x.Add(s);")]
    [InlineData("[ThreadStatic] static List<string>? x; public int Post(string s) { x ??= new(); x.Add(s); return x.Count; }")]
    [InlineData("static readonly AsyncLocal<List<string>> x = new(); public int Post(string s) { x.Value!.Add(s); return x.Value.Count; }")]
    [InlineData("static readonly ThreadLocal<List<string>> x = new(() => new()); public int Post(string s) { x.Value!.Add(s); return x.Value.Count; }")]
    [InlineData("static readonly System.Collections.Immutable.ImmutableList<string> x = []; public int Post(string s) => x.Add(s).Count;")]
    [InlineData("static readonly System.Runtime.CompilerServices.ConditionalWeakTable<object, string> x = new(); public void Post(string s) => x.Add(this, s);")]
    [InlineData("[NodeLocal(\"why\")] static readonly List<string> x = new(); public int Post(string s) { x.Add(s); return x.Count; } class NodeLocalAttribute(string why) : Attribute { public string Why => why; }")]
    [InlineData("static readonly List<WeakReference<object>> x = new(); public int Post(object s) { x.Add(new(s)); return x.Count; }")]
    [InlineData("readonly List<string> x = new(); public int Post(string s) { x.Add(s); return x.Count; }")]
    [InlineData("static readonly ConcurrentDictionary<string, int> users = new(); public int Post(string connectionId) { users[connectionId] = 1; return users.Count; }")]
    public Task What_another_node_could_not_use_IsSilent(string members) => IsSilent("public class C : Controller { " + members + " }");

    [Theory]
    [InlineData("static class Registry { static readonly List<string> x = new(); public static void Register(string s) => x.Add(s); public static bool Has(string s) => x.Contains(s); } class Startup { public void Configure(IApplicationBuilder app) => Registry.Register(\"a\"); }")]
    [InlineData("static class Registry { static readonly Dictionary<string, string> x = new(); public static void Register(string s) => x[s] = s; public static bool Has(string s) => x.ContainsKey(s); }")]
    [InlineData("class Color { static readonly List<Color> x = new(); public static readonly Color Red = new(\"red\"); Color(string name) => x.Add(this); public static Color First => x[0]; }")]
    [InlineData("static class Ext { static readonly List<string> x = new(); public static void AddPlugins(this IServiceCollection s, string p) => x.Add(p); public static int Count => x.Count; }")]
    [InlineData("class Profile { static readonly Dictionary<string, string> x = new(); static readonly Profile instance = new(); Profile() { x[\"a\"] = \"b\"; } public static string A => x[\"a\"]; }")]
    [InlineData("abstract class Operator { static readonly Dictionary<string, Operator> x = new(); public static readonly Operator Equal = new EqualOperator(); protected Operator(string name) { x[name] = this; } public static Operator Of(string name) => x[name]; } class EqualOperator : Operator { internal EqualOperator() : base(\"=\") { } } class C : Controller { public object Get(string s) => Operator.Of(s); }")]
    [InlineData("class Modules { static readonly List<Item> x = new(); public void Register(Item item) => x.Add(item); public int Count => x.Count; } class C(IServiceCollection s) : Controller { public object Get(Modules m) => m.Count + s.AddSingleton<Modules>().Count; }")]
    [InlineData("static class Kinds { static readonly List<Type> x = new(); public static void Use(Type t) { x.Remove(t); x.Add(t); } public static int Count => x.Count; } interface IPart { } class Part : IPart { public void Load() => Kinds.Use(typeof(Part)); } class C(IServiceCollection s) : Controller { public object Get() => Kinds.Count + s.AddSingleton<IPart, Part>().Count; }")]
    public Task Registry_filled_at_startup_IsSilent(string source) => IsSilent(source);

    [Theory]
    [InlineData("abstract class Order { static readonly Dictionary<string, Order> [|x|] = new(); protected Order(string name) { x[name] = this; } public static Order Of(string name) => x[name]; } class Sale(string name) : Order(name) { } class C : Controller { public object Get(string s) => Order.Of(s); public void Post(string s) => new Sale(s); }")]
    [InlineData("class Modules { static readonly List<Item> [|x|] = new(); public void Register(Item item) => x.Add(item); public int Count => x.Count; } class C : Controller { public object Get(Modules m) => m.Count; public void Post(Modules m, Item item) => m.Register(item); }")]
    [InlineData("class Users { static readonly List<Item> [|x|] = new(); public void RegisterUser(Item item) => x.Add(item); public int Count => x.Count; } class C(IServiceCollection s) : Controller { public object Get(Users m) => m.Count + s.AddSingleton<Users>().Count; }")]
    [InlineData("class News { static readonly List<string> [|x|] = new(); public void Subscribe(string address) => x.Add(address); public int Count => x.Count; } class C(IServiceCollection s) : Controller { public object Get(News m) => m.Count + s.AddSingleton<News>().Count; }")]
    [InlineData("static class Kinds { static readonly List<Type> [|x|] = new(); public static void Use(Type t) { x.Remove(t); x.Add(t); } public static int Count => x.Count; } class C : Controller { public object Get() => Kinds.Count; public void Post(string kind) => Kinds.Use(Type.GetType(kind)!); }")]
    public Task Registry_fed_by_requests_Reports(string source) => Reports(source);

    [Theory]
    [InlineData("class Table<T> { static readonly Dictionary<string, T> empty = new(); readonly IDictionary<string, T> inner; public Table() : this(empty) { } public Table(IDictionary<string, T> inner) { this.inner = inner; } public T Get(string s) => inner[s]; } class C : Controller { public int Get(string s) => new Table<int>().Get(s); }")]
    public Task Empty_collection_that_others_only_keep_IsSilent(string source) => IsSilent(source);

    [Theory]
    [InlineData("class Table<T> { static readonly Dictionary<string, T> [|shared|] = new(); IDictionary<string, T> inner; public Table() : this(shared) { } public Table(IDictionary<string, T> inner) { this.inner = inner; } public T Get(string s) => inner[s]; public void Set(string s, T t) => inner[s] = t; } class C : Controller { public int Get(string s) => new Table<int>().Get(s); public void Post(string s, int i) => new Table<int>().Set(s, i); }")]
    public Task Collection_changed_through_the_field_that_keeps_it_Reports(string source) => Reports(source);

    [Fact]
    public Task Memo_by_type_of_several_pure_providers_IsSilent() => IsSilent("""
        interface IConverters { object? Of(Type type); }
        class Names : IConverters { public object? Of(Type type) => type.Name; }
        class Sizes : IConverters { public object? Of(Type type) => type.GetProperties().Length; }
        class C : Controller
        {
            static readonly List<IConverters> all = [new Names(), new Sizes()];
            static readonly ConcurrentDictionary<Type, object?> known = new();
            public object? Get() => known.GetOrAdd(GetType(), Find);
            static object? Find(Type type) { foreach (var one in all) { var found = one.Of(type); if (found != null) return found; } return null; }
        }
        """);

    [Fact]
    public Task Memo_by_type_of_providers_of_which_one_reads_data_Suggests() => Suggests("""
        interface ISettings { object? Of(Type type); }
        class Fixed : ISettings { public object? Of(Type type) => type.Name; }
        class Stored(Db db) : ISettings { public object? Of(Type type) => db.Items.First(i => i.Name == type.Name).Name; }
        class C(ISettings settings) : Controller
        {
            static readonly ConcurrentDictionary<Type, object?> [|known|] = new();
            public object? Get() => known.GetOrAdd(GetType(), settings.Of);
        }
        """);

    [Fact]
    public Task Safe_members_option_IsSilent() =>
        Verify<StaticCollection>.Async(
            "return; namespace N { class C : Microsoft.AspNetCore.Mvc.Controller { static readonly List<string> items = new(); public int Post(string s) { items.Add(s); return items.Count; } } }",
            test => test.GlobalOptions["secondnode.safe_members"] = "N.Other|N.C.items");

    [Fact]
    public Task Console_tool_IsSilent() =>
        Verify<StaticCollection>.Async("C.Add(\"a\"); static class C { static readonly List<string> items = new(); public static int Add(string s) { items.Add(s); return items.Count; } }", test => test.Framework = Framework.Console);

    [Theory]
    [InlineData("class C { static List<string> x = new() public void M( { x.Add( } static Dictionary<int, y; }")]
    [InlineData("class C : C { static List<C> x; void M() { x.Add(this; x[ = 1; x?. } }")]
    [InlineData("class C { static List<Missing> x = new(); void M(Missing m) => x.Add(m).Foo(x); static List x2; static string[ x3; }")]
    public Task Broken_code_IsSilent(string source) =>
        Verify<StaticCollection>.Async(source, test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("using var reader = new StreamReader(typeof(C).Assembly.GetManifestResourceStream(\"names.txt\")!); while (await reader.ReadLineAsync() is { } line) found.Add(line);")]
    [InlineData("using var stream = typeof(C).Assembly.GetManifestResourceStream(\"names.txt\")!; using var reader = new StreamReader(stream); found.Add(reader.ReadToEnd());")]
    [InlineData("using var reader = new StreamReader(typeof(C).Assembly.GetManifestResourceStream(\"names.txt\")!); await foreach (var line in reader.LinesAsync().ConfigureAwait(false)) found.Add(line);")]
    public Task EmbeddedResource_IsSilent(string load) => IsSilent(Resource.Replace("FIELD", "names").Replace("LOAD", load));

    [Fact]
    public Task FileOfTheNode_Reports() => Reports(Resource.Replace("FIELD", "[|names|]").Replace("LOAD", "using var reader = new StreamReader(\"names.txt\"); found.Add(await reader.ReadToEndAsync());"));

    private const string Resource = """
        public class C : Controller
        {
            private static List<string> FIELD = new();
            public int Get() => names.Count;
            public async Task Post() { var found = new List<string>(); LOAD await Task.Yield(); names = found; }
        }

        public static class Lines { public static async IAsyncEnumerable<string> LinesAsync(this TextReader reader) { while (await reader.ReadLineAsync() is { } line) yield return line; } }
        """;

    private const string Components = """
        public interface IPlugin { string Name { get; } }
        public interface IRouted { string GetRoute(); string GetRoute(string culture); }
        public class Provider { public IPlugin Value { get; set; } = null!; public string Name { get; set; } = ""; }
        public class Routes(Dictionary<string, Provider> providers) : Controller
        {
            static readonly ConcurrentDictionary<string, string> FIELD = new();
            public string? Route(string name) => Of(providers[name]);
            static string? Of(Provider provider) { var model = new Provider { Name = provider.Name }; model.Value = provider.Value; var known = model.Name; return BODY; }
        }

        """;

    [Theory]
    [InlineData("routes.GetOrAdd(known, _ => { var routed = (IRouted)provider.Value; return routed.GetRoute(); })")]
    [InlineData("routes.GetOrAdd(provider.Name, _ => ((IRouted)provider.Value).GetRoute())")]
    [InlineData("routes.GetOrAdd(known, key => { var route = ((IRouted)provider.Value).GetRoute(); if (route.Length == 0) { return null!; } else { return route; } })")]
    public Task WhatAComponentSaysOfItself_IsSilent(string body) => IsSilent(Components.Replace("FIELD", "routes").Replace("BODY", body));

    [Theory]
    [InlineData("routes.GetOrAdd(known, _ => provider.Value.Name)")]
    [InlineData("routes.GetOrAdd(known, _ => ((IRouted)provider.Value).GetRoute(provider.Name))")]
    [InlineData("routes.GetOrAdd(\"last\", _ => ((IRouted)provider.Value).GetRoute())")]
    public Task WhatIsNotSaidByTheComponentAlone_Reports(string body) => Reports(Components.Replace("FIELD", "[|routes|]").Replace("BODY", body));
}
