using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecondNode.Tests.Samples;
using SecondNode.Tests.Testing;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Blogs;

/// <summary>One command repairs the sample blog: it builds without the findings, and it serves its pages on two nodes.</summary>
[Collection(FixedBlogCollection.Name)]
public class BulkFixTests(FixedBlog blog)
{
    private static readonly string[] Packages =
    [
        "Microsoft.AspNetCore.DataProtection.StackExchangeRedis",
        "Microsoft.AspNetCore.SignalR.StackExchangeRedis",
        "Microsoft.Extensions.Caching.StackExchangeRedis",
    ];

    /// <summary>The README's command mends everything that is marked and has a fix.</summary>
    [Fact]
    public void Ids_AreThoseOfTheMarks_AndOfTheReadme()
    {
        Assert.Equal(Blog.Marks().Select(mark => mark[^6..]).Where(ShippedRules.HasFix).Distinct().Order(), FixedBlog.Ids.Order());
        Assert.Contains($"--diagnostics {string.Join(' ', FixedBlog.Ids)} ", File.ReadAllText(Path.Combine(References.RepositoryRoot, "README.md")));
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
            Packages.Select(package => $"    <PackageReference Include=\"{package}\" />").Order(StringComparer.Ordinal),
            Added(blog.Before["Blog/Blog.csproj"], after["Blog/Blog.csproj"]).Order(StringComparer.Ordinal));
        var versions = Added(blog.Before["Directory.Packages.props"], after["Directory.Packages.props"]);
        Assert.Equal(Packages.Length, versions.Count);
        Assert.All(Packages, package => Assert.Single(versions, line => Regex.IsMatch(line, $"^    <PackageVersion Include=\"{package}\" Version=\"10\\.[0-9.]+\" />$")));
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
        Assert.SkipWhen(Programs.Find("redis-server") is null, "redis-server is not installed: the repaired blog was built but not run.");

        await using var redis = await RedisServer.StartAsync();
        using var machines = new TemporaryFolder();
        await using var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        using var visitor = new Visitor(one.Address, two.Address);
        await BlogStory.TellAsync(visitor);
        Assert.DoesNotContain(":0\r\n", await redis.AskAsync("DBSIZE"));
        Assert.Contains(":1\r\n", await redis.AskAsync("EXISTS DataProtection-Keys"));

        // Each node has its own disk and its own user; they share what the settings name: the database, the storage, Redis.
        Task<WebNode> StartAsync(string name)
        {
            blog.DeployTo(machines[name]);
            return WebNode.StartAsync(
                blog.Assembly,
                machines[name],
                ("HOME", Directory.CreateDirectory(machines[name + ".home"]).FullName),
                ("ConnectionStrings:Redis", redis.ConnectionString),
                ("Database:File", machines["shared.db"]),
                ("Storage:ContentRoot", machines["shared"]),
                ("Storage:WebRoot", machines["shared"]));
        }
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
