using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.CodeFixes.Caching.Memory;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Caching.CacheEntryOnOneNode, SecondNode.CodeFixes.Caching.Memory.ShareMemoryCache>;

namespace SecondNode.Tests.Caching;

/// <summary>SN2004's second choice: HybridCache, in its shared level.</summary>
public class HybridMemoryCacheTests
{
    private const string Types = """

        app.MapGet("/prices/{id}", (int id, Prices prices) => prices.GetAsync(id));
        app.MapPut("/prices/{id}", (int id, Price price, Prices prices) => prices.SetAsync(id, price));
        app.Run();

        public sealed record Price(decimal Amount, string Currency);

        public interface IStore
        {
            Task<Price> LoadAsync(int id);

            Price Load(int id);

            Task SaveAsync(int id, Price price);
        }
        """;

    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMemoryCache();
        builder.Services.AddControllers();
        var app = builder.Build();
        """ + Types;

    private const string FixedProgram = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMemoryCache();
        builder.Services.AddControllers();
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));
        builder.Services.AddHybridCache();
        var app = builder.Build();
        """ + Types;

    private static Task FixAsync(string source, string fixedSource) => Verify.Async([Program, source], [FixedProgram, fixedSource], ChooseHybrid);

    private static void ChooseHybrid(FixTest<CacheEntryOnOneNode, ShareMemoryCache> test)
    {
        test.GlobalOptions["secondnode.cache_target"] = "hybrid";
        test.SolutionTransforms.Add((solution, id) =>
            solution.WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithNullableContextOptions(NullableContextOptions.Enable)));
    }

    /// <summary>A class with one read, its namespace, its cache, and what it does after it has saved.</summary>
    private static string Prices(string read, bool repaired, string body = "") => $$"""
        using Microsoft.Extensions.Caching.{{(repaired ? "Hybrid" : "Memory")}};

        public class Prices({{(repaired ? "HybridCache" : "IMemoryCache")}} cache, IStore store)
        {
            {{read.Replace("\n", "\n    ").Replace("\n    \n", "\n\n")}}

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                {{(repaired ? "await cache.RemoveAsync" : "cache.{|SN2004:Remove|}")}}("price" + id);
            }{{body}}
        }
        """;

    [Fact]
    public Task Factories_Fix() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Memory;

        public class Prices
        {
            private readonly IMemoryCache _cache;
            private readonly IStore _store;

            public Prices(IMemoryCache cache, IStore store)
            {
                _cache = cache ?? throw new ArgumentNullException(nameof(cache));
                _store = store;
            }

            // Returns the task itself.
            public Task<Price?> GetAsync(int id) => _cache.GetOrCreateAsync($"price:{id}", async entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1);
                entry.Size = 1;
                return await _store.LoadAsync(id); // slow
            });

            public async Task<decimal> AmountAsync(int id, CancellationToken stop)
            {
                var price = await _cache.GetOrCreateAsync($"price:{id}", entry => _store.LoadAsync(id));
                return price!.Amount;
            }

            public async Task<decimal> SumAsync(int a, int b) =>
                (await _cache.GetOrCreateAsync($"price:{a}", entry => _store.LoadAsync(a)).ConfigureAwait(false))!.Amount + (await _cache.GetOrCreateAsync($"price:{b}", entry => _store.LoadAsync(b)))!.Amount;

            public async Task SetAsync(int id, Price price)
            {
                await _store.SaveAsync(id, price);
                _cache.{|SN2004:Remove|}($"price:{id}");
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Hybrid;

        public class Prices
        {
            private readonly HybridCache _cache;
            private readonly IStore _store;

            public Prices(HybridCache cache, IStore store)
            {
                _cache = cache ?? throw new ArgumentNullException(nameof(cache));
                _store = store;
            }

            // Returns the task itself.
            public Task<Price?> GetAsync(int id) => _cache.GetOrCreateAsync<Price?>($"price:{id}", async _ =>
            {
                return await _store.LoadAsync(id); // slow
            }, new HybridCacheEntryOptions { Expiration = TimeSpan.FromHours(1), Flags = HybridCacheEntryFlags.DisableLocalCache }).AsTask();

            public async Task<decimal> AmountAsync(int id, CancellationToken stop)
            {
                var price = await _cache.GetOrCreateAsync<Price>($"price:{id}", async _ => await _store.LoadAsync(id), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCache }, cancellationToken: stop);
                return price!.Amount;
            }

            public async Task<decimal> SumAsync(int a, int b) =>
                (await _cache.GetOrCreateAsync<Price>($"price:{a}", async _ => await _store.LoadAsync(a), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCache }).ConfigureAwait(false))!.Amount + (await _cache.GetOrCreateAsync<Price>($"price:{b}", async _ => await _store.LoadAsync(b), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCache }))!.Amount;

            public async Task SetAsync(int id, Price price)
            {
                await _store.SaveAsync(id, price);
                await _cache.RemoveAsync($"price:{id}");
            }
        }
        """);

    /// <summary>The same lifetime in every way to say it.</summary>
    [Theory]
    [InlineData("entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5);", "TimeSpan.FromMinutes(5)")]
    [InlineData("entry.SetAbsoluteExpiration(TimeSpan.FromMinutes(5)).SetPriority(CacheItemPriority.High);", "TimeSpan.FromMinutes(5)")]
    [InlineData("entry.AbsoluteExpiration = DateTimeOffset.UtcNow.AddMinutes(5);", "TimeSpan.FromMinutes(5)")]
    [InlineData("entry.SetSize(1).SetAbsoluteExpiration(System.DateTimeOffset.Now.AddHours(2));", "System.TimeSpan.FromHours(2)")]
    [InlineData("entry.AbsoluteExpiration = DateTime.UtcNow + Lifetime;", "Lifetime")]
    [InlineData("entry.AbsoluteExpirationRelativeToNow = Lifetime * 2;", "Lifetime * 2")]
    public Task Lifetime_Fix(string statement, string lifetime)
    {
        const string body = "\n\n    private static TimeSpan Lifetime => TimeSpan.FromMinutes(5);";
        return FixAsync(
            Prices($"public async Task<Price?> GetAsync(int id) => await cache.GetOrCreateAsync(\"price\" + id, async entry =>\n{{\n    {statement}\n    return await store.LoadAsync(id);\n}});", false, body),
            Prices($"public async Task<Price?> GetAsync(int id) => await cache.GetOrCreateAsync<Price>(\"price\" + id, async _ => await store.LoadAsync(id), new HybridCacheEntryOptions {{ Expiration = {lifetime}, Flags = HybridCacheEntryFlags.DisableLocalCache }});", true, body));
    }

    private const string Kept = ", new HybridCacheEntryOptions { Expiration = TimeSpan.FromMinutes(5), Flags = HybridCacheEntryFlags.DisableLocalCache })";

    /// <summary>The shapes of "look, make, store".</summary>
    [Theory]
    [InlineData(
        "if (!cache.TryGetValue(\"price\" + id, out Price? price))\n    {\n        price = await store.LoadAsync(id);\n        cache.Set(\"price\" + id, price, TimeSpan.FromMinutes(5));\n    }\n\n    return price;",
        "var price = await cache.GetOrCreateAsync<Price>(\"price\" + id, async _ => await store.LoadAsync(id)" + Kept + ";\n\n    return price;")]
    [InlineData(
        "if (!cache.TryGetValue(\"price\" + id, out Price? price))\n    {\n        var options = new MemoryCacheEntryOptions()\n            .SetSize(1)\n            .SetAbsoluteExpiration(TimeSpan.FromMinutes(5));\n        price = await store.LoadAsync(id);\n        cache.Set(\"price\" + id, price, options);\n    }\n\n    return price;",
        "var price = await cache.GetOrCreateAsync<Price>(\"price\" + id, async _ => await store.LoadAsync(id)" + Kept + ";\n\n    return price;")]
    [InlineData(
        "var price = cache.Get<Price>(\"price\" + id);\n    if (price is null)\n    {\n        price = await store.LoadAsync(id);\n        cache.Set(\"price\" + id, price, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5), Size = 1 });\n    }\n\n    return price;",
        "var price = await cache.GetOrCreateAsync<Price>(\"price\" + id, async _ => await store.LoadAsync(id)" + Kept + ";\n\n    return price;")]
    [InlineData(
        "// Known?\n    if (cache.TryGetValue(\"price\" + id, out Price? known) && known is not null)\n    {\n        return known;\n    }\n\n    var price = await store.LoadAsync(id);\n    cache.Set(\"price\" + id, price, TimeSpan.FromMinutes(5));\n    return price;",
        "// Known?\n    return await cache.GetOrCreateAsync<Price>(\"price\" + id, async _ => await store.LoadAsync(id)" + Kept + ";")]
    [InlineData(
        "if (cache.TryGetValue(\"price\" + id, out Price? known))\n        return known;\n    var all = await store.LoadAsync(id);\n    var half = all with { Amount = all.Amount / 2 }; // half\n    return cache.Set(\"price\" + id, half, TimeSpan.FromMinutes(5));",
        "return await cache.GetOrCreateAsync<Price>(\"price\" + id, async _ =>\n    {\n        var all = await store.LoadAsync(id);\n        var half = all with { Amount = all.Amount / 2 }; // half\n        return half;\n    }" + Kept + ";")]
    public Task LookMakeStore_Fix(string before, string after) => FixAsync(
        Prices("public async Task<Price?> GetAsync(int id)\n{\n    " + before + "\n}", false),
        Prices("public async Task<Price?> GetAsync(int id)\n{\n    " + after + "\n}", true));

    /// <summary>Options that a field holds change with the calls, and an entry that is replaced is set.</summary>
    [Fact]
    public Task HeldOptionsAndReplacedEntry_Fix() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Memory;

        public class Prices(IMemoryCache cache, IStore store)
        {
            private static readonly MemoryCacheEntryOptions Options = new MemoryCacheEntryOptions { Size = 1 }.SetAbsoluteExpiration(TimeSpan.FromMinutes(5)); // short

            public async Task<Price?> GetAsync(int id)
            {
                if (!cache.TryGetValue("price" + id, out Price? price))
                {
                    price = await store.LoadAsync(id);
                    cache.Set("price" + id, price, Options);
                }

                return price;
            }

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                cache.{|SN2004:Set|}("price" + id, price, Options);
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Hybrid;

        public class Prices(HybridCache cache, IStore store)
        {
            private static readonly HybridCacheEntryOptions Options = new HybridCacheEntryOptions { Expiration = TimeSpan.FromMinutes(5), Flags = HybridCacheEntryFlags.DisableLocalCache }; // short

            public async Task<Price?> GetAsync(int id)
            {
                var price = await cache.GetOrCreateAsync<Price>("price" + id, async _ => await store.LoadAsync(id), Options);

                return price;
            }

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                await cache.SetAsync("price" + id, price, Options);
            }
        }
        """);

    /// <summary>What is not asynchronous becomes so, with its callers.</summary>
    [Fact]
    public Task SynchronousCode_BecomesAsync_Fix() => FixAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;

        public class Prices
        {
            public Task<Price> GetAsync(int id) => throw new NotSupportedException();
            public Task SetAsync(int id, Price price) => throw new NotSupportedException();
        }

        public class PricesController(IMemoryCache cache, IStore store) : Controller
        {
            [HttpGet]
            public ActionResult<Price> Show(int id) => Find(id) is { } price ? price : NotFound();

            [HttpPut]
            public IActionResult Change(int id, Price price)
            {
                Forget(id);
                return Ok();
            }

            private Price? Find(int id) => cache.GetOrCreate("price" + id, entry => store.Load(id));

            private void Forget(int id) => cache.{|SN2004:Remove|}("price" + id);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Hybrid;

        public class Prices
        {
            public Task<Price> GetAsync(int id) => throw new NotSupportedException();
            public Task SetAsync(int id, Price price) => throw new NotSupportedException();
        }

        public class PricesController(HybridCache cache, IStore store) : Controller
        {
            [HttpGet]
            public async Task<ActionResult<Price>> Show(int id) => await Find(id) is { } price ? price : NotFound();

            [HttpPut]
            public async Task<IActionResult> Change(int id, Price price)
            {
                await Forget(id);
                return Ok();
            }

            private async Task<Price?> Find(int id) => await cache.GetOrCreateAsync<Price>("price" + id, _ => new ValueTask<Price>(store.Load(id)), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCache });

            private async Task Forget(int id) => await cache.RemoveAsync("price" + id);
        }
        """);

    /// <summary>All callers of a public method of the program itself are seen; one that has none may be called by its name.</summary>
    [Fact]
    public Task PublicMethodOfTheProgram_BecomesAsync_Fix() => FixAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Memory;

        public class Prices(IMemoryCache cache, IStore store)
        {
            public Task<Price> GetAsync(int id) => throw new NotSupportedException();
            public Task SetAsync(int id, Price price) => throw new NotSupportedException();

            public async Task<Price?> FindAsync(int id) => await cache.GetOrCreateAsync("price" + id, entry => store.LoadAsync(id));

            public void Forget(int id)
            {
                cache.{|SN2004:Remove|}("price" + id);
            }
        }

        public class PricesController(Prices prices) : Controller
        {
            [HttpPut]
            public IActionResult Change(int id)
            {
                prices.Forget(id); // old
                return Ok();
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Hybrid;

        public class Prices(HybridCache cache, IStore store)
        {
            public Task<Price> GetAsync(int id) => throw new NotSupportedException();
            public Task SetAsync(int id, Price price) => throw new NotSupportedException();

            public async Task<Price?> FindAsync(int id) => await cache.GetOrCreateAsync<Price>("price" + id, async _ => await store.LoadAsync(id), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCache });

            public async Task Forget(int id)
            {
                await cache.RemoveAsync("price" + id);
            }
        }

        public class PricesController(Prices prices) : Controller
        {
            [HttpPut]
            public async Task<IActionResult> Change(int id)
            {
                await prices.Forget(id); // old
                return Ok();
            }
        }
        """);

    /// <summary>Several classes in several files with findings of their own, in one run.</summary>
    [Fact]
    public Task TwoFiles_Fix()
    {
        const string read = "public async Task<Price?> GetAsync(int id) => await cache.GetOrCreateAsync(\"price\" + id, _ => store.LoadAsync(id));";
        const string repaired = "public async Task<Price?> GetAsync(int id) => await cache.GetOrCreateAsync<Price>(\"price\" + id, async _ => await store.LoadAsync(id), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCache });";
        static string Other(string text) => text.Replace("class Prices(", "class Offers(").Replace("\"price\"", "\"offer\"");
        return Verify.Async(
            [Program.Replace("app.Run();", "app.MapPut(\"/offers/{id}\", (int id, Price price, Offers offers) => offers.SetAsync(id, price));\napp.Run();"), Prices(read, false), Other(Prices(read, false))],
            [FixedProgram.Replace("app.Run();", "app.MapPut(\"/offers/{id}\", (int id, Price price, Offers offers) => offers.SetAsync(id, price));\napp.Run();"), Prices(repaired, true), Other(Prices(repaired, true))],
            ChooseHybrid);
    }

    /// <summary>What HybridCache cannot say is left to IDistributedCache, or to nobody.</summary>
    [Theory]
    [InlineData("await cache.GetOrCreateAsync(\"price\" + id, async entry => { entry.SlidingExpiration = TimeSpan.FromMinutes(5); return await store.LoadAsync(id); })", true)]
    [InlineData("await cache.GetOrCreateAsync(\"price\" + id, async entry => { entry.SetSlidingExpiration(TimeSpan.FromMinutes(5)); return await store.LoadAsync(id); })", true)]
    [InlineData("await cache.GetOrCreateAsync(\"price\" + id, async entry => { var price = await store.LoadAsync(id); entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes((double)price.Amount); return price; })", true)]
    [InlineData("await cache.GetOrCreateAsync(\"price\" + id, async entry => { if (id > 9) { entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1); } return await store.LoadAsync(id); })", true)]
    [InlineData("await cache.GetOrCreateAsync(\"price\" + id, async entry => { entry.AbsoluteExpiration = new DateTimeOffset(2030, 1, 1, 0, 0, 0, default); return await store.LoadAsync(id); })", true)]
    [InlineData("cache.Get<Price>(\"price\" + id) ?? await cache.GetOrCreateAsync(\"price\" + id, entry => store.LoadAsync(id))", true)]
    [InlineData("cache.TryGetValue(\"price\" + id, out Price? price) ? price : cache.Set(\"price\" + id, await store.LoadAsync(id))", true)]
    [InlineData("await cache.GetOrCreateAsync(id, entry => store.LoadAsync(id))", false)]
    [InlineData("await cache.GetOrCreateAsync(\"price\" + id, async entry => (await store.LoadAsync(id), 1)) is var (price, _) ? price : null", true)] // a tuple
    [InlineData("await cache.GetOrCreateAsync(\"price\" + id, async entry => { entry.RegisterPostEvictionCallback((k, v, r, s) => { }); return await store.LoadAsync(id); })", false)]
    public Task WhatHybridCacheCannotSay_IsNotOffered(string read, bool distributed) => OffersAsync($"public async Task<Price?> GetAsync(int id) => {read};", distributed ? [ShareMemoryCache.DistributedKey] : [], read.Contains("(id,") ? "id" : "\"price\" + id");

    /// <summary>Who calls a method of a public class, or an interface, is not known to await.</summary>
    [Fact]
    public Task SynchronousPublicMethod_IsNotOffered() => OffersAsync("public Price? Get(int id) => cache.GetOrCreate(\"price\" + id, _ => store.Load(id));", [ShareMemoryCache.DistributedKey]);

    [Fact]
    public Task Both_AreOffered_InTheOrderOfTheOption() => OffersAsync(
        "public async Task<Price?> GetAsync(int id) => await cache.GetOrCreateAsync(\"price\" + id, _ => store.LoadAsync(id));", [ShareMemoryCache.DistributedKey, ShareMemoryCache.HybridKey]);

    /// <summary>A project that has ASP.NET Core alone gets the packages with the calls.</summary>
    [Fact]
    public async Task Packages_AreAdded()
    {
        const string source = """
            using Microsoft.Extensions.Caching.Memory;

            public class Prices(IMemoryCache cache, IStore store)
            {
                public async Task<Price?> GetAsync(int id) => await cache.GetOrCreateAsync("price" + id, _ => store.LoadAsync(id));

                public async Task SetAsync(int id, Price price)
                {
                    await store.SaveAsync(id, price);
                    cache.Remove("price" + id);
                }
            }
            """;
        var cancellation = TestContext.Current.CancellationToken;
        var project = new EditingProject().With("/app/Program.cs", Program).With("/app/Prices.cs", source)
            .With(EditingProject.ProjectFile, "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n").Project;
        var document = project.Documents.Single(d => d.FilePath == "/app/Prices.cs");
        var finding = Assert.Single((await FixRun.DiagnosticsAsync(project)).Where(d => d.Id == "SN2004"));
        var fix = new ShareMemoryCache();
        var choice = Assert.Single((await fix.ChoicesAsync(document, finding, cancellation)).Where(c => c.Key == ShareMemoryCache.HybridKey));
        var edits = new CodeFixes.Editing.SolutionEdits(project.Solution);
        await fix.ApplyAsync(edits, document, finding, choice, cancellation);
        var repaired = await edits.ToSolutionAsync(cancellation);
        var file = await EditingProject.TextAsync(repaired, EditingProject.ProjectFile);
        Assert.Contains("<PackageReference Include=\"Microsoft.Extensions.Caching.Hybrid\" Version=\"", file);
        Assert.Contains("<PackageReference Include=\"Microsoft.Extensions.Caching.StackExchangeRedis\" Version=\"10.", file);
        Assert.Contains("builder.Services.AddHybridCache();", await EditingProject.TextAsync(repaired, "/app/Program.cs"));
    }

    private static async Task OffersAsync(string read, string[] expected, string key = "\"price\" + id")
    {
        var source = $$"""
            using Microsoft.Extensions.Caching.Memory;

            public class Prices(IMemoryCache cache, IStore store)
            {
                {{read}}

                public async Task SetAsync(int id, Price price)
                {
                    await store.SaveAsync(id, price);
                    cache.Remove({{key}});
                }
            }
            """;
        var project = new EditingProject(Framework.WebWithPackages).With("/app/Program.cs", Program.Replace("prices.GetAsync(id)", "1")).With("/app/Prices.cs", source).Project;
        var document = project.Documents.Single(d => d.FilePath == "/app/Prices.cs");
        var finding = Assert.Single((await FixRun.DiagnosticsAsync(project)).Where(d => d.Id == "SN2004"));
        var choices = await new ShareMemoryCache().ChoicesAsync(document, finding, TestContext.Current.CancellationToken);
        Assert.Equal(expected, choices.Select(c => c.Key));
    }
}
