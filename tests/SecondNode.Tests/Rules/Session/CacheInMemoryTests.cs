using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Session.CacheInMemory>;

namespace SecondNode.Tests.Rules.Session;

public class CacheInMemoryTests
{
    private const string Usings = "using Microsoft.Extensions.Caching.Distributed; using Microsoft.Extensions.Caching.Memory; using Microsoft.Extensions.Options; ";

    private const string Consumer = "class Prices(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { public Task Forget(string id) => cache.RemoveAsync(id); }";

    private const string Builder = "var builder = WebApplication.CreateBuilder(args); var services = builder.Services;\n";

    // ---- what MVC registers silently

    [Theory]
    [InlineData("AddControllersWithViews")]
    [InlineData("AddRazorPages")]
    [InlineData("AddMvc")]
    public Task SessionOnTheCacheOfMvc_Reports(string mvc) => Verify.Async(
        Builder + $"services.{mvc}();\nservices.{{|SN1001:AddSession|}}(o => o.IdleTimeout = TimeSpan.FromMinutes(1));\nvar app = builder.Build();\napp.UseSession();\napp.Run();");

    [Theory]
    [InlineData("AddControllers")]
    [InlineData("AddMvcCore")]
    [InlineData("AddRazorComponents")]
    public Task SessionWithoutAnyCache_IsSilent(string other) => Verify.Async(
        Builder + $"services.{other}();\nservices.AddSession();\nvar app = builder.Build();\napp.UseSession();\napp.Run();");

    [Fact]
    public Task SessionThatNothingUses_IsSilent() => Verify.Async(Builder + "services.AddMvc(); services.AddSession();");

    [Fact]
    public Task SessionUsedInAnotherFile_Reports() => Verify.Async([
        Builder + "services.AddMvc();\nservices.{|SN1001:AddSession|}();\nbuilder.Build().UseAll();",
        "static class X { public static void UseAll(this WebApplication app) => app.UseSession(); }"]);

    [Fact]
    public Task SessionRegisteredInAnotherFile_ReportsThere() => Verify.Async([
        Builder + "services.AddControllersWithViews(); services.AddAll(); var app = builder.Build(); app.UseSession(); app.Run();",
        "static class X { public static IServiceCollection AddAll(this IServiceCollection services) => services.{|SN1001:AddSession|}(); }"]);

    [Fact]
    public Task CustomSessionStore_IsSilent() => Verify.Async(
        "using Microsoft.AspNetCore.Session; " + Builder + "services.AddMvc(); services.AddSession(); services.AddTransient<ISessionStore, Store>(); builder.Build().UseSession();\n" +
        "class Store : ISessionStore { public ISession Create(string k, TimeSpan a, TimeSpan b, Func<bool> c, bool d) => null!; }");

    [Fact]
    public Task StickySessions_MakeItASuggestion() => Verify.Async(
        Builder + "services.AddMvc(); services.{|#0:AddSession|}(); builder.Build().UseSession();",
        test => Expect(test, DiagnosticSeverity.Info, "secondnode.sticky_sessions"));

    [Fact]
    public Task SingleNode_IsSilent() => Verify.Async(
        Builder + "services.AddMvc(); services.AddSession(); builder.Build().UseSession();", test => test.GlobalOptions["secondnode.single_node"] = "true");

    [Fact]
    public Task HomonymOfAddSession_IsSilent() => Verify.Async(
        Builder + "services.AddMvc(); services.AddSession(1); builder.Build().UseSession();\nstatic class X { public static void AddSession(this IServiceCollection s, int i) { } }");

    [Fact]
    public Task ConsumerOfTheCacheOfMvc_Reports() => Verify.Async(
        Builder + "services.{|SN1001:AddControllersWithViews|}().AddViewOptions(o => { });\n" + Consumer);

    [Theory]
    [InlineData("services.AddControllers();")]
    [InlineData("services.AddControllersWithViews(); services.AddStackExchangeRedisCache(o => { });")]
    public Task ConsumerWithoutTheCacheOfMvc_IsSilent(string statements) => Verify.Async(Builder + statements + "\n" + Consumer);

    // ---- explicit registrations

    [Theory]
    [InlineData("services.{|SN1001:AddDistributedMemoryCache|}();")]
    [InlineData("services.{|SN1001:AddDistributedMemoryCache|}(o => o.SizeLimit = 1);")]
    [InlineData("builder.Services.AddRouting().{|SN1001:AddDistributedMemoryCache|}().AddCors();")]
    [InlineData("services?.{|SN1001:AddDistributedMemoryCache|}();")]
    [InlineData("MemoryCacheServiceCollectionExtensions.{|SN1001:AddDistributedMemoryCache|}(services);")]
    [InlineData("Cache.{|SN1001:AddDistributedMemoryCache|}(services);")]
    [InlineData("services.{|SN1001:AddSingleton<IDistributedCache, MemoryDistributedCache>|}();")]
    [InlineData("services.{|SN1001:TryAddSingleton<IDistributedCache, MemoryDistributedCache>|}();")]
    [InlineData("services.{|SN1001:AddSingleton|}(typeof(IDistributedCache), typeof(MemoryDistributedCache));")]
    [InlineData("services.{|SN1001:AddSingleton<IDistributedCache>|}(sp => new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));")]
    [InlineData("services.{|SN1001:AddSingleton<IDistributedCache>|}(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));")]
    [InlineData("services.Add(ServiceDescriptor.{|SN1001:Singleton<IDistributedCache, MemoryDistributedCache>|}());")]
    [InlineData("if (builder.Configuration[\"x\"] == null) { services.{|SN1001:AddDistributedMemoryCache|}(); }")]
    [InlineData("void Local() { services.{|SN1001:AddDistributedMemoryCache|}(); } Local();")]
    [InlineData("builder.Host.ConfigureServices((c, s) => s.{|SN1001:AddDistributedMemoryCache|}());")]
    public Task MemoryCacheWithAConsumer_Reports(string statement) => Verify.Async(
        "using Cache = Microsoft.Extensions.DependencyInjection.MemoryCacheServiceCollectionExtensions; using Microsoft.Extensions.DependencyInjection.Extensions; " +
        Usings + Builder + statement + "\n" + Consumer,
        test => test.CompilerDiagnostics = CompilerDiagnostics.Errors);

    [Theory]
    [InlineData("services.AddSession(); builder.Build().UseSession();")]
    [InlineData("_ = builder.Build().Services.GetRequiredService<IDistributedCache>();")]
    [InlineData("builder.Build().MapGet(\"/\", (IDistributedCache cache) => cache.GetString(\"a\"));")]
    [InlineData("services.AddSingleton(sp => new Holder(sp.GetService<IDistributedCache>()!));")]
    public Task EveryKindOfConsumer_MakesItAWarning(string consumer) => Verify.Async(
        Usings + Builder + "services.{|SN1001:AddDistributedMemoryCache|}();\n" + consumer + "\nclass Holder(object cache) { object Cache => cache; }");

    [Theory]
    [InlineData("")]
    [InlineData("services.AddHybridCache();")]
    [InlineData("_ = nameof(IDistributedCache);")]
    [InlineData("services.AddSession();")]
    public Task MemoryCacheWithoutAConsumer_IsASuggestion(string more) => Verify.Async(
        Usings + Builder + "services.{|#0:AddDistributedMemoryCache|}();\n" + more, test => Expect(test, DiagnosticSeverity.Info));

    [Fact]
    public Task ExtensionsAndDecoratorsOfTheCache_AreNoConsumers() => Verify.Async(
        Usings + Builder + "services.{|#0:AddDistributedMemoryCache|}();\n" +
        "static class X { public static Task Forget(this IDistributedCache cache, string key) => cache.RemoveAsync(key); }\n" +
        "abstract class Logged(IDistributedCache inner) : IDistributedCache { protected IDistributedCache Inner => inner; public abstract byte[]? Get(string key); public abstract Task<byte[]?> GetAsync(string key, CancellationToken token = default); public abstract void Refresh(string key); public abstract Task RefreshAsync(string key, CancellationToken token = default); public abstract void Remove(string key); public abstract Task RemoveAsync(string key, CancellationToken token = default); public abstract void Set(string key, byte[] value, DistributedCacheEntryOptions options); public abstract Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default); }",
        test => Expect(test, DiagnosticSeverity.Info));

    [Fact]
    public Task MemoryCacheAndSessionAndMvc_AreOneMistake() => Verify.Async(
        Builder + "services.AddMvc(); services.AddSession(); services.{|SN1001:AddDistributedMemoryCache|}(); services.AddDistributedMemoryCache(); builder.Build().UseSession();");

    [Fact]
    public Task SessionAlone_OnStickyNodes_IsASuggestion_ButEntriesAreNot()
    {
        const string program = Builder + "services.{|#0:AddDistributedMemoryCache|}(); services.AddSession(); builder.Build().UseSession();\n";
        return Task.WhenAll(
            Verify.Async(program, test => Expect(test, DiagnosticSeverity.Info, "secondnode.sticky_sessions")),
            Verify.Async(program + Consumer, test => Expect(test, DiagnosticSeverity.Warning, "secondnode.sticky_sessions")));
    }

    [Fact]
    public Task Library_IsASuggestion() => Verify.Async(
        Consumer + " static class X { static void Add(IServiceCollection services) => services.{|#0:AddDistributedMemoryCache|}(); }",
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            Expect(test, DiagnosticSeverity.Info);
        });

    [Fact]
    public Task SessionAndMvcInALibrary_AreASuggestion() => Verify.Async(
        "static class X { static void Add(IServiceCollection services, IApplicationBuilder app) { services.AddMvc(); services.{|#0:AddSession|}(); app.UseSession(); } }",
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            Expect(test, DiagnosticSeverity.Info);
        });

    [Fact]
    public Task SessionInALibrary_IsSilent() => Verify.Async(
        "static class X { static void Add(IServiceCollection services, IApplicationBuilder app) { services.AddSession(); app.UseSession(); } }",
        test => test.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    // ---- safe code

    [Theory]
    [InlineData("services.AddStackExchangeRedisCache(o => { });")]
    [InlineData("if (builder.Environment.IsDevelopment()) { services.AddDistributedMemoryCache(); } else { services.AddStackExchangeRedisCache(o => { }); }")]
    [InlineData("services.AddStackExchangeRedisCache(o => { }); services.AddDistributedMemoryCache();")]
    [InlineData("services.AddDistributedMemoryCache(); if (builder.Configuration[\"Redis\"] is { } r) { services.AddStackExchangeRedisCache(o => { }); }")]
    [InlineData("services.AddDistributedMemoryCache(); services.AddSingleton<IDistributedCache>(sp => Make());")]
    [InlineData("#if DEBUG\nservices.AddDistributedMemoryCache();\n#else\nservices.AddStackExchangeRedisCache(o => { });\n#endif")]
    public Task SharedCacheAnywhere_IsSilent(string statements) => Verify.Async(
        Usings + Builder + "services.AddMvc(); services.AddSession();\n" + statements + "\nbuilder.Build().UseSession();\nstatic IDistributedCache Make() => null!;\n" + Consumer,
        test => test.CompilerDiagnostics = CompilerDiagnostics.None);

    [Fact]
    public Task SharedCacheInAnotherFile_IsSilent() => Verify.Async([
        Builder + "services.AddDistributedMemoryCache(); services.AddSession(); builder.Build().UseSession();",
        "static class X { static void Add(IServiceCollection services) => services.AddStackExchangeRedisCache(o => { }); }"]);

    [Fact]
    public Task MemoryCacheInDevelopmentOnly_LeavesTheSilentOneOfMvc() => Verify.Async(
        Builder + "services.AddMvc(); if (builder.Environment.IsDevelopment()) { services.AddDistributedMemoryCache(); }\nservices.{|SN1001:AddSession|}(); builder.Build().UseSession();");

    [Fact]
    public Task MemoryCacheInDevelopmentOnly_IsSilent() => Verify.Async(
        Builder + "if (builder.Environment.IsDevelopment()) { services.AddDistributedMemoryCache(); }\n" + Consumer);

    [Fact]
    public Task HomonymOfTheMemoryCache_IsSilent() => Verify.Async(
        "new Other().AddDistributedMemoryCache();\nclass Other { public void AddDistributedMemoryCache() { } }\n" + Consumer);

    [Fact]
    public Task TestProject_IsSilent() => Verify.Async(
        Builder + "services.AddDistributedMemoryCache();\n" + Consumer, test => test.GlobalOptions["build_property.IsTestProject"] = "true");

    // ---- made by hand

    [Fact]
    public Task CacheMadeByHand_Reports() => Verify.Async(
        Usings + "IDistributedCache cache = {|SN1001:new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))|}; cache.Remove(\"a\");");

    [Fact]
    public Task CacheMadeByHandAsFallback_IsASuggestion() => Verify.Async(
        Usings + "class Service(IDistributedCache? cache) { readonly IDistributedCache cache = cache ?? {|#0:new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()))|}; static void Main() { } }",
        test => Expect(test, DiagnosticSeverity.Info));

    [Fact]
    public Task CacheMadeByHandBesideAProvider_IsSilent() => Verify.Async(
        Usings + Builder + "services.AddStackExchangeRedisCache(o => { }); IDistributedCache cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));");

    // ---- other projects

    [Fact]
    public async Task SessionRegisteredByAnotherProject_ReportsWhereItIsUsed()
    {
        var library = Analysis.Compile(["public static class X { public static void AddAll(this IServiceCollection s) { s.AddMvc(); s.AddSession(); } }"], kind: OutputKind.DynamicallyLinkedLibrary).WithAssemblyName("Lib");
        var app = Analysis.Compile([Builder + "services.AddAll(); builder.Build().UseSession();"]).AddReferences(library.ToMetadataReference());
        var found = Assert.Single((await Analysis.RunAsync(app)).Where(d => d.Id == CacheInMemory.Id));
        Assert.StartsWith("'UseSession'", found.GetMessage());
    }

    [Fact]
    public async Task ProviderInAnotherProject_IsSilent()
    {
        var library = Analysis.Compile(["public static class X { public static void AddAll(this IServiceCollection s) { s.AddStackExchangeRedisCache(o => { }); } }"], kind: OutputKind.DynamicallyLinkedLibrary).WithAssemblyName("Lib");
        var app = Analysis.Compile([Builder + "services.AddMvc(); services.AddSession(); services.AddAll(); builder.Build().UseSession();"]).AddReferences(library.ToMetadataReference());
        Assert.DoesNotContain(await Analysis.RunAsync(app), d => d.Id == CacheInMemory.Id);
    }

    [Fact]
    public async Task InTheEditor_TheSameIsReported()
    {
        var compilation = Analysis.Compile([Builder + "services.AddMvc(); services.AddSession(); builder.Build().UseAll();", "static class X { public static void UseAll(this WebApplication app) => app.UseSession(); }"]);
        Assert.Single((await Analysis.RunByDocumentAsync(compilation)).Where(d => d.Id == CacheInMemory.Id));
    }

    private static void Expect(Testing.AnalyzerTest<CacheInMemory> test, DiagnosticSeverity severity, string? option = null)
    {
        if (option is not null)
        {
            test.GlobalOptions[option] = "true";
        }

        test.ExpectedDiagnostics.Add(new DiagnosticResult(CacheInMemory.Id, severity).WithLocation(0));
    }
}
