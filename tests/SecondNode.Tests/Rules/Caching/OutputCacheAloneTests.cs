using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.CodeFixes.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

public class OutputCacheAloneTests
{
    private static string App(string registration, string use = "app.UseOutputCache();", string change = "await store.EvictByTagAsync(tag, default);") => $$"""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.OutputCaching;

        var builder = WebApplication.CreateBuilder(args);
        {{registration}}
        var app = builder.Build();
        {{use}}
        app.Run();

        public class C(IOutputCacheStore store) : Controller
        {
            [OutputCache(Tags = ["a"])] public string Get() => "a";
            public async Task Put(string tag) { {{change}} }
        }
        """;

    private static Task VerifyAsync([StringSyntax("C#-test")] string source) => Marked<OutputCacheAlone>.VerifyAsync(source, "SN2008", DiagnosticSeverity.Warning);

    [Fact]
    public Task Evicted_Reports() => VerifyAsync(App("builder.Services.[|AddOutputCache|]();"));

    [Fact]
    public Task Evicted_by_an_endpoint_Reports() => VerifyAsync("""
        using Microsoft.AspNetCore.OutputCaching;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddOutputCache|](o => o.AddBasePolicy(p => p.Tag("a")));
        var app = builder.Build();
        app.UseOutputCache();
        app.MapPost("/purge/{tag}", async (IOutputCacheStore cache, string tag) => await cache.EvictByTagAsync(tag, default));
        app.Run();
        """);

    [Theory]
    [InlineData("builder.Services.AddOutputCache(); builder.Services.AddStackExchangeRedisOutputCache(o => o.Configuration = \"redis\");", "app.UseOutputCache();", "await store.EvictByTagAsync(tag, default);")]
    [InlineData("builder.Services.AddOutputCache(); builder.Services.AddSingleton<IOutputCacheStore>(p => null!);", "app.UseOutputCache();", "await store.EvictByTagAsync(tag, default);")]
    [InlineData("builder.Services.AddOutputCache();", "", "await store.EvictByTagAsync(tag, default);")]
    [InlineData("builder.Services.AddOutputCache();", "app.UseOutputCache();", "await Task.Yield();")]
    public Task Shared_unused_or_never_evicted_IsSilent(string registration, string use, string change) => VerifyAsync(App(registration, use, change));

    /// <summary>Response caching follows headers, which name a time and nothing else.</summary>
    [Fact]
    public Task Response_caching_IsSilent() => VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddResponseCaching();
        builder.Services.AddControllers();
        var app = builder.Build();
        app.UseResponseCaching();
        app.MapControllers();
        app.Run();

        public class C : Controller { [ResponseCache(Duration = 60)] public string Get() => "a"; }
        """);

    [Fact]
    public Task Store_FixRegistersIt() => Verify<OutputCacheAlone, ShareDistributedCache>.Async(
        App("builder.Services.{|SN2008:AddOutputCache|}();"),
        App("builder.Services.AddStackExchangeRedisOutputCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));\nbuilder.Services.AddOutputCache();"));
}
