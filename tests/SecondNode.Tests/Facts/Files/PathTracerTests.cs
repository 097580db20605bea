using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts.Files;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts.Files;

/// <summary>Where a path comes from, through everything that paths go through.</summary>
public class PathTracerTests
{
    [Theory]
    // Directories of the node.
    [InlineData("env.WebRootPath", "NodeDisk WebRoot wwwroot/")]
    [InlineData("Path.Combine(env.WebRootPath, \"uploads\", id)", "NodeDisk WebRoot wwwroot/uploads")]
    [InlineData("Path.Join(env.ContentRootPath, \"App_Data\")", "NodeDisk ContentRoot App_Data")]
    [InlineData("Path.Combine(AppContext.BaseDirectory, \"data\")", "NodeDisk ContentRoot data")]
    [InlineData("AppDomain.CurrentDomain.BaseDirectory + \"data\"", "NodeDisk ContentRoot data")]
    [InlineData("Path.Combine(Directory.GetCurrentDirectory(), \"data\")", "NodeDisk ContentRoot data")]
    [InlineData("Path.GetDirectoryName(typeof(Notes).Assembly.Location)!", "NodeDisk ContentRoot ")]
    [InlineData("Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)", "NodeDisk Machine ")]
    [InlineData("\"uploads/\" + id", "NodeDisk Relative uploads/")]
    [InlineData("$\"{env.WebRootPath}/uploads/{id}\"", "NodeDisk WebRoot wwwroot/uploads/")]
    [InlineData("string.Format(\"{0}/x\", env.WebRootPath)", "NodeDisk WebRoot wwwroot/{0}/x")]
    [InlineData("string.Concat(env.WebRootPath, \"/x\")", "NodeDisk WebRoot wwwroot/x")]
    [InlineData("string.Join(\"/\", env.WebRootPath, \"x\")", "NodeDisk WebRoot wwwroot/x")]
    [InlineData("@\"D:\\data\\x\"", "NodeDisk Machine D:/data/x")]
    [InlineData("\"/var/lib/x\"", "NodeDisk Machine /var/lib/x")]
    [InlineData("new FileInfo(Path.Combine(env.WebRootPath, \"x\")).FullName", "NodeDisk WebRoot wwwroot/x")]
    [InlineData("new DirectoryInfo(env.WebRootPath).CreateSubdirectory(\"x\").FullName", "NodeDisk WebRoot wwwroot/")]
    [InlineData("Directory.CreateDirectory(Path.Combine(env.WebRootPath, \"x\")).FullName", "NodeDisk WebRoot wwwroot/x")]
    [InlineData("env.WebRootFileProvider.GetFileInfo(\"x\").PhysicalPath!", "NodeDisk WebRoot wwwroot/")]
    [InlineData("new DirectoryInfo(env.WebRootPath).GetFiles().OrderBy(f => f.Name).First().FullName", "NodeDisk WebRoot wwwroot/")]
    [InlineData("Directory.EnumerateFiles(Path.Combine(env.WebRootPath, \"x\")).ToList().Where(f => f.Length > 1).ToArray()[0]", "NodeDisk WebRoot wwwroot/x")]
    [InlineData("oneOfMany", "NodeDisk WebRoot wwwroot/many")]
    // The temporary directory.
    [InlineData("Path.GetTempFileName()", "Temp  ")]
    [InlineData("Path.Combine(Path.GetTempPath(), \"x\")", "Temp  x")]
    [InlineData("\"/tmp/x\"", "Temp  /tmp/x")]
    [InlineData("Directory.CreateTempSubdirectory().FullName", "Temp  ")]
    // Shared.
    [InlineData("@\"\\\\server\\share\\x\"", "Shared  /server/share/x")]
    // Configured.
    [InlineData("configuration[\"Storage:Root\"]!", "Configured   Storage:Root")]
    [InlineData("configuration.GetValue<string>(\"Storage:Root\")!", "Configured  Storage:Root Storage:Root")]
    [InlineData("options.Value.Folder", "Configured   Storage.Folder")]
    [InlineData("Path.Combine(settings.Folder, \"x\")", "Configured  x NoteSettings.Folder")]
    [InlineData("Environment.GetEnvironmentVariable(\"ROOT\")!", "Configured  ROOT ROOT")]
    [InlineData("configuration[\"Root\"] ?? \"data\"", "NodeDisk Relative data Root configurable")]
    // Nothing says.
    [InlineData("id", "Unknown  ")]
    [InlineData("Guid.NewGuid() + \".txt\"", "Unknown  .txt")]
    // By way of members.
    [InlineData("Root", "NodeDisk WebRoot wwwroot/root")]
    [InlineData("_root", "NodeDisk ContentRoot field")]
    [InlineData("Constant", "NodeDisk Relative constants")]
    [InlineData("PathOf(\"x\")", "NodeDisk WebRoot wwwroot/helper/x")]
    [InlineData("Expression(id)", "NodeDisk WebRoot wwwroot/root")]
    [InlineData("Names.Folder", "NodeDisk Relative names")]
    [InlineData("local", "NodeDisk WebRoot wwwroot/local")]
    [InlineData("chosen", "NodeDisk WebRoot wwwroot/a/b")]
    [InlineData("tested", "NodeDisk WebRoot wwwroot/tested")]
    [InlineData("Cyclic", "Unknown  ")]
    public void Path_ComesFrom(string expression, string expected)
    {
        var context = RuleContexts.Of(
            $$"""
            using Microsoft.Extensions.Options;

            WebApplication.CreateBuilder(args).Build().Run();

            public class Storage { public string Folder { get; set; } = "default"; }

            public class NoteSettings { public string Folder { get; set; } = "default"; }

            public static class Names { public static readonly string Folder = "names"; }

            public class Notes(IWebHostEnvironment env, IConfiguration configuration, IOptions<Storage> options, NoteSettings settings)
            {
                private const string Constant = "constants";
                private readonly string _root = Path.Combine(env.ContentRootPath, "field");
                private string Root => Path.Combine(env.WebRootPath, "root");
                private string Cyclic => Cyclic;
                private string PathOf(string name) => Path.Combine(env.WebRootPath, "helper", name);
                private string Expression(string id) { return Path.Combine(Root, id); }

                public void Save(string id)
                {
                    var local = Path.Combine(env.WebRootPath, "local");
                    var chosen = id == "" ? Path.Combine(env.WebRootPath, "a") : Path.Combine(env.WebRootPath, "b");
                    if (Path.Combine(env.WebRootPath, "tested") is not { Length: > 0 } tested)
                    {
                        return;
                    }

                    var oneOfMany = "";
                    foreach (var file in new List<FileInfo>(new DirectoryInfo(Path.Combine(env.WebRootPath, "many")).GetFiles()))
                    {
                        oneOfMany = file.FullName;
                    }

                    File.WriteAllText({{expression}}, "");
                }
            }
            """);
        var tree = context.Compilation.SyntaxTrees.First();
        var call = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Last(c => c.Expression.ToString() == "File.WriteAllText");
        var path = context.Compilation.GetSemanticModel(tree).GetOperation(call)!.ChildOperations.First();
        var origin = new PathTracer(context.Types, new AssignedValues(context)).Trace(path);
        var directory = origin.Directory == NodeDirectory.None ? "" : origin.Directory.ToString();
        Assert.Equal(
            expected.TrimEnd(),
            ($"{origin.Root} {directory} {origin.Text}" + string.Concat(origin.Keys.Select(k => " " + k)) + (origin.Configurable ? " configurable" : "")).TrimEnd());
    }
}
