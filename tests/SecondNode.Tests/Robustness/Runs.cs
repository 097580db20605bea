using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Benchmarks.Code;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>Runs of all rules over code that nobody would keep. Compilations share what is bound of the references: thousands of runs take seconds.</summary>
internal static class Runs
{
    private static readonly ConcurrentDictionary<Framework, CSharpCompilation> Empty = new();

    /// <summary>A compilation of those sources.</summary>
    public static CSharpCompilation Of(Framework framework, params IEnumerable<string> sources) =>
        Empty.GetOrAdd(framework, f => Analysis.Compile([], f)).AddSyntaxTrees(sources.Select((s, i) => Parse(s, $"/app/File{i}.cs")));

    /// <summary>A generated application of about that many lines.</summary>
    public static CSharpCompilation Generated(int lines) =>
        Analysis.Compile([]).RemoveAllSyntaxTrees().AddSyntaxTrees(WebCode.OfLines(lines).Files.Select(f => Parse(f.Text, f.Path)));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), path, System.Text.Encoding.UTF8);

    public static CompilationWithAnalyzers With(Compilation compilation, bool concurrent = true, AnalyzerOptions? options = null) =>
        compilation.WithAnalyzers([.. ShippedRules.Analyzers], new CompilationWithAnalyzersOptions(options ?? new AnalyzerOptions([]), onAnalyzerException: null, concurrent, logAnalyzerExecutionTime: false));

    /// <summary>The findings; fails with the code where a rule has thrown.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(Compilation compilation, bool concurrent = true, AnalyzerOptions? options = null)
    {
        var found = await With(compilation, concurrent, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        var crashes = found.Where(d => d.Id == "AD0001").Select(d => d.GetMessage()).ToList();
        Assert.True(crashes.Count == 0, crashes.Count == 0 ? "" : crashes[0] + "\n" + string.Join("\n----\n", compilation.SyntaxTrees.Select(t => t.ToString()).Where(t => t.Length < 20_000)));
        return found;
    }

    /// <summary>The findings as text, in one order.</summary>
    public static string[] Texts(IEnumerable<Diagnostic> found) => [.. found.Select(d => d.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>Runs the rules within a limit, and says how long the compiler and the slowest rules have needed.</summary>
    public static async Task TimeAsync(CSharpCompilation compilation, TimeSpan limit, bool concurrent = true)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees).GetDiagnostics(cancellation.Token);
        var compiler = watch.ElapsedMilliseconds;
        watch.Restart();
        var run = compilation.WithAnalyzers([.. ShippedRules.Analyzers], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrent, logAnalyzerExecutionTime: true));
        var result = await run.GetAnalysisResultAsync(cancellation.Token).WaitAsync(limit, cancellation.Token);
        var slowest = result.AnalyzerTelemetryInfo.OrderByDescending(t => t.Value.ExecutionTime).Take(4).Select(t => $"{t.Key.GetType().Name} {t.Value.ExecutionTime.TotalMilliseconds:F0}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms, compiler {compiler} ms: {string.Join(", ", slowest)}");
        Assert.DoesNotContain(result.GetAllDiagnostics(), d => d.Id == "AD0001");
    }
}
