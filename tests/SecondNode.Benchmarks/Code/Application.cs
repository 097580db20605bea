namespace SecondNode.Benchmarks.Code;

/// <summary>What the modules of the generated application share: start, registrations, contexts.</summary>
public static class Application
{
    /// <summary>What is wrong in the start-up code.</summary>
    public static readonly string[] Ids = ["SN1001", "SN5001", "SN6001"];

    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;

        """;

    public static string Program(IEnumerable<string> areas) =>
        $$"""
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.EntityFrameworkCore;
        using Shop.Data;
        {{string.Join("\n", areas.Select(a => $"using Shop.{a};"))}}

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllersWithViews();
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(20));
        builder.Services.AddMemoryCache();
        builder.Services.AddSignalR();
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddDbContext<ShopContext>(options => options.UseSqlServer(builder.Configuration.GetConnectionString("Shop")));
        builder.Services.AddDbContext<ShopReadContext>(options => options.UseSqlServer(builder.Configuration.GetConnectionString("ShopReplica")));
        {{string.Join("\n", areas.Select(a => $"builder.Services.Add{a}();"))}}

        var app = builder.Build();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseSession();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHub<NewsHub>("/news");
        app.MapDefaultControllerRoute();
        app.MapGet("/health", () => Results.Ok());
        app.Run();

        /// <summary>Tells every reader what is new.</summary>
        public sealed class NewsHub : Hub
        {
            public Task Publish(string text) => Clients.Others.SendAsync("published", text);
        }

        namespace Shop.Data
        {
            public partial class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);

            public partial class ShopReadContext(DbContextOptions<ShopReadContext> options) : DbContext(options);
        }

        """;

    internal static string Registration(string area, IReadOnlyList<Module> modules) =>
        $$"""
        using Shop.{{area}};

        namespace Microsoft.Extensions.DependencyInjection;

        public static class {{area}}Registration
        {
            public static IServiceCollection Add{{area}}(this IServiceCollection services)
            {
        {{string.Join("\n", modules.SelectMany(m => m.Registrations()).Select(r => "        " + r))}}
                return services;
            }
        }

        """;

    internal static string Contexts(string area, IReadOnlyList<Module> modules) =>
        $$"""
        using Microsoft.EntityFrameworkCore;
        using Shop.{{area}};

        namespace Shop.Data;

        public partial class ShopContext
        {
        {{string.Join("\n", modules.Select(m => $"    public DbSet<{m.Entity}> {m.Entity}s => Set<{m.Entity}>();"))}}
        }

        public partial class ShopReadContext
        {
        {{string.Join("\n", modules.Select(m => $"    public DbSet<{m.Entity}> {m.Entity}s => Set<{m.Entity}>();"))}}
        }

        """;
}
