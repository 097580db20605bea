using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.CodeFixes.Caching;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Tests.Caching.StaticStateProbe, SecondNode.CodeFixes.Caching.StaticCollectionFix>;

namespace SecondNode.Tests.Caching;

public class HybridCacheFixTests
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddSingleton<Prices>();
        builder.Build().Run();
        """;

    private const string FixedProgram = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddSingleton<Prices>();
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));
        builder.Services.AddHybridCache();
        builder.Build().Run();
        """;

    private static Task FixAsync(string source, string fixedSource) =>
        Verify.Async([Program, source], [FixedProgram, fixedSource], ChooseHybrid);

    private static void ChooseHybrid(FixTest<StaticStateProbe, StaticCollectionFix> test)
    {
        test.GlobalOptions["secondnode.cache_target"] = "hybrid";
        test.SolutionTransforms.Add((solution, id) =>
            solution.WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithNullableContextOptions(NullableContextOptions.Enable)));
    }

    [Fact]
    public Task Memo_IsGetOrCreate_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;

        public class Prices
        {
            private static readonly ConcurrentDictionary<int, decimal> {|SN2001:_prices|} = new();
            private static readonly ConcurrentDictionary<string, Task<string>> {|SN2001:Names|} = new();

            public async Task<decimal> GetAsync(int id, CancellationToken stop)
            {
                await Task.Yield();
                return _prices.GetOrAdd(id, key => Load(key) * key);
            }

            public Task<string> Name(string id) => Names.GetOrAdd(id, key => LoadAsync(key));
            public async Task<string> Name2(string id) => await Names.GetOrAdd(id, async key => await LoadAsync(key));
            private static decimal Load(int id) => id;
            private static Task<string> LoadAsync(string id) => Task.FromResult(id);
        }
        """,
        """
        using Microsoft.Extensions.Caching.Hybrid;

        public class Prices
        {
            private readonly HybridCache _cache;

            public Prices(HybridCache cache)
            {
                _cache = cache;
            }

            public async Task<decimal> GetAsync(int id, CancellationToken stop)
            {
                await Task.Yield();
                return await _cache.GetOrCreateAsync<decimal>(PricesKey(id), _ => new ValueTask<decimal>(Load(id) * id), cancellationToken: stop);
            }

            public Task<string> Name(string id) => _cache.GetOrCreateAsync<string>(NamesKey(id), async _ => await LoadAsync(id)).AsTask();
            public async Task<string> Name2(string id) => await _cache.GetOrCreateAsync<string>(NamesKey(id), async _ => await LoadAsync(id));
            private static decimal Load(int id) => id;
            private static Task<string> LoadAsync(string id) => Task.FromResult(id);

            private static string PricesKey(int key) => FormattableString.Invariant($"Prices:prices:{key}");

            private static string NamesKey(string key) => "Prices:Names:" + key;
        }
        """);

    [Fact]
    public Task ReadThatIsMadeAndWritten_IsOneCall_AndCallersBecomeAsync_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;

        public class Prices
        {
            // Pages as they were rendered.
            private static readonly ConcurrentDictionary<string, string> {|SN2001:Pages|} = new();

            public async Task<string> PageAsync(string key, CancellationToken stop)
            {
                if (!Pages.TryGetValue(key, out var page))
                {
                    page = await RenderAsync(key);
                    Pages[key] = page;
                }

                return page;
            }

            public async Task<string> OtherAsync(string key)
            {
                // Only once.
                if (Pages.TryGetValue(key, out var known))
                {
                    return known;
                }

                var made = key + "!";
                Pages[key] = made;
                return made;
            }

            internal bool Forget(string key)
            {
                Pages.TryRemove(key, out _);
                return key.Length > 0;
            }

            private static Task<string> RenderAsync(string key) => Task.FromResult(key);
        }

        public class PricesController(Prices prices) : Controller
        {
            public IActionResult Drop(string key)
            {
                if (prices.Forget(key))
                {
                    prices.Forget("home");
                }

                return Ok();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Hybrid;

        public class Prices
        {
            // Pages as they were rendered.
            // A node's own copy would outlive a change on another node.
            private static readonly HybridCacheEntryOptions PagesOptions = new() { Flags = HybridCacheEntryFlags.DisableLocalCache };
            private readonly HybridCache _cache;

            public Prices(HybridCache cache)
            {
                _cache = cache;
            }

            public async Task<string> PageAsync(string key, CancellationToken stop)
            {
                var page = await _cache.GetOrCreateAsync<string>(PagesKey(key), async _ => await RenderAsync(key), PagesOptions, cancellationToken: stop);

                return page;
            }

            public async Task<string> OtherAsync(string key)
            {
                // Only once.
                return await _cache.GetOrCreateAsync<string>(PagesKey(key), _ => new ValueTask<string>(key + "!"), PagesOptions);
            }

            internal async Task<bool> Forget(string key)
            {
                await _cache.RemoveAsync(PagesKey(key));
                return key.Length > 0;
            }

            private static Task<string> RenderAsync(string key) => Task.FromResult(key);

            private static string PagesKey(string key) => "Prices:Pages:" + key;
        }

        public class PricesController(Prices prices) : Controller
        {
            public async Task<IActionResult> Drop(string key)
            {
                if (await prices.Forget(key))
                {
                    await prices.Forget("home");
                }

                return Ok();
            }
        }
        """);

    [Theory]
    [InlineData("public async Task<int> Get(string id) { await Task.Yield(); return X.TryGetValue(id, out var x) ? x : 0; }")]
    [InlineData("public int Get(string id) => X.GetOrAdd(id, _ => 1);")]
    [InlineData("internal int Get(string id) => X.GetOrAdd(id, _ => 1); public int Other() => Get(\"a\");")]
    [InlineData("private Func<string, int> Get() { return One; int One(string id) => X.GetOrAdd(id, _ => 1); }")]
    [InlineData("public async Task Get(string id) { await Task.Yield(); lock (id) { X[id] = 1; } }")]
    [InlineData("public async Task Get(string id) { await Task.Yield(); X.AddOrUpdate(id, 1, (_, n) => n + 1); }")]
    public Task WhatHybridCacheCannotSay_IsNotOffered(string member) => OffersAsync(
        $$"""
        using System.Collections.Concurrent;

        public class Prices
        {
            private static readonly ConcurrentDictionary<string, int> X = new();
            {{member}}
        }
        """,
        StaticCollectionFix.HybridKey,
        isOffered: false);

    [Fact]
    public Task Both_AreOffered_InTheOrderOfTheOption() => OffersAsync(
        """
        using System.Collections.Concurrent;

        public class Prices
        {
            private static readonly ConcurrentDictionary<string, int> X = new();
            public async Task<int> Get(string id) { await Task.Yield(); return X.GetOrAdd(id, key => key.Length); }
        }
        """,
        StaticCollectionFix.HybridKey,
        isOffered: true);

    private static async Task OffersAsync(string source, string key, bool isOffered)
    {
        var project = new EditingProject(Framework.WebWithPackages).With("/app/Program.cs", Program).With("/app/Prices.cs", source).Project;
        var document = project.Documents.Single(d => d.FilePath == "/app/Prices.cs");
        var tree = (await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken))!;
        var at = tree.ToString().IndexOf(" X = ", StringComparison.Ordinal) + 1;
        var diagnostic = Diagnostic.Create(StaticStateProbe.Rule, Location.Create(tree, new Microsoft.CodeAnalysis.Text.TextSpan(at, 1)));
        var choices = await new StaticCollectionFix().ChoicesAsync(document, diagnostic, TestContext.Current.CancellationToken);
        Assert.Equal(isOffered, choices.Any(c => c.Key == key));
        if (isOffered)
        {
            Assert.Equal([StaticCollectionFix.DistributedKey, StaticCollectionFix.HybridKey], choices.Select(c => c.Key));
        }
    }
}
