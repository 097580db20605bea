using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Session;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Session.CacheInMemory, SecondNode.CodeFixes.Session.ShareDistributedCache>;

namespace SecondNode.Tests.Session;

public class ShareDistributedCacheTests
{
    private const string Consumer = "class Prices(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { public Task Forget(string id) => cache.RemoveAsync(id); }";

    [Fact]
    public Task MemoryCache_FixReplacesTheCall() => Verify.Async(
        $$"""
        var builder = WebApplication.CreateBuilder(args);

        // the cache
        builder.Services.{|SN1001:AddDistributedMemoryCache|}(o => o.SizeLimit = 1000); // small
        builder.Build().Run();

        {{Consumer}}
        """,
        $$"""
        var builder = WebApplication.CreateBuilder(args);

        // the cache
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis")); // small
        builder.Build().Run();

        {{Consumer}}
        """);

    [Fact]
    public Task MemoryCacheInAChain_FixKeepsTheChain() => Verify.Async(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddRouting()
            .{|SN1001:AddDistributedMemoryCache|}()
            .AddCors();

        {{Consumer}}
        """,
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddRouting()
            .AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"))
            .AddCors();

        {{Consumer}}
        """);

    [Fact]
    public Task Startup_FixUsesItsConfiguration() => Verify.Async(
        $$"""
        using Microsoft.Extensions.Caching.Distributed;

        namespace Shop
        {
            public class Startup(IConfiguration configuration)
            {
                private readonly IConfiguration _configuration = configuration;

                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddControllersWithViews();
                    services.{|SN1001:AddSingleton<IDistributedCache, MemoryDistributedCache>|}();
                }

                private static void Main() { }
            }

            {{Consumer}}
        }
        """,
        $$"""
        using Microsoft.Extensions.Caching.Distributed;

        namespace Shop
        {
            public class Startup(IConfiguration configuration)
            {
                private readonly IConfiguration _configuration = configuration;

                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddControllersWithViews();
                    services.AddStackExchangeRedisCache(options => options.Configuration = configuration.GetConnectionString("Redis"));
                }

                private static void Main() { }
            }

            {{Consumer}}
        }
        """);

    [Fact]
    public Task SilentCacheOfMvc_FixAddsAStatementBeforeSession() => Verify.Async(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllersWithViews();

        // Notices are kept in session.
        builder.Services.{|SN1001:AddSession|}(options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(30);
        });

        builder.Build().UseSession();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllersWithViews();

        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));

        // Notices are kept in session.
        builder.Services.AddSession(options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(30);
        });

        builder.Build().UseSession();
        """);

    [Fact]
    public Task ConsumerOfTheCacheOfMvc_FixAddsAStatement() => Verify.Async(
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{|SN1001:AddControllersWithViews|}()
            .AddViewOptions(o => { });

        {{Consumer}}
        """,
        $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));
        builder.Services.AddControllersWithViews()
            .AddViewOptions(o => { });

        {{Consumer}}
        """);

    [Fact]
    public Task SessionInAChain_FixAddsALink() => Verify.Async(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddMvc().Services
            .AddRouting() // urls
            .{|SN1001:AddSession|}()
            .AddCors();
        builder.Build().UseSession();
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddMvc().Services
            .AddRouting() // urls
            .AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"))
            .AddSession()
            .AddCors();
        builder.Build().UseSession();
        """);

    [Fact]
    public Task SessionInAnExpressionBody_FixAddsALink() => Verify.Async(
        """
        static class X
        {
            public static IServiceCollection AddAll(this IServiceCollection services, IConfiguration options) => services.{|SN1001:AddSession|}();
            static void Main() { new ServiceCollection().AddMvc(); ((IApplicationBuilder)null!).UseSession(); }
        }
        """,
        """
        static class X
        {
            public static IServiceCollection AddAll(this IServiceCollection services, IConfiguration options) => services.AddStackExchangeRedisCache(options2 => options2.Configuration = options.GetConnectionString("Redis")).AddSession();
            static void Main() { new ServiceCollection().AddMvc(); ((IApplicationBuilder)null!).UseSession(); }
        }
        """);

    [Fact]
    public Task NoConfigurationInScope_FixTakesItFromTheContainer() => Verify.Async(
        $$"""
        using Microsoft.AspNetCore.Mvc;

        static class X
        {
            public static void AddAll(this IServiceCollection services)
            {
                services.{|SN1001:AddDistributedMemoryCache|}();
                services.AddCors();
            }

            static void Main() { }
        }

        {{Consumer}}
        """,
        $$"""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Caching.StackExchangeRedis;

        static class X
        {
            public static void AddAll(this IServiceCollection services)
            {
                services.AddStackExchangeRedisCache(_ => { });
                services.AddOptions<RedisCacheOptions>().Configure<IConfiguration>((options, configuration) => options.Configuration = configuration.GetConnectionString("Redis"));
                services.AddCors();
            }

            static void Main() { }
        }

        {{Consumer}}
        """);

    [Fact]
    public Task NoConfigurationInScopeForSession_FixAddsTwoStatements() => Verify.Async(
        """
        var services = new ServiceCollection();
        services.AddMvc();
        services.{|SN1001:AddSession|}();
        ((IApplicationBuilder)null!).UseSession();
        """,
        """
        using Microsoft.Extensions.Caching.StackExchangeRedis;

        var services = new ServiceCollection();
        services.AddMvc();
        services.AddStackExchangeRedisCache(_ => { });
        services.AddOptions<RedisCacheOptions>().Configure<IConfiguration>((options, configuration) => options.Configuration = configuration.GetConnectionString("Redis"));
        services.AddSession();
        ((IApplicationBuilder)null!).UseSession();
        """);

    [Theory]
    [InlineData("MemoryCacheServiceCollectionExtensions.{|SN1001:AddDistributedMemoryCache|}(builder.Services);", "builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));")]
    [InlineData("builder.Services?.{|SN1001:AddDistributedMemoryCache|}();", "builder.Services?.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));")]
    [InlineData("if (args.Length > 0) builder.Services.{|SN1001:AddDistributedMemoryCache|}();", "if (args.Length > 0) builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));")]
    [InlineData("builder.Host.ConfigureServices((context, s) => s.{|SN1001:AddDistributedMemoryCache|}());", "builder.Host.ConfigureServices((context, s) => s.AddStackExchangeRedisCache(options => options.Configuration = context.Configuration.GetConnectionString(\"Redis\")));")]
    [InlineData("builder.Services.{|SN1001:AddSingleton<Microsoft.Extensions.Caching.Distributed.IDistributedCache>|}(sp => new Microsoft.Extensions.Caching.Distributed.MemoryDistributedCache(null!));", "builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));")]
    public Task OtherForms_FixKeepsTheirStyle(string before, string after) => Verify.Async(
        "var builder = WebApplication.CreateBuilder(args);\n" + before + "\n" + Consumer,
        "var builder = WebApplication.CreateBuilder(args);\n" + after + "\n" + Consumer);

    [Theory]
    [InlineData("var builder = WebApplication.CreateBuilder(args); builder.Services.Add(ServiceDescriptor.{|SN1001:Singleton<Microsoft.Extensions.Caching.Distributed.IDistributedCache, Microsoft.Extensions.Caching.Distributed.MemoryDistributedCache>|}());")]
    [InlineData("Microsoft.Extensions.Caching.Distributed.IDistributedCache cache = {|SN1001:new Microsoft.Extensions.Caching.Distributed.MemoryDistributedCache(null!)|};")]
    [InlineData("Host.CreateDefaultBuilder(args).ConfigureServices(s => s.{|SN1001:AddDistributedMemoryCache|}());")]
    public Task CodeThatCannotBeMendedWhole_HasNoFix(string source) => Verify.NoFixAsync(source + "\n" + Consumer);

    [Fact]
    public Task WindowsLineEndings_AreKept() => Verify.Async(
        "var services = new ServiceCollection();\r\nservices.{|SN1001:AddDistributedMemoryCache|}();\r\n" + Consumer,
        "using Microsoft.Extensions.Caching.StackExchangeRedis;\r\n\r\nvar services = new ServiceCollection();\r\nservices.AddStackExchangeRedisCache(_ => { });\r\nservices.AddOptions<RedisCacheOptions>().Configure<IConfiguration>((options, configuration) => options.Configuration = configuration.GetConnectionString(\"Redis\"));\r\n" + Consumer);

    // ---- files that are not C#

    private const string Program = "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.{|SN1001:AddDistributedMemoryCache|}();\n" + Consumer;

    [Fact]
    public Task Package_And_ConnectionString_AreAdded() => Verify.Async(
        Program,
        "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString(\"Redis\"));\n" + Consumer,
        test =>
        {
            WithoutPackages(test);
            test.FixedAdditionalFiles["/app/App.csproj"] = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net9.0</TargetFramework>\n  </PropertyGroup>\n\n  <ItemGroup>\n    <PackageReference Include=\"Microsoft.Extensions.Caching.StackExchangeRedis\" Version=\"9.0.20\" />\n  </ItemGroup>\n</Project>\n";
            test.FixedAdditionalFiles["/app/appsettings.json"] = "{\n  \"AllowedHosts\": \"*\",\n  \"ConnectionStrings\": {\n    \"Redis\": \"localhost:6379,abortConnect=false\"\n  }\n}\n";
        });

    [Fact]
    public Task SqlServer_IsTheSecondChoice() => Verify.Async(
        Program,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedSqlServerCache(options =>
        {
            options.ConnectionString = builder.Configuration.GetConnectionString("Shop");
            options.SchemaName = "dbo";
            options.TableName = "DistributedCache";
        });

        """.ReplaceLineEndings("\n") + Consumer,
        test =>
        {
            WithoutPackages(test);
            test.AdditionalFiles["/app/appsettings.json"] = "{ \"ConnectionStrings\": { \"Shop\": \"Server=.;Database=Shop\" } }";
            test.FixedAdditionalFiles["/app/App.csproj"] = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net9.0</TargetFramework>\n  </PropertyGroup>\n\n  <ItemGroup>\n    <PackageReference Include=\"Microsoft.Extensions.Caching.SqlServer\" Version=\"9.0.20\" />\n  </ItemGroup>\n</Project>\n";
            test.CodeActionIndex = 1;
            test.CodeActionEquivalenceKey = ShareDistributedCache.SqlServerKey;
        });

    [Fact]
    public async Task ProjectsOwnRedis_IsUsed()
    {
        var project = Project().With("/app/appsettings.json", "{ \"ConnectionStrings\": { \"cache-redis\": \"r:6379\" } }").Project;
        var (title, text) = await FixAsync(project);
        Assert.Contains("GetConnectionString(\"cache-redis\")", text);
        Assert.Equal("Register Redis as the distributed cache", title);
    }

    [Theory]
    [InlineData("services.AddSignalR().AddStackExchangeRedis(builder.Configuration[\"Store\"]!);", "[\"Store\"]")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString(\"Store\")!));", ".GetConnectionString(\"Store\")")]
    [InlineData("var store = builder.Configuration[\"Store:Redis\"] ?? \"\"; services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(store));", "[\"Store:Redis\"]")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(ConfigurationOptions.Parse(builder.Configuration[\"Store\"]!, true)));", "[\"Store\"]")]
    public async Task RedisUsedElsewhere_FixReadsTheSameSetting(string elsewhere, string read)
    {
        const string Start = "using StackExchange.Redis;\nvar builder = WebApplication.CreateBuilder(args);\nvar services = builder.Services;\n";
        var project = new EditingProject(Framework.WebWithPackages).With("/app/Program.cs", Start + elsewhere + "\nservices.AddDistributedMemoryCache();\n" + Consumer)
            .With("/app/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />").With("/app/appsettings.json", "{ \"ConnectionStrings\": { \"Redis\": \"other\" } }").Project;
        var (title, text) = await FixAsync(project);
        Assert.Equal(Start + elsewhere + $"\nservices.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration{read});\n" + Consumer, text);
        Assert.Equal("Register Redis as the distributed cache", title);
    }

    [Theory]
    [InlineData("var builder = WebApplication.CreateBuilder(args); var services = builder.Services;")]
    [InlineData("var services = new ServiceCollection();")]
    public Task OpenedConnection_FixUsesIt(string start) => Verify.Async(
        "using StackExchange.Redis;\n" + start + "\nvar redis = ConnectionMultiplexer.Connect(\"store\");\nservices.{|SN1001:AddDistributedMemoryCache|}();\n" + Consumer,
        "using StackExchange.Redis;\n" + start + "\nvar redis = ConnectionMultiplexer.Connect(\"store\");\nservices.AddStackExchangeRedisCache(options => options.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(redis));\n" + Consumer);

    [Fact]
    public async Task FilesThatCannotBeEdited_AreNamedInTheTitle()
    {
        var project = new EditingProject().With("/app/Program.cs", Plain(Program)).With("/app/App.csproj", "<Project>").Project;
        var (title, _) = await FixAsync(project);
        Assert.Equal("Register Redis as the distributed cache (then add package Microsoft.Extensions.Caching.StackExchangeRedis, set ConnectionStrings:Redis)", title);
    }

    [Fact]
    public async Task ReferencedProvider_IsTheOnlyOneOffered()
    {
        var stub = Analysis.Compile(["namespace Microsoft.Extensions.Caching.SqlServer { public class SqlServerCacheOptions { public string? ConnectionString { get; set; } public string? SchemaName { get; set; } public string? TableName { get; set; } } }"], Framework.Web, OutputKind.DynamicallyLinkedLibrary)
            .WithAssemblyName("Microsoft.Extensions.Caching.SqlServer");
        var stream = new MemoryStream();
        Assert.True(stub.Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        var project = Project().Project.AddMetadataReference(MetadataReference.CreateFromImage(stream.ToArray()));
        var diagnostic = Assert.Single((await FixRun.DiagnosticsAsync(project)).Where(d => d.Id == CacheInMemory.Id));
        Assert.Equal(ShareDistributedCache.SqlServerKey, Assert.Single(await FixRun.OffersAsync(project, diagnostic)).EquivalenceKey);
    }

    private static EditingProject Project() => new EditingProject(Framework.Web).With("/app/Program.cs", Plain(Program)).With("/app/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />");

    private static async Task<(string Title, string Text)> FixAsync(Project project)
    {
        var diagnostic = Assert.Single((await FixRun.DiagnosticsAsync(project)).Where(d => d.Id == CacheInMemory.Id));
        var action = (await FixRun.OffersAsync(project, diagnostic))[0];
        return (action.Title, await EditingProject.TextAsync(await FixRun.ApplyAsync(action), "/app/Program.cs"));
    }

    private static string Plain(string marked) => marked.Replace("{|SN1001:", "").Replace("|}", "");

    private static void WithoutPackages(FixTest<CacheInMemory, ShareDistributedCache> test)
    {
        test.Framework = Framework.Web;
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        test.AdditionalFiles["/app/App.csproj"] = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net9.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n";
        test.AdditionalFiles["/app/appsettings.json"] = "{\n  \"AllowedHosts\": \"*\"\n}\n";
    }
}
