using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.CodeFixes.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

public class HybridCacheAloneTests
{
    private static string App(string registration, string change = "await cache.RemoveAsync(id);") => $$"""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.Hybrid;

        var builder = WebApplication.CreateBuilder(args);
        {{registration}}
        builder.Build().Run();

        public class C(HybridCache cache) : Controller
        {
            public async Task<string> Get(string id) => await cache.GetOrCreateAsync(id, async t => await System.IO.File.ReadAllTextAsync(id, t));
            public async Task Put(string id) { {{change}} }
        }
        """;

    private static Task VerifyAsync([StringSyntax("C#-test")] string source) => Marked<HybridCacheAlone>.VerifyAsync(source, "SN2006", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("await cache.RemoveAsync(id);")]
    [InlineData("await cache.RemoveByTagAsync(id);")]
    [InlineData("await cache.SetAsync(id, id);")]
    public Task Invalidated_Reports(string change) => VerifyAsync(App("builder.Services.[|AddHybridCache|]();", change));

    [Theory]
    [InlineData("builder.Services.[|AddHybridCache|](o => o.MaximumKeyLength = 10);")]
    [InlineData("builder.Services.[|AddKeyedHybridCache|](\"a\");")]
    [InlineData("builder.Services.AddDistributedMemoryCache(); builder.Services.[|AddHybridCache|]();")]
    [InlineData("Microsoft.Extensions.DependencyInjection.HybridCacheServiceExtensions.[|AddHybridCache|](builder.Services);")]
    public Task Registered_in_any_form_Reports(string registration) => VerifyAsync(App(registration));

    [Theory]
    [InlineData("builder.Services.AddHybridCache(); builder.Services.AddStackExchangeRedisCache(o => o.Configuration = \"redis\");", "await cache.RemoveAsync(id);")]
    [InlineData("builder.Services.AddHybridCache();", "await Task.Yield();")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddHybridCache();", "await cache.RemoveAsync(id);")]
    public Task Shared_or_never_invalidated_IsSilent(string registration, string change) => VerifyAsync(App(registration, change));

    [Fact]
    public Task Library_IsSilent() => Verify<HybridCacheAlone>.Async("""
        using Microsoft.Extensions.Caching.Hybrid;
        public static class Setup { public static void Add(IServiceCollection services) => services.AddHybridCache(); }
        public class Prices(HybridCache cache) { public ValueTask Forget(string id) => cache.RemoveAsync(id); }
        """, test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task Second_level_FixRegistersIt() => Verify<HybridCacheAlone, ShareDistributedCache>.Async(
        App("builder.Services.{|SN2006:AddHybridCache|}();"),
        App("builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));\nbuilder.Services.AddHybridCache();"));
}
