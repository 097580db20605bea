using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

public class CacheEntryOnOneNodeTests
{
    private const string Usings = """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Memory;
        using Microsoft.Extensions.Primitives;

        """;

    private const string Model = """

        public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Db : DbContext { public DbSet<Item> Items => Set<Item>(); }
        public interface ISubscriber { void Publish(string channel, string text); }
        """;

    private static Task Reports([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Warning);

    private static Task Suggests([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Info);

    private static async Task IsSilent([StringSyntax("C#-test")] string source)
    {
        Assert.DoesNotContain("[|", source);
        await VerifyAsync(source, DiagnosticSeverity.Hidden);
    }

    private static Task VerifyAsync(string source, DiagnosticSeverity severity) =>
        Marked<CacheEntryOnOneNode>.VerifyAsync(Usings + (source.Contains("app.") ? "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n" : "return;\n") + source + Model, "SN2004", severity);

    /// <summary>An action that reads through the cache, and one that changes the data.</summary>
    private static string Controller(string read, string change, string members = "") => $$"""
        public class C(IMemoryCache cache, Db db) : Controller
        {
            {{members}}
            public Item Get(int id) { {{read}} }
            public async Task Post(Item item) { await db.SaveChangesAsync(); {{change}} }
        }
        """;

    private const string GetOrCreate = """return cache.GetOrCreate($"item:{id}", entry => db.Items.First(i => i.Id == id))!;""";
    private const string TryGet = """if (cache.TryGetValue($"item:{id}", out Item? found)) return found!; var item = db.Items.First(i => i.Id == id); cache.Set($"item:{id}", item); return item;""";
    private const string ByGet = """var item = cache.Get<Item>("item:" + id); if (item == null) { item = db.Items.First(i => i.Id == id); cache.Set("item:" + id, item, TimeSpan.FromMinutes(5)); } return item;""";

    [Theory]
    [InlineData(GetOrCreate)]
    [InlineData(TryGet)]
    [InlineData(ByGet)]
    public Task Entry_removed_after_a_save_Reports(string read) => Reports(Controller(read, """cache.[|Remove|]($"item:{item.Id}");"""));

    [Theory]
    [InlineData("""cache.[|Remove|]("item:" + item.Id);""")]
    [InlineData("""cache?.[|Remove|]("item:" + item.Id);""")]
    [InlineData("""var key = $"item:{item.Id}"; cache.[|Remove|](key);""")]
    [InlineData("""cache.[|Remove|](string.Format("item:{0}", item.Id));""")]
    [InlineData("""((MemoryCache)cache).[|Clear|]();""")]
    [InlineData("""(cache as MemoryCache)?.[|Compact|](1.0);""")]
    [InlineData("""if (cache is MemoryCache all) all.[|Clear|]();""")]
    public Task Entry_removed_in_other_words_Reports(string change) => Reports(Controller(GetOrCreate, change));

    [Fact]
    public Task Key_made_by_a_method_Reports() => Reports(Controller(
        """return cache.GetOrCreate(KeyOf(id), entry => db.Items.First(i => i.Id == id))!;""",
        """cache.[|Remove|](KeyOf(item.Id));""",
        """private static string KeyOf(int id) => "item:" + id;"""));

    [Fact]
    public Task Key_is_a_constant_of_another_class_Reports() => Reports(Controller(
        """return cache.GetOrCreate(Keys.Items, entry => db.Items.ToList())!.First(i => i.Id == id);""",
        """cache.[|Remove|](Keys.Items);""") + """
        public static class Keys { public const string Items = "items"; }
        """);

    [Fact]
    public Task Removed_by_another_class_Reports() => Reports("""
        public class Reader(IMemoryCache cache, Db db) : Controller
        {
            public List<Item> Get() => cache.GetOrCreate("items", e => db.Items.ToList())!;
        }
        public class Writer(IMemoryCache memory, Db db) : Controller
        {
            public void Post(Item item) { db.Add(item); db.SaveChanges(); memory.[|Remove|]("items"); }
            public void Delete(Item item) { db.Remove(item); db.SaveChanges(); memory.Remove("items"); }
        }
        """);

    [Fact]
    public Task Removed_by_a_service_Reports() => Reports("""
        app.Services.GetService<Settings>();
        public static class Setup { public static void Add(IServiceCollection services) => services.AddScoped<Settings>(); }
        public class Settings
        {
            private readonly IMemoryCache _cache;
            private readonly Db _db;
            public Settings(IMemoryCache cache, Db db) => (_cache, _db) = (cache, db);
            public async Task<Item?> Get(string name) => await _cache.GetOrCreateAsync(Key(name), async e => await _db.Items.FirstOrDefaultAsync(i => i.Name == name));
            public async Task Save(Item item) { _db.Update(item); await _db.SaveChangesAsync(); _cache.[|Remove|](Key(item.Name)); }
            private string Key(string name) => $"{nameof(Settings)}_{name}";
        }
        """);

    [Fact]
    public Task Removed_by_an_endpoint_Reports() => Reports("""
        app.MapGet("/items", (IMemoryCache cache, Db db) => cache.GetOrCreate("items", e => db.Items.ToList()));
        app.MapPost("/items", (IMemoryCache cache, Db db, Item item) => { db.Add(item); db.SaveChanges(); cache.[|Remove|]("items"); });
        """);

    [Fact]
    public Task Entry_replaced_after_a_save_Reports() => Reports(Controller(GetOrCreate, """cache.[|Set|]($"item:{item.Id}", item);"""));

    [Fact]
    public Task Entry_that_is_kept_nowhere_else_Reports() => Reports("""
        public class Codes(IMemoryCache cache) : Controller
        {
            public void Send(string phone) => cache.[|Set|]("code:" + phone, phone.GetHashCode(), TimeSpan.FromMinutes(5));
            public bool Check(string phone, int code)
            {
                if (!cache.TryGetValue("code:" + phone, out int sent) || sent != code) return false;
                cache.Remove("code:" + phone);
                return true;
            }
        }
        """);

    [Fact]
    public Task Own_cache_Reports_once_where_it_removes() => Reports("""
        public static class Setup { public static void Add(IServiceCollection services) => services.AddSingleton<ICache, AppCache>(); }
        public interface ICache { T Get<T>(string key, Func<T> make); void Remove(string key); void Clear(); }
        public class AppCache(IMemoryCache memory) : ICache
        {
            private readonly List<string> keys = new();
            public T Get<T>(string key, Func<T> make) => memory.GetOrCreate(key, e => make())!;
            public void Remove(string key) => memory.[|Remove|](key);
            public void Clear() { foreach (var key in keys) memory.Remove(key); }
        }
        public class Items(ICache cache, Db db) : Controller
        {
            public List<Item> Get() => cache.Get("items", () => db.Items.ToList());
            public void Post(Item item) { db.Add(item); db.SaveChanges(); cache.Remove("items"); }
            public void Delete() { cache.Clear(); }
        }
        """);

    [Fact]
    public Task Own_cache_whose_callers_are_elsewhere_Suggests() => Suggests("""
        public interface ICache { T Get<T>(string key, Func<T> make); void Remove(string key); }
        public class AppCache(IMemoryCache memory) : ICache
        {
            public T Get<T>(string key, Func<T> make) => memory.GetOrCreate(key, e => make())!;
            public void Remove(string key) => memory.[|Remove|](key);
        }
        """);

    [Fact]
    public Task Own_cache_that_tells_the_other_nodes_IsSilent() => IsSilent("""
        public interface ICache { T Get<T>(string key, Func<T> make); void Remove(string key); }
        public class AppCache(IMemoryCache memory, ISubscriber subscriber) : ICache
        {
            public T Get<T>(string key, Func<T> make) => memory.GetOrCreate(key, e => make())!;
            public void Remove(string key) { memory.Remove(key); subscriber.Publish("removed", key); }
        }
        public class Items(ICache cache, Db db) : Controller
        {
            public List<Item> Get() => cache.Get("items", () => db.Items.ToList());
            public void Post(Item item) { db.Add(item); db.SaveChanges(); cache.Remove("items"); }
        }
        """);

    [Fact]
    public Task Own_cache_with_a_shared_alternative_IsSilent() => IsSilent("""
        public interface ICache { T Get<T>(string key, Func<T> make); void Remove(string key); }
        public class AppCache(IMemoryCache memory) : ICache
        {
            public T Get<T>(string key, Func<T> make) => memory.GetOrCreate(key, e => make())!;
            public virtual void Remove(string key) => memory.Remove(key);
        }
        public class BusCache(IMemoryCache memory, ISubscriber subscriber) : AppCache(memory)
        {
            public override void Remove(string key) { base.Remove(key); subscriber.Publish("removed", key); }
        }
        public class Items(ICache cache, Db db) : Controller
        {
            public List<Item> Get() => cache.Get("items", () => db.Items.ToList());
            public void Post(Item item) { db.Add(item); db.SaveChanges(); cache.Remove("items"); }
        }
        """);

    [Fact]
    public Task Entries_expired_by_a_token_Report() => Reports("""
        public class Menu(IMemoryCache cache, Db db) : Controller
        {
            private static CancellationTokenSource _reset = new();
            public List<Item> Get() => cache.GetOrCreate("menu", e => { e.AddExpirationToken(new CancellationChangeToken(_reset.Token)); return db.Items.ToList(); })!;
            public void Post(Item item) { db.Add(item); db.SaveChanges(); _reset.[|Cancel|](); _reset = new(); }
        }
        """);

    [Theory]
    [InlineData("")]
    [InlineData("""try { } catch { cache.Remove("item:1"); }""")]
    [InlineData("""cache.Remove("another:1");""")]
    [InlineData("""((MemoryCache)cache).Compact(0.2);""")]
    [InlineData("""if (env.IsDevelopment()) cache.Remove("item:1");""", "private IHostEnvironment env => HttpContext.RequestServices.GetRequiredService<IHostEnvironment>();")]
    public Task Entry_that_is_only_filled_IsSilent(string change, string members = "") => IsSilent(Controller(GetOrCreate, change, members));

    [Fact]
    public Task Removed_by_who_made_it_IsSilent() => IsSilent(Controller(
        """var item = cache.GetOrCreate("item", e => db.Items.First(i => i.Id == id)); if (item!.Name == "") cache.Remove("item"); return item;""", ""));

    [Fact]
    public Task Entries_made_of_types_IsSilent() => IsSilent("""
        public class C(IMemoryCache cache) : Controller
        {
            public object Get(Type type) => cache.GetOrCreate("p:" + type.Name, e => type.GetProperties())!;
            public void Reset(string name) => cache.Remove("p:" + name);
        }
        """);

    [Fact]
    public Task Filled_at_start_only_IsSilent() => IsSilent("""
        app.Services.GetRequiredService<IMemoryCache>().Set("started", DateTime.Now);
        var cache = app.Services.GetRequiredService<IMemoryCache>();
        cache.Set("rates", 5);
        app.MapGet("/", (IMemoryCache memory) => memory.Get<int>("rates"));
        """);

    [Fact]
    public Task Refreshed_by_a_timer_IsSilent_or_suggests_at_most() => Suggests("""
        public class Refresher(IMemoryCache cache, IServiceScopeFactory scopes) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken token)
            {
                using var scope = scopes.CreateScope();
                cache.[|Set|]("rates", scope.ServiceProvider.GetRequiredService<Db>().Items.ToList());
                return Task.CompletedTask;
            }
        }
        public class C(IMemoryCache cache) : Controller { public object? Get() => cache.Get<List<Item>>("rates"); }
        """);

    [Fact]
    public Task Filled_by_a_helper_after_a_miss_IsSilent() => IsSilent("""
        public class C(IMemoryCache cache, Db db) : Controller
        {
            public List<Item> Get() => cache.TryGetValue("items", out List<Item>? found) ? found! : Load();
            private List<Item> Load() { var items = db.Items.ToList(); cache.Set("items", items); return items; }
            public int Count() => cache.Get<List<Item>>("items")?.Count ?? 0;
        }
        """);

    [Fact]
    public Task Declared_node_local_IsSilent() => IsSilent("""
        [NodeLocal("statistics")]
        public class C(IMemoryCache cache, Db db) : Controller
        {
            public List<Item> Get() => cache.GetOrCreate("items", e => db.Items.ToList())!;
            public void Post() => cache.Remove("items");
        }
        public class NodeLocalAttribute(string why) : Attribute { public string Why => why; }
        """);

    [Fact]
    public Task A_cache_of_its_own_interface_IsSilent() => IsSilent("""
        public class Decorated(IMemoryCache inner) : IMemoryCache
        {
            public ICacheEntry CreateEntry(object key) => inner.CreateEntry(key);
            public bool TryGetValue(object key, out object? value) => inner.TryGetValue(key, out value);
            public void Remove(object key) => inner.Remove(key);
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Second_level_that_all_nodes_share_IsSilent() => IsSilent("""
        public class Store(IMemoryCache cache, Microsoft.Extensions.Caching.Distributed.IDistributedCache shared) : Controller
        {
            public void Post(string id, byte[] state) { cache.Set("state:" + id, state); shared.Set("state:" + id, state, new()); }
            public byte[]? Get(string id) => cache.TryGetValue("state:" + id, out byte[]? found) ? found : shared.Get("state:" + id);
        }
        """);

    [Fact]
    public Task Distributed_cache_IsSilent() => IsSilent("""
        public class C(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) : Controller
        {
            public byte[]? Get() => cache.Get("items");
            public void Post() => cache.Remove("items");
        }
        """);

    [Fact]
    public async Task Other_library_with_the_same_words_Reports() => await Verify<CacheEntryOnOneNode>.Async("""
        using LazyCache;
        using Microsoft.AspNetCore.Mvc;
        return;
        public class C(IAppCache cache) : Controller
        {
            public Task<string> Get() => cache.GetOrAddAsync("items", () => System.IO.File.ReadAllTextAsync("x"));
            public void Post() => cache.{|#0:Remove|}("items");
        }
        namespace LazyCache
        {
            public interface IAppCache { Task<T> GetOrAddAsync<T>(string key, Func<Task<T>> addItemFactory); void Remove(string key); }
        }
        """, test => test.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SN2004", DiagnosticSeverity.Warning).WithLocation(0).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations)));

    [Fact]
    public Task Other_library_that_is_only_filled_IsSilent() => IsSilent("""
        public class C(LazyCache.IAppCache cache) : Controller
        {
            public Task<string> Get() => cache.GetOrAddAsync("items", () => System.IO.File.ReadAllTextAsync("x"));
        }
        namespace LazyCache
        {
            public interface IAppCache { Task<T> GetOrAddAsync<T>(string key, Func<Task<T>> addItemFactory); void Remove(string key); }
        }
        """);
}
