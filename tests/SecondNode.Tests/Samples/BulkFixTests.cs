using System.Text.Json.Nodes;
using SecondNode.Tests.Package;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Samples;

/// <summary>One command repairs the sample blog: it builds without the findings, and it serves its pages on two nodes.</summary>
[Collection(PackageCollection.Name)]
public class BulkFixTests : IClassFixture<FixedBlog>
{
    private const string RedisPackage = "Microsoft.Extensions.Caching.StackExchangeRedis";

    private readonly FixedBlog blog;

    public BulkFixTests(FixedBlog blog)
    {
        Assert.SkipUnless(FixedBlog.Ids.All(ShippedRules.HasFix), "Not every rule of the README's command has its fix yet.");
        this.blog = blog;
    }

    [Fact]
    public void FixedBlog_RestoresAndBuilds_WithoutAFindingThatHasAFix()
    {
        Assert.DoesNotContain(Sarif.Warnings(blog.Log, blog.Folder), finding => FixedBlog.Ids.Contains(finding.Id));
        Assert.DoesNotContain("AD0001", blog.BuildOutput);

        Assert.DoesNotContain("warning CS", blog.BuildOutput);
    }

    [Fact]
    public async Task SecondRun_ChangesNothing()
    {
        var once = blog.Texts();
        await blog.FormatAsync();
        Assert.Equal(once, blog.Texts());
    }

    [Fact]
    public void ProjectFile_GetsThePackage_AndTheCentralFileItsVersion()
    {
        var after = blog.Texts();
        Assert.Equal(
            [$"    <PackageReference Include=\"{RedisPackage}\" />"],
            Added(blog.Before["Blog/Blog.csproj"], after["Blog/Blog.csproj"]));
        Assert.Matches(
            $"^    <PackageVersion Include=\"{RedisPackage}\" Version=\"10\\.[0-9.]+\" />$",
            Assert.Single(Added(blog.Before["Directory.Packages.props"], after["Directory.Packages.props"])));
    }

    [Fact]
    public void Settings_GetTheConnectionString_AndKeepTheRest()
    {
        var before = JsonNode.Parse(blog.Before["Blog/appsettings.json"])!.AsObject();
        var after = JsonNode.Parse(blog.Texts()["Blog/appsettings.json"])!.AsObject();
        Assert.False(string.IsNullOrWhiteSpace((string?)after["ConnectionStrings"]!["Redis"]));
        Assert.True(after["ConnectionStrings"]!.AsObject().Remove("Redis"));
        Assert.All(before, section => Assert.Equal(section.Value!.ToJsonString(), after[section.Key]?.ToJsonString()));
    }

    [Fact]
    public async Task TwoNodesOfTheFixedBlog_AreOneBlog()
    {
        if (RedisServer.Program is null)
        {
            Assert.Skip("redis-server is not installed: the repaired blog was built but not run.");
        }

        await using var redis = await RedisServer.StartAsync();
        var settings = ("ConnectionStrings:Redis", redis.ConnectionString);
        await using var one = await WebNode.StartAsync(blog.Assembly, blog.Folder, settings);
        await using var two = await WebNode.StartAsync(blog.Assembly, blog.Folder, settings);
        using var visitor = new Visitor(one.Address, two.Address);
        await BlogStory.TellAsync(visitor);
        Assert.DoesNotContain(":0\r\n", await redis.AskAsync("DBSIZE"));
    }

    /// <summary>The lines that were added; nothing may have been taken away.</summary>
    private static List<string> Added(string before, string after)
    {
        var rest = after.Split('\n').ToList();
        foreach (var line in before.Split('\n'))
        {
            Assert.True(rest.Remove(line), "The fix removed: " + line);
        }

        return rest;
    }
}
