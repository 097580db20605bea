using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Session;

public class ShareSignInStateTests
{
    private const string Start = "using Microsoft.Identity.Web;\nusing Microsoft.Identity.Web.TokenCacheProviders.InMemory;\n\nvar builder = WebApplication.CreateBuilder(args);\n";
    private const string Cache = "builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));\n";

    [Fact]
    public Task Tokens_FixRegistersTheCacheAndKeepsThemThere() => Verify<SignInStateOnNode, ShareSignInState>.Async(
        Start + "\nbuilder.Services.AddAuthentication()\n    .AddMicrosoftIdentityWebApp(builder.Configuration)\n    .EnableTokenAcquisitionToCallDownstreamApi()\n    .{|SN1006:AddInMemoryTokenCaches|}(o => { }); // tokens\n",
        Start + "\n" + Cache + "builder.Services.AddAuthentication()\n    .AddMicrosoftIdentityWebApp(builder.Configuration)\n    .EnableTokenAcquisitionToCallDownstreamApi()\n    .AddDistributedTokenCaches(); // tokens\n");

    [Fact]
    public Task TokensWithASharedCache_FixOnlyRenames() => Verify<SignInStateOnNode, ShareSignInState>.Async(
        Start + Cache + "builder.Services.AddAuthentication().AddMicrosoftIdentityWebApp(builder.Configuration);\nbuilder.Services.{|SN1006:AddInMemoryTokenCaches|}();\n",
        Start.Replace("using Microsoft.Identity.Web.TokenCacheProviders.InMemory;", "using Microsoft.Identity.Web.TokenCacheProviders.Distributed;\nusing Microsoft.Identity.Web.TokenCacheProviders.InMemory;") + Cache + "builder.Services.AddAuthentication().AddMicrosoftIdentityWebApp(builder.Configuration);\nbuilder.Services.AddDistributedTokenCaches();\n");

    [Fact]
    public Task LoginState_FixRegistersTheCache() => Verify<SignInStateOnNode, ShareSignInState>.Async(
        [LoginState("builder.Services.{|SN1006:AddOidcStateDataFormatterCache|}();\n"), IdentityServer],
        [LoginState(Cache + "builder.Services.AddOidcStateDataFormatterCache();\n"), IdentityServer]);

    [Fact]
    public Task LoginStateInAHelper_FixPassesTheConfiguration() => Verify<SignInStateOnNode, ShareSignInState>.Async(
        [LoginState("builder.Services.AddLogins();\n"), IdentityServer, Logins("", "{|SN1006:AddOidcStateDataFormatterCache|}();")],
        [
            LoginState("builder.Services.AddLogins(builder.Configuration);\n"),
            IdentityServer,
            Logins(", IConfiguration configuration", "AddStackExchangeRedisCache(options => options.Configuration = configuration.GetConnectionString(\"Redis\"));\n        services.AddOidcStateDataFormatterCache();"),
        ]);

    private static string Logins(string parameter, string call) =>
        "static class Logins\n{\n    public static void AddLogins(this IServiceCollection services" + parameter + ")\n    {\n        services." + call + "\n    }\n}\n";

    [Theory]
    [InlineData("cache.Set(key, ticket, options);", "cache.Set(key, TicketSerializer.Default.Serialize(ticket), options);")]
    [InlineData("this.cache.Set<AuthenticationTicket>(key, ticket);", "this.cache.Set(key, TicketSerializer.Default.Serialize(ticket));")]
    [InlineData("cache.TryGetValue(key, out AuthenticationTicket? found); ticket = found!;", "AuthenticationTicket? found = cache.Get(key) is { } stored ? TicketSerializer.Default.Deserialize(stored) : null; ticket = found!;")]
    [InlineData("ticket = cache.Get<AuthenticationTicket>(key)!;", "ticket = (cache.Get(key) is { } stored ? TicketSerializer.Default.Deserialize(stored) : null)!;")]
    [InlineData("cache.Remove(key); // gone", "cache.Remove(key); // gone")]
    public Task TicketStore_FixSerializesTickets(string before, string after) => Verify<SignInStateOnNode, ShareSignInState>.Async(
        Store("{|SN1006:Tickets|}", "IMemoryCache", "MemoryCacheEntryOptions", before, "using Microsoft.Extensions.Caching.Memory;"),
        Store("Tickets", "IDistributedCache", "DistributedCacheEntryOptions", after, "using Microsoft.Extensions.Caching.Distributed;\nusing Microsoft.Extensions.Caching.Memory;"));

    [Theory]
    [InlineData("cache.GetOrCreate(key, _ => ticket);")]
    [InlineData("cache.Set((object)key, ticket);")]
    [InlineData("if (cache.TryGetValue(key, out _)) { }")]
    [InlineData("cache.Set(key, \"text\");")]
    [InlineData("Use(cache); static void Use(IMemoryCache cache) { }")]
    public Task TicketStoreWithOtherUses_HasNoFix(string statement) => Verify<SignInStateOnNode, ShareSignInState>.NoFixAsync(
        Store("{|SN1006:Tickets|}", "IMemoryCache", "MemoryCacheEntryOptions", statement, "using Microsoft.Extensions.Caching.Memory;"));

    [Fact]
    public Task StoreMadeWithAMemoryCache_HasNoFix() => Verify<SignInStateOnNode, ShareSignInState>.NoFixAsync(
        Store("{|SN1006:Tickets|}", "IMemoryCache", "MemoryCacheEntryOptions", "", "using Microsoft.Extensions.Caching.Memory;")
            .Replace("return;", "object made = new Tickets(new MemoryCache(new MemoryCacheOptions()));"));

    private static string Store(string name, string cache, string options, string statement, string usings) => $$"""
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authentication.Cookies;
        {{usings}}

        WebApplication.CreateBuilder(args).Services.AddSingleton<ITicketStore, Tickets>();
        return;

        class {{name}} : ITicketStore
        {
            private readonly {{cache}} cache;

            public Tickets({{cache}} cache)
            {
                this.cache = cache ?? throw new ArgumentNullException(nameof(cache));
            }

            public Task<string> StoreAsync(AuthenticationTicket ticket) => Task.FromResult("");

            public Task RenewAsync(string key, AuthenticationTicket ticket)
            {
                var options = new {{options}}();
                if (ticket.Properties.ExpiresUtc is { } end)
                {
                    options.SetAbsoluteExpiration(end);
                }

                options.SlidingExpiration = TimeSpan.FromHours(1);
                {{statement}}
                return Task.CompletedTask;
            }

            public Task<AuthenticationTicket> RetrieveAsync(string key) => null;

            public Task RemoveAsync(string key) => Task.CompletedTask;
        }
        """;

    private const string IdentityServer = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class IdentityServerServiceCollectionExtensions
            {
                public static IServiceCollection AddOidcStateDataFormatterCache(this IServiceCollection services, params string[] schemes) => services;
            }
        }
        """;

    private static string LoginState(string statements) => "var builder = WebApplication.CreateBuilder(args);\n" + statements;
}
