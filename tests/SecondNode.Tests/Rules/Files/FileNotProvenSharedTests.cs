using SecondNode.Analyzers.Rules.Files;
using SecondNode.Tests.Testing;
using static SecondNode.Tests.Rules.Files.Sources;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.FileNotProvenShared>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Files in places of which only the owner knows whether all nodes see them.</summary>
public class FileNotProvenSharedTests
{
    [Theory]
    [InlineData("{|SN3003:System.IO.File.WriteAllText(Path.Combine(configuration[\"Storage:Root\"]!, id), text)|};")]
    [InlineData("{|SN3003:System.IO.File.WriteAllBytes(Path.Combine(options.Value.Folder, id), bytes)|};")]
    [InlineData("{|SN3003:System.IO.File.AppendAllText(Environment.GetEnvironmentVariable(\"NOTES\") + \"/notes.txt\", text)|};")]
    [InlineData("{|SN3003:System.IO.File.WriteAllText(configuration.GetSection(\"Storage\").GetValue<string>(\"Root\")!, text)|};")]
    [InlineData("{|SN3003:System.IO.File.WriteAllText(id, text)|};")]
    [InlineData("using var s = {|SN3003:System.IO.File.Create(Path.Combine(configuration[\"Storage:Root\"]!, id))|}; await file.CopyToAsync(s);")]
    [InlineData("using var s = {|SN3003:new FileStream(Path.GetFullPath(configuration[\"Storage:Root\"]!, env.ContentRootPath) + id, FileMode.Create)|}; await file.CopyToAsync(s);")]
    public Task PlaceThatOnlyTheOwnerKnows_Reports(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(env.WebRootPath, id), text);")]
    [InlineData("""System.IO.File.WriteAllText(@"\\files\notes\" + id, text);""")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(configuration[\"Storage:Root\"]!, \"logs\", id), text);")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(configuration[\"Storage:Root\"]!, \"cache\", id), text);")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(configuration[\"Storage:Root\"]!, \"work.lock\"), text);")]
    [InlineData("var path = Path.Combine(configuration[\"Storage:Root\"]!, id); System.IO.File.WriteAllText(path, text); System.IO.File.Delete(path);")]
    [InlineData("var path = Path.Combine(configuration[\"Storage:Root\"]!, id); System.IO.File.WriteAllText(path, text); return PhysicalFile(path, \"text/plain\");")]
    [InlineData("var path = Path.Combine(configuration[\"Storage:Root\"]!, id); if (!System.IO.File.Exists(path)) { System.IO.File.WriteAllText(path, text); }")]
    [InlineData("var logFilePath = configuration[\"Trace\"]!; System.IO.File.WriteAllText(logFilePath, text);")]
    [InlineData("System.IO.File.WriteAllText(Path.GetTempFileName(), text);")]
    public Task AnotherRulesMatterOrNobodys_IsSilent(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("Storage:Root", "configuration[\"Storage:Root\"]!")]
    [InlineData("storage:root", "configuration[\"Storage:Root\"]!")]
    [InlineData("Storage.Folder", "options.Value.Folder")]
    [InlineData("NOTES|Other", "Environment.GetEnvironmentVariable(\"NOTES\")!")]
    public Task DeclaredKey_IsSilent(string declared, string folder) => Verify.Async(
        Controller($"System.IO.File.WriteAllText(Path.Combine({folder}, id), text);"),
        test => test.GlobalOptions["secondnode.shared_paths"] = declared);

    [Theory]
    [InlineData("{|SN3003:System.IO.File.WriteAllText(Path.Combine(folders.Data, id), text)|};", "public string Get(string name) => System.IO.File.ReadAllText(Path.Combine(folders.Data, name));")]
    [InlineData("{|SN3003:System.IO.File.WriteAllText(PathOf(id), text)|};", "private string PathOf(string name) => Path.Combine(folders.Data, name); public IActionResult Get(string name) => PhysicalFile(PathOf(name), \"text/plain\");")]
    [InlineData("{|SN3003:System.IO.File.WriteAllText(Path.Combine(kept.Place, id), text)|};", "private readonly Kept kept = new(); public class Kept { public string Place { get; set; } = \"\".Trim(); } public string Get(string name) { using var r = new StreamReader(Path.Combine(kept.Place, name)); return r.ReadToEnd(); }")]
    [InlineData("{|SN3003:System.IO.File.WriteAllText(store.Combine(folders.Data, id), text)|};", "private readonly IStore store = null!; public interface IStore { string Combine(params string[] pieces); } public string Get(string name) => System.IO.File.ReadAllText(store.Combine(folders.Data, name));")]
    public Task PlaceThatIsNotSeen_ReportsWhereItIsReadAgain(string body, string members) => Verify.Async(Folders(body, members));

    [Theory]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(folders.Data, id), text);", "")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(folders.Data, id), text);", "public string Get(string name) => System.IO.File.ReadAllText(Path.Combine(folders.Other, name));")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(folders.Data, \"a\", id), text);", "public string Get(string name) => System.IO.File.ReadAllText(Path.Combine(folders.Data, \"b\", name));")]
    [InlineData("new Writer().Write(folders.Data, text);", "public class Writer { public void Write(string path, string text) => System.IO.File.WriteAllText(path, text); public string Read(string path) => System.IO.File.ReadAllText(path); }")]
    public Task PlaceThatIsNotSeen_IsSilentOtherwise(string body, string members) => Verify.Async(Folders(body, members));

    [Theory]
    [InlineData("", true)]
    [InlineData("public class CloudStore : IStore { public void Save(string name, string text) { } }", false)]
    public Task ImplementationThatTheOwnerChooses_IsSilent(string other, bool reports) => Verify.Async($$"""
        using Microsoft.Extensions.Options;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<IStore, LocalStore>();
        var app = builder.Build();
        app.MapPost("/", (IStore store, string name, string text) => store.Save(name, text));
        app.Run();

        public class LocalOptions { public string Path { get; set; } = ""; }

        public interface IStore { void Save(string name, string text); }

        public class LocalStore(IOptions<LocalOptions> options) : IStore
        {
            public void Save(string name, string text) => {{(reports ? "{|SN3003:" : "")}}File.WriteAllText(Path.Combine(options.Value.Path, name), text){{(reports ? "|}" : "")}};
        }

        {{other}}
        """);

    [Fact]
    public Task PlaceThatClientsOfAnotherClassAskFor_Reports() => Verify.Async(
        Folders("{|SN3003:System.IO.File.WriteAllText(Path.Combine(folders.Data, Guid.NewGuid().ToString()), text)|};", "") +
        "\npublic class ExportsController(IFolders folders) : ControllerBase { public IActionResult Get(string name) => PhysicalFile(Path.Combine(folders.Data, name), \"text/csv\"); }");

    private static string Folders(string body, string members) =>
        Controller(body, "private readonly IFolders folders = null!; " + members) + "\npublic interface IFolders { string Data { get; } string Other { get; } }";

    [Fact]
    public Task MessageNamesTheKey() => Verify.Async(
        Controller("{|#0:System.IO.File.WriteAllText(Path.Combine(configuration[\"Storage:Root\"]!, id), text)|};"),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(FileNotProvenShared.Descriptor).WithArguments("Path.Combine(configuration[\"Storage:Root\"]!, id)", "to the place that 'Storage:Root' names")));

    [Fact]
    public Task StartUpAndBackground_AreSilent() => Verify.Async("""
        var builder = WebApplication.CreateBuilder(args);
        File.WriteAllText(builder.Configuration["Marker"]!, "");
        builder.Build().Run();

        public class Export(IConfiguration configuration) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => File.WriteAllTextAsync(configuration["Export"]!, "", stoppingToken);
        }
        """);
}
