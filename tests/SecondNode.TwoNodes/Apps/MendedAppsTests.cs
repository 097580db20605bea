using SecondNode.Tests.Samples;
using SecondNode.Tests.Testing;
using SecondNode.TwoNodes.Blogs;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Apps;

/// <summary>
/// Session, TempData, keys and SignalR of one application, in both styles of start-up: one command mends them together, and
/// the result builds, starts, and is one application on two nodes.
/// </summary>
[Collection(FixedBlogCollection.Name)]
public sealed class MendedAppsTests(FixedBlog blog) : IAsyncLifetime
{
    private static readonly string[] Ids = ["SN1001", "SN1002", "SN5001", "SN6001"];

    private static readonly (string Name, string Code)[] Apps =
    [
        ("Minimal", """
            using Microsoft.AspNetCore.SignalR;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllersWithViews().AddSessionStateTempDataProvider();
            builder.Services.AddSession();
            builder.Services.AddAuthentication("Cookies").AddCookie("Cookies");
            builder.Services.AddSignalR();

            var app = builder.Build();
            app.UseSession();
            app.MapHub<NewsHub>("/news");
            app.MapGet("/", () => "started");
            app.MapGet("/put/{value}", (string value, HttpContext context) => context.Session.SetString("value", value));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("value") ?? "nothing");
            app.Run();

            public class NewsHub : Hub
            {
                public Task Tell(string news) => Clients.All.SendAsync("news", news);
            }
            """),
        ("StartupClass", """
            using Microsoft.AspNetCore.SignalR;

            Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddMvc();
                    services.AddDistributedMemoryCache();
                    services.AddSession();
                    services.AddAuthentication("Cookies").AddCookie("Cookies");
                    services.AddSignalR();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.UseSession();
                    app.UseEndpoints(endpoints =>
                    {
                        endpoints.MapHub<NewsHub>("/news");
                        endpoints.MapGet("/", () => "started");
                        endpoints.MapGet("/put/{value}", (string value, HttpContext context) => context.Session.SetString("value", value));
                        endpoints.MapGet("/get", (HttpContext context) => context.Session.GetString("value") ?? "nothing");
                    });
                }
            }

            public class NewsHub : Hub
            {
                public Task Tell(string news) => Clients.All.SendAsync("news", news);
            }
            """),
    ];

    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        Watchdog.Remove(folder.Path);
        blog.Package.WriteConfig(folder.Path);
        await File.WriteAllTextAsync(folder["Directory.Build.props"], """
            <Project>
              <PropertyGroup>
                <NuGetAudit>false</NuGetAudit>
                <ErrorLog>$(MSBuildThisFileDirectory)$(MSBuildProjectName).sarif,version=2.1</ErrorLog>
              </PropertyGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(folder["All.slnx"], $"<Solution>{string.Concat(Apps.Select(app => $"<Project Path=\"{app.Name}/{app.Name}.csproj\" />"))}</Solution>");
        foreach (var (name, code) in Apps)
        {
            Directory.CreateDirectory(folder[name]);
            await File.WriteAllTextAsync(folder[name + "/Program.cs"], code);
            await File.WriteAllTextAsync(folder[name + "/appsettings.json"], "{\n}\n");
            await File.WriteAllTextAsync(folder[$"{name}/{name}.csproj"], $"""
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="SecondNode.Analyzers" Version="{blog.Package.Version}" PrivateAssets="all" />
                  </ItemGroup>
                </Project>
                """);
        }

        (await Tool.DotnetAsync(folder.Path, ["format", "analyzers", "All.slnx", "--diagnostics", .. Ids, "--severity", "warn"])).Succeeded();
        (await Tool.DotnetAsync(folder.Path, "build", "All.slnx")).Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task MendedApps_Build_Start_AndShareTheirSessions()
    {
        await using var redis = Programs.Find("redis-server") is null ? null : await RedisServer.StartAsync();
        foreach (var (name, _) in Apps)
        {
            Assert.Empty(Sarif.Warnings(folder[name + ".sarif"], folder[name]));
            var program = await File.ReadAllTextAsync(folder[name + "/Program.cs"]);
            Assert.All(["AddStackExchangeRedisCache(", "PersistKeysToStackExchangeRedis(", "AddSignalR().AddStackExchangeRedis("], call => Assert.Single(program.Split(call)[1..]));

            await using var one = await StartAsync(name, redis);
            await using var two = await StartAsync(name, redis);
            using var visitor = new HttpClient();
            Assert.Equal("started", await GetAsync(visitor, one, "/"));
            Assert.Equal("started", await GetAsync(visitor, two, "/"));
            if (redis is not null)
            {
                await GetAsync(visitor, one, "/put/" + name);
                Assert.Equal(name, await GetAsync(visitor, two, "/get"));
            }
        }
    }

    /// <summary>Each node has a home, and so keys, of its own.</summary>
    private Task<WebNode> StartAsync(string name, RedisServer? redis)
    {
        var home = Directory.CreateDirectory(folder[Guid.NewGuid().ToString("n")]).FullName;
        return WebNode.StartAsync(
            folder[$"{name}/bin/Debug/net10.0/{name}.dll"], folder[name], [("HOME", home), .. redis is null ? Array.Empty<(string, string)>() : [("ConnectionStrings:Redis", redis.ConnectionString)]]);
    }

    private static Task<string> GetAsync(HttpClient visitor, WebNode node, string path) =>
        visitor.GetStringAsync(new Uri(node.Address, path), TestContext.Current.CancellationToken);
}
