using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers;
using SecondNode.Analyzers.Facts;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>An editor cancels with each keystroke, and waits for nobody.</summary>
public class CancellationTests
{
    /// <summary>What a request may take to end. The median of many, because the machine's own pauses are no fault of the rules; no request may take many times that.</summary>
    private const int Soon = 100;

    [Fact]
    public async Task CancelledAnalysis_EndsSoon_AndLeavesNothingBehind()
    {
        var generated = Runs.Generated(5_000);
        var expected = Runs.Texts(await Runs.FindAsync(generated));
        var whole = Stopwatch.StartNew();
        var compilation = Fresh();
        await Runs.FindAsync(compilation);
        whole.Stop();

        var random = new Random(1);
        var waited = new List<long>();
        for (var i = 0; i < 15; i++)
        {
            // The same compilation for some requests: what one has left unfinished, the next takes up.
            compilation = i % 5 == 0 ? Fresh() : compilation;
            using var request = new CancellationTokenSource();
            var run = Runs.With(compilation, concurrent: i % 3 != 0).GetAnalyzerDiagnosticsAsync(request.Token);
            await Task.Delay((int)(whole.ElapsedMilliseconds * random.NextDouble()), TestContext.Current.CancellationToken);
            var watch = Stopwatch.StartNew();
            await request.CancelAsync();
            try
            {
                var found = await run;
                Assert.Equal(expected, Runs.Texts(found));
            }
            catch (OperationCanceledException)
            {
                waited.Add(watch.ElapsedMilliseconds);
            }

            if (i % 5 == 4)
            {
                Assert.Equal(expected, Runs.Texts(await Runs.FindAsync(compilation)));
            }
        }

        AssertSoon(waited);
    }

    [Fact]
    public async Task CancelledFix_EndsSoon()
    {
        var random = new Random(1);
        var waited = new List<long>();
        foreach (var (id, code, framework) in MutationTests.Pages.Where(p => ShippedRules.HasFix(p.Id)).DistinctBy(p => p.Id))
        {
            var project = new EditingProject(framework).With("/app/Program.cs", code)
                .With("/app/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n</Project>\n").With("/app/appsettings.json", "{\n}\n").Project;
            if ((await FixRun.DiagnosticsAsync(project)).FirstOrDefault(d => d.Id == id && d.Location.SourceTree is not null) is not { } finding)
            {
                continue;
            }

            var fix = ShippedRules.Fixes.First(f => f.FixableDiagnosticIds.Contains(id));
            for (var i = 0; i < 3; i++)
            {
                using var request = new CancellationTokenSource();
                var run = Task.Run(async () =>
                {
                    var document = Renamed(project, i).GetDocument(project.GetDocument(finding.Location.SourceTree)!.Id)!;
                    var context = new CodeFixContext(document, finding, (action, _) => { }, request.Token);
                    await fix.RegisterCodeFixesAsync(context);
                });
                await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
                var watch = Stopwatch.StartNew();
                await request.CancelAsync();
                try
                {
                    await run;
                }
                catch (OperationCanceledException)
                {
                    // Ended before it was done.
                }

                waited.Add(watch.ElapsedMilliseconds);
            }
        }

        AssertSoon(waited);
    }

    [Fact]
    public void UnfinishedAnswer_IsNotKept()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var attempts = 0;
        var answer = new SecondNode.Analyzers.Lazy<int>(() =>
        {
            attempts++;
            Request.Cancellation.ThrowIfCancellationRequested();
            return 42;
        });
        Assert.Throws<OperationCanceledException>(() => Request.Run(a => _ = a.Value, answer, cancelled.Token));
        Assert.Equal(42, answer.Value);
        Assert.Equal(42, answer.Value);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public void AnswerThatNeedsItself_IsAnError()
    {
        SecondNode.Analyzers.Lazy<int>? answer = null;
        answer = new(() => answer!.Value);
        Assert.Throws<InvalidOperationException>(() => answer.Value);
    }

    private static void AssertSoon(List<long> waited)
    {
        waited.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"{waited.Count} requests: median {waited[waited.Count / 2]} ms, 90 % {waited[waited.Count * 9 / 10]} ms, longest {waited[^1]} ms");
        Assert.True(waited[waited.Count / 2] < Soon && waited[^1] < 20 * Soon, string.Join(", ", waited));
    }

    private static Compilation Fresh() => Runs.Generated(5_000);

    /// <summary>The same code in another compilation.</summary>
    private static Project Renamed(Project project, int number) => project.WithAssemblyName("App" + number);
}
