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
}
