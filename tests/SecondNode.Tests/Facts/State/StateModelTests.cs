using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.State;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts.State;

/// <summary>The model of state, asked without a diagnostic: shapes, code artefacts, uses, origins and reasons.</summary>
public class StateModelTests
{
    private const string Usings = "using System.Collections.Concurrent; using Microsoft.EntityFrameworkCore; using Microsoft.AspNetCore.Mvc;\n";

    [Theory]
    [InlineData("Dictionary<int, string>", "Dictionary")]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary<int, string>", "Dictionary")]
    [InlineData("System.Collections.Hashtable", "Dictionary")]
    [InlineData("HashSet<int>", "Set")]
    [InlineData("IList<int>", "List")]
    [InlineData("Queue<int>", "Queue")]
    [InlineData("System.Collections.Concurrent.BlockingCollection<int>", "Queue")]
    [InlineData("Stack<int>", "Stack")]
    [InlineData("System.Collections.Concurrent.ConcurrentBag<int>", "Bag")]
    [InlineData("int[]", "Array")]
    [InlineData("Lazy<List<int>>", "List")]
    [InlineData("System.Collections.Immutable.ImmutableList<int>", null)]
    [InlineData("System.Collections.Frozen.FrozenDictionary<int, int>", null)]
    [InlineData("IReadOnlyList<int>", null)]
    [InlineData("IEnumerable<int>", null)]
    [InlineData("ThreadLocal<List<int>>", null)]
    [InlineData("string", null)]
    public void Shape_is_that_of_a_mutable_collection(string type, string? kind) =>
        Assert.Equal(kind, CollectionShape.Of(TypeOf(type))?.Kind.ToString());

    [Theory]
    [InlineData("Type", true)]
    [InlineData("System.Reflection.PropertyInfo[]", true)]
    [InlineData("Lazy<Task<Func<int>>>", true)]
    [InlineData("(string, Type)", true)]
    [InlineData("List<System.Linq.Expressions.Expression>", true)]
    [InlineData("DayOfWeek?", true)]
    [InlineData("System.Text.Json.JsonSerializerOptions", true)]
    [InlineData("ILogger<int>", true)]
    [InlineData("string", false)]
    [InlineData("object", false)]
    [InlineData("Dictionary<string, int>", false)]
    public void Code_artefacts_are_seen_through_wrappers(string type, bool expected) => Assert.Equal(expected, CodeArtefacts.IsCode(TypeOf(type)));

    [Theory]
    [InlineData("CancellationTokenSource", true)]
    [InlineData("Task", true)]
    [InlineData("Task<int>", false)]
    [InlineData("Action", true)]
    [InlineData("WeakReference<string>", true)]
    [InlineData("Stream", true)]
    [InlineData("string", false)]
    public void Process_bound_values_are_recognized(string type, bool expected) => Assert.Equal(expected, CodeArtefacts.IsProcessBound(TypeOf(type)));

    [Theory]
    [InlineData("1 + 2", "None")]
    [InlineData("typeof(string)", "Code")]
    [InlineData("GetType()", "Code")]
    [InlineData("input.Trim()", "Request")]
    [InlineData("User.Identity!.Name", "Request")]
    [InlineData("HttpContext.Request.Headers[\"a\"].ToString()", "Request")]
    [InlineData("db.Items.First().Name", "Database")]
    [InlineData("await db.Items.ToListAsync()", "Database")]
    [InlineData("items.Find(1)", "Database")]
    [InlineData("await http.GetStringAsync(\"x\")", "Remote")]
    [InlineData("System.IO.File.ReadAllText(\"x\")", "File")]
    [InlineData("DateTime.UtcNow", "Environment")]
    [InlineData("Guid.NewGuid().ToString()", "Environment")]
    [InlineData("configuration[\"a\"]", "Configuration")]
    [InlineData("rules.Weight(\"a\")", "Service")]
    [InlineData("Helper(db.Items.First().Name)", "Database")]
    [InlineData("Fixed()", "None")]
    [InlineData("items.Find(1) is { } found ? found.Name : null", "Database")]
    [InlineData("items.Find(1) is not { Id: 1, Name: var named } ? null : named", "Database")]
    [InlineData("input.Length switch { 1 => null, var length => length }", "Request")]
    public void Value_is_followed_to_its_origin(string expression, string expected)
    {
        var context = RuleContexts.Of(Usings + $$"""
            public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
            public class Db : DbContext { public DbSet<Item> Items => Set<Item>(); }
            public interface IItemRepository { Item Find(int id); }
            public interface IRules { int Weight(string word); }
            public class C(Db db, IItemRepository items, HttpClient http, IConfiguration configuration, IRules rules) : Controller
            {
                static string Helper(string s) => s.ToUpperInvariant();
                static string Fixed() => "fixed";
                public async Task<object?> M(string input) { await Task.Yield(); object? value = {{expression}}; return value; }
                object Unused() => (db, items, http, configuration, rules);
            }
            """);
        var tree = context.Compilation.SyntaxTrees.First();
        var declarator = tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>().Single(d => d.Identifier.Text == "value");
        var model = context.Uses.ModelOf(tree);
        Assert.Equal(expected, new ValueOrigins(context).Of(model.GetOperation(declarator.Initializer!.Value)).ToString());
    }

    [Fact]
    public void Parameter_is_what_the_callers_pass()
    {
        var context = RuleContexts.Of(Usings + "static class S { public static void Put(string s) { var value = s; } } public class C : Controller { public void M(string input) => S.Put(input); }");
        var tree = context.Compilation.SyntaxTrees.First();
        var value = tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>().Single().Initializer!.Value;
        var operation = context.Uses.ModelOf(tree).GetOperation(value);
        Assert.Equal(ValueOrigin.Input | ValueOrigin.Request, new ValueOrigins(context).Of(operation));
        Assert.Equal(ValueOrigin.Input, new ValueOrigins(context).Of(operation, followCallers: false));
    }

    [Theory]
    [InlineData("x.Add(1);", "Add")]
    [InlineData("var y = x; y.Clear();", "Clear")]
    [InlineData("x[0] = 2;", "Overwrite")]
    [InlineData("x = new();", "Assign")]
    [InlineData("x ??= new();", "AssignIfNull")]
    [InlineData("if (x == null) x = new();", "AssignIfNull")]
    [InlineData("Interlocked.Exchange(ref x, new());", "Assign")]
    [InlineData("Interlocked.CompareExchange(ref x, new(), null);", "AssignIfNull")]
    [InlineData("Put(x); static void Put(List<int> l) => l.Remove(1);", "Remove")]
    [InlineData("Get().Add(1); static List<int> Get() => x;", "Add")]
    [InlineData("(x ?? throw new Exception()).Add(1);", "Add")]
    [InlineData("x!.Add(1);", "Add")]
    [InlineData("_ = x.ToList();", "")]
    [InlineData("x.ToList().Add(1);", "")]
    [InlineData("foreach (var i in x) { _ = i; }", "")]
    [InlineData("lock (x) { }", "")]
    [InlineData("_ = nameof(x);", "")]
    public void Use_is_classified_by_what_it_does(string statement, string effects)
    {
        var context = RuleContexts.Of("class C { static List<int> x = new(); void M() { " + statement + " } }");
        var uses = new StateUses(context).Of(context.Symbol("x"));
        Assert.Equal(effects, string.Join(" ", uses!.Value.Where(u => u.Changes).Select(u => u.Effect.ToString()).Distinct()));
    }

    [Theory]
    [InlineData("static readonly int[] x = { 1 }; public int Get(int i) => x[i];", "NeverChanged")]
    [InlineData("static readonly ConcurrentDictionary<int, SemaphoreSlim> x = new(); public object Get(int id) => x.GetOrAdd(id, _ => new(1));", "LockTable")]
    [InlineData("static readonly List<Action> x = new(); public void Get(Action a) { x.Add(a); x[0](); }", "ProcessBound")]
    [InlineData("static readonly List<int> x = new(); public void Get(int a) => x.Add(a);", "NeverRead")]
    [InlineData("static readonly HashSet<int> x = new(); public void Get(int a) { if (x.Add(a)) try { } finally { x.Remove(a); } }", "RunningWork")]
    [InlineData("static readonly ConcurrentDictionary<Type, string> x = new(); public string Get() => x.GetOrAdd(GetType(), t => t.Name);", "CodeArtefact")]
    [InlineData("static readonly ConcurrentDictionary<string, string> x = new(); public string Get(string s) => x.GetOrAdd(s, t => t.Trim());", "Memo")]
    [InlineData("static readonly ConcurrentDictionary<string, DateTime> x = new(); static bool Due(string s) { if (x.TryGetValue(s, out var t) && t > DateTime.Now) return false; x[s] = DateTime.Now; return true; } public bool Get() => Due(\"job\");", "Timestamps")]
    [InlineData("static readonly HashSet<string> x = new(); public void Get(string s) { if (x.Add(s)) { HttpContext.RequestServices.GetService<ILogger<C>>()!.LogWarning(s); } }", "LoggedOnce")]
    [InlineData("static List<string> x = new(); public int Get(string s) { x = new(); Fill(s); return x.Count; } static void Fill(string s) => x.Add(s);", "OneRequest")]
    [InlineData("static readonly Queue<Item> x = new(); class Item { } public void Get() { var i = x.Count > 0 ? x.Dequeue() : new Item(); x.Enqueue(i); }", "Pool")]
    [InlineData("static readonly List<object> x = new(); static void Register(object o) => x.Add(o); public object Get() => x[0]; class S : IStart { public void Start(object o) => Register(o); } interface IStart { void Start(object o); }", "Registry")]
    [InlineData("static readonly List<string> x = new(); static readonly Timer t = new(Flush, null, 1, 1); static void Flush(object? o) { var all = x.ToArray(); x.Clear(); } public void Get(string s) => x.Add(s);", "Batch")]
    [InlineData("static List<string> x = new(); static DateTime at; public object Get([FromServices] DbContext db) { if (DateTime.Now > at) { x = db.Set<string>().ToList(); at = DateTime.Now; } return x; }", "Expires")]
    [InlineData("static List<string> x = new(); public void Load(string s) { x.Clear(); x.Add(s); } public int Get() => x.Count;", "Changed")]
    [InlineData("static readonly Dictionary<int, string> x = new(); public string Get(int i) { x[i] = User.Identity!.Name!; return x[i]; }", "Changed")]
    [InlineData("static readonly List<string> x = new(); public int Get(string s) { x.Add(s); return x.Count; }", "Accumulates")]
    public void Reason_is_the_first_that_holds(string members, string reason)
    {
        var context = RuleContexts.Of(Usings + "public class C : Controller { " + members + " }");
        var state = context.Symbol("x");
        Assert.Equal(reason, new StateJudge(context).Judge(state, CollectionShape.Of(((IFieldSymbol)state).Type)!).Reason.ToString());
    }

    private static ITypeSymbol TypeOf(string type) => ((IFieldSymbol)RuleContexts.Of($"#nullable disable\nclass C {{ {type} x; }}").Symbol("x")).Type;
}
