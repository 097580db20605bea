using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.CodeFixes.Caching;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Tests.Caching.StaticStateProbe, SecondNode.CodeFixes.Caching.StaticCollectionFix>;

namespace SecondNode.Tests.Caching;

public class StaticCollectionFixTests
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = "redis");
        builder.Services.AddSingleton<Prices>();
        builder.Build().Run();
        """;

    private static Task FixAsync(string source, string fixedSource, bool collections = false) =>
        Verify.Async([Program, source], [Program, WithHelpers(fixedSource, collections)], test => test.SolutionTransforms.Add(WithNullable));

    /// <summary>The helpers stand at the end of the file.</summary>
    private static string WithHelpers(string source, bool collections = false) =>
        source + "\n\n" + (collections ? JsonHelpers.TextOf(JsonHelpers.EntryClass) + "\n" + JsonHelpers.TextOf(JsonHelpers.CollectionClass) : JsonHelpers.TextOf(JsonHelpers.EntryClass));

    private static Solution WithNullable(Solution solution, ProjectId id) =>
        solution.WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithNullableContextOptions(NullableContextOptions.Enable));

    private static Task NoFixAsync(string source) =>
        Verify.Async([Program, source], [Program, source], test => test.SolutionTransforms.Add(WithNullable));

    [Fact]
    public Task Learning_ReadsAndWrites_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;

        public sealed record WordCount(int Spam, int Ham);

        public sealed class Prices(ILogger<Prices> logger)
        {
            private const double Threshold = 0.9;

            // What was learned.
            private static readonly ConcurrentDictionary<string, WordCount> {|SN2001:Words|} = new();

            public void Learn(string word, bool spam)
            {
                logger.LogInformation("learning");
                var seen = Words.TryGetValue(word, out var count) ? count : new WordCount(0, 0);
                Words[word] = spam ? seen with { Spam = seen.Spam + 1 } : seen with { Ham = seen.Ham + 1 };
            }

            private double Score(string word)
            {
                if (Words.TryGetValue(word, out var count))
                {
                    return count.Spam * Threshold;
                }

                return 0;
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public sealed record WordCount(int Spam, int Ham);

        public sealed class Prices(ILogger<Prices> logger, IDistributedCache cache)
        {
            private const double Threshold = 0.9;

            public void Learn(string word, bool spam)
            {
                logger.LogInformation("learning");
                var seen = cache.TryGetFromJson<WordCount>(WordsKey(word), out var count) ? count : new WordCount(0, 0);
                cache.SetAsJson(WordsKey(word), spam ? seen with { Spam = seen.Spam + 1 } : seen with { Ham = seen.Ham + 1 });
            }

            private double Score(string word)
            {
                if (cache.TryGetFromJson<WordCount>(WordsKey(word), out var count))
                {
                    return count.Spam * Threshold;
                }

                return 0;
            }

            // What was learned.
            private static string WordsKey(string key) => "Prices:Words:" + key;
        }
        """);

    [Fact]
    public Task AsyncCode_Awaits_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;

        public sealed class Prices
        {
            private static readonly ConcurrentDictionary<string, string> {|SN2001:Pages|} = new();

            public async Task<string> GetOrRenderAsync(string key, Func<Task<string>> render, CancellationToken stop)
            {
                if (Pages.TryGetValue(key, out var cached))
                {
                    return cached;
                }

                var page = await render();
                Pages[key] = page;
                return page;
            }

            public async Task<string> OtherAsync(string key, Func<Task<string>> render)
            {
                if (!Pages.TryGetValue(key, out var cached))
                {
                    cached = await render();
                    Pages[key] = cached;
                }

                return cached;
            }

            /// <summary>Drops the page.</summary>
            public void Invalidate(string slug)
            {
                Pages.TryRemove("post:" + slug, out _);
                _ = Pages.TryRemove("home", out var gone);
            }

            public async Task<int> LengthAsync(string key) => await Task.FromResult(Pages[key].Length);
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public sealed class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public async Task<string> GetOrRenderAsync(string key, Func<Task<string>> render, CancellationToken stop)
            {
                if (await _cache.GetFromJsonAsync<string>(PagesKey(key), stop) is { } cached)
                {
                    return cached;
                }

                var page = await render();
                await _cache.SetAsJsonAsync(PagesKey(key), page, cancellationToken: stop);
                return page;
            }

            public async Task<string> OtherAsync(string key, Func<Task<string>> render)
            {
                if (await _cache.GetFromJsonAsync<string>(PagesKey(key)) is not { } cached)
                {
                    cached = await render();
                    await _cache.SetAsJsonAsync(PagesKey(key), cached);
                }

                return cached;
            }

            /// <summary>Drops the page.</summary>
            public void Invalidate(string slug)
            {
                _cache.Remove(PagesKey("post:" + slug));
                _ = _cache.TryTakeFromJson<string>(PagesKey("home"), out var gone);
            }

            public async Task<int> LengthAsync(string key) => await Task.FromResult((await _cache.GetRequiredFromJsonAsync<string>(PagesKey(key))).Length);

            private static string PagesKey(string key) => "Prices:Pages:" + key;
        }
        """);

    [Fact]
    public Task GetOrAdd_InAllForms_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;

        public class Prices
        {
            private static readonly ConcurrentDictionary<int, decimal> {|SN2001:_prices|} = new();
            private static readonly ConcurrentDictionary<Guid, Task<string>> {|SN2001:Names|} = new();
            private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> {|SN2001:Slow|} = new(StringComparer.OrdinalIgnoreCase);
            private static readonly ConcurrentDictionary<DayOfWeek, Lazy<int>> {|SN2001:Days|} = new();

            public decimal Get(int id) => _prices.GetOrAdd(id, key => Load(key) * key);
            public decimal Group(int id) => _prices.GetOrAdd(id, Load);
            public decimal Value(int id) => _prices.GetOrAdd(id, 3m);
            public decimal Static(int id) => _prices.GetOrAdd(id, static (key, factor) => key * factor, 5);
            public async Task<decimal> GetAsync(int id) => await Task.FromResult(1) + _prices.GetOrAdd(id, _ => Load(id));
            public Task<string> Name(Guid id) => Names.GetOrAdd(id, key => LoadAsync(key.ToString()));
            public async Task<string> Name2(Guid id) => await Names.GetOrAdd(id, async key => await LoadAsync(key.ToString()));
            public async Task<string> Slowly(string id) => await Slow.GetOrAdd(id, key => new Lazy<Task<string>>(() => LoadAsync(key))).Value;
            public int Day(DayOfWeek day) => Days.GetOrAdd(day, d => new Lazy<int>(() => (int)d)).Value;
            private static decimal Load(int id) => id;
            private static Task<string> LoadAsync(string id) => Task.FromResult(id);
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public decimal Get(int id) => _cache.GetOrSetAsJson<decimal>(PricesKey(id), () => Load(id) * id);
            public decimal Group(int id) => _cache.GetOrSetAsJson<decimal>(PricesKey(id), () => Load(id));
            public decimal Value(int id) => _cache.GetOrSetAsJson<decimal>(PricesKey(id), () => 3m);
            public decimal Static(int id) => _cache.GetOrSetAsJson<decimal>(PricesKey(id), () => id * 5);
            public async Task<decimal> GetAsync(int id) => await Task.FromResult(1) + await _cache.GetOrSetAsJsonAsync<decimal>(PricesKey(id), () => Load(id));
            public Task<string> Name(Guid id) => _cache.GetOrSetAsJsonAsync<string>(NamesKey(id), () => LoadAsync(id.ToString()));
            public async Task<string> Name2(Guid id) => await _cache.GetOrSetAsJsonAsync<string>(NamesKey(id), async () => await LoadAsync(id.ToString()));
            public async Task<string> Slowly(string id) => await _cache.GetOrSetAsJsonAsync<string>(SlowKey(id), () => LoadAsync(id));
            public int Day(DayOfWeek day) => _cache.GetOrSetAsJson<int>(DaysKey(day), () => (int)day);
            private static decimal Load(int id) => id;
            private static Task<string> LoadAsync(string id) => Task.FromResult(id);

            private static string PricesKey(int key) => FormattableString.Invariant($"Prices:prices:{key}");

            private static string NamesKey(Guid key) => $"Prices:Names:{key}";

            private static string SlowKey(string key) => "Prices:Slow:" + key.ToUpperInvariant();

            private static string DaysKey(DayOfWeek key) => $"Prices:Days:{key}";
        }
        """);

    [Fact]
    public Task OtherOperations_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;

        public class Prices
        {
            private static readonly ConcurrentDictionary<string, int> {|SN2001:Hits|} = new();
            internal static Dictionary<string, string> {|SN2001:Names|} { get; } = new Dictionary<string, string>();

            public void Hit(string page, int old)
            {
                Hits.AddOrUpdate(page, 1, (_, n) => n + 1);
                Hits.AddOrUpdate(page, key => key.Length, (key, n) => n + key.Length);
                Hits[page]++;
                Hits[page] += old;
                Hits.TryAdd(page, old);
                if (!Hits.ContainsKey(page) && Hits.GetValueOrDefault(page, 3) > 1)
                {
                    var next = ++Hits[page];
                }

                lock (page)
                {
                    Names.Add(page, "a");
                    Names[page] = Names["b"];
                    Names.Remove(page);
                    if (Names.Remove(page, out var removed) || Names.TryGetValue(page, out _))
                    {
                        Console.WriteLine(removed);
                    }
                }
            }

            public async Task<bool> HasAsync(string page)
            {
                await Task.Yield();
                Hits.TryRemove(page, out _);
                return Hits.ContainsKey(page) && !Names.ContainsKey(page);
            }
        }

        public class Other
        {
            public Other(ILogger<Other> logger)
            {
            }

            public string? Name(string id) => Prices.Names.GetValueOrDefault(id);
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public void Hit(string page, int old)
            {
                _cache.AddOrUpdateAsJson<int>(HitsKey(page), () => 1, n => n + 1);
                _cache.AddOrUpdateAsJson<int>(HitsKey(page), () => page.Length, n => n + page.Length);
                _cache.SetAsJson(HitsKey(page), _cache.GetRequiredFromJson<int>(HitsKey(page)) + 1);
                _cache.SetAsJson(HitsKey(page), _cache.GetRequiredFromJson<int>(HitsKey(page)) + old);
                _cache.GetOrSetAsJson<int>(HitsKey(page), () => old);
                if (_cache.Get(HitsKey(page)) is null && _cache.GetFromJson<int>(HitsKey(page), 3) > 1)
                {
                    var next = _cache.SetAsJson(HitsKey(page), _cache.GetRequiredFromJson<int>(HitsKey(page)) + 1);
                }

                lock (page)
                {
                    _cache.SetAsJson(NamesKey(page), "a");
                    _cache.SetAsJson(NamesKey(page), _cache.GetRequiredFromJson<string>(NamesKey("b")));
                    _cache.Remove(NamesKey(page));
                    if (_cache.TryTakeFromJson<string>(NamesKey(page), out var removed) || _cache.Get(NamesKey(page)) is not null)
                    {
                        Console.WriteLine(removed);
                    }
                }
            }

            public async Task<bool> HasAsync(string page)
            {
                await Task.Yield();
                await _cache.RemoveAsync(HitsKey(page));
                return await _cache.GetAsync(HitsKey(page)) is not null && await _cache.GetAsync(NamesKey(page)) is null;
            }

            private static string HitsKey(string key) => "Prices:Hits:" + key;

            internal static string NamesKey(string key) => "Prices:Names:" + key;
        }

        public class Other
        {
            private readonly IDistributedCache _cache;

            public Other(ILogger<Other> logger, IDistributedCache cache)
            {
                _cache = cache;
            }

            public string? Name(string id) => _cache.GetFromJson<string>(Prices.NamesKey(id));
        }
        """);

    [Fact]
    public Task WholeCollection_IsOneEntry_Fix() => FixAsync(
        """
        public class Prices
        {
            // The latest ones.
            private static readonly List<string> {|SN2001:Recent|} = [];
            private static readonly HashSet<int> {|SN2001:Seen|} = new();

            public void Add(string name)
            {
                Recent.Add(name);
                Recent[0] = name;
                if (Recent.Count > 10)
                {
                    Recent.RemoveAt(0);
                }

                if (Seen.Add(name.Length))
                {
                    foreach (var item in Recent)
                    {
                        Console.WriteLine(item);
                    }
                }
            }

            public async Task<string[]> AllAsync()
            {
                await Task.Yield();
                Recent.Clear();
                return Recent.Where(r => r.Length > 1).ToArray();
            }

            public IEnumerable<string> All() => Recent;
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices
        {
            // The latest ones.
            private const string RecentKey = "Prices:Recent";
            private const string SeenKey = "Prices:Seen";
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public void Add(string name)
            {
                _cache.ChangeCollection<List<string>>(RecentKey, items => items.Add(name));
                _cache.ChangeCollection<List<string>>(RecentKey, items => items[0] = name);
                if (_cache.GetCollection<List<string>>(RecentKey).Count > 10)
                {
                    _cache.ChangeCollection<List<string>>(RecentKey, items => items.RemoveAt(0));
                }

                if (_cache.ChangeCollection<HashSet<int>, bool>(SeenKey, items => items.Add(name.Length)))
                {
                    foreach (var item in _cache.GetCollection<List<string>>(RecentKey))
                    {
                        Console.WriteLine(item);
                    }
                }
            }

            public async Task<string[]> AllAsync()
            {
                await Task.Yield();
                await _cache.ChangeCollectionAsync<List<string>>(RecentKey, items => items.Clear());
                return (await _cache.GetCollectionAsync<List<string>>(RecentKey)).Where(r => r.Length > 1).ToArray();
            }

            public IEnumerable<string> All() => _cache.GetCollection<List<string>>(RecentKey);
        }
        """,
        collections: true);

    [Fact]
    public Task MinimalApi_WithoutARegistration_GetsOne_Fix() => Verify.Async(
        """
        using System.Collections.Concurrent;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLogging();
        var app = builder.Build();
        app.MapGet("/{id}", (string id) => Store.Prices.TryGetValue(id, out var price) ? price : 0);
        app.MapPut("/{id}", async (string id, int price, CancellationToken stop) =>
        {
            await Task.Yield();
            Store.Prices[id] = price;
        });
        app.Run();

        static class Store
        {
            public static readonly ConcurrentDictionary<string, int> {|SN2001:Prices|} = new();
        }
        """,
        WithHelpers("""
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLogging();
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));
        var app = builder.Build();
        app.MapGet("/{id}", (string id, IDistributedCache cache) => cache.TryGetFromJson<int>(Store.PricesKey(id), out var price) ? price : 0);
        app.MapPut("/{id}", async (string id, int price, IDistributedCache cache, CancellationToken stop) =>
        {
            await Task.Yield();
            await cache.SetAsJsonAsync(Store.PricesKey(id), price, cancellationToken: stop);
        });
        app.Run();

        static class Store
        {
            public static string PricesKey(string key) => "Store:Prices:" + key;
        }
        """),
        test => test.SolutionTransforms.Add(WithNullable));

    [Theory]
    [InlineData("private static readonly ConcurrentDictionary<string, int> {|SN2001:X|} = new();", "_ = X.Count;")]
    [InlineData("private static readonly ConcurrentDictionary<string, int> {|SN2001:X|} = new();", "if (X.TryAdd(\"a\", 1)) return;")]
    [InlineData("private static readonly ConcurrentDictionary<string, int> {|SN2001:X|} = new();", "X.TryUpdate(\"a\", 1, 2);")]
    [InlineData("private static readonly ConcurrentDictionary<string, int> {|SN2001:X|} = new();", "lock (X) { X[\"a\"] = 1; }")]
    [InlineData("private static readonly ConcurrentDictionary<string, int> {|SN2001:X|} = new();", "Pass(X);")]
    [InlineData("private static readonly Dictionary<string, int> {|SN2001:X|} = new() { [\"a\"] = 1 };", "X[\"b\"] = 1;")]
    [InlineData("private static readonly Dictionary<string, int> {|SN2001:X|} = new(StringComparer.CurrentCulture);", "X[\"b\"] = 1;")]
    [InlineData("private static Dictionary<string, int> {|SN2001:X|} = new();", "X = new();")]
    [InlineData("private static readonly Dictionary<(int, int), int> {|SN2001:X|} = new();", "X[(1, 2)] = 1;")]
    [InlineData("private static readonly Dictionary<string, Func<int>> {|SN2001:X|} = new();", "X[\"b\"] = () => 1;")]
    [InlineData("private static readonly Dictionary<string, Stream> {|SN2001:X|} = new();", "X[\"b\"] = null!;")]
    [InlineData("private static readonly Dictionary<string, object> {|SN2001:X|} = new();", "X[\"b\"] = 1;")]
    [InlineData("private static readonly Dictionary<string, Node> {|SN2001:X|} = new();", "X[\"b\"] = new Node();")]
    [InlineData("private static readonly Dictionary<string, Hidden> {|SN2001:X|} = new();", "X[\"b\"] = new Hidden();")]
    [InlineData("private static readonly Dictionary<string, Animal> {|SN2001:X|} = new();", "X[\"b\"] = new Dog();")]
    [InlineData("private static readonly Dictionary<string, Cart> {|SN2001:X|} = new();", "X[\"b\"] = new Cart(); X[\"b\"].Count++;")]
    [InlineData("private static readonly Dictionary<string, Cart> {|SN2001:X|} = new();", "X[\"b\"] = new Cart(); X[\"b\"].Items.Add(1);")]
    [InlineData("private static readonly Dictionary<string, List<int>> {|SN2001:X|} = new();", "X[\"b\"].Add(1);")]
    [InlineData("private static readonly ConcurrentDictionary<string, List<int>> {|SN2001:X|} = new();", "var x = X.GetOrAdd(\"b\", _ => new()); x.Add(1);")]
    [InlineData("private static readonly Dictionary<string, List<int>> {|SN2001:X|} = new();", "if (X.TryGetValue(\"b\", out var x)) { lock (x) { x.Clear(); } }")]
    [InlineData("private static readonly List<int> {|SN2001:X|} = new();", "X.ForEach(Console.WriteLine); Pass(X);")]
    [InlineData("private static readonly Queue<int> {|SN2001:X|} = new();", "if (X.TryDequeue(out var x)) { X.Enqueue(x); }")]
    [InlineData("private static readonly Dictionary<string, int> {|SN2001:X|} = new();", "X[\"a\"] = 1; } static Prices() { X[\"b\"] = 2;")]
    public Task WhatCannotMove_NoFix(string field, string use) => NoFixAsync(
        $$"""
        using System.Collections.Concurrent;

        public class Node { public Node? Next { get; set; } }
        public class Hidden { private int secret = 1; public int Get() => secret++; }
        public class Animal { public int Legs { get; set; } }
        public class Dog : Animal;
        public class Cart { public int Count { get; set; } public List<int> Items { get; set; } = []; }

        public class Prices
        {
            {{field}}
            public void Use() { {{use}} }
            public static void Pass(object x) { }
        }
        """);

    [Fact]
    public Task Regions_StayWhereTheyAre_Fix() => FixAsync(
        """
        public class Prices
        {
            #region Fields

            // What things cost.
            private static readonly Dictionary<string, int> {|SN2001:All|} = new();

            #endregion

            #region Methods

            public void Set(string id, int price) => All[id] = price;

            #endregion
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices
        {
            #region Fields

            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            #endregion

            #region Methods

            public void Set(string id, int price) => _cache.SetAsJson(AllKey(id), price);

            // What things cost.
            private static string AllKey(string key) => "Prices:All:" + key;

            #endregion
        }
        """);

    [Fact]
    public Task GenericOwner_NamesItsArgumentsInTheKey_Fix() => FixAsync(
        """
        public class Store<T>(ILogger<Store<T>> logger)
        {
            private static readonly Dictionary<string, int> {|SN2001:All|} = new();

            public void Set(string id, int price)
            {
                logger.LogInformation("set");
                All[id] = price;
            }
        }

        public class Prices;
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Store<T>(ILogger<Store<T>> logger, IDistributedCache cache)
        {
            public void Set(string id, int price)
            {
                logger.LogInformation("set");
                cache.SetAsJson(AllKey(id), price);
            }

            private static string AllKey(string key) => $"Store<{typeof(T)}>:All:" + key;
        }

        public class Prices;
        """);

    [Fact]
    public Task ExtensionMethodOfAStaticClass_GetsTheCacheFromItsCallers_Fix() => FixAsync(
        """
        public static class Memory
        {
            private static readonly Dictionary<string, int> {|SN2001:All|} = new();

            public static void Remember(this string id, int price) => All[id] = price;
        }

        public class Prices(ILogger<Prices> logger)
        {
            public void Set(string id)
            {
                logger.LogInformation("set");
                id.Remember(3);
                Memory.Remember(id, 4);
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public static class Memory
        {
            public static void Remember(this string id, int price, IDistributedCache cache) => cache.SetAsJson(AllKey(id), price);

            private static string AllKey(string key) => "Memory:All:" + key;
        }

        public class Prices(ILogger<Prices> logger, IDistributedCache cache)
        {
            public void Set(string id)
            {
                logger.LogInformation("set");
                id.Remember(3, cache);
                Memory.Remember(id, 4, cache);
            }
        }
        """);

    [Fact]
    public Task UsingsOfTheCollection_GoWhereNothingElseNeedsThem_Fix() => FixAsync(
        """
        // Copyright
        using System.Collections.Concurrent;
        using System.Globalization;
        using System.Text;

        /// <summary>See <see cref="CultureInfo"/>.</summary>
        public class Prices
        {
            private static readonly ConcurrentDictionary<string, int> {|SN2001:All|} = new();

            public void Set(string id, int price) => All[id] = price;
        }
        """,
        """
        // Copyright
        using System.Globalization;
        using System.Text;
        using Microsoft.Extensions.Caching.Distributed;

        /// <summary>See <see cref="CultureInfo"/>.</summary>
        public class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public void Set(string id, int price) => _cache.SetAsJson(AllKey(id), price);

            private static string AllKey(string key) => "Prices:All:" + key;
        }
        """);

    [Fact]
    public Task UsingThatIsStillNeeded_Stays_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;

        public class Prices
        {
            private static readonly ConcurrentDictionary<string, int> {|SN2001:All|} = new();
            private readonly ConcurrentQueue<int> queue = new();

            public void Set(string id, int price) => All[id] = price + queue.Count;
        }
        """,
        """
        using System.Collections.Concurrent;
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices
        {
            private readonly ConcurrentQueue<int> queue = new();
            private readonly IDistributedCache cache;

            public Prices(IDistributedCache cache)
            {
                this.cache = cache;
            }

            public void Set(string id, int price) => cache.SetAsJson(AllKey(id), price + queue.Count);

            private static string AllKey(string key) => "Prices:All:" + key;
        }
        """);

    [Fact]
    public Task ChangedValue_ThatIsWrittenBack_Fix() => FixAsync(
        """
        public class Cart { public int Count { get; set; } public List<int> Items { get; set; } = []; }

        public class Prices
        {
            private static readonly Dictionary<string, Cart> {|SN2001:Carts|} = new();

            public void Add(string id, int item)
            {
                if (!Carts.TryGetValue(id, out var cart))
                {
                    cart = new Cart();
                }

                cart.Count++;
                cart.Items.Add(item);
                Carts[id] = cart;
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Cart { public int Count { get; set; } public List<int> Items { get; set; } = []; }

        public class Prices
        {
            private readonly IDistributedCache _cache;

            public Prices(IDistributedCache cache)
            {
                _cache = cache;
            }

            public void Add(string id, int item)
            {
                if (!_cache.TryGetFromJson<Cart>(CartsKey(id), out var cart))
                {
                    cart = new Cart();
                }

                cart.Count++;
                cart.Items.Add(item);
                _cache.SetAsJson(CartsKey(id), cart);
            }

            private static string CartsKey(string key) => "Prices:Carts:" + key;
        }
        """);
}
