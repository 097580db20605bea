using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;

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

    [Theory]
    [InlineData("builder.Services.AddFusionCache().WithRegisteredBackplane();")]
    [InlineData("builder.Services.AddFusionCache().TryWithAutoSetup();")]
    [InlineData("builder.Services.AddFusionCache().WithoutBackplane();")]
    public Task With_a_backplane_IsSilent(string registration) => VerifyAsync(App(registration));

    [Fact]
    public Task Never_invalidated_IsSilent() => VerifyAsync(App("builder.Services.AddFusionCache();", "await Task.Yield();"));
}
