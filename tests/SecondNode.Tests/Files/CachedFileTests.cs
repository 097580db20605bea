using SecondNode.CodeFixes.Files;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.FileOnNodeDisk, SecondNode.CodeFixes.Files.ShareFiles>;

namespace SecondNode.Tests.Files;

/// <summary>Small content that can be made again moves from files to the distributed cache, where the owner says so.</summary>
public class CachedFileTests
{
    private static void IntoTheCache(FixTest<SecondNode.Analyzers.Rules.Files.FileOnNodeDisk, ShareFiles> test) => test.GlobalOptions["secondnode.file_target"] = "cache";

    private const string Store = """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.Run();

        public class Drafts(IHostEnvironment env)
        {
            public async Task SaveAsync(string id, string text, CancellationToken stop)
            {
                Directory.CreateDirectory(Folder());
                // What was typed so far.
                await {|SN3002:File.WriteAllTextAsync(PathOf(id), text, stop)|};
            }

            public async Task<string?> FindAsync(string id, CancellationToken stop)
            {
                var path = PathOf(id);
                return File.Exists(path) ? await File.ReadAllTextAsync(path, stop) : null;
            }

            public void Discard(string id)
            {
                if (!File.Exists(PathOf(id)))
                {
                    return;
                }

                File.Delete(PathOf(id));
            }

            private string Folder() => Path.Combine(env.ContentRootPath, "App_Data", "drafts");

            private string PathOf(string id) => Path.Combine(Folder(), id + ".txt");
        }
        """;

    [Fact]
    public Task EveryUseOfTheFolder_MovesToTheCache() => Verify.Async(
        Store,
        """
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));
        var app = builder.Build();
        app.Run();

        public class Drafts(IHostEnvironment env, IDistributedCache cache)
        {
            public async Task SaveAsync(string id, string text, CancellationToken stop)
            {
                // What was typed so far.
                await cache.SetStringAsync(PathOf(id), text, stop);
            }

            public async Task<string?> FindAsync(string id, CancellationToken stop)
            {
                var path = PathOf(id);
                return cache.Get(path) is not null ? (await cache.GetStringAsync(path, stop) ?? throw new FileNotFoundException(null, path)) : null;
            }

            public void Discard(string id)
            {
                if (cache.Get(PathOf(id)) is null)
                {
                    return;
                }

                cache.Remove(PathOf(id));
            }

            private string Folder() => "App_Data/drafts";

            private string PathOf(string id) => Path.Combine(Folder(), id + ".txt");
        }
        """,
        IntoTheCache);

    [Fact]
    public Task OneFile_OfBytes_MovesToTheCache() => Verify.Async(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = "redis");
        var app = builder.Build();
        var index = Path.Combine(app.Environment.ContentRootPath, "App_Data", "index.bin");
        app.MapPost("/", (byte[] content) => {|SN3002:File.WriteAllBytes(index, content)|});
        app.MapGet("/", () => File.ReadAllBytes(index));
        app.Run();
        """,
        """
        using Microsoft.Extensions.Caching.Distributed;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddStackExchangeRedisCache(options => options.Configuration = "redis");
        var app = builder.Build();
        var index = "App_Data/index.bin";
        app.MapPost("/", (byte[] content, IDistributedCache cache) => cache.Set(index, content));
        app.MapGet("/", (IDistributedCache cache) => cache.Get(index) ?? throw new FileNotFoundException(null, index));
        app.Run();
        """,
        IntoTheCache);

    /// <summary>What a cache cannot do keeps the directory, for all of the folder.</summary>
    [Theory]
    [InlineData("File.Copy(path, text)")]
    [InlineData("Console.WriteLine(path)")]
    [InlineData("new FileInfo(path).Refresh()")]
    [InlineData("File.ReadAllText(path, System.Text.Encoding.Latin1)")]
    public Task UseThatACacheCannotAnswer_KeepsTheDirectory(string use) => Verify.Async(
        WithUse("{|SN3002:File.WriteAllText(path, text)|}", use, "env.ContentRootPath"),
        WithUse("File.WriteAllText(path, text)", use, "Path.GetFullPath(app.Configuration[\"Storage:ContentRoot\"], env.ContentRootPath)"),
        test =>
        {
            IntoTheCache(test);
            test.TestState.MarkupHandling = Microsoft.CodeAnalysis.Testing.MarkupMode.Allow;
        });

    private static string WithUse(string write, string use, string root) => $$"""
        var app = WebApplication.CreateBuilder(args).Build();
        var env = app.Environment;
        app.MapPost("/", (string text) =>
        {
            var path = Path.Combine({{root}}, "App_Data", "notice.txt");
            {{write}};
        });
        app.MapGet("/", (string text) =>
        {
            var path = Path.Combine({{root}}, "App_Data", "notice.txt");
            {{use}};
        });
        app.Run();
        """;

    [Fact]
    public Task WithoutTheOption_TheDirectoryComesFirst() => Verify.Async(
        Store,
        Store
            .Replace("{|SN3002:", "").Replace("|}", "")
            .Replace("Drafts(IHostEnvironment env)", "Drafts(IHostEnvironment env, IConfiguration configuration)")
            .Replace("Combine(env.ContentRootPath,", "Combine(Path.GetFullPath(configuration[\"Storage:ContentRoot\"], env.ContentRootPath),"));

    [Theory]
    [InlineData("cache", 1)]
    [InlineData("drafts", 0)]
    public async Task OnlyWhatCanBeMadeAgain_IsOfferedTheCacheUnasked(string folder, int offers)
    {
        var source = $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/", (string id, string text) => File.WriteAllText(Path.Combine(app.Environment.ContentRootPath, "{{folder}}", id), text));
            app.MapDelete("/", (string id) => { File.Delete(Path.Combine(app.Environment.ContentRootPath, "{{folder}}", id)); });
            app.Run();
            """;
        var project = new EditingProject().With("/app/Program.cs", source).Project;
        var found = Assert.Single(await FixRun.DiagnosticsAsync(project), d => d.Id == "SN3002");
        Assert.Equal(offers, (await FixRun.OffersAsync(project, found)).Count(a => a.EquivalenceKey == ShareFiles.Cache));
    }
}
