using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;

namespace SecondNode.Tests.Rules.Caching;

/// <summary>The libraries are stubs with the names of the real ones: the package source of the tests does not have them.</summary>
public class LibraryCachesTests
{
    private const string Libraries = """

        namespace EFCoreSecondLevelCacheInterceptor
        {
            public class EFCoreSecondLevelCacheOptions { }
            public static class EFMemoryCacheProviderOptions
            {
                public static EFCoreSecondLevelCacheOptions UseMemoryCacheProvider(this EFCoreSecondLevelCacheOptions options) => options;
                public static EFCoreSecondLevelCacheOptions UseStackExchangeRedisCacheProvider(this EFCoreSecondLevelCacheOptions options, string connection) => options;
            }
            public static class EFServiceCollectionExtensions
            {
                public static IServiceCollection AddEFSecondLevelCache(this IServiceCollection services, Action<EFCoreSecondLevelCacheOptions> options) => services;
            }
        }
        namespace EasyCaching.Core
        {
            public class EasyCachingOptions { }
            public interface IEasyCachingProviderBase
            {
                Task<T> GetAsync<T>(string key, Func<Task<T>> load, TimeSpan expiration);
                Task RemoveAsync(string key);
            }
            public interface IEasyCachingProvider : IEasyCachingProviderBase { }
        }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class EasyCachingOptionsExtensions
            {
                public static EasyCaching.Core.EasyCachingOptions UseInMemory(this EasyCaching.Core.EasyCachingOptions options, string name = "m") => options;
                public static EasyCaching.Core.EasyCachingOptions UseHybrid(this EasyCaching.Core.EasyCachingOptions options, Action<object> configure) => options;
            }
            public static class EasyCachingServiceCollectionExtensions
            {
                public static IServiceCollection AddEasyCaching(this IServiceCollection services, Action<EasyCaching.Core.EasyCachingOptions> options) => services;
            }
        }
        """;

    private static Task VerifyAsync([StringSyntax("C#-test")] string registration, string change = "await cache.RemoveAsync(id);") => Marked<CacheEntryOnOneNode>.VerifyAsync(
        $$"""
        using EasyCaching.Core;
        using EFCoreSecondLevelCacheInterceptor;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        {{registration}}
        builder.Build().Run();

        public class C(IEasyCachingProvider cache) : Controller
        {
            public async Task<string> Get(string id) => await cache.GetAsync(id, () => System.IO.File.ReadAllTextAsync(id), TimeSpan.FromHours(1));
            public async Task Put(string id) { {{change}} }
        }
        """ + Libraries, "SN2004", DiagnosticSeverity.Warning);

    [Fact]
    public Task QueryResults_Reports() => VerifyAsync("builder.Services.AddEFSecondLevelCache(options => options.[|UseMemoryCacheProvider|]());");

    [Theory]
    [InlineData("builder.Services.AddEFSecondLevelCache(options => options.UseStackExchangeRedisCacheProvider(\"redis\"));")]
    [InlineData("builder.Services.AddEFSecondLevelCache(options => { if (builder.Environment.EnvironmentName == \"Local\") options.UseMemoryCacheProvider(); else options.UseStackExchangeRedisCacheProvider(\"redis\"); });")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddEFSecondLevelCache(options => options.UseMemoryCacheProvider());")]
    public Task SharedQueryResults_IsSilent(string registration) => VerifyAsync(registration);

    [Fact]
    public Task EasyCaching_Reports() => VerifyAsync("builder.Services.AddEasyCaching(options => options.[|UseInMemory|](\"m\"));");

    [Fact]
    public Task EasyCachingOnlyFilled_IsSilent() => VerifyAsync("builder.Services.AddEasyCaching(options => options.UseInMemory(\"m\"));", "await Task.Yield();");

    [Fact]
    public Task EasyCachingHybrid_IsSilent() => VerifyAsync("builder.Services.AddEasyCaching(options => { options.UseInMemory(\"m\"); options.UseHybrid(_ => { }); });");

    private const string CoravelLibrary = """

        namespace Coravel.Cache.Interfaces
        {
            public interface ICache
            {
                Task<T> RememberAsync<T>(string key, Func<Task<T>> make, TimeSpan expiresIn);
                void Flush();
                void Forget(string key);
            }
        }
        namespace Coravel
        {
            public static class CacheServiceRegistration
            {
                public static IServiceCollection AddCache(this IServiceCollection services) => services;
                public static IServiceCollection AddCache(this IServiceCollection services, Coravel.Cache.Interfaces.ICache driver) => services;
                public static IServiceCollection AddCache(this IServiceCollection services, Func<IServiceProvider, Coravel.Cache.Interfaces.ICache> driver) => services;
            }
        }
        namespace Coravel.Cache.PostgreSQL
        {
            public static class ServiceRegistration
            {
                public static IServiceCollection AddPostgreSQLCache(this IServiceCollection services, string connection) => services;
            }
        }
        """;

    private static Task CoravelAsync([StringSyntax("C#-test")] string registration, string change = "cache.Forget(id);") => Marked<CacheEntryOnOneNode>.VerifyAsync(
        $$"""
        using Coravel;
        using Coravel.Cache.Interfaces;
        using Coravel.Cache.PostgreSQL;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        {{registration}}
        builder.Build().Run();

        public class C(ICache cache) : Controller
        {
            public async Task<string> Get(string id) => await cache.RememberAsync(id, () => System.IO.File.ReadAllTextAsync(id), TimeSpan.FromHours(1));
            public void Put(string id) { {{change}} }
        }
        """ + CoravelLibrary, "SN2004", DiagnosticSeverity.Warning);

    [Theory]
    [InlineData("builder.Services.[|AddCache|]();", "cache.Forget(id);")]
    [InlineData("builder.Services.[|AddCache|]();", "cache.Flush();")]
    [InlineData("Coravel.CacheServiceRegistration.[|AddCache|](builder.Services);", "cache?.Forget(id);")]
    [InlineData("builder.Services.AddMvc().Services.[|AddCache|]().AddSingleton<Random>();", "cache.Forget(id);")]
    public Task Coravel_Reports(string registration, string change) => CoravelAsync(registration, change);

    [Theory]
    [InlineData("builder.Services.AddCache();", "")] // only filled
    [InlineData("builder.Services.AddPostgreSQLCache(\"postgres\");", "cache.Forget(id);")]
    [InlineData("builder.Services.AddCache(services => services.GetRequiredService<ICache>());", "cache.Forget(id);")] // a driver
    [InlineData("if (args.Length > 0) builder.Services.AddCache(); else builder.Services.AddPostgreSQLCache(\"postgres\");", "cache.Forget(id);")]
    [InlineData("builder.Services.AddCache(); builder.Services.AddSingleton<ICache>(services => null!);", "cache.Forget(id);")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddCache();", "cache.Forget(id);")]
    [InlineData("builder.Services.AddCache();", "try { cache.ToString(); } catch (Exception) { cache.Forget(id); }")]
    public Task CoravelSharedOrOnlyFilled_IsSilent(string registration, string change) => CoravelAsync(registration, change);

    /// <summary>Another AddCache, and another Forget.</summary>
    [Fact]
    public Task OtherLibraryWithTheNames_IsSilent() => Marked<CacheEntryOnOneNode>.VerifyAsync(
        """
        // Coravel was here.
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCache();
        builder.Build().Run();

        public class C(Own own) : Microsoft.AspNetCore.Mvc.Controller
        {
            public void Put(string id) => own.Forget(id);
        }

        public class Own { public void Forget(string key) { } }

        public static class OwnExtensions { public static void AddCache(this IServiceCollection services) => services.AddSingleton<Own>(); }
        """, "SN2004", DiagnosticSeverity.Warning);

    /// <summary>Duende's copies of the configuration expire, and no code removes one.</summary>
    [Fact]
    public Task CopiesOfConfigurationThatExpire_AreSilent() => Marked<CacheEntryOnOneNode>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddIdentityServer().AddInMemoryCaching();
        builder.Build().Run();

        public interface IIdentityServerBuilder { }

        public static class IdentityServerExtensions
        {
            public static IIdentityServerBuilder AddIdentityServer(this IServiceCollection services) => null!;
            public static IIdentityServerBuilder AddInMemoryCaching(this IIdentityServerBuilder builder) => builder;
        }
        """, "SN2004", DiagnosticSeverity.Warning);
}
