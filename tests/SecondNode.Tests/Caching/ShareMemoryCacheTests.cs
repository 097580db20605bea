using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.CodeFixes.Caching;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Caching.CacheEntryOnOneNode, SecondNode.CodeFixes.Caching.Memory.ShareMemoryCache>;

namespace SecondNode.Tests.Caching;

public class ShareMemoryCacheTests
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = "redis");
        builder.Services.AddMemoryCache();
        builder.Services.AddScoped<Prices>();
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapGet("/prices/{id}", (int id, Prices prices) => prices.GetAsync(id));
        app.MapPut("/prices/{id}", (int id, Price price, Prices prices) => prices.SetAsync(id, price));
        app.Run();

        public sealed record Price(decimal Amount, string Currency);

        public interface IStore
        {
            Task<Price> LoadAsync(int id);

            Task SaveAsync(int id, Price price);
        }
        """;

    private static Task FixAsync(string source, string fixedSource, params string[] helpers) =>
        Verify.Async([Program, source], [Program, fixedSource + string.Concat(helpers.Select(h => "\n\n" + JsonHelpers.TextOf(h).TrimEnd('\n'))) + "\n"], Configure);

    private static Task NoFixAsync(string source) => Verify.Async([Program, source], [Program, source], Configure);

    private static void Configure(Testing.FixTest<Analyzers.Rules.Caching.CacheEntryOnOneNode, CodeFixes.Caching.Memory.ShareMemoryCache> test) =>
        test.SolutionTransforms.Add((solution, id) =>
            solution.WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithNullableContextOptions(NullableContextOptions.Enable)));

    [Fact]
    public Task Factory_Fix() => FixAsync(
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

            public Task<Price?> GetAsync(int id) => _cache.GetOrCreateAsync($"price:{id}", async entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1); // an hour
                entry.Size = 1;
                entry.SetSlidingExpiration(TimeSpan.FromMinutes(5)).SetPriority(CacheItemPriority.High);
                return await _store.LoadAsync(id);
            });

            public async Task SetAsync(int id, Price price)
            {
                await _store.SaveAsync(id, price);
                _cache.{|SN2004:Remove|}($"price:{id}");
            }
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices
        {
            private readonly IDistributedCache _cache;
            private readonly IStore _store;

            public Prices(IDistributedCache cache, IStore store)
            {
                _cache = cache ?? throw new ArgumentNullException(nameof(cache));
                _store = store;
            }

            public Task<Price?> GetAsync(int id) => _cache.GetOrCreateAsJsonAsync($"price:{id}", async entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1); // an hour
                entry.SetSlidingExpiration(TimeSpan.FromMinutes(5));
                return await _store.LoadAsync(id);
            });

            public async Task SetAsync(int id, Price price)
            {
                await _store.SaveAsync(id, price);
                await _cache.RemoveAsync($"price:{id}");
            }
        }
        """, JsonHelpers.FactoryClass);

    [Fact]
    public Task ReadAndStore_Fix() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Memory;

        public class Prices(IMemoryCache cache, IStore store)
        {
            private static readonly MemoryCacheEntryOptions Options = new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(5) }.SetPriority(CacheItemPriority.High);

            public async Task<Price> GetAsync(int id)
            {
                if (cache.TryGetValue(Key(id), out Price? known) && known is not null)
                {
                    return known;
                }

                var price = await store.LoadAsync(id);
                cache.Set(Key(id), price, Options);
                return price;
            }

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                cache.{|SN2004:Remove|}(Key(id));
            }

            public Price? Peek(int id) => cache.Get<Price>(Key(id));

            private static string Key(int id) => "price:" + id;
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices(IDistributedCache cache, IStore store)
        {
            private static readonly DistributedCacheEntryOptions Options = new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(5) };

            public async Task<Price> GetAsync(int id)
            {
                if (await cache.GetFromJsonAsync<Price>(Key(id)) is { } known && known is not null)
                {
                    return known;
                }

                var price = await store.LoadAsync(id);
                await cache.SetAsJsonAsync(Key(id), price, Options);
                return price;
            }

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                await cache.RemoveAsync(Key(id));
            }

            public Price? Peek(int id) => cache.GetFromJson<Price>(Key(id));

            private static string Key(int id) => "price:" + id;
        }
        """, JsonHelpers.EntryClass);

    [Theory]
    [InlineData("TimeSpan.FromMinutes(5)", "new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) }")]
    [InlineData("DateTimeOffset.UtcNow.AddMinutes(5)", "new DistributedCacheEntryOptions { AbsoluteExpiration = DateTimeOffset.UtcNow.AddMinutes(5) }")]
    [InlineData("new MemoryCacheEntryOptions { Priority = CacheItemPriority.Low }", "new DistributedCacheEntryOptions()")]
    [InlineData("new MemoryCacheEntryOptions().SetSize(1).SetSlidingExpiration(TimeSpan.FromMinutes(5))", "new DistributedCacheEntryOptions().SetSlidingExpiration(TimeSpan.FromMinutes(5))")]
    public Task Expiry_Fix(string before, string after) => FixAsync(Stored("IMemoryCache", "using Microsoft.Extensions.Caching.Memory;", before, false), Stored("IDistributedCache", "using Microsoft.Extensions.Caching.Distributed;", after, true), JsonHelpers.EntryClass);

    private static string Stored(string type, string directive, string options, bool repaired) => $$"""
        {{directive}}

        public class Prices({{type}} cache, IStore store)
        {
            public async Task<Price?> GetAsync(int id)
            {
                var price = {{(repaired ? "await cache.GetFromJsonAsync<Price>" : "cache.Get<Price>")}}("price" + id);
                if (price is null)
                {
                    price = await store.LoadAsync(id);
                    {{(repaired ? "await cache.SetAsJsonAsync" : "cache.Set")}}("price" + id, price, {{options}});
                }

                return price;
            }

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                {{(repaired ? "await cache.RemoveAsync" : "cache.{|SN2004:Remove|}")}}("price" + id);
            }
        }
        """;

    /// <summary>What a shared store cannot do, or would do wrong.</summary>
    [Theory]
    [InlineData("id", "entry.SlidingExpiration = TimeSpan.FromMinutes(5);", "await store.LoadAsync(id)")] // a number for a key
    [InlineData("\"price\" + id", "entry.RegisterPostEvictionCallback((k, v, r, s) => { });", "await store.LoadAsync(id)")]
    [InlineData("\"price\" + id", "entry.AddExpirationToken(new Microsoft.Extensions.Primitives.CancellationChangeToken(default));", "await store.LoadAsync(id)")]
    [InlineData("\"price\" + id", "", "await new HttpClient().GetAsync(\"\")")] // not JSON
    [InlineData("\"price\" + id", "", "(object)await store.LoadAsync(id)")]
    public Task Inexpressible_HasNoFix(string key, string option, string value) => NoFixAsync($$"""
        using Microsoft.Extensions.Caching.Memory;

        public class Prices(IMemoryCache cache, IStore store)
        {
            public async Task<object?> GetAsync(int id) => await cache.GetOrCreateAsync({{key}}, async entry =>
            {
                {{option}}
                return {{value}};
            });

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                cache.{|SN2004:Remove|}({{key}});
            }
        }
        """);

    /// <summary>The list in the cache is changed in place: a copy from a shared store would lose that.</summary>
    [Fact]
    public Task ChangedInPlace_HasNoFix() => NoFixAsync(
        """
        using Microsoft.Extensions.Caching.Memory;

        public class Prices(IMemoryCache cache, IStore store)
        {
            public async Task<List<Price>?> GetAsync(int id)
            {
                var all = await cache.GetOrCreateAsync("prices", async entry => new List<Price> { await store.LoadAsync(id) });
                all!.Add(await store.LoadAsync(id));
                return all;
            }

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                cache.{|SN2004:Remove|}("prices");
            }
        }
        """);

    /// <summary>Another class makes the entries that this one removes: both move.</summary>
    [Fact]
    public Task TwoClasses_FixMovesBoth() => FixAsync(
        """
        using Microsoft.Extensions.Caching.Memory;

        public class Prices(IMemoryCache cache, IStore store)
        {
            public Task<Price?> GetAsync(int id) => cache.GetOrCreateAsync("price" + id, _ => store.LoadAsync(id));

            public Task SetAsync(int id, Price price) => store.SaveAsync(id, price);
        }

        [Microsoft.AspNetCore.Mvc.ApiController]
        public class PricesController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private readonly IMemoryCache _memory;
            private readonly Prices _prices;

            public PricesController(IMemoryCache memory, Prices prices) => (_memory, _prices) = (memory, prices);

            [Microsoft.AspNetCore.Mvc.HttpPut]
            public async Task Put(int id, Price price)
            {
                await _prices.SetAsync(id, price);
                Forget(id);
            }

            private void Forget(int id)
            {
                _memory.{|SN2004:Remove|}("price" + id);
            }
        }
        """.Replace("public PricesController(IMemoryCache memory, Prices prices) => (_memory, _prices) = (memory, prices);", "public PricesController(IMemoryCache memory, Prices prices)\n    {\n        _memory = memory;\n        _prices = prices;\n    }"),
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Prices(IDistributedCache cache, IStore store)
        {
            public Task<Price?> GetAsync(int id) => cache.GetOrCreateAsJsonAsync("price" + id, _ => store.LoadAsync(id));

            public Task SetAsync(int id, Price price) => store.SaveAsync(id, price);
        }

        [Microsoft.AspNetCore.Mvc.ApiController]
        public class PricesController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private readonly IDistributedCache _memory;
            private readonly Prices _prices;

            public PricesController(IDistributedCache memory, Prices prices)
            {
                _memory = memory;
                _prices = prices;
            }

            [Microsoft.AspNetCore.Mvc.HttpPut]
            public async Task Put(int id, Price price)
            {
                await _prices.SetAsync(id, price);
                Forget(id);
            }

            private void Forget(int id)
            {
                _memory.Remove("price" + id);
            }
        }
        """, JsonHelpers.FactoryClass);

    private static string Created(bool repaired, string store) => $$"""
        using Microsoft.Extensions.Caching.{{(repaired ? "Distributed" : "Memory")}};

        public class Prices({{(repaired ? "IDistributedCache" : "IMemoryCache")}} cache, IStore store)
        {
            public async Task<Price?> GetAsync(int id)
            {
                var price = {{(repaired ? "await cache.GetFromJsonAsync<Price>" : "cache.Get<Price>")}}("price" + id);
                if (price is null)
                {
                    price = await store.LoadAsync(id);

                    // Kept for the next page.
                    {{store}}
                }

                return price;
            }

            public async Task SetAsync(int id, Price price)
            {
                await store.SaveAsync(id, price);
                {{(repaired ? "await cache.RemoveAsync" : "cache.{|SN2004:Remove|}")}}("price" + id);
            }
        }
        """;

    /// <summary>An entry that is stored when its block ends.</summary>
    [Fact]
    public Task CreatedEntry_Fix() => FixAsync(
        Created(false, """
            using (var entry = cache.CreateEntry("price" + id))
                        {
                            entry.Value = price;
                            entry.Size = 1;
                            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1);
                            entry.SetSlidingExpiration(TimeSpan.FromMinutes(5)).SetPriority(CacheItemPriority.High);
                        }
            """),
        Created(true, "await cache.SetAsJsonAsync(\"price\" + id, price, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1) }.SetSlidingExpiration(TimeSpan.FromMinutes(5)));"),
        JsonHelpers.EntryClass);

    /// <summary>More happens than that the entry is filled.</summary>
    [Theory]
    [InlineData("entry.Value = price; await store.SaveAsync(id, price);")]
    [InlineData("entry.Value = price; entry.RegisterPostEvictionCallback((k, v, r, s) => { });")]
    [InlineData("entry.Value = price; Console.WriteLine(entry.Size);")]
    [InlineData("if (id > 0) { entry.Value = price; }")]
    [InlineData("entry.Value = (object)price;")]
    [InlineData("entry.Value = price; /* for ever */")]
    public Task CreatedEntryInOtherWays_HasNoFix(string body) => NoFixAsync(Created(false, $"using (var entry = cache.CreateEntry(\"price\" + id)) {{ {body} }}"));
}
