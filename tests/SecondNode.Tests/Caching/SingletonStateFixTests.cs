using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.CodeFixes.Caching;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Caching.SingletonState, SecondNode.CodeFixes.Caching.StaticCollectionFix>;

namespace SecondNode.Tests.Caching;

public class SingletonStateFixTests
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = "redis");
        builder.Services.AddSingleton<Carts>();
        var app = builder.Build();
        app.MapPost("/carts/{user}", (string user, string product, Carts carts) => carts.Put(user, product));
        app.MapGet("/carts/{user}", (string user, Carts carts) => carts.Find(user));
        app.Run();
        """;

    private static Task FixAsync(string source, string fixedSource) =>
        Verify.Async([Program, source], [Program, fixedSource + "\n\n" + JsonHelpers.TextOf(JsonHelpers.EntryClass)], test =>
        {
            test.SolutionTransforms.Add(WithNullable);
        });

    private static Task NoFixAsync(string source) => Verify.Async([Program, source], [Program, source], test => test.SolutionTransforms.Add(WithNullable));

    private static Solution WithNullable(Solution solution, ProjectId id) =>
        solution.WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithNullableContextOptions(NullableContextOptions.Enable));

    [Fact]
    public Task Entries_of_a_singleton_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;

        public class Carts
        {
            private readonly ConcurrentDictionary<string, string> {|SN2003:_products|} = new();

            public void Put(string user, string product) => _products[user] = product;

            public string? Find(string user) => this._products.TryGetValue(user, out var product) ? product : null;
        }
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        public class Carts
        {
            private readonly IDistributedCache _cache;

            public Carts(IDistributedCache cache)
            {
                _cache = cache;
            }

            public void Put(string user, string product) => _cache.SetAsJson(ProductsKey(user), product);

            public string? Find(string user) => _cache.TryGetFromJson<string>(ProductsKey(user), out var product) ? product : null;

            private static string ProductsKey(string key) => "Carts:products:" + key;
        }
        """);

    [Fact]
    public Task Changed_through_the_object_NoFix() => NoFixAsync("""
        using System.Collections.Concurrent;

        public class Carts
        {
            public ConcurrentDictionary<string, string> {|SN2003:Products|} { get; } = new();

            public void Put(string user, string product) => Products[user] = product;

            public string? Find(string user) => Products.TryGetValue(user, out var product) ? product : null;

            public void Take(Carts other) => other.Products["a"] = "b";
        }
        """);

    /// <summary>Others that are handed the singleton use its collection too, and a library's extension replaces entries.</summary>
    [Fact]
    public Task Used_by_another_class_Fix() => FixAsync(
        """
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;

        public class Carts
        {
            public readonly ConcurrentDictionary<string, string> {|SN2003:Products|} = new();

            public void Put(string user, string product) => Products.AddOrReplace(user, product);

            public string? Find(string user) => Products.TryGetValue(user, out var product) ? product : null;
        }

        public class CartController : Controller
        {
            private readonly Carts _carts;

            public CartController(Carts carts)
            {
                _carts = carts;
            }

            public async Task<IActionResult> Drop(string user)
            {
                await Task.Yield();
                if (!_carts.Products.ContainsKey(user)) // nothing there
                {
                    return NotFound();
                }

                this._carts.Products.TryRemove(user, out _);
                return Ok();
            }
        }

        public static class CollectionHelpers
        {
            public static void AddOrReplace<TKey, TValue>(this IDictionary<TKey, TValue> map, TKey key, TValue value) => map[key] = value;
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Distributed;

        public class Carts
        {
            private readonly IDistributedCache _cache;

            public Carts(IDistributedCache cache)
            {
                _cache = cache;
            }

            public void Put(string user, string product) => _cache.SetAsJson(ProductsKey(user), product);

            public string? Find(string user) => _cache.TryGetFromJson<string>(ProductsKey(user), out var product) ? product : null;

            public static string ProductsKey(string key) => "Carts:Products:" + key;
        }

        public class CartController : Controller
        {
            private readonly Carts _carts;
            private readonly IDistributedCache _cache;

            public CartController(Carts carts, IDistributedCache cache)
            {
                _carts = carts;
                _cache = cache;
            }

            public async Task<IActionResult> Drop(string user)
            {
                await Task.Yield();
                if (await _cache.GetAsync(Carts.ProductsKey(user)) is null) // nothing there
                {
                    return NotFound();
                }

                await _cache.RemoveAsync(Carts.ProductsKey(user));
                return Ok();
            }
        }

        public static class CollectionHelpers
        {
            public static void AddOrReplace<TKey, TValue>(this IDictionary<TKey, TValue> map, TKey key, TValue value) => map[key] = value;
        }
        """);

    [Theory]
    [InlineData("public string? Find(string user) => new Carts().Products.GetValueOrDefault(user);")]
    [InlineData("public string? Find(string user) { var other = new Carts(); return other.Products.GetValueOrDefault(user); }")]
    [InlineData("private static Carts Next() => new(); public string? Find(string user) => Next().Products.GetValueOrDefault(user);")]
    public Task Another_object_of_the_kind_NoFix(string member) => NoFixAsync($$"""
        using System.Collections.Concurrent;

        public class Carts
        {
            public readonly ConcurrentDictionary<string, string> {|SN2003:Products|} = new();

            public void Put(string user, string product) => Products[user] = product;

            public string? Find(string user) => Products.TryGetValue(user, out var product) ? product : null;
        }

        public class Reader
        {
            {{member}}
        }
        """);
}
