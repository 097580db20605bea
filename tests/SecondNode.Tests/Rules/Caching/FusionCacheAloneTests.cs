using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.CodeFixes.Caching;
using SecondNode.Tests.Rules.Keys;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

public class FusionCacheAloneTests
{
    private static string App(string registration, string change = "await cache.RemoveAsync(id);") => $$"""
        using Microsoft.AspNetCore.Mvc;
        using ZiggyCreatures.Caching.Fusion;

        var builder = WebApplication.CreateBuilder(args);
        {{registration}}
        builder.Build().Run();

        public class C(IFusionCache cache) : Controller
        {
            public async Task<string> Get(string id) => await cache.GetOrSetAsync<string>(id, async (_, t) => await System.IO.File.ReadAllTextAsync(id, t));
            public async Task Put(string id) { {{change}} }
        }
        """;

    private static Task VerifyAsync([StringSyntax("C#-test")] string source) => Marked<FusionCacheAlone>.VerifyAsync(source, "SN2007", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("await cache.RemoveAsync(id);")]
    [InlineData("await cache.SetAsync(id, id);")]
    [InlineData("await cache.ExpireAsync(id);")]
    [InlineData("cache.Remove(id); await Task.Yield();")]
    [InlineData("await cache.RemoveByTagAsync(id);")]
    [InlineData("await cache.ClearAsync();")]
    public Task Invalidated_Reports(string change) => VerifyAsync(App("builder.Services.[|AddFusionCache|]();", change));

    [Theory]
    [InlineData("builder.Services.[|AddFusionCache|](\"named\");")]
    [InlineData("builder.Services.[|AddFusionCache|]().WithRegisteredDistributedCache();")]
    public Task Without_a_backplane_Reports(string registration) => VerifyAsync(App(registration));

    /// <summary>The backplane for tests stays in the process.</summary>
    [Fact]
    public Task Memory_backplane_Reports() => VerifyAsync(App("builder.Services.[|AddFusionCache|]().WithMemoryBackplane();") + """

        public static class MemoryBackplaneExtensions { public static IFusionCacheBuilder WithMemoryBackplane(this IFusionCacheBuilder builder) => builder; }
        """);

    [Theory]
    [InlineData("builder.Services.AddFusionCache().WithRegisteredBackplane();")]
    [InlineData("builder.Services.AddFusionCache().TryWithRegisteredBackplane();")]
    [InlineData("builder.Services.AddFusionCache().TryWithAutoSetup();")]
    [InlineData("builder.Services.AddFusionCache().WithoutBackplane();")]
    public Task With_a_backplane_IsSilent(string registration) => VerifyAsync(App(registration));

    [Fact]
    public Task Never_invalidated_IsSilent() => VerifyAsync(App("builder.Services.AddFusionCache();", "await Task.Yield();"));

    private const string Backplane = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public sealed class RedisBackplaneOptions { public string? Configuration { get; set; } }

            public static class StackExchangeRedisBackplaneExtensions
            {
                public static ZiggyCreatures.Caching.Fusion.IFusionCacheBuilder WithStackExchangeRedisBackplane(this ZiggyCreatures.Caching.Fusion.IFusionCacheBuilder builder, System.Action<RedisBackplaneOptions>? setup = null) => builder;
            }
        }
        """;

    private static Task FixAsync(string registration, string repaired) =>
        Verify<FusionCacheAlone, ConnectFusionCache>.Async(
            [App(registration), "#nullable enable\n" + Backplane],
            [App(repaired), "#nullable enable\n" + Backplane],
            t =>
            {
                const string project = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <ItemGroup>\n    <PackageReference Include=\"ZiggyCreatures.FusionCache\" Version=\"2.9.0\" />\n  </ItemGroup>\n</Project>\n";
                t.AdditionalFiles["/app/App.csproj"] = project;
                t.FixedAdditionalFiles["/app/App.csproj"] = project.Replace("  </ItemGroup>", "    <PackageReference Include=\"ZiggyCreatures.FusionCache.Backplane.StackExchangeRedis\" Version=\"2.9.0\" />\n  </ItemGroup>");
                KeyTests.WithFiles(t);
            });

    [Fact]
    public Task Fix_AppendsTheBackplane() => FixAsync(
        "builder.Services.{|SN2007:AddFusionCache|}();",
        "builder.Services.AddFusionCache().WithStackExchangeRedisBackplane(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));");

    [Fact]
    public Task Chain_FixIsItsFirstLink() => FixAsync(
        "builder.Services.{|SN2007:AddFusionCache|}(\"rates\") // the rates\n    .WithRegisteredDistributedCache();",
        "builder.Services.AddFusionCache(\"rates\")\n    .WithStackExchangeRedisBackplane(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\")) // the rates\n    .WithRegisteredDistributedCache();");
}
