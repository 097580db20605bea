using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;

namespace SecondNode.Tests.Rules.Caching;

public class StaticFieldTests
{
    private const string Usings = """
        using System.Reflection;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;
        var app = WebApplication.Create();

        """;

    private const string Model = """

        public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Db : DbContext { public DbSet<Item> Items => Set<Item>(); }
        """;

    private static Task Reports([StringSyntax("C#-test")] string source) => Marked<StaticField>.VerifyAsync(Usings + source + Model, "SN2002", DiagnosticSeverity.Warning);

    private static Task Suggests([StringSyntax("C#-test")] string source) => Marked<StaticField>.VerifyAsync(Usings + source + Model, "SN2002", DiagnosticSeverity.Info);

    private static Task IsSilent([StringSyntax("C#-test")] string source)
    {
        Assert.DoesNotContain("[|", source);
        return Marked<StaticField>.VerifyAsync(Usings + source + Model, "SN2002", DiagnosticSeverity.Hidden);
    }

    [Theory]
    [InlineData("string", "name", "X = name")]
    [InlineData("int", "0", "X = id")]
    [InlineData("Item?", "null", "X = new Item { Id = id, Name = name }")]
    [InlineData("Item?", "null", "X = db.Items.First(i => i.Id == id)")]
    [InlineData("(int, string)", "(0, \"\")", "X = (id, name)")]
    [InlineData("string", "\"\"", "System.Threading.Interlocked.Exchange(ref X, name)")]
    [InlineData("string", "\"\"", "System.Threading.Interlocked.CompareExchange(ref X, name, \"\")")]
    [InlineData("string", "\"\"", "System.Threading.Volatile.Write(ref X, name)")]
    [InlineData("string", "\"\"", "(X, var other) = (name, id)")]
    [InlineData("System.Collections.Immutable.ImmutableList<string>", "System.Collections.Immutable.ImmutableList<string>.Empty", "X = X.Add(name)")]
    public Task Assigned_by_an_action_Reports(string type, string initial, string change) => Reports($$"""
        public class C(Db db) : Controller
        {
            private static {{type}} [|X|] = {{(initial == "name" ? "\"\"" : initial)}};
            public object? Get() => X;
            public void Post(int id, string name) { {{change}}; db.SaveChanges(); }
        }
        """);

    [Theory]
    [InlineData("string?", "Random.Shared.Next(1000, 9999).ToString()")]
    [InlineData("string?", "System.Security.Cryptography.RandomNumberGenerator.GetHexString(8)")]
    [InlineData("Guid", "Guid.NewGuid()")]
    public Task Code_that_one_request_draws_and_another_is_asked_for_Suggests(string type, string value) => Suggests($$"""
        public class C : Controller
        {
            private static {{type}} [|code|];
            public void Post() { code = {{value}}; }
            public bool Put(string given) => given == code.ToString();
        }
        """);

    [Fact]
    public Task Text_that_is_emptied_when_it_was_used_Reports() => Reports("""
        public class C : Controller
        {
            private static string [|user|] = "";
            public void Post(string name) { if (string.IsNullOrEmpty(user)) { user = name; } }
            public string Put() { var found = user; Clear(); return found; }
            public void Clear() => user = "";
        }
        """);

    [Fact]
    public Task Number_drawn_at_startup_IsSilent() => IsSilent("""
        public static class Instance { public static string? Id; public static void Start(IServiceCollection services) => Id = Guid.NewGuid().ToString(); }
        public class C : Controller { public string? Get() => Instance.Id; }
        """);

    [Fact]
    public Task Text_of_a_posted_control_Reports() => Marked<StaticField>.VerifyAsync("""
        public class Reset : System.Web.UI.Page
        {
            static string [|user|] = "";
            protected System.Web.UI.WebControls.TextBox txtUser = null!;
            protected void Next_Click(object sender, System.EventArgs e) { user = txtUser.Text; }
            protected void Done_Click(object sender, System.EventArgs e) { Response.Write(user); }
        }
        """, "SN2002", DiagnosticSeverity.Warning, test => { test.Framework = Testing.Framework.SystemWeb; test.OutputKind = OutputKind.DynamicallyLinkedLibrary; });

    [Fact]
    public Task Property_of_another_class_Reports() => Reports("""
        public static class Site { public static string [|Theme|] { get; set; } = "light"; }
        public class C : Controller
        {
            public string Get() => Site.Theme;
            public void Put(string theme) => Site.Theme = theme;
        }
        """);

    [Fact]
    public Task Cache_that_a_save_empties_Reports() => Reports("""
        public class C(Db db) : Controller
        {
            private static List<Item>? unused;
            private static Item? [|first|];
            public Item Get() => first ??= db.Items.First();
            public object? Peek() => first;
            public void Put(Item item) { db.Update(item); db.SaveChanges(); first = null; }
        }
        """);

    [Theory]
    [InlineData("X ??= db.Items.First()")]
    [InlineData("X ??= await db.Items.FirstAsync()")]
    [InlineData("X = X ?? throw null!; if (X == null) X = db.Items.First()")]
    [InlineData("X ??= new Item { Name = User.Identity!.Name! }")]
    public Task Filled_once_from_data_Suggests(string fill) => Suggests($$"""
        public class C(Db db) : Controller
        {
            private static Item? [|X|];
            public async Task<object?> Get() { {{fill}}; await Task.Yield(); return db; }
            public object? Peek() => X;
        }
        """.Replace("X = X ?? throw null!; ", ""));

    [Theory]
    [InlineData("public static readonly Settings [|Current|] = new();")]
    [InlineData("public static Settings [|Current|] { get; } = new();")]
    [InlineData("public static Settings [|Current|] = new();")]
    public Task Object_that_a_request_changes_Reports(string declaration) => Reports($$"""
        public class Settings { {{declaration}} public string Theme { get; set; } = ""; }
        public class C : Controller
        {
            public string Get() => Settings.Current.Theme;
            public void Put(string theme) => Settings.Current.Theme = theme;
        }
        """);

    [Fact]
    public Task Assigned_by_an_endpoint_Reports() => Reports("""
        app.MapGet("/theme", () => Site.Theme);
        app.MapPut("/theme", (string theme) => { Site.Theme = theme; });
        public static class Site { public static string [|Theme|] = "light"; }
        """);

    [Fact]
    public Task Switch_Suggests() => Suggests("""
        public class C : Controller
        {
            private static bool [|closed|];
            public string Get() => closed ? "closed" : "open";
            public void Close() => closed = true;
            public void Open() => closed = false;
        }
        """);

    [Fact]
    public Task Number_that_is_used_Suggests() => Suggests("""
        public class C : Controller
        {
            private static int [|next|];
            public int Post() { var id = Interlocked.Increment(ref next); return id; }
            public int Get() => next;
        }
        """);

    [Fact]
    public Task HelperThatIsHandedTheRequest_IsASuggestion() =>
        Suggests("""
            public static class Links
            {
                private static string? [|host|];
                public static void Configure(IHttpContextAccessor accessor) => host = accessor.HttpContext!.Request.Host.Value;
                public static string Of(string path) => host + path;
            }
            """);

    [Theory]
    [InlineData("private static Item? X; private static DateTime until; public Item Get() { if (X == null || until < DateTime.Now) { X = db.Items.First(); until = DateTime.Now.AddMinutes(1); } return X; } public object? Peek() => X;")]
    [InlineData("private static Item? X; public Item Get() => X ??= new Item(); public object? Peek() => X;")]
    [InlineData("private static readonly Item X = new(); public void Post() { X.Name = \"a\"; } public string Get() => X.Name;")]
    [InlineData("private static readonly Item X = new(); public void Post(string name) { var item = new Item { Name = name }; item.Id = 1; } public string Get() => X.Name;")]
    [InlineData("private static bool done; public void Get() { if (!done) { done = true; } } public bool Done() => done;")]
    [InlineData("private static bool busy; public void Get() { busy = true; try { } finally { busy = false; } } public bool Busy() => busy;")]
    [InlineData("private static long count; public void Get() { count++; } public long Count() => count;")]
    [InlineData("private static readonly Item X = new(); public Item Get() => X;")]
    [InlineData("internal static Func<DateTime> Now = () => DateTime.Now; public DateTime Get() => Now();")]
    [InlineData("private static string X = \"\"; public void Post(string name) => X = name;")]
    [InlineData("[ThreadStatic] private static string? X; public void Post(string name) => X = name; public string? Get() => X;")]
    [InlineData("private static AsyncLocal<string> X = new(); public void Post(string name) => X.Value = name; public string? Get() => X.Value;")]
    [InlineData("private static readonly ThreadLocal<string> X = new(); public void Post(string name) => X.Value = name; public string? Get() => X.Value;")]
    [InlineData("private static readonly Lazy<Item> X = new(() => new Item()); public Item Get() => X.Value;")]
    [InlineData("private static Task<int>? X; public Task<int> Get() => X ??= Load(); private static Task<int> Load() => Task.FromResult(1); public bool Peek() => X is null;")]
    [InlineData("private static PropertyInfo[]? X; public void Post() => X = typeof(Item).GetProperties(); public object? Get() => X;")]
    [InlineData("private static System.Text.RegularExpressions.Regex X = new(\"a\"); public void Post(string p) => X = new(p); public bool Get(string t) => X.IsMatch(t);")]
    public Task Harmless_in_a_controller_IsSilent(string members) => IsSilent($$"""
        public class C(Db db) : Controller { {{members}} public object Other() => db; }
        """);

    [Fact]
    public Task Assigned_at_start_IsSilent() => IsSilent("""
        Site.Name = app.Configuration["name"]!;
        app.MapGet("/", () => Site.Name);
        public static class Site { public static string Name = ""; }
        """);

    [Fact]
    public Task Assigned_by_background_work_IsSilent() => IsSilent("""
        public class Refresher(Db db) : BackgroundService
        {
            public static Item? Latest;
            protected override Task ExecuteAsync(CancellationToken token) { Latest = db.Items.First(); return Task.CompletedTask; }
        }
        public class C : Controller { public Item? Get() => Refresher.Latest; }
        """);

    [Fact]
    public Task Declared_node_local_IsSilent() => IsSilent("""
        public class C : Controller
        {
            [NodeLocal("of this node")] private static string X = "";
            public string Get() => X;
            public void Post(string name) => X = name;
        }
        public class NodeLocalAttribute(string why) : Attribute { public string Why => why; }
        """);
}
