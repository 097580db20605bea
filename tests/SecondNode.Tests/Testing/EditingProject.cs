using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.Tests.Testing;

/// <summary>A web project in memory, for tests of what fixes share: C# files, and files that reach a fix as additional documents.</summary>
internal sealed class EditingProject
{
    public const string ProjectFile = "/app/App.csproj";

    public EditingProject(Framework framework = Framework.Web)
    {
        var workspace = new AdhocWorkspace();
        Project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "App", "App", LanguageNames.CSharp, filePath: ProjectFile,
            compilationOptions: new CSharpCompilationOptions(framework == Framework.SystemWeb ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: References.Of(framework)));
        if (framework != Framework.SystemWeb)
        {
            With("/app/obj/Usings.g.cs", ProjectSetup.WebUsings);
        }
    }

    public Project Project { get; private set; }

    public EditingProject With(string path, string text)
    {
        var source = SourceText.From(text, System.Text.Encoding.UTF8);
        var id = DocumentId.CreateNewId(Project.Id);
        Project = (path.EndsWith(".cs", StringComparison.Ordinal)
            ? Project.Solution.AddDocument(id, Path.GetFileName(path), source, filePath: path)
            : Project.Solution.AddAdditionalDocument(id, Path.GetFileName(path), source, filePath: path)).GetProject(Project.Id)!;
        return this;
    }

    /// <summary>The values of <c>build_property.*</c> that the package makes visible.</summary>
    public EditingProject WithProperty(string name, string value)
    {
        Project = Project.Solution.AddAnalyzerConfigDocument(
            DocumentId.CreateNewId(Project.Id), ".globalconfig", SourceText.From($"is_global = true\nbuild_property.{name} = {value}\n"), filePath: "/.globalconfig").GetProject(Project.Id)!;
        return this;
    }

    /// <summary>Runs an edit and gives the new text of a file.</summary>
    public async Task<(FileEdit Result, string Text)> EditAsync(string path, Func<SolutionEdits, Project, Task<FileEdit>> edit)
    {
        var edits = new SolutionEdits(Project.Solution);
        var result = await edit(edits, Project);
        var solution = await edits.ToSolutionAsync(TestContext.Current.CancellationToken);
        return (result, await TextAsync(solution, path));
    }

    public static async Task<string> TextAsync(Solution solution, string path)
    {
        var id = solution.GetDocumentIdsWithFilePath(path).First();
        return (await (solution.GetDocument(id) ?? solution.GetAdditionalDocument(id))!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }
}
