using SecondNode.Tests.Samples;
using SecondNode.Tests.Testing;
using SecondNode.TwoNodes.Blogs;

namespace SecondNode.TwoNodes.Proof;

/// <summary>What the sample claims to break breaks on two real nodes, and the bulk fix mends it.</summary>
[Collection(FixedBlogCollection.Name)]
public class ProofTests(FixedBlog blog, ProofRun run)
{
    private const string Begin = "<!-- proof -->\n";
    private const string End = "<!-- end of proof -->\n";

    public static TheoryData<string> Titles => [.. Scenario.All.Select(scenario => scenario.Title)];

    public static TheoryData<string> FixedTitles => [.. Scenario.All.Where(scenario => scenario.HasFix).Select(scenario => scenario.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task OneNode_IsRight(string title)
    {
        var (row, _) = await RowAsync(title);
        Assert.True(row.OneNode.Always(row.Scenario.Right), row.OneNode.ToString());
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task TwoNodes_BeforeTheFix_FailAsTheRuleSays(string title)
    {
        var (row, proof) = await RowAsync(title);
        Assert.True(row.Before.Always(row.Scenario.Wrong), row.Before + "\n" + proof.Before.Log);
        Assert.Contains(Sarif.Warnings(blog.UnfixedLog, blog.Folder), finding => $"{finding.File} {finding.Id}" == row.Scenario.Hazard && finding.Message.Contains(row.Scenario.Says));
    }

    [Theory]
    [MemberData(nameof(FixedTitles))]
    public async Task TwoNodes_AfterTheFix_AreRightEveryTime(string title)
    {
        var (row, proof) = await RowAsync(title);
        Assert.Equal(TwoNodeProof.Rounds, row.After.Seen.Count);
        Assert.True(row.After.Always(row.Scenario.Right), row.After + "\n" + proof.After.Log);
    }

    /// <summary>A mark that nothing proves is a claim; a scenario without a mark proves nothing of ours.</summary>
    [Fact]
    public void EveryMarkWithAFix_HasItsScenario_AndEveryScenarioItsMark()
    {
        var marks = Blog.Marks().Select(mark => $"{mark[..mark.LastIndexOf(':')]} {mark[^6..]}").CountBy(mark => mark).ToDictionary();
        var scenarios = Scenario.All.CountBy(scenario => scenario.Hazard).ToDictionary();
        Assert.Equal([], marks.Where(mark => ShippedRules.HasFix(mark.Key[^6..]) && scenarios.GetValueOrDefault(mark.Key) < mark.Value).Select(mark => "More marks than scenarios: " + mark.Key));
        Assert.Equal([], scenarios.Keys.Except(marks.Keys).Select(hazard => "A scenario without a mark: " + hazard));
    }

    /// <summary>The table in the README is that of a real run. <c>SECONDNODE_WRITE=1</c> writes it anew.</summary>
    [Fact]
    public async Task Readme_ShowsTheTable()
    {
        var file = Path.Combine(References.RepositoryRoot, "README.md");
        var readme = File.ReadAllText(file);
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, readme.IndexOf(End, StringComparison.Ordinal));
        Assert.True(end >= begin, "The README has no place for the table.");
        var table = Table.Of((await run.OfAsync(blog)).Rows);
        if (Environment.GetEnvironmentVariable("SECONDNODE_WRITE") == "1")
        {
            File.WriteAllText(file, readme = readme[..begin] + table + readme[end..]);
            return;
        }

        Assert.Equal(table, readme[begin..end]);
    }

    private async Task<(Row Row, TwoNodeProof Proof)> RowAsync(string title)
    {
        var proof = await run.OfAsync(blog);
        return (proof.Rows.Single(row => row.Scenario.Title == title), proof);
    }
}
