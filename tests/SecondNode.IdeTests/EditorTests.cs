namespace SecondNode.IdeTests;

/// <summary>What somebody sees who types.</summary>
public class EditorTests
{
    private const string Session = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        var app = builder.Build();
        app.UseSession();
        app.MapGet("/", (HttpContext context) => context.Session.GetString("name"));
        app.MapPost("/", (HttpContext context, string name) => context.Session.SetString("name", name));
        app.Run();
        """;

    private const string Cache = """
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.MapControllers();
        app.Run();

        [ApiController]
        [Route("names")]
        public class NamesController : ControllerBase
        {
            private static readonly ConcurrentDictionary<int, string> Names = new();

            [HttpGet("{id}")]
            public string? Get(int id) => Names.TryGetValue(id, out var name) ? name : null;

            [HttpPut("{id}")]
            public void Set(int id, string name) => Names[id] = name;
        }
        """;

    [Fact]
    public async Task Warning_AppearsAndGoes_WhileTyping()
    {
        using var editor = new Editor(Session);
        var (_, span) = Assert.Single(await editor.UnderlinedAsync(), d => d.Id == "SN1001");
        Assert.Contains("Cache", (await editor.Document.GetTextAsync()).ToString(span));

        await editor.TypeAsync("AddDistributedMemoryCache();", "AddStackExchangeRedisCache(options => options.Configuration = \"redis\");");
        Assert.DoesNotContain(await editor.UnderlinedAsync(), d => d.Id == "SN1001");

        await editor.TypeAsync("AddStackExchangeRedisCache(options => options.Configuration = \"redis\");", "AddDistributedMemoryCache(options => {");
        Assert.Contains(await editor.UnderlinedAsync(), d => d.Id == "SN1001");
    }

    [Fact]
    public async Task LightBulb_OffersTheFix_WhichChangesCodeAndSettings()
    {
        using var editor = new Editor(Session);
        var (_, span) = Assert.Single(await editor.UnderlinedAsync(), d => d.Id == "SN1001");
        var offered = await editor.LightBulbAsync(span);
        var fix = offered.First(a => a.Title.Contains("Redis"));
        await editor.ApplyAsync(fix);

        Assert.DoesNotContain(await editor.UnderlinedAsync(), d => d.Id == "SN1001");
        Assert.Contains("AddStackExchangeRedisCache", await editor.TextOfAsync("Program.cs"));
        Assert.Contains("ConnectionStrings", await editor.TextOfAsync("appsettings.json"));
    }

    [Fact]
    public async Task LightBulb_RewritesACollection()
    {
        using var editor = new Editor(Cache);
        var (_, span) = Assert.Single(await editor.UnderlinedAsync(), d => d.Id == "SN2001");
        var offered = await editor.LightBulbAsync(span);
        await editor.ApplyAsync(offered.First(a => a.Title.Contains("IDistributedCache") || a.Title.Contains("distributed cache")));

        Assert.DoesNotContain(await editor.UnderlinedAsync(), d => d.Id == "SN2001");
        Assert.Contains("IDistributedCache", await editor.TextOfAsync("Program.cs"));
    }

    [Fact]
    public async Task HalfTypedCode_HasNoErrorsOfOurs()
    {
        using var editor = new Editor(Cache);
        foreach (var (old, next) in new[] { ("Names[id] = name;", "Names[id] = "), ("Names.TryGetValue(id,", "Names."), ("private static readonly", "private stat"), ("public class NamesController :", "public class ") })
        {
            await editor.TypeAsync(old, next);
            Assert.DoesNotContain(await editor.UnderlinedAsync(), d => d.Id == "AD0001");
        }
    }
}
