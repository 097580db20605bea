using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Microsoft.CodeAnalysis;
using SecondNode.Benchmarks;
using SecondNode.Benchmarks.Code;

switch (args)
{
    // Each benchmark once, on a small application: it throws where the findings are not the expected ones.
    case ["smoke"]:
    {
        var code = WebCode.OfLines(17_000);
        var subject = Subject.Of(code);
        var compilation = subject.Compile();
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());
        var found = (await subject.With(compilation, Shipped.Rules).GetAnalyzerDiagnosticsAsync()).GroupBy(d => d.Id).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}");
        var expected = code.Expected.Select(e => $"{e.Key} {e.Value}");
        if (errors.Any() || !found.SequenceEqual(expected))
        {
            Console.WriteLine($"errors: {string.Join("; ", errors.Take(5))}, found: {string.Join(", ", found)}, expected: {string.Join(", ", expected)}");
            return 1;
        }

        var keystroke = new Keystroke();
        keystroke.Open();
        keystroke.Type();
        _ = (keystroke.Compiler(), keystroke.EmptyAnalyzer(), keystroke.Rules());
        foreach (var id in new[] { "SN2001", "SN3001" })
        {
            var fixAll = new FixAll { Id = id, Findings = 10 };
            fixAll.Find();
            await fixAll.Fix();
        }

        return 0;
    }

    // Where the time goes, in a minute.
    case ["profile", var size, .. var rest]:
    {
        var code = WebCode.OfLines(int.Parse(size));
        var subject = Subject.Of(code);
        var last = subject.Compile();
        Console.WriteLine($"{code.Lines:N0} lines in {code.Files.Count} files");
        foreach (var isKnown in new[] { false, true })
        {
            var profile = await Profile.RunAsync(
                () => isKnown ? Subject.Unbound(last) : last = subject.Compile(),
                (c, a) => subject.With(c, a, logTimes: true), [.. Shipped.Rules], Runs(rest));
            Console.WriteLine($"{(isKnown ? "known trees" : "new trees (parsing counts on all sides)")}: compiler {profile.Compile:F0} ms, analysis {profile.Analyzers:F0} ms more than an empty one, " +
                $"inside the rules {profile.Inside:F1} ms ({profile.Inside / profile.Compile:P1}), {profile.Findings} findings (expected {code.Expected.Values.Sum()})");
            foreach (var (name, time) in profile.ByAnalyzer.Where(a => a.Time >= 0.05))
            {
                Console.WriteLine($"  {time,8:F2} ms {name}");
            }
        }

        return 0;
    }

    case ["compare", var root, .. var rest]:
        await Comparison.RunAsync(root, Runs(rest));
        return 0;

    default:
        // In this process: the other toolchains would build the solution once more.
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
            args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance).WithInvocationCount(1).WithUnrollFactor(1).WithIterationCount(5).WithWarmupCount(2)));
        return 0;
}

static int Runs(string[] rest) => rest.Length > 0 ? int.Parse(rest[0]) : 5;
