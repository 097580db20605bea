using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

/// <summary>Verifies findings at places marked <c>[|here|]</c>, with their severity; without a mark the source must be silent.</summary>
internal static class Marked<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Verifies one file.</summary>
    public static async Task VerifyAsync([StringSyntax("C#-test")] string program, string id, DiagnosticSeverity severity, Action<Testing.AnalyzerTest<TAnalyzer>>? configure = null)
    {
        TestFileMarkupParser.GetSpans(program, out var clean, out System.Collections.Immutable.ImmutableArray<TextSpan> spans);
        await Verify<TAnalyzer>.Async(clean, test =>
        {
            test.CompilerDiagnostics = CompilerDiagnostics.Errors;
            test.MarkupOptions = MarkupOptions.None;
            var text = SourceText.From(clean);
            foreach (var span in spans)
            {
                var start = text.Lines.GetLinePosition(span.Start);
                var end = text.Lines.GetLinePosition(span.End);
                test.ExpectedDiagnostics.Add(new DiagnosticResult(id, severity).WithSpan("/app/Program.cs", start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
            }

            configure?.Invoke(test);
        });
    }
}
