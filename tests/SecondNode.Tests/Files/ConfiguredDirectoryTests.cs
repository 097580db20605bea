using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Files;
using SecondNode.Tests.Rules.Files;
using SecondNode.Tests.Testing;
using FileVerify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.FileOnNodeDisk, SecondNode.CodeFixes.Files.ShareFiles>;
using UploadVerify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.UploadOnNodeDisk, SecondNode.CodeFixes.Files.ShareFiles>;

namespace SecondNode.Tests.Files;

/// <summary>The folder that files are written to moves to a configured directory: writes, reads and what serves it, or nothing at all.</summary>
public class ConfiguredDirectoryTests
{
    private const string Settings = "{\n  \"AllowedHosts\": \"*\"\n}\n";

    private static void WithSettings<TAnalyzer>(FixTest<TAnalyzer, ShareFiles> test, string key, string value)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
    {
        test.AdditionalFiles["/app/appsettings.json"] = Settings;
        test.FixedAdditionalFiles["/app/appsettings.json"] = $"{{\n  \"AllowedHosts\": \"*\",\n  \"Storage\": {{\n    \"{key}\": \"{value}\"\n  }}\n}}\n";
    }

    [Fact]
    public Task UploadUnderTheWebRoot_MovesWithItsReadsAndIsServed() => UploadVerify.Async(
        [
            """
            var app = WebApplication.CreateBuilder(args).Build();

            app.UseStaticFiles(); // css, images
            app.MapGet("/", () => "");
            app.Run();
            """,
            """
            using Microsoft.AspNetCore.Mvc;

            public class LogoController : ControllerBase
            {
                private readonly IWebHostEnvironment _env;

                public LogoController(IWebHostEnvironment env)
                {
                    _env = env;
                }

                [HttpPost]
                public async Task Upload(IFormFile file)
                {
                    // One logo at a time.
                    var folder = Path.Combine(_env.WebRootPath, "uploads");
                    await using var stream = {|SN3001:new FileStream(Path.Combine(folder, file.FileName), FileMode.Create)|};
                    await file.CopyToAsync(stream);
                }

                [HttpPost]
                public async Task Avatar(IFormFile file)
                {
                    await using var stream = {|SN3001:System.IO.File.Create($"{_env.WebRootPath}/uploads/avatars/{file.FileName}")|};
                    await file.CopyToAsync(stream);
                }

                [HttpGet]
                public bool Has(string name) => System.IO.File.Exists(_env.WebRootPath + "/uploads/" + name);

                [HttpGet]
                public string Template() => System.IO.File.ReadAllText(Path.Combine(_env.WebRootPath, "templates", "mail.html"));
            }
            """,
        ],
        [
            """
            using Microsoft.Extensions.FileProviders;

            var app = WebApplication.CreateBuilder(args).Build();

            app.UseStaticFiles(); // css, images
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Directory.CreateDirectory(Path.Combine(Path.GetFullPath(app.Configuration["Storage:WebRoot"], app.Environment.ContentRootPath), "uploads")).FullName),
                RequestPath = "/uploads"
            });
            app.MapGet("/", () => "");
            app.Run();
            """,
            """
            using Microsoft.AspNetCore.Mvc;

            public class LogoController : ControllerBase
            {
                private readonly IWebHostEnvironment _env;
                private readonly IConfiguration _configuration;

                public LogoController(IWebHostEnvironment env, IConfiguration configuration)
                {
                    _env = env;
                    _configuration = configuration;
                }

                [HttpPost]
                public async Task Upload(IFormFile file)
                {
                    // One logo at a time.
                    var folder = Path.Combine(Path.GetFullPath(_configuration["Storage:WebRoot"], _env.ContentRootPath), "uploads");
                    await using var stream = new FileStream(Path.Combine(folder, Path.GetFileName(file.FileName)), FileMode.Create);
                    await file.CopyToAsync(stream);
                }

                [HttpPost]
                public async Task Avatar(IFormFile file)
                {
                    await using var stream = System.IO.File.Create($"{Path.GetFullPath(_configuration["Storage:WebRoot"], _env.ContentRootPath)}/uploads/avatars/{Path.GetFileName(file.FileName)}");
                    await file.CopyToAsync(stream);
                }

                [HttpGet]
                public bool Has(string name) => System.IO.File.Exists(Path.GetFullPath(_configuration["Storage:WebRoot"], _env.ContentRootPath) + "/uploads/" + name);

                [HttpGet]
                public string Template() => System.IO.File.ReadAllText(Path.Combine(_env.WebRootPath, "templates", "mail.html"));
            }
            """,
        ],
        test =>
        {
            WithSettings(test, "WebRoot", "wwwroot");
            test.NumberOfIncrementalIterations = 1;
            test.NumberOfFixAllIterations = 1;
        });

    [Fact]
    public Task FileUnderTheContentRoot_MovesInEveryFile() => FileVerify.Async(
        [
            """
            #nullable enable
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/notice", (string text, IHostEnvironment env) => {|SN3002:File.WriteAllText(Path.Combine(env.ContentRootPath, "App_Data", "notice.txt"), text)|});
            app.Run();
            """,
            """
            public class Notice(IHostEnvironment env)
            {
                public string Text => File.ReadAllText(Path.Combine(env.ContentRootPath, @"App_Data\notice.txt"));
            }
            """,
        ],
        [
            """
            #nullable enable
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/notice", (string text, IHostEnvironment env) => File.WriteAllText(Path.Combine(Path.GetFullPath(app.Configuration["Storage:ContentRoot"]!, env.ContentRootPath), "App_Data", "notice.txt"), text));
            app.Run();
            """,
            """
            public class Notice(IHostEnvironment env, IConfiguration configuration)
            {
                public string Text => File.ReadAllText(Path.Combine(Path.GetFullPath(configuration["Storage:ContentRoot"], env.ContentRootPath), @"App_Data\notice.txt"));
            }
            """,
        ],
        test => WithSettings(test, "ContentRoot", "."));

    [Fact]
    public Task FolderBesideOthers_StaysApart() => FileVerify.Async(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        Prepare(app);
        app.MapPost("/draft", (string text) => {|SN3002:File.WriteAllText(Path.Combine(app.Environment.ContentRootPath, "App_Data", "drafts", text + ".json"), text)|});
        app.Run();

        static void Prepare(WebApplication app)
        {
            var folder = Path.Combine(app.Environment.ContentRootPath, "App_Data");
            Directory.CreateDirectory(folder);
            Console.WriteLine(Path.Combine(folder, "blog.db"));
        }
        """,
        """
        var app = WebApplication.CreateBuilder(args).Build();
        Prepare(app);
        app.MapPost("/draft", (string text) => File.WriteAllText(Path.Combine(Path.GetFullPath(app.Configuration["Storage:ContentRoot"], app.Environment.ContentRootPath), "App_Data", "drafts", text + ".json"), text));
        app.Run();

        static void Prepare(WebApplication app)
        {
            var folder = Path.Combine(app.Environment.ContentRootPath, "App_Data");
            Directory.CreateDirectory(folder);
            Console.WriteLine(Path.Combine(folder, "blog.db"));
        }
        """,
        test => WithSettings(test, "ContentRoot", "."));

    [Theory]
    // Nothing serves the web root.
    [InlineData("app.MapPost(\"/\", (string text) => {|SN3002:File.WriteAllText(Path.Combine(app.Environment.WebRootPath, \"notes\", text), text)|});")]
    // The folder is not written down.
    [InlineData("app.UseStaticFiles(); app.MapPost(\"/\", (string text) => {|SN3002:File.WriteAllText(Path.Combine(app.Environment.WebRootPath, text), text)|});")]
    // Another use of the directory may lead anywhere.
    [InlineData("app.MapPost(\"/\", (string text) => {|SN3002:File.WriteAllText(Path.Combine(app.Environment.ContentRootPath, \"notes\", text), text)|}); app.MapGet(\"/\", (string path) => File.ReadAllText(Path.Combine(app.Environment.ContentRootPath, path)));")]
    // A file directly in the web root has no folder to serve.
    [InlineData("app.UseStaticFiles(); app.MapPost(\"/\", (string text) => {|SN3002:File.WriteAllText(Path.Combine(app.Environment.WebRootPath, \"notice.html\"), text)|});")]
    // A literal leads into the folder.
    [InlineData("app.MapPost(\"/\", (string text) => {|SN3002:File.WriteAllText(Path.Combine(app.Environment.ContentRootPath, \"notes\", text), text)|}); app.MapGet(\"/\", () => File.ReadAllText(\"notes/first.txt\"));")]
    // Not a directory of the host.
    public Task WhatCannotMoveAsAWhole_HasNoFix(string handlers) => FileVerify.NoFixAsync($"var app = WebApplication.CreateBuilder(args).Build();\n{handlers}\napp.Run();\n");

    [Fact]
    public Task StaticCode_TakesTheEnvironmentAndAllOthersWithIt() => FileVerify.Async(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/", (string text) => Notes.Save(text));
        app.MapGet("/", () => File.ReadAllText(Directory.GetCurrentDirectory() + "/notes/last.txt"));
        app.Run();

        public static class Notes
        {
            // Beside the application.
            private static readonly string Folder = Path.Combine(Directory.GetCurrentDirectory(), "notes");

            public static void Save(string text) => {|SN3002:File.WriteAllText(Path.Combine(Folder, "last.txt"), text)|};
        }
        """,
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/", (string text) => Notes.Save(text));
        app.MapGet("/", () => File.ReadAllText((Environment.GetEnvironmentVariable("Storage__ContentRoot") ?? Directory.GetCurrentDirectory()) + "/notes/last.txt"));
        app.Run();

        public static class Notes
        {
            // Beside the application.
            private static readonly string Folder = Path.Combine(Environment.GetEnvironmentVariable("Storage__ContentRoot") ?? Directory.GetCurrentDirectory(), "notes");

            public static void Save(string text) => {|#0:File.WriteAllText(Path.Combine(Folder, "last.txt"), text)|};
        }
        """,
        test => test.FixedState.ExpectedDiagnostics.Add(Expect.Suggestion(FileOnNodeDisk.Descriptor)));

    [Fact]
    public Task StaticCodeBelowTheWebRoot_HasNoFix() => FileVerify.NoFixAsync("""
        var app = WebApplication.CreateBuilder(args).Build();
        Notes.Environment = app.Environment;
        app.UseStaticFiles();
        app.MapPost("/", (string text) => Notes.Save(text));
        app.Run();

        public static class Notes
        {
            public static IWebHostEnvironment Environment { get; set; }

            public static void Save(string text) => {|SN3002:File.WriteAllText(Path.Combine(Environment.WebRootPath, "notes", "last.txt"), text)|};
        }
        """);

    [Theory]
    [InlineData("var name = {0}; var path = Path.Combine({1}, \"inbox\", name);", "file.FileName", "Path.Combine({1}, \"inbox\", Path.GetFileName(name))")]
    [InlineData("var path = Path.Combine({1}, \"inbox\", Guid.NewGuid() + \"_\" + {0});", "Path.GetFileName(file.FileName)", "")]
    [InlineData("var unique = Guid.NewGuid() + \"_\" + {0}; var path = Path.Combine({1}, \"inbox\", unique);", "Path.GetFileName(file.FileName)", "")]
    [InlineData("var unique = $\"{{Guid.NewGuid()}}_{{{0}}}\"; var path = Path.Join({1}, \"inbox\", unique);", "Path.GetFileName(file.FileName)", "")]
    [InlineData("string unique; unique = {0}; var path = Path.Combine({1}, \"inbox\", unique);", "Path.GetFileName(file.FileName)", "")]
    [InlineData("var path = {1} + \"/inbox/\" + {0};", "Path.GetFileName(file.FileName)", "")]
    [InlineData("var path = $\"{{{1}}}/inbox/{{{0}}}\";", "Path.GetFileName(file.FileName)", "")]
    [InlineData("var path = Path.Combine({1}, \"inbox\", Guid.NewGuid() + Path.GetExtension(file.FileName)); _ = {0};", "file.FileName", "")]
    public Task NameThatTheClientGives_IsSafe(string statements, string safe, string whole)
    {
        const string root = "app.Environment.ContentRootPath", moved = "Path.GetFullPath(app.Configuration[\"Storage:ContentRoot\"], app.Environment.ContentRootPath)";
        var after = string.Format(statements, safe, moved);
        if (whole.Length > 0)
        {
            after = after.Replace(string.Format("Path.Combine({0}, \"inbox\", name)", moved), string.Format(whole, "", moved));
        }

        return UploadVerify.Async(
            Program(string.Format(statements, "file.FileName", root), "{|SN3001:File.Create(path)|}"),
            Program(after, "File.Create(path)"),
            test => WithSettings(test, "ContentRoot", "."));

        static string Program(string path, string open) => $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapPost("/", async (IFormFile file) =>
            {
                {{path}}
                using var stream = {{open}};
                await file.CopyToAsync(stream);
            });
            app.Run();
            """;
    }

    [Fact]
    public Task NameThatAHelperIsCalledWith_IsSafe() => UploadVerify.Async(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();

        public class Inbox(IHostEnvironment env, IConfiguration configuration)
        {
            public async Task Put(IFormFile file, string name)
            {
                var own = file.FileName;
                await using (var stream = {|SN3001:File.Create(PathOf(own))|}) await file.CopyToAsync(stream);
                await using (var stream = {|SN3001:File.Create(PathOf(file.FileName))|}) await file.CopyToAsync(stream);
                File.Delete(PathOf(name));
            }

            private string PathOf(string name) => Path.Combine(env.ContentRootPath, "inbox", name);
        }
        """,
        """
        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();

        public class Inbox(IHostEnvironment env, IConfiguration configuration)
        {
            public async Task Put(IFormFile file, string name)
            {
                var own = file.FileName;
                await using (var stream = File.Create(PathOf(Path.GetFileName(own)))) await file.CopyToAsync(stream);
                await using (var stream = File.Create(PathOf(Path.GetFileName(file.FileName)))) await file.CopyToAsync(stream);
                File.Delete(PathOf(name));
            }

            private string PathOf(string name) => Path.Combine(Path.GetFullPath(configuration["Storage:ContentRoot"], env.ContentRootPath), "inbox", name);
        }
        """,
        test =>
        {
            test.NumberOfIncrementalIterations = 1;
            test.NumberOfFixAllIterations = 1;
        });

    [Theory]
    [InlineData("AppContext.BaseDirectory")]
    [InlineData("AppDomain.CurrentDomain.BaseDirectory")]
    public Task FolderBesideTheProgram_FollowsAVariable(string directory) => FileVerify.Async(
        $$"""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/", (string id, string text) => {|SN3002:File.WriteAllText(Path.Combine({{directory}}, "notes", id), text)|});
        app.MapGet("/", (string id) => File.ReadAllText(Path.Combine({{directory}}, "notes", id)));
        app.Run();
        """,
        $$"""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/", (string id, string text) => {|#0:File.WriteAllText(Path.Combine(Environment.GetEnvironmentVariable("Storage__BaseDirectory") ?? {{directory}}, "notes", id), text)|});
        app.MapGet("/", (string id) => File.ReadAllText(Path.Combine(Environment.GetEnvironmentVariable("Storage__BaseDirectory") ?? {{directory}}, "notes", id)));
        app.Run();
        """,
        test => test.FixedState.ExpectedDiagnostics.Add(Expect.Suggestion(FileOnNodeDisk.Descriptor)));

    [Fact]
    public Task DirectoryBehindAnInterface_Follows() => FileVerify.Async(
        """
        using System.IO.Abstractions;

        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();

        public class Notes(IFileSystem files, IConfiguration configuration)
        {
            public void Save(string id, string text) => {|SN3002:files.File.WriteAllText(files.Path.Combine(files.Directory.GetCurrentDirectory(), "notes", id), text)|};
        }

        namespace System.IO.Abstractions
        {
            public interface IFile { void WriteAllText(string path, string contents); }
            public interface IPath { string Combine(string path1, string path2, string path3); }
            public interface IDirectory { string GetCurrentDirectory(); }
            public interface IFileSystem { IFile File { get; } IPath Path { get; } IDirectory Directory { get; } }
        }
        """,
        """
        using System.IO.Abstractions;

        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();

        public class Notes(IFileSystem files, IConfiguration configuration)
        {
            public void Save(string id, string text) => files.File.WriteAllText(files.Path.Combine(Path.GetFullPath(configuration["Storage:ContentRoot"]), "notes", id), text);
        }

        namespace System.IO.Abstractions
        {
            public interface IFile { void WriteAllText(string path, string contents); }
            public interface IPath { string Combine(string path1, string path2, string path3); }
            public interface IDirectory { string GetCurrentDirectory(); }
            public interface IFileSystem { IFile File { get; } IPath Path { get; } IDirectory Directory { get; } }
        }
        """,
        test => test.CodeActionEquivalenceKey = ShareFiles.Directory);
}
