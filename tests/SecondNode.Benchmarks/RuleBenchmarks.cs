using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Benchmarks.Code;

namespace SecondNode.Benchmarks;

/// <summary>All rules together, and an analyzer that does nothing, over an application that nobody has bound.</summary>
[MemoryDiagnoser]
public class AllRules
{
    private WebCode code = null!;
    private Subject subject = null!;
    private CSharpCompilation compilation = null!;

    [Params(10_000, 100_000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Generate() => subject = Subject.Of(code = WebCode.OfLines(Lines));

    [IterationSetup]
    public void Parse() => compilation = subject.Compile();

    /// <summary>What the compiler itself needs to say what is wrong with the code.</summary>
    [Benchmark(Baseline = true)]
    public int Compiler() => compilation.GetDiagnostics().Length;

    [Benchmark]
    public Task<int> EmptyAnalyzer() => CountAsync([new EmptyAnalyzer()]);

    [Benchmark]
    public async Task<int> Rules()
    {
        var count = await CountAsync(Shipped.Rules);
        return count == code.Expected.Values.Sum() ? count : throw new InvalidOperationException($"{count} findings instead of {code.Expected.Values.Sum()}");
    }

    private async Task<int> CountAsync(DiagnosticAnalyzer[] analyzers) =>
        (await subject.With(compilation, analyzers).GetAnalysisResultAsync(CancellationToken.None)).GetAllDiagnostics().Length;
}

/// <summary>Each rule alone: it pays for the facts that the rules share.</summary>
[MemoryDiagnoser]
public class EachRule
{
    private readonly WebCode code = WebCode.OfLines(10_000);
    private Subject subject = null!;
    private CSharpCompilation compilation = null!;

    public static IEnumerable<string> Names => Shipped.Rules.Select(r => r.GetType().Name);

    [ParamsSource(nameof(Names))]
    public string Rule { get; set; } = "";

    [GlobalSetup]
    public void Generate() => subject = Subject.Of(code);

    [IterationSetup]
    public void Parse() => compilation = subject.Compile();

    [Benchmark]
    public async Task<int> Alone()
    {
        var rule = Shipped.Rules.Single(r => r.GetType().Name == Rule);
        var count = (await subject.With(compilation, [rule]).GetAnalysisResultAsync(CancellationToken.None)).GetAllDiagnostics().Length;
        var expected = code.Expected.Where(e => rule.SupportedDiagnostics.Any(d => d.Id == e.Key)).Sum(e => e.Value);
        return count == expected ? count : throw new InvalidOperationException($"{count} findings instead of {expected}");
    }
}
