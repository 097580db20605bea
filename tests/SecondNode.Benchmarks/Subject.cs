using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Benchmarks.Code;
using SecondNode.Tests.Testing;

namespace SecondNode.Benchmarks;

/// <summary>Code to analyze. Each compilation is one that nobody has bound yet; with new trees it is also one that nobody has read yet, as in a build.</summary>
public sealed class Subject(ImmutableArray<(string Path, SourceText Text)> files, ImmutableArray<MetadataReference> references, CSharpCompilationOptions options, AnalyzerOptions analyzerOptions)
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None);

    public AnalyzerOptions AnalyzerOptions => analyzerOptions;

    public int Lines { get; } = files.Sum(f => f.Text.Lines.Count);

    public static Subject Generated(int lines) => Of(WebCode.OfLines(lines));

    public static Subject Of(WebCode code) => new(
        [.. code.Files.Select(f => (f.Path, SourceText.From(f.Text)))],
        References.Of(Framework.WebWithPackages),
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: true),
        new AnalyzerOptions([], new Options(new() { ["build_property.UsingMicrosoftNETSdkWeb"] = "true", ["build_property.OutputType"] = "Exe" })));

    /// <summary>A compilation over trees that have just been parsed.</summary>
    public CSharpCompilation Compile() =>
        CSharpCompilation.Create("Shop", files.AsParallel().AsOrdered().Select(f => CSharpSyntaxTree.ParseText(f.Text, ParseOptions, f.Path)), references, options);

    /// <summary>The same without what has been bound.</summary>
    public static CSharpCompilation Unbound(CSharpCompilation compilation) => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees);

    public CompilationWithAnalyzers With(Compilation compilation, IEnumerable<DiagnosticAnalyzer> analyzers, bool logTimes = false) =>
        compilation.WithAnalyzers([.. analyzers], new CompilationWithAnalyzersOptions(analyzerOptions, null, concurrentAnalysis: true, logAnalyzerExecutionTime: logTimes));

    /// <summary>Properties of the project as the compiler hands them over.</summary>
    public sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        private readonly Values all = new(values);

        public override AnalyzerConfigOptions GlobalOptions => all;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => all;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => all;

        private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override IEnumerable<string> Keys => values.Keys;

            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}

/// <summary>What any analyzer costs: an analyzer that is shown every file when the compiler has finished with it, and looks at none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EmptyAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new DiagnosticDescriptor("SN0000", "Nothing", "Nothing", "None", DiagnosticSeverity.Warning, true)];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSemanticModelAction(_ => { });
    }
}
