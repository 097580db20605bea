using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Options;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Conventions;

/// <summary>Every rule has a page that agrees with its descriptor, and whose code behaves as the page says.</summary>
public class RulePagesTests
{
    private static readonly string[] Headings = ["Cause", "Why it breaks on two nodes", "Bad", "Good", "The fix", "When to suppress", "Options"];

    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public void Page_HasTheTitleAndTheHeadings(string id)
    {
        var page = RulePage.Of(id);
        Assert.Equal($"{id}: {ShippedRules.Descriptor(id).Title}", page.Title);
        Assert.Equal(Headings, page.Headings);
    }

    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public void HelpLink_EndsWithThePathOfThePage(string id) =>
        Assert.EndsWith($"/src/SecondNode.Analyzers/Rules/{ShippedRules.Descriptor(id).Category}/{id}.md", ShippedRules.Descriptor(id).HelpLinkUri);

    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public async Task BadCode_CompilesAndIsReported(string id)
    {
        Assert.Single(RulePage.Of(id).Code("Bad"));
        var compilation = RulePage.Of(id).Compile("Bad");
        AssertCompiles(compilation);
        var found = await Analysis.RunAsync(compilation, RulePage.Of(id).Files("Bad"));
        Assert.Contains(found, d => d.Id == id && d.Severity == ShippedRules.Descriptor(id).DefaultSeverity);
    }

    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public async Task GoodCode_CompilesAndIsSilent(string id)
    {
        Assert.Single(RulePage.Of(id).Code("Good"));
        var compilation = RulePage.Of(id).Compile("Good");
        AssertCompiles(compilation);
        Assert.Empty(await Analysis.RunAsync(compilation, RulePage.Of(id).Files("Good")));
    }

    /// <summary>A squiggle while typing: what the whole compilation reports as a warning, one document's analysis reports too.</summary>
    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public async Task BadCode_IsReportedByTheAnalysisOfOneDocument(string id)
    {
        var compilation = RulePage.Of(id).Compile("Bad");
        var files = RulePage.Of(id).Files("Bad");
        static IEnumerable<string> Warnings(IEnumerable<Diagnostic> all) =>
            all.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => d.ToString()).Order(StringComparer.Ordinal);
        Assert.Equal(Warnings(await Analysis.RunAsync(compilation, files)), Warnings(await Analysis.RunByDocumentAsync(compilation, files)));
    }

    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public void Options_ThatThePageNamesExist(string id)
    {
        var named = System.Text.RegularExpressions.Regex.Matches(RulePage.Of(id).Section("Options"), @"secondnode\.[a-z_]+").Select(m => m.Value);
        Assert.All(named, key => Assert.Contains(key, Settings.All.Select(o => o.Key)));
    }

    [Fact]
    public void Options_AreEachNamedByARulePage()
    {
        var pages = string.Concat(ShippedRules.Descriptors.Select(d => RulePage.Of(d.Id).Section("Options")));
        Assert.All(Settings.All, option => Assert.Contains("`" + option.Key, pages));
    }

    [Fact]
    public void Pages_WithoutARuleDoNotExist()
    {
        var rules = Path.Combine(References.RepositoryRoot, "src", "SecondNode.Analyzers", "Rules");
        var pages = Directory.GetFiles(rules, "*.md", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        Assert.Equal(ShippedRules.Descriptors.Select(d => d.Id), pages);
    }

    private static void AssertCompiles(Compilation compilation) =>
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
}
