using System.Text.RegularExpressions;
using SecondNode.Tests.Package;
using SecondNode.Tests.Samples;
using SecondNode.Tests.Testing;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Blogs;

/// <summary>
/// A copy of the sample blog, away from the repository and with the packed package installed as anybody installs it, on
/// which the bulk fix has been run once. It is built before and after.
/// </summary>
public sealed class FixedBlog : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly PackedPackage package = new();

    /// <summary>The rules of the README's command.</summary>
    public static readonly string[] Ids = ["SN1001", "SN2001", "SN3001", "SN3002", "SN4001", "SN4002", "SN5001", "SN6001"];

    /// <summary>The package that is installed in it.</summary>
    public PackedPackage Package => package;

    public string Folder => folder["Blog"];

    /// <summary>The texts of the copy before the fix, by path under <see cref="Root"/>.</summary>
    public IReadOnlyDictionary<string, string> Before { get; private set; } = new Dictionary<string, string>();

    /// <summary>The sample as it is, built.</summary>
    public string UnfixedAssembly => Path.Combine(folder["unfixed"], "Blog.dll");

    /// <summary>The compiler's findings in the sample as it is.</summary>
    public string UnfixedLog => folder["unfixed.sarif"];

    /// <summary>What the fix printed.</summary>
    public string FixOutput { get; private set; } = "";

    /// <summary>What the build after the fix printed.</summary>
    public string BuildOutput { get; private set; } = "";

    /// <summary>The compiler's findings in that build.</summary>
    public string Log => folder["fixed.sarif"];

    public string Assembly => Path.Combine(folder["output"], "Blog.dll");

    public string Root => folder.Path;

    public async ValueTask InitializeAsync()
    {
        Watchdog.Remove(Root);
        await package.InitializeAsync();
        Blog.CopyTo(Folder);
        package.WriteConfig(Root);
        await File.WriteAllTextAsync(folder["Directory.Packages.props"], CentralVersions());
        var project = await File.ReadAllTextAsync(folder["Blog/Blog.csproj"]);
        Assert.Contains("  </ItemGroup>\n\n</Project>", project);
        await File.WriteAllTextAsync(folder["Blog/Blog.csproj"], project.Replace(
            "  </ItemGroup>\n\n</Project>", "    <PackageReference Include=\"SecondNode.Analyzers\" PrivateAssets=\"all\" />\n  </ItemGroup>\n\n</Project>"));
        Before = Texts();

        await BuildAsync("unfixed", UnfixedLog);
        FixOutput = await FormatAsync();
        BuildOutput = await BuildAsync("output", Log);
    }

    /// <summary>The README's command.</summary>
    public async Task<string> FormatAsync() =>
        (await Tool.DotnetAsync(Folder, ["format", "analyzers", "--diagnostics", .. Ids, "--severity", "warn", "--verbosity", "normal"])).Succeeded().Output;

    /// <summary>The texts as they are now, by path under <see cref="Root"/>.</summary>
    public IReadOnlyDictionary<string, string> Texts() => Blog.Files(Folder).Select(file => "Blog/" + file)
        .Append("Directory.Packages.props")
        .ToDictionary(file => file, file => File.ReadAllText(folder[file]), StringComparer.Ordinal);

    /// <summary>The fixed blog deployed to a machine: what is served and configured, nothing of another machine.</summary>
    public void DeployTo(string target)
    {
        foreach (var file in Blog.Files(Folder).Where(f => f.StartsWith("wwwroot/", StringComparison.Ordinal) || f.EndsWith(".json", StringComparison.Ordinal)))
        {
            var to = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(Folder, file), to);
        }
    }

    public async ValueTask DisposeAsync()
    {
        folder.Dispose();
        await package.DisposeAsync();
    }

    private async Task<string> BuildAsync(string output, string log) =>
        (await Tool.DotnetAsync(Folder, "build", "-o", folder[output], $"-p:ErrorLog={log}%2Cversion=2.1")).Succeeded().Output;

    /// <summary>The repository's versions of what the blog itself references, so that the fix has to add its own.</summary>
    private string CentralVersions()
    {
        var all = File.ReadAllText(Path.Combine(References.RepositoryRoot, "Directory.Packages.props"));
        string[] used = ["Microsoft.EntityFrameworkCore.Sqlite", "Npgsql.EntityFrameworkCore.PostgreSQL"];
        var versions = used.Select(id => Regex.Match(all, $"<PackageVersion Include=\"{Regex.Escape(id)}\" .*/>").Value);
        return $"""
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", versions)}
                <PackageVersion Include="SecondNode.Analyzers" Version="{package.Version}" />
              </ItemGroup>
            </Project>

            """;
    }
}
