using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Benchmarks;

/// <summary>Where the time goes: the medians of some runs over the same code, of the compiler, of all analyzers together, and of each.</summary>
public sealed class Profile
{
    private readonly List<double> compile = [], empty = [], all = [];
    private readonly Dictionary<DiagnosticAnalyzer, List<double>> each = [];

    public double Compile => Median(compile);

    /// <summary>The wall time of analysis without the time of an analysis that does nothing.</summary>
    public double Analyzers => Median(all) - Median(empty);

    /// <summary>The time inside the analyzers, all threads together.</summary>
    public double Inside => each.Values.Sum(Median);

    public int Findings { get; private set; }

    public IEnumerable<(string Name, double Time)> ByAnalyzer => each.Select(e => (e.Key.GetType().Name, Median(e.Value))).OrderByDescending(e => e.Item2);

    /// <summary>Runs over compilations that are made anew each time.</summary>
    public static async Task<Profile> RunAsync(Func<CSharpCompilation> compilation, Func<Compilation, ImmutableArray<DiagnosticAnalyzer>, CompilationWithAnalyzers> with, ImmutableArray<DiagnosticAnalyzer> analyzers, int runs)
    {
        var profile = new Profile();
        for (var run = -Math.Min(2, runs); run < runs; run++)
        {
            var isMeasured = run >= 0;
            Time(profile.compile, () => compilation().GetDiagnostics());
            await TimeAsync(profile.empty, () => with(compilation(), [new EmptyAnalyzer()]).GetAnalysisResultAsync(CancellationToken.None));
            AnalysisResult result = null!;
            await TimeAsync(profile.all, async () => result = await with(compilation(), analyzers).GetAnalysisResultAsync(CancellationToken.None));
            profile.Findings = result.GetAllDiagnostics().Length;
            if (isMeasured)
            {
                foreach (var (analyzer, info) in result.AnalyzerTelemetryInfo)
                {
                    (profile.each.TryGetValue(analyzer, out var times) ? times : profile.each[analyzer] = []).Add(info.ExecutionTime.TotalMilliseconds);
                }
            }

            void Time(List<double> times, Action action) => TimeAsync(times, () => Task.Run(action)).GetAwaiter().GetResult();

            async Task TimeAsync(List<double> times, Func<Task> action)
            {
                GC.Collect();
                var watch = Stopwatch.StartNew();
                await action();
                if (isMeasured)
                {
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }
            }
        }

        return profile;
    }

    public static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
