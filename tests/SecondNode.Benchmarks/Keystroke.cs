using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Benchmarks.Code;

namespace SecondNode.Benchmarks;

/// <summary>
/// Somebody types into a file of a thousand lines in a project of five hundred files: the time until our diagnostics of that file
/// are there, beside the time until the compiler's are. Each iteration is the next keystroke: the other files are known.
/// </summary>
[MemoryDiagnoser]
public class Keystroke
{
    private const string Path = "/shop/Long.cs";

    private Subject subject = null!;
    private CSharpCompilation before = null!;
    private CSharpCompilation after = null!;
    private int typed;

    [GlobalSetup]
    public void Open()
    {
        var code = WebCode.OfLines(30_000);
        subject = Subject.Of(code);
        before = subject.Compile().AddSyntaxTrees(CSharpSyntaxTree.ParseText(LongFile(code), new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None), Path));
        _ = Rules();
    }

    [IterationSetup]
    public void Type()
    {
        var old = Tree(before);
        var text = old.GetText();
        var place = text.ToString().IndexOf("entity.Amount == 0m", StringComparison.Ordinal);
        var changed = old.WithChangedText(text.WithChanges(new TextChange(new TextSpan(place, 0), $"/*{typed++}*/")));
        after = before.ReplaceSyntaxTree(old, changed);
    }

    [IterationCleanup]
    public void Keep() => before = after;

    [Benchmark(Baseline = true)]
    public int Compiler() => after.GetSemanticModel(Tree(after)).GetDiagnostics().Length;

    [Benchmark]
    public int EmptyAnalyzer() => Run([new EmptyAnalyzer()]);

    [Benchmark]
    public int Rules() => Run(Shipped.Rules);

    private static SyntaxTree Tree(Compilation compilation) => compilation.SyntaxTrees.Single(t => t.FilePath == Path);

    private int Run(DiagnosticAnalyzer[] analyzers)
    {
        var compilation = after ?? before;
        var tree = Tree(compilation);
        return subject.With(compilation, analyzers).GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, CancellationToken.None).GetAwaiter().GetResult().Length;
    }

    /// <summary>Services of several modules in one file, under another namespace.</summary>
    private static string LongFile(WebCode code)
    {
        var text = new System.Text.StringBuilder("using System.Collections.Concurrent;\nusing Microsoft.EntityFrameworkCore;\nusing Microsoft.Extensions.Caching.Memory;\nusing Shop.Data;\nusing Shop.Draft;\n\nnamespace Shop.Long;\n");
        foreach (var file in code.Files.Where(f => f.Path.EndsWith("Service.cs", StringComparison.Ordinal)).Take(9))
        {
            text.Append(file.Text.AsSpan(file.Text.IndexOf("public interface", StringComparison.Ordinal)));
        }

        return text.ToString();
    }
}
