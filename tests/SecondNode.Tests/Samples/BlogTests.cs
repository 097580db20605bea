using SecondNode.Tests.Package;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Samples;

/// <summary>The rules find in the sample blog what its comments say and nothing else.</summary>
[Collection(PackageCollection.Name)]
public class BlogTests(BuiltBlog blog) : IClassFixture<BuiltBlog>
{
    [Fact]
    public void Findings_AreExactlyTheMarks()
    {
        var rules = ShippedRules.Descriptors.Select(rule => rule.Id).ToHashSet();
        var marks = Blog.Marks().Where(mark => rules.Contains(mark[^6..])).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', marks), string.Join('\n', Sarif.Warnings(blog.Log, Blog.Folder).Select(finding => finding.Mark).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Build_ShowsTheWarnings_AndNoAnalyzerFails()
    {
        Assert.All(ShippedRules.Descriptors.Select(rule => rule.Id).Where(id => Blog.Marks().Any(mark => mark.EndsWith(id, StringComparison.Ordinal))), id => Assert.Contains("warning " + id, blog.Output));
        Assert.DoesNotContain("AD0001", blog.Output);
        Assert.DoesNotContain("CS8032", blog.Output);
    }

    /// <summary>The picture in the README shows these findings. <c>SECONDNODE_WRITE=1</c> draws it anew.</summary>
    [Fact]
    public void Picture_ShowsTheFindings()
    {
        var picture = Path.Combine(References.RepositoryRoot, "samples", "warnings.svg");
        var findings = Sarif.Warnings(blog.Log, Blog.Folder);
        if (Environment.GetEnvironmentVariable("SECONDNODE_WRITE") == "1")
        {
            File.WriteAllText(picture, TerminalPicture.Of("dotnet build samples/Blog", findings));
        }

        var drawn = File.ReadAllText(picture);
        Assert.All(findings, finding => Assert.Contains($"{finding.File}({finding.Line},", drawn));
        Assert.All(findings, finding => Assert.Contains($"warning {finding.Id}", drawn));
    }
}
