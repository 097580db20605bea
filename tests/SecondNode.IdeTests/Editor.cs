using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Tests.Testing;

namespace SecondNode.IdeTests;

/// <summary>
/// A project in a workspace with an editor's services, which load the rules and the fixes from their files. The services are
/// internal to Roslyn; they are asked for what an editor asks: the diagnostics of an open document, and its light bulbs.
/// </summary>
internal sealed class Editor : IDisposable
{
    private static readonly Assembly Features = Assembly.Load("Microsoft.CodeAnalysis.Features");

    private readonly MefHostServices host = MefHostServices.Create(MefHostServices.DefaultAssemblies.Add(Features).Add(Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features")).Distinct());
    private readonly AdhocWorkspace workspace;
    private readonly DocumentId opened;

    public Editor(string program)
    {
        workspace = new AdhocWorkspace(host);
        var folder = Path.Combine(References.RepositoryRoot, "src", "SecondNode.CodeFixes", "bin", Metadata("Configuration"), "netstandard2.0");
        var loader = new Loader();
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "App", "App", LanguageNames.CSharp, filePath: "/app/App.csproj",
            compilationOptions: new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: References.Of(Framework.WebWithPackages),
            analyzerReferences: [new AnalyzerFileReference(Path.Combine(folder, "SecondNode.Analyzers.dll"), loader), new AnalyzerFileReference(Path.Combine(folder, "SecondNode.CodeFixes.dll"), loader)]);
        opened = DocumentId.CreateNewId(project.Id);
        var solution = workspace.CurrentSolution.AddProject(project)
            .AddDocument(opened, "Program.cs", SourceText.From(program, System.Text.Encoding.UTF8), filePath: "/app/Program.cs")
            .AddDocument(DocumentId.CreateNewId(project.Id), "Usings.g.cs", SourceText.From(Usings, System.Text.Encoding.UTF8), filePath: "/app/obj/Usings.g.cs")
            .AddAdditionalDocument(DocumentId.CreateNewId(project.Id), "App.csproj", SourceText.From("<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n</Project>\n", System.Text.Encoding.UTF8), filePath: "/app/App.csproj")
            .AddAdditionalDocument(DocumentId.CreateNewId(project.Id), "appsettings.json", SourceText.From("{\n}\n", System.Text.Encoding.UTF8), filePath: "/app/appsettings.json");
        Assert.True(workspace.TryApplyChanges(solution));
        workspace.OpenDocument(opened);
    }

    public Document Document => workspace.CurrentSolution.GetDocument(opened)!;

    /// <summary>The text of any file of the project.</summary>
    public async Task<string> TextOfAsync(string name)
    {
        var all = Document.Project.Documents.Cast<TextDocument>().Concat(Document.Project.AdditionalDocuments);
        return (await all.Single(d => d.Name == name).GetTextAsync()).ToString();
    }

    public async Task TypeAsync(string old, string replacement)
    {
        var text = await Document.GetTextAsync();
        var at = text.ToString().IndexOf(old, StringComparison.Ordinal);
        Assert.True(workspace.TryApplyChanges(Document.WithText(text.Replace(at, old.Length, replacement)).Project.Solution));
    }

    /// <summary>What is underlined in the open document.</summary>
    public async Task<ImmutableArray<(string Id, TextSpan Span)>> UnderlinedAsync()
    {
        var service = Service("Microsoft.CodeAnalysis.Diagnostics.IDiagnosticAnalyzerService");
        var ask = service.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).First(m => m.Name.EndsWith("GetDiagnosticsForSpanAsync", StringComparison.Ordinal));
        var result = await TaskOf(ask.Invoke(service, Arguments(ask, Document, null)));
        var found = ImmutableArray.CreateBuilder<(string, TextSpan)>();
        foreach (var data in (IEnumerable)result)
        {
            var diagnostic = (Diagnostic)await TaskOf(data.GetType().GetMethod("ToDiagnosticAsync")!.Invoke(data, [Document.Project, CancellationToken.None]));
            if (diagnostic.Id.StartsWith("SN", StringComparison.Ordinal) || diagnostic.Id == "AD0001")
            {
                found.Add((diagnostic.Id, diagnostic.Location.SourceSpan));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>What the light bulb of a place offers.</summary>
    public async Task<ImmutableArray<CodeAction>> LightBulbAsync(TextSpan span)
    {
        var service = Service("Microsoft.CodeAnalysis.CodeFixes.ICodeFixService");
        var ask = service.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).First(m => m.Name.EndsWith("StreamFixesAsync", StringComparison.Ordinal));
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        await foreach (var collection in (IAsyncEnumerable<object>)ask.Invoke(service, Arguments(ask, Document, span))!)
        {
            foreach (var fix in (IEnumerable)Member(collection, "Fixes"))
            {
                actions.Add((CodeAction)Member(fix, "Action"));
            }
        }

        return actions.ToImmutable();
    }

    public async Task ApplyAsync(CodeAction action)
    {
        foreach (var operation in await action.GetOperationsAsync(CancellationToken.None))
        {
            operation.Apply(workspace, CancellationToken.None);
        }
    }

    public void Dispose() => workspace.Dispose();

    private static string Metadata(string key) => typeof(Editor).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    /// <summary>A service of the workspace, or an export of the host.</summary>
    private object Service(string name)
    {
        var type = Features.GetType(name, throwOnError: true)!;
        if (typeof(Microsoft.CodeAnalysis.Host.IWorkspaceService).IsAssignableFrom(type) &&
            typeof(Microsoft.CodeAnalysis.Host.HostWorkspaceServices).GetMethod("GetService")!.MakeGenericMethod(type).Invoke(workspace.Services, []) is { } service)
        {
            return service;
        }

        var exports = host.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(m => m.Name.EndsWith("GetExports", StringComparison.Ordinal) && m.GetGenericArguments().Length == 1).MakeGenericMethod(type);
        return Member(((IEnumerable)exports.Invoke(host, [])!).Cast<object>().Single(), "Value");
    }

    /// <summary>The document, the span, and for everything else what means "all of it".</summary>
    private static object?[] Arguments(MethodInfo method, Document document, TextSpan? span) =>
    [
        .. method.GetParameters().Select(p =>
            p.ParameterType.IsInstanceOfType(document) ? document
            : p.ParameterType == typeof(TextSpan?) || p.ParameterType == typeof(TextSpan) ? span
            : p.ParameterType.IsEnum && Enum.GetNames(p.ParameterType).Contains("All") ? Enum.Parse(p.ParameterType, "All")
            : p.ParameterType.GetField("All", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { } all ? all.GetValue(null)
            : p.ParameterType.GetProperty("All", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { } property ? property.GetValue(null)
            : p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : (object?)null)
    ];

    private static object Member(object target, string name)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return target.GetType().GetProperty(name, any)?.GetValue(target) ?? target.GetType().GetField(name, any)!.GetValue(target)!;
    }

    private static async Task<object> TaskOf(object? task)
    {
        await (Task)task!;
        return Member(task, "Result");
    }

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        """;

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
