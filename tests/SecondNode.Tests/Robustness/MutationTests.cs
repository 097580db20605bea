using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.Benchmarks.Code;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>
/// What an editor shows a rule between two keystrokes. The code of the pages has every hazard, each alone; a generated module has all that a
/// web application consists of. <c>SECONDNODE_MUTATIONS=10</c> runs ten times as many, from other seeds with <c>SECONDNODE_SEED</c>.
/// </summary>
public class MutationTests
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("SECONDNODE_MUTATIONS"), out var factor) ? factor : 1;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("SECONDNODE_SEED"), out var seed) ? seed : 1;

    /// <summary>Every page, its wrong and its right code.</summary>
    public static IEnumerable<(string Id, string Code, Framework Framework)> Pages =>
        from rule in ShippedRules.Descriptors
        let page = RulePage.Of(rule.Id)
        from part in new[] { "Bad", "Good" }
        from code in page.Code(part)
        select (rule.Id, code, page.Framework);

    /// <summary>What a page's code looks like while somebody writes it, to its end, token by token.</summary>
    [Fact]
    public async Task TruncatedAtAnyToken_DoesNotThrow()
    {
        var random = new Random(Seed);
        var runs = 0;
        foreach (var (_, code, framework) in Pages)
        {
            foreach (var token in SyntaxFactory.ParseTokens(code).Where(t => t.Span.Length > 0 && random.Next(32) < Factor))
            {
                await Runs.FindAsync(Runs.Of(framework, code[..token.Span.End]));
                runs++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs");
    }

    /// <summary>An application of which one file is cut at every fortieth token; at each with forty times the mutations.</summary>
    [Theory]
    [InlineData("DraftCustomerController.cs")]
    [InlineData("DraftInvoiceService.cs")]
    public async Task RichFileTruncatedAtAnyToken_DoesNotThrow(string name)
    {
        var application = Application;
        var whole = application.SyntaxTrees.Single(t => t.FilePath.EndsWith("/" + name, StringComparison.Ordinal));
        var text = whole.ToString();
        var runs = 0;
        foreach (var token in whole.GetRoot().DescendantTokens().Where(t => t.Span.Length > 0).Where((_, i) => i % Math.Max(1, 40 / Factor) == 0))
        {
            await Runs.FindAsync(application.ReplaceSyntaxTree(whole, Runs.Parse(text[..token.Span.End], whole.FilePath)));
            runs++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs");
    }

    [Fact]
    public async Task MutatedPages_DoNotThrow()
    {
        var random = new Random(Seed);
        var runs = 0;
        foreach (var (_, code, framework) in Pages)
        {
            for (var i = 0; i < 4 * Factor; i++)
            {
                await Runs.FindAsync(Runs.Of(framework, Mutation.Of(code, random)));
                runs++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs");
    }

    /// <summary>Any files of an application at once: a merge that went wrong.</summary>
    [Fact]
    public async Task MutatedApplication_DoesNotThrow()
    {
        var random = new Random(Seed);
        var application = Application;
        for (var i = 0; i < 6 * Factor; i++)
        {
            var mutated = application;
            foreach (var tree in application.SyntaxTrees.Where(_ => random.Next(6) == 0))
            {
                mutated = mutated.ReplaceSyntaxTree(tree, Runs.Parse(Mutation.Of(tree.ToString(), random), tree.FilePath));
            }

            await Runs.FindAsync(mutated);
        }
    }

    /// <summary>Whatever is offered on mutated code can be applied, and the result is text again.</summary>
    [Fact]
    public async Task FixesOnMutatedCode_DoNotThrow()
    {
        var random = new Random(Seed);
        var (findings, applied) = (0, 0);
        foreach (var (id, code, framework) in Pages)
        {
            for (var i = 0; i < 4 * Factor; i++)
            {
                var mutated = i == 0 ? code : Mutation.Of(code, random);
                var project = new EditingProject(framework).With("/app/Program.cs", mutated)
                    .With("/app/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <ItemGroup>\n  </ItemGroup>\n</Project>\n").With("/app/appsettings.json", "{\n}\n").Project;
                foreach (var finding in (await FixRun.DiagnosticsAsync(project)).Take(8))
                {
                    Assert.True(finding.Id != "AD0001", finding.GetMessage() + "\n" + mutated);
                    findings++;
                    try
                    {
                        foreach (var offer in await FixRun.OffersAsync(project, finding))
                        {
                            await FixRun.ApplyAsync(offer);
                            applied++;
                        }
                    }
                    catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                    {
                        Assert.Fail($"{finding.Id} of {id}: {e}\n{mutated}");
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{findings} findings, {applied} fixes");
        Assert.True(applied > 50, $"{applied}");
    }

    /// <summary>Some modules, in seven files each.</summary>
    private static CSharpCompilation Application => Runs.Generated(1_500);
}
