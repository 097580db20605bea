using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Tests.Scope;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts;

public class RegistrationsTests
{
    private const string Setup = "using Microsoft.Extensions.Caching.Distributed; using Microsoft.Extensions.Caching.Memory; class C { void M(IServiceCollection services) { ";

    [Theory]
    [InlineData("services.AddStackExchangeRedisCache(o => { });")]
    [InlineData("services.AddDistributedSqlServerCache(o => { });")]
    [InlineData("services.AddDistributedWhateverCache();")]
    [InlineData("services?.AddStackExchangeRedisCache(o => { });")]
    [InlineData("StackExchangeRedisCacheServiceCollectionExtensions.AddStackExchangeRedisCache(services, o => { });")]
    [InlineData("services.AddSingleton<IDistributedCache, Mine>();")]
    [InlineData("services.AddSingleton(typeof(IDistributedCache), typeof(Mine));")]
    [InlineData("services.AddKeyedSingleton<IDistributedCache, Mine>(\"x\");")]
    [InlineData("services.AddSingleton<IDistributedCache>(sp => new Mine());")]
    [InlineData("services.AddSingleton<IDistributedCache>(sp => { return Make(); });")]
    [InlineData("services.Replace(ServiceDescriptor.Singleton<IDistributedCache, Mine>());")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(IDistributedCache), typeof(Mine), ServiceLifetime.Singleton));")]
    [InlineData("services.TryAdd(ServiceDescriptor.Describe(typeof(IDistributedCache), typeof(Mine), ServiceLifetime.Singleton));")]
    [InlineData("builder.RegisterType<Mine>().As<IDistributedCache>().SingleInstance();")]
    [InlineData("services.AddDistributedMemoryCache(); if (redis) { services.AddStackExchangeRedisCache(o => { }); }")]
    [InlineData("services.AddDistributedMemoryCache();\n#if !DEBUG\nservices.AddStackExchangeRedisCache(o => { });\n#endif\n")]
    [InlineData("services.AddDistributedMemoryCache();\n#if NEVER\nservices.AddStackExchangeRedisCache(o => { });\n#endif\n")]
    public void SharedCache_IsSeen(string statements) =>
        Assert.True(TreeFactsContext(Setup + statements + " } }").Registrations.HasShared(SharedServices.DistributedCache));

    [Theory]
    [InlineData("")]
    [InlineData("services.AddDistributedMemoryCache();")]
    [InlineData("services.AddSingleton<IDistributedCache, MemoryDistributedCache>();")]
    [InlineData("services.AddSingleton<IDistributedCache>(sp => new MemoryDistributedCache(null!));")]
    [InlineData("services.AddSingleton<IDistributedCache>(sp => { return new MemoryDistributedCache(null!); });")]
    [InlineData("provider.GetRequiredService<IDistributedCache>();")]
    [InlineData("services.AddOptions<X>().Configure<IDistributedCache>((o, c) => { });")]
    [InlineData("services.RemoveAll<IDistributedCache>();")]
    [InlineData("services.AddScoped<IFoo, Foo>(); services.AddMemoryCache(); services.AddHealthChecks().AddRedis(\"x\");")]
    [InlineData("// services.AddStackExchangeRedisCache(o => { });\n")]
    public void LocalCache_IsNotShared(string statements) =>
        Assert.False(TreeFactsContext(Setup + statements + " } }").Registrations.HasShared(SharedServices.DistributedCache));

    [Fact]
    public void RegisteredClassThatImplementsTheService_IsShared()
    {
        const string mine = "using Microsoft.Extensions.Caching.Distributed; public abstract class Mine : IDistributedCache { }";
        Assert.True(TreeFactsContext(mine, "class R { void M(dynamic builder) => builder.RegisterType<Mine>().AsImplementedInterfaces(); }").Registrations.HasShared(SharedServices.DistributedCache));
        Assert.False(TreeFactsContext(mine).Registrations.HasShared(SharedServices.DistributedCache));
        Assert.False(TreeFactsContext(mine, "class R { void M(dynamic s) => s.Decorate<IDistributedCache, Mine>(); }").Registrations.HasShared(SharedServices.DistributedCache));
    }

    [Fact]
    public void HelperNamedLikeAProvider_IsJudgedByWhatItDoes() =>
        Assert.False(TreeFactsContext("static class X { static void AddDistributedCache(this IServiceCollection s) => s.AddDistributedMemoryCache(); static void M(IServiceCollection s) => s.AddDistributedCache(); }")
            .Registrations.HasShared(SharedServices.DistributedCache));

    [Fact]
    public void ProjectReferencedFromSource_IsLookedInto()
    {
        var library = Compilation("Infrastructure", "public static class X { public static void AddInfrastructure(this IServiceCollection s) => s.AddStackExchangeRedisCache(o => { }); }");
        Assert.True(Context(library.ToMetadataReference(), "class P { void M(IServiceCollection s) => s.AddInfrastructure(); }").Registrations.HasShared(SharedServices.DistributedCache));
    }

    [Theory]
    [InlineData("s.AddInfrastructure();", true)]
    [InlineData("new Module().Load(s);", true)]
    [InlineData("s.AddSession();", false)]
    public void CompiledProjectThatReachesAProvider_IsSharedWhereItsHelperIsCalled(string call, bool expected)
    {
        var library = Compilation(
            "Infrastructure",
            "public static class X { public static void AddInfrastructure(this IServiceCollection s) => s.AddStackExchangeRedisCache(o => { }); public static void Other() { } } public class Module { public void Load(IServiceCollection s) { } }");
        Assert.Equal(expected, Context(Emit(library), $"class P {{ void M(IServiceCollection s) => {call} }}").Registrations.HasShared(SharedServices.DistributedCache));
    }

    [Fact]
    public void CompiledProjectThatReachesAProviderThroughAnother_IsShared()
    {
        var inner = Emit(Compilation("Inner", "public static class Y { public static void AddInner(this IServiceCollection s) => s.AddStackExchangeRedisCache(o => { }); }"));
        var outer = Emit(Compilation("Outer", "public static class X { public static void AddOuter(this IServiceCollection s) => s.AddInner(); }").AddReferences(inner));
        var compilation = Compilation("App", "class P { void M(IServiceCollection s) => s.AddOuter(); }").AddReferences(inner, outer);
        Assert.True(Context(compilation).Registrations.HasShared(SharedServices.DistributedCache));
    }

    [Fact]
    public void CompiledProjectWhereNoProviderIsReferenced_IsNotShared()
    {
        var web = References.Of(Framework.Web);
        var library = Compilation("Infrastructure", "public static class X { public static void AddInfrastructure(this IServiceCollection s) => s.AddDistributedMemoryCache(); }").WithReferences(web);
        var app = Compilation("App", "class P { void M(IServiceCollection s) => s.AddInfrastructure(); }").WithReferences(web.Add(Emit(library)));
        Assert.False(Context(app).Registrations.HasShared(SharedServices.DistributedCache));
    }

    [Fact]
    public void PackageThatImplementsTheService_NeedsNoRow()
    {
        var package = Compilation(
            "Fancy.Caching",
            "using Microsoft.Extensions.Caching.Distributed; abstract class Base : IDistributedCache { } public class Fancy : Base { } public static class X { public static void AddFancy(this IServiceCollection s) { } }");
        Assert.True(Context(Emit(package, errors: true), "class P { void M(IServiceCollection s) => s.AddFancy(); }").Registrations.HasShared(SharedServices.DistributedCache));
        Assert.False(Context(Emit(package, errors: true), "class P { void M(IServiceCollection s) => s.AddSession(); }").Registrations.HasShared(SharedServices.DistributedCache));
    }

    [Fact]
    public void SessionStore_OfTheApplicationIsSeen()
    {
        const string store = "using Microsoft.AspNetCore.Session; class Store : ISessionStore { public ISession Create(string key, TimeSpan a, TimeSpan b, Func<bool> c, bool d) => null!; } ";
        Assert.True(TreeFactsContext(store + "class R { void M(IServiceCollection s) => s.AddTransient<ISessionStore, Store>(); }").Registrations.HasShared(SharedServices.SessionStore));
        Assert.False(TreeFactsContext("class R { void M(IServiceCollection s) => s.AddSession(); }").Registrations.HasShared(SharedServices.SessionStore));
    }

    [Fact]
    public void Contracts_Resolve()
    {
        var compilation = Analysis.Compile([]);
        Assert.All(SharedServices.All, s => Assert.NotEmpty(compilation.GetTypesByMetadataName(s.Contract)));
    }

    private static RuleContext TreeFactsContext(params string[] sources) => SymbolUsesTests.Context(sources);

    private static RuleContext Context(MetadataReference reference, params string[] sources) => Context(Compilation("App", sources).AddReferences(reference));

    private static RuleContext Context(Compilation compilation) =>
        new(compilation, new AnalyzerOptions([], new MemoryOptions([])));

    private static CSharpCompilation Compilation(string name, params string[] sources) =>
        Analysis.Compile(sources, Framework.WebWithPackages, OutputKind.DynamicallyLinkedLibrary).WithAssemblyName(name);

    private static MetadataReference Emit(CSharpCompilation compilation, bool errors = false)
    {
        if (errors)
        {
            // The body of an interface implementation does not matter here.
            compilation = compilation.ReplaceSyntaxTree(
                compilation.SyntaxTrees[0],
                CSharpSyntaxTree.ParseText(compilation.SyntaxTrees[0].ToString().Replace("abstract class Base : IDistributedCache { }", Base), (CSharpParseOptions)compilation.SyntaxTrees[0].Options));
        }

        // A build hands on the reference assembly, which leaves out what only bodies use.
        var stream = new MemoryStream();
        var result = compilation.Emit(new MemoryStream(), metadataPEStream: stream, options: new Microsoft.CodeAnalysis.Emit.EmitOptions(includePrivateMembers: false));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    private const string Base = """
        public abstract class Base : IDistributedCache
        {
            public byte[]? Get(string key) => null;
            public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => null!;
            public void Set(string key, byte[] value, DistributedCacheEntryOptions options) { }
            public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => null!;
            public void Refresh(string key) { }
            public Task RefreshAsync(string key, CancellationToken token = default) => null!;
            public void Remove(string key) { }
            public Task RemoveAsync(string key, CancellationToken token = default) => null!;
        }
        """;
}
