using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.Tests.Testing;

/// <summary>Runs all rules over sources, whole or document by document, without expectations.</summary>
public static class Analysis
{
    /// <summary>Compiles sources as a web application with all packages. The first file may hold top-level statements.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources, Framework framework = Framework.WebWithPackages, OutputKind kind = OutputKind.ConsoleApplication)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = sources.Select((s, i) => CSharpSyntaxTree.ParseText(s, options, $"/app/File{i}.cs")).ToList();
        if (framework != Framework.SystemWeb)
        {
            trees.Add(CSharpSyntaxTree.ParseText(framework == Framework.Console ? ProjectSetup.ConsoleUsings : ProjectSetup.WebUsings, options, "/app/obj/Usings.g.cs"));
        }

        return CSharpCompilation.Create(
            "App", trees, References.Of(framework), new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: AskedFor));
    }

    /// <summary>Rules that are off until a project asks for them: the tests ask.</summary>
    private static IEnumerable<KeyValuePair<string, ReportDiagnostic>> AskedFor =>
        ShippedRules.Descriptors.Where(d => !d.IsEnabledByDefault).Select(d => KeyValuePair.Create(d.Id, ReportDiagnostic.Info));

    /// <summary>All diagnostics of all rules (and AD0001 where a rule threw), in the order of files and positions.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, params AdditionalText[] additional)
    {
        var result = await With(compilation, additional).GetAllDiagnosticsAsync();
        return [.. result.Where(IsOurs).OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>What an editor sees: the diagnostics of single-document analysis of each file.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunByDocumentAsync(Compilation compilation, params AdditionalText[] additional)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var run = With(compilation, additional);
            found.AddRange(await run.GetAnalyzerSyntaxDiagnosticsAsync(tree, CancellationToken.None));
            found.AddRange(await run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, CancellationToken.None));
        }

        return [.. found.Where(IsOurs)];
    }

    /// <summary>An additional file in memory.</summary>
    public static AdditionalText File(string path, string text) => new MemoryText(path, text);

    public static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("SN", StringComparison.Ordinal) || diagnostic.Id == "AD0001";

    private static CompilationWithAnalyzers With(Compilation compilation, AdditionalText[] additional) =>
        compilation.WithAnalyzers(
            [.. ShippedRules.Analyzers],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([.. additional]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));

    private sealed class MemoryText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
