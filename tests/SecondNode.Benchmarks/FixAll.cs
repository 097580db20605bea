using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Tests.Testing;

namespace SecondNode.Benchmarks;

/// <summary>Fix All in the solution: the fix alone, the findings are known before.</summary>
[MemoryDiagnoser]
public class FixAll
{
    private Project project = null!;
    private ImmutableArray<Diagnostic> findings;

    [Params("SN2001", "SN3001")]
    public string Id { get; set; } = "";

    [Params(10, 100, 1000)]
    public int Findings { get; set; }

    [GlobalSetup]
    public void Find()
    {
        project = Application(Id, Findings);
        var compilation = (CSharpCompilation)project.GetCompilationAsync().Result!;
        findings = [.. compilation.WithAnalyzers([.. Shipped.Rules.Where(r => r.SupportedDiagnostics.Any(d => d.Id == Id))], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync().Result];
        if (findings.Length != Findings)
        {
            throw new InvalidOperationException($"{findings.Length} findings instead of {Findings}");
        }
    }

    [Benchmark]
    public async Task<int> Fix()
    {
        var fix = Shipped.Fixes.Single(f => f.FixableDiagnosticIds.Contains(Id));
        var action = await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(project.Documents.First(), fix, FixAllScope.Solution, null!, [Id], new Known(findings), CancellationToken.None));
        var solution = (await action!.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var changed = solution.GetChanges(project.Solution).GetProjectChanges().Sum(p => p.GetChangedDocuments().Count());
        return changed >= Findings ? changed : throw new InvalidOperationException($"{changed} documents are changed");
    }

    /// <summary>One controller with one finding, as often as asked for.</summary>
    private static Project Application(string id, int count)
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Shop", "Shop", LanguageNames.CSharp, filePath: "/shop/Shop.csproj",
            compilationOptions: new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest), metadataReferences: References.Of(Framework.WebWithPackages)));
        var solution = project.Solution;
        Add("Usings.g.cs", Code.Application.Usings);
        Add("Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllers();
            builder.Services.AddStackExchangeRedisCache(options => options.Configuration = builder.Configuration.GetConnectionString("Redis"));
            var app = builder.Build();
            app.UseStaticFiles();
            app.MapControllers();
            app.Run();
            """);
        for (var i = 0; i < count; i++)
        {
            Add($"Controllers/Part{i}Controller.cs", id == "SN2001"
                ? $$"""
                  using System.Collections.Concurrent;
                  using Microsoft.AspNetCore.Mvc;

                  namespace Shop.Controllers;

                  [ApiController]
                  [Route("part{{i}}")]
                  public class Part{{i}}Controller : ControllerBase
                  {
                      private static readonly ConcurrentDictionary<int, string> Names{{i}} = new();

                      [HttpGet("{id}")]
                      public string? Get(int id) => Names{{i}}.TryGetValue(id, out var name) ? name : null;

                      [HttpPut("{id}")]
                      public void Set(int id, string name) => Names{{i}}[id] = name;
                  }
                  """
                : $$"""
                  using Microsoft.AspNetCore.Mvc;

                  namespace Shop.Controllers;

                  [ApiController]
                  [Route("part{{i}}")]
                  public class Part{{i}}Controller(IWebHostEnvironment environment) : ControllerBase
                  {
                      [HttpPost]
                      public async Task<IActionResult> Photo(IFormFile file)
                      {
                          var path = Path.Combine(environment.WebRootPath, "part{{i}}", Path.GetRandomFileName());
                          await using var stream = new FileStream(path, FileMode.Create);
                          await file.CopyToAsync(stream);
                          return Ok();
                      }
                  }
                  """);
        }

        return solution.GetProject(project.Id)!;

        void Add(string path, string text) =>
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), System.IO.Path.GetFileName(path), SourceText.From(text, System.Text.Encoding.UTF8), filePath: "/shop/" + path);
    }

    private sealed class Known(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(findings.Where(f => f.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
