using Microsoft.CodeAnalysis;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Samples;

/// <summary>Session, TempData, tokens, keys and SignalR of one application, mended by one run over all ids as the command line does it.</summary>
public class SharedStateBulkFixTests
{
    private const string Hub = """
        using Microsoft.AspNetCore.SignalR;

        namespace Shop;

        public class NewsHub : Hub
        {
            public Task Tell(string news) => Clients.All.SendAsync("news", news);
        }
        """;

    private const string Program = """
        using Microsoft.AspNetCore.Identity;
        using Microsoft.Identity.Web;
        using Shop;

        var builder = WebApplication.CreateBuilder(args);

        // Pages
        builder.Services.AddControllersWithViews()
            .AddSessionStateTempDataProvider();
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(20));

        builder.Services.AddAuthentication()
            .AddMicrosoftIdentityWebApp(builder.Configuration)
            .EnableTokenAcquisitionToCallDownstreamApi()
            .AddInMemoryTokenCaches();
        builder.Services.AddIdentity<IdentityUser, IdentityRole>();
        builder.Services.AddSignalR(); // news

        var app = builder.Build();
        app.UseSession();
        app.MapHub<NewsHub>("/news");
        app.MapDefaultControllerRoute();
        app.Run();
        """;

    private const string Startup = """
        using System;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;

        namespace Shop
        {
            public class Startup
            {
                public Startup(IConfiguration configuration)
                {
                    Configuration = configuration;
                }

                public IConfiguration Configuration { get; }

                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddMvc();
                    services.AddDistributedMemoryCache();
                    services.AddSession();
                    services.AddIdentity<IdentityUser, IdentityRole>();
                    services.AddSignalR(o => o.EnableDetailedErrors = true).AddJsonProtocol();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseSession();
                    app.UseEndpoints(endpoints => endpoints.MapHub<NewsHub>("/news"));
                }
            }
        }
        """;

    private const string Host = "Microsoft.Extensions.Hosting.Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Shop.Startup>()).Build().Run();";

    [Theory]
    [InlineData("SN1001 SN1002 SN1006 SN5001 SN6001")]
    [InlineData("SN6001 SN5001 SN1006 SN1002 SN1001")]
    public async Task MinimalHosting_CompilesWithoutAFinding_InAnyOrder(string ids)
    {
        var (project, texts) = await FixAsync([Program, Hub], ids.Split(' '));
        Assert.Equal([], (await FixRun.DiagnosticsAsync(project)).Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => d.ToString()));
        var program = texts["/app/File0.cs"];
        Assert.Equal(1, Count(program, "AddStackExchangeRedisCache("));
        Assert.Equal(1, Count(program, "PersistKeysToStackExchangeRedis("));
        Assert.Equal(1, Count(program, "AddSignalR().AddStackExchangeRedis("));
        Assert.Equal(1, Count(program, "AddDistributedTokenCaches()"));
        Assert.Equal(1, Count(texts["/app/appsettings.json"], "\"Redis\""));
        Assert.Contains("// Pages", program);
        Assert.Contains("// news", program);
    }

    [Fact]
    public async Task StartupClass_CompilesWithoutAFinding()
    {
        var (project, texts) = await FixAsync([Host, Startup, Hub], ["SN1001", "SN5001", "SN6001"]);
        Assert.Equal([], (await FixRun.DiagnosticsAsync(project)).Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => d.ToString()));
        var startup = texts["/app/File1.cs"];
        Assert.DoesNotContain("MemoryCache", startup);
        Assert.Equal(3, Count(startup, "Configuration.GetConnectionString(\"Redis\")"));
    }

    /// <summary>One id after the other over what the one before has left, as a command-line run does.</summary>
    private static async Task<(Project Project, SortedDictionary<string, string> Texts)> FixAsync(string[] sources, string[] ids)
    {
        var project = new EditingProject(Framework.WebWithPackages)
            .With(EditingProject.ProjectFile, "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n")
            .With("/app/appsettings.json", "{\n}\n");
        for (var i = 0; i < sources.Length; i++)
        {
            project = project.With($"/app/File{i}.cs", sources[i]);
        }

        var current = project.Project;
        Assert.Equal(ids.Order(), (await FixRun.DiagnosticsAsync(current)).Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => d.Id).Distinct().Order());
        foreach (var id in ids)
        {
            current = (await FixRun.FixAllAsync(current, id)).GetProject(current.Id)!;
        }

        var errors = (await current.GetCompilationAsync(TestContext.Current.CancellationToken))!.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());
        Assert.Equal([], errors);
        return (current, await FixRun.TextsAsync(current));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
