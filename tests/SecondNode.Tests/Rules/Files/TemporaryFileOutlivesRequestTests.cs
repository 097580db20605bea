using SecondNode.Analyzers.Rules.Files;
using SecondNode.Tests.Testing;
using static SecondNode.Tests.Rules.Files.Sources;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.TemporaryFileOutlivesRequest>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Temporary files: which ones another request needs, and which end with their own.</summary>
public class TemporaryFileOutlivesRequestTests
{
    private static string Controller(string body, string members = "") => $$"""
        using Hangfire;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Distributed;

        WebApplication.CreateBuilder(args).Build().Run();

        public class Import { public int Id { get; set; } public string? Path { get; set; } }

        public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Import> Imports => Set<Import>(); }

        public record Started(string File);

        public class ImportController(Db db, IDistributedCache cache, ILogger<ImportController> logger) : Controller
        {
            private static readonly Dictionary<string, string> Running = new();
            private static string? last;

            [TempData]
            public string? Pending { get; set; }

            {{members}}

            [HttpPost]
            public async Task<IActionResult> Start(IFormFile file, string id, byte[] bytes)
            {
                await Task.Yield();
                var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
                {{body}}
                return Ok();
            }

            public static void Run(string path) { }
        }
        """;

    [Theory]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; HttpContext.Session.SetString(\"import\", path);")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; TempData[\"import\"] = path;")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; TempData.Add(\"import\", Path.GetFileName(path));")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; Pending = path;")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; cache.SetString(\"import\", path);")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; db.Imports.Add(new Import { Path = path }); db.SaveChanges();")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; var import = db.Imports.First(); import.Path = path; await db.SaveChangesAsync();")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; var import = new Import { Path = path }; db.Add(import);")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; BackgroundJob.Enqueue(() => Run(path));")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; return Ok(new { path });")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; return Ok(new Started(Path.GetFileName(path)));")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; return Json($\"file:{path}\");")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; return RedirectToAction(\"Confirm\", new { file = path });")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; return Content(Url.Action(\"Download\", new { path })!);")]
    [InlineData("var temp = Path.GetTempFileName(); using (var s = {|SN3004:System.IO.File.Create(temp)|}) { file.CopyTo(s); } HttpContext.Session.SetString(\"import\", temp);")]
    [InlineData("var name = Path.GetRandomFileName(); {|SN3004:System.IO.File.WriteAllBytes(Path.Combine(Path.GetTempPath(), name), bytes)|}; return Ok(name);")]
    [InlineData("var folder = Directory.CreateTempSubdirectory(); {|SN3004:System.IO.File.WriteAllBytes(Path.Combine(folder.FullName, \"a\"), bytes)|}; TempData[\"import\"] = folder.FullName;")]
    [InlineData("var info = new FileInfo(path); using var s = {|SN3004:info.Create()|}; return Ok(info.Name);")]
    [InlineData("{|SN3004:System.IO.File.WriteAllBytes(path, bytes)|}; Remember(path); void Remember(string kept) => TempData[\"import\"] = kept;")]
    public Task PathThatLeavesTheRequest_Reports(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); Running[id] = path;")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); Running.Add(id, path);")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); last = path;")]
    public Task PathInAStatic_IsASuggestion(string body) => Verify.Async(
        Controller(body.Replace("System.IO.File.WriteAllBytes(path, bytes)", "{|#0:System.IO.File.WriteAllBytes(path, bytes)|}")),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(TemporaryFileOutlivesRequest.Descriptor)));

    [Theory]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); Run(path);")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); logger.LogInformation(\"{Path}\", path);")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); TempData[\"import\"] = path; System.IO.File.Delete(path);")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); return PhysicalFile(path, \"application/pdf\");")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); return File(System.IO.File.OpenRead(path), \"application/pdf\");")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); return Ok(System.IO.File.ReadAllText(path));")]
    [InlineData("using var s = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose); TempData[\"x\"] = path;")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); return Ok(bytes.Length);")]
    [InlineData("System.IO.File.WriteAllBytes(Path.Combine(Path.GetTempPath(), id), bytes); return Ok(id);")]
    [InlineData("System.IO.File.WriteAllBytes(path, bytes); cache.SetString(path, \"\");")]
    [InlineData("var now = DateTime.UtcNow; System.IO.File.WriteAllBytes(Path.Combine(Path.GetTempPath(), now.Ticks + \".bin\"), bytes); return Ok(now);")]
    public Task PathThatStays_IsSilent(string body) => Verify.Async(Controller(body));

    [Fact]
    public Task ReadByAnotherAction_Reports() => Verify.Async(Controller(
        "var target = Path.Combine(Path.GetTempPath(), \"imports\", id); {|SN3004:System.IO.File.WriteAllBytes(target, bytes)|};",
        """
        public IActionResult Confirm(string id) => Content(System.IO.File.ReadAllText(Path.Combine(Path.GetTempPath(), "imports", id)));
        """));

    [Fact]
    public Task AskedForByClientsOfAnotherClass_Reports() => Verify.Async(
        Controller("var target = Path.Combine(Path.GetTempPath(), \"covers\", Guid.NewGuid() + \".png\"); {|SN3004:System.IO.File.WriteAllBytes(target, bytes)|};") +
        """

        public class CoverController : ControllerBase
        {
            public IActionResult Get(string name) => PhysicalFile(Path.Combine(Path.GetTempPath(), "covers", name), "image/png");
        }
        """);

    [Theory]
    [InlineData("var stamp = DateTime.UtcNow.ToString(\"s\"); {|SN3004:Flurl.Http.GeneratedExtensions.DownloadFileAsync(id, Path.GetTempPath(), $\"cover_{stamp}.png\")|}; return Ok($\"cover_{stamp}.png\");")]
    [InlineData("var name = Guid.NewGuid().ToString(); {|SN3004:Flurl.Http.DownloadExtensions.DownloadFileAsync(id, Path.GetTempPath(), name)|}; return Ok(name);")]
    public Task NameBesideItsDirectory_Reports(string body) => Verify.Async(
        Controller(body) +
        "\nnamespace Flurl.Http { public static class GeneratedExtensions { public static string DownloadFileAsync(this string url, string localFolderPath, string localFileName) => url; } " +
        "public static class DownloadExtensions { public static string DownloadFileAsync(this string request, string localFolderPath, string localFileName) => request; } }");

    [Theory]
    [InlineData("var kept = Flurl.Http.GeneratedExtensions.DownloadFileAsync(id, Path.GetTempPath(), id); var text = System.IO.File.ReadAllText(kept); return Ok(text);")]
    [InlineData("var kept = Flurl.Http.GeneratedExtensions.DownloadFileAsync(id, Path.GetTempPath(), id); TempData[\"x\"] = kept; System.IO.File.Delete(kept);")]
    public Task PathThatTheCallHandsBack_IsFollowed(string body) => Verify.Async(
        Controller(body) + "\nnamespace Flurl.Http { public static class GeneratedExtensions { public static string DownloadFileAsync(this string url, string localFolderPath, string localFileName) => url; } }");

    [Fact]
    public Task EachActionWithAFileOfItsOwn_IsSilent() => Verify.Async(Controller(
        "System.IO.File.WriteAllBytes(Path.Combine(Path.GetTempPath(), id), bytes);",
        """
        public IActionResult Other(string id)
        {
            var own = Path.Combine(Path.GetTempPath(), "x" + id);
            System.IO.File.WriteAllText(own, id);
            return Content(System.IO.File.ReadAllText(own));
        }
        """));

    [Fact]
    public Task CallerThatKeepsWhatAHelperReturns_Reports() => Verify.Async(Controller(
        "var made = await Export(bytes); return Ok(made);",
        """
        private static async Task<string> Export(byte[] bytes)
        {
            var target = Path.GetTempFileName();
            await {|SN3004:System.IO.File.WriteAllBytesAsync(target, bytes)|};
            return target;
        }
        """));

    [Fact]
    public Task CallerThatDeletesWhatAHelperReturns_IsSilent() => Verify.Async(Controller(
        "var made = await Export(bytes); try { TempData[\"x\"] = made; } finally { System.IO.File.Delete(made); }",
        """
        private static async Task<string> Export(byte[] bytes)
        {
            var target = Path.GetTempFileName();
            await System.IO.File.WriteAllBytesAsync(target, bytes);
            return target;
        }
        """));

    [Fact]
    public Task HelperThatWritesWhereItIsTold_Reports() => Verify.Async(Controller(
        "Write(path, bytes); TempData[\"import\"] = path;",
        "private static void Write(string target, byte[] bytes) => {|SN3004:System.IO.File.WriteAllBytes(target, bytes)|};"));

    [Fact]
    public Task MinimalApi_Reports() => Verify.Async("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/", (string text) =>
        {
            var path = Path.GetTempFileName();
            {|SN3004:File.WriteAllText(path, text)|};
            return path;
        });
        app.Run();
        """);

    [Fact]
    public Task SystemWeb_Reports() => Verify.Async(
        Handler(
            """
            var path = Path.GetTempFileName();
            {|SN3004:context.Request.Files[0].SaveAs(path)|};
            context.Session["import"] = path;
            """),
        OnSystemWeb);

    [Fact]
    public Task HalfTypedCode_IsSilent() => Verify.Async(
        """
        WebApplication.CreateBuilder(args).Build().Run();

        public class C
        {
            public string A() => A();
            public string M(string path)
            {
                var p = Path.GetTempFileName();
                File.WriteAllText(p, );
                var q = q = p;
                x[p] = ;
                return M(A());
            }
        }
        """,
        test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);
}
