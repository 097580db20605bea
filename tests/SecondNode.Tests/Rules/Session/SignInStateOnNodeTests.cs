using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Session;

public class SignInStateOnNodeTests
{
    private const string Methods = """
        public Task<string> StoreAsync(AuthenticationTicket ticket) => Task.FromResult("");
        public Task RenewAsync(string key, AuthenticationTicket ticket) => Task.CompletedTask;
        public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult<AuthenticationTicket?>(null);
        public Task RemoveAsync(string key) => Task.CompletedTask;
        """;

    private const string Usings = """
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authentication.Cookies;
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.Memory;
        using Microsoft.Extensions.Caching.Hybrid;

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

    [Theory]
    [InlineData("class {|SN1006:Tickets|} : ITicketStore { private readonly IMemoryCache cache = new MemoryCache(new MemoryCacheOptions());")]
    [InlineData("class {|SN1006:Tickets|} : ITicketStore { private readonly MemoryCache cache = new(new MemoryCacheOptions());")]
    [InlineData("class {|SN1006:Tickets|} : ITicketStore { static readonly ConcurrentDictionary<string, AuthenticationTicket> All = new(); void Put(string k, AuthenticationTicket t) => All[k] = t;")]
    [InlineData("class {|SN1006:Tickets|} : ITicketStore { readonly Dictionary<string, AuthenticationTicket> all = new(); void Put(string k, AuthenticationTicket t) => all.Add(k, t);")]
    [InlineData("class {|SN1006:Tickets|} : ITicketStore { IDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>(); void Put(string k) => All[k] = [];")]
    [InlineData("class Held { protected IMemoryCache Cache = null!; } class {|SN1006:Tickets|} : Held, ITicketStore {")]
    [InlineData("interface IStore : ITicketStore { } class {|SN1006:Tickets|} : IStore { IMemoryCache cache = null!;")]
    public Task StoreInMemory_Reports(string head) => Verify<SignInStateOnNode>.Async([Usings + "object made = new Tickets();\n" + head + Methods + "}"]);

    [Fact]
    public Task PrimaryConstructor_Reports() => Verify<SignInStateOnNode>.Async(
        Usings + "new ServiceCollection().AddSingleton<ITicketStore, Tickets>();\nclass {|SN1006:Tickets|}(IMemoryCache cache, TimeProvider time) : ITicketStore { object X => (cache, time);" + Methods + "}");

    [Theory]
    [InlineData("IDistributedCache cache = null!;")]
    [InlineData("IMemoryCache near = null!; IDistributedCache cache = null!;")]
    [InlineData("IMemoryCache near = null!; HybridCache cache = null!;")]
    [InlineData("IMemoryCache near = null!; Microsoft.EntityFrameworkCore.DbContext database = null!;")]
    [InlineData("IMemoryCache near = null!; IServiceScopeFactory scopes = null!;")]
    [InlineData("IMemoryCache near = null!; IOwnStore store = null!;")]
    [InlineData("string[] names = [];")]
    public Task SharedStore_IsSilent(string members) => Verify<SignInStateOnNode>.Async(
        Usings + "object made = new Tickets();\ninterface IOwnStore { }\nclass Tickets : ITicketStore { " + members + Methods + "}");

    [Theory]
    [InlineData("class {|SN1006:Format|} : ISecureDataFormat<AuthenticationProperties> { readonly ConcurrentDictionary<string, AuthenticationProperties> kept = new();")]
    [InlineData("class {|SN1006:Format|} : ISecureDataFormat<AuthenticationProperties> { static readonly Dictionary<string, AuthenticationProperties> kept = [];")]
    [InlineData("class Format : ISecureDataFormat<AuthenticationProperties> { IDistributedCache cache = null!; readonly Dictionary<string, AuthenticationProperties> kept = [];")]
    public Task StateOfLogins_Reports(string head) => Verify<SignInStateOnNode>.Async(Usings + "object made = new Format();\n" + head + """

            public string Protect(AuthenticationProperties data) => Protect(data, null);
            public string Protect(AuthenticationProperties data, string? purpose) { var id = Guid.NewGuid().ToString(); kept[id] = data; return id; }
            public AuthenticationProperties? Unprotect(string? text) => Unprotect(text, null);
            public AuthenticationProperties? Unprotect(string? text, string? purpose) => kept.TryGetValue(text!, out var data) ? data : null;
        }
        """);

    [Fact]
    public Task TableThatNobodyChanges_IsSilent() => Verify<SignInStateOnNode>.Async(Usings + """
        object made = new Format();
        class Format : ISecureDataFormat<string>
        {
            static readonly Dictionary<string, string> Short = new() { ["a"] = "b" };
            public string Protect(string data) => Short[data];
            public string Protect(string data, string? purpose) => Short[data];
            public string? Unprotect(string? text) => text;
            public string? Unprotect(string? text, string? purpose) => text;
        }
        """);

    [Theory]
    [InlineData("Duende.IdentityServer.Stores", "IPersistedGrantStore", "keeps authorization codes and refresh tokens in 'kept', in the memory of this node: a token request that lands on another node fails")]
    [InlineData("IdentityServer4.Stores", "IDeviceFlowStore", "keeps authorization codes and refresh tokens in 'kept', in the memory of this node: a token request that lands on another node fails")]
    [InlineData("Duende.IdentityServer.Stores", "IServerSideSessionStore", "keeps sign-in tickets in 'kept', in the memory of this node: when another node serves the next request, the user is signed out")]
    [InlineData("Microsoft.Owin.Security.Infrastructure", "IAuthenticationTokenProvider", "keeps authorization codes and refresh tokens in 'kept', in the memory of this node: a token request that lands on another node fails")]
    [InlineData("Duende.AccessTokenManagement.OpenIdConnect", "IUserTokenStore", "keeps the tokens of signed-in users in 'kept', in the memory of this node: another node has none and has to ask the user to sign in again")]
    public Task StoresOfLibraries_Report(string ns, string contract, string message) => Verify<SignInStateOnNode>.Async(
        $"new ServiceCollection().AddSingleton<{ns}.{contract}, Kept>();\nclass {{|#0:Kept|}} : {ns}.{contract} {{ readonly Dictionary<string, string> kept = []; public void Put(string a, string b) => kept[a] = b; }}\nnamespace {ns} {{ public interface {contract} {{ }} }}",
        test => test.ExpectedDiagnostics.Add(new DiagnosticResult("SN1006", DiagnosticSeverity.Warning).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithMessage("'Kept' " + message)));

    [Fact]
    public Task StaticDictionaryOfAStore_IsNotReportedTwice() => Verify<SecondNode.Analyzers.Rules.Caching.StaticCollection>.Async(
        Usings + "object made = new Tickets();\nclass Tickets : ITicketStore { static readonly ConcurrentDictionary<string, AuthenticationTicket> All = new(); public void Drop(string key) => All.TryRemove(key, out _);" + Methods + "}");

    [Fact]
    public Task StoreThatNobodyMakes_IsSilent() => Verify<SignInStateOnNode>.Async(Usings + "return;\nclass Tickets : ITicketStore { IMemoryCache cache = null!; " + Methods + "}");

    [Fact]
    public Task StoreOfALibrary_IsASuggestion() => Verify<SignInStateOnNode>.Async(
        Usings + "public class {|#0:Tickets|} : ITicketStore { IMemoryCache cache = null!; " + Methods + "}",
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            test.ExpectedDiagnostics.Add(new DiagnosticResult("SN1006", DiagnosticSeverity.Info).WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithMessage(
                "'Tickets' keeps sign-in tickets in 'cache', in the memory of this node: when another node serves the next request, the user is signed out"));
        });

    [Theory]
    [InlineData("services.AddAuthentication().AddMicrosoftIdentityWebApp(c).EnableTokenAcquisitionToCallDownstreamApi().{|SN1006:AddInMemoryTokenCaches|}();")]
    [InlineData("services.AddAuthentication().AddMicrosoftIdentityWebApp(c); services.{|SN1006:AddInMemoryTokenCaches|}();")]
    [InlineData("services.AddAuthentication().AddMicrosoftIdentityWebApp(c).EnableTokenAcquisitionToCallDownstreamApi().{|SN1006:AddSessionTokenCaches|}();")]
    public Task TokensOfUsers_Report(string statements) => Verify<SignInStateOnNode>.Async(Identity(statements));

    [Theory]
    [InlineData("services.AddAuthentication().AddMicrosoftIdentityWebApp(c).EnableTokenAcquisitionToCallDownstreamApi().AddDistributedTokenCaches();")]
    [InlineData("services.AddAuthentication().AddMicrosoftIdentityWebApp(c).EnableTokenAcquisitionToCallDownstreamApi().AddSessionTokenCaches(); services.AddStackExchangeRedisCache(o => { });")]
    [InlineData("var calls = services.AddAuthentication().AddMicrosoftIdentityWebApp(c).EnableTokenAcquisitionToCallDownstreamApi(); if (builder.Environment.IsDevelopment()) { calls.AddInMemoryTokenCaches(); } else { calls.AddDistributedTokenCaches(); }")]
    [InlineData("if (builder.Environment.IsDevelopment()) { services.AddInMemoryTokenCaches(); }")]
    public Task SharedTokensOrDevelopment_IsSilent(string statements) => Verify<SignInStateOnNode>.Async(Identity(statements));

    [Fact]
    public Task TokensOfAnApi_AreASuggestion() => Verify<SignInStateOnNode>.Async(
        Identity("services.AddAuthentication().AddMicrosoftIdentityWebApi(c).EnableTokenAcquisitionToCallDownstreamApi().{|#0:AddInMemoryTokenCaches|}();"),
        test => test.ExpectedDiagnostics.Add(new DiagnosticResult("SN1006", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'AddInMemoryTokenCaches' keeps tokens in the memory of this node: every node asks the identity provider for its own")));

    [Theory]
    [InlineData("services.{|SN1006:AddOidcStateDataFormatterCache|}();")]
    [InlineData("services.AddDistributedMemoryCache(); services.{|SN1006:AddOidcStateDataFormatterCache|}(\"aad\");")]
    [InlineData("services.AddOidcStateDataFormatterCache(); services.AddStackExchangeRedisCache(o => { });")]
    public Task LoginState_ReportsWithoutASharedCache(string statements) => Verify<SignInStateOnNode>.Async(["var services = WebApplication.CreateBuilder(args).Services;\n" + statements, IdentityServer]);

    [Fact]
    public Task HalfTyped_IsSilent() => Verify<SignInStateOnNode>.Async(
        Usings + "new Tickets();\nclass Tickets : ITicketStore, { IMemoryC cache; ITicketStore", t => t.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Identity(string statements) =>
        "using Microsoft.Identity.Web;\nusing Microsoft.Identity.Web.TokenCacheProviders.InMemory;\nvar builder = WebApplication.CreateBuilder(args); var services = builder.Services; var c = builder.Configuration;\n" + statements;
}
