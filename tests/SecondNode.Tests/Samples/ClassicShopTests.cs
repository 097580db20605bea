using Microsoft.CodeAnalysis;
using SecondNode.Tests.Package;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Samples;

/// <summary>The rules find in the sample of .NET Framework what its comments say and nothing else, and the fixes mend what they promise.</summary>
[Collection(PackageCollection.Name)]
public class ClassicShopTests
{
    private static readonly string Folder = Path.Combine(References.RepositoryRoot, "samples", "ClassicShop");

    [Fact]
    public async Task Findings_AreExactlyTheMarks()
    {
        using var folder = new TemporaryFolder();

        // Without it the compiler is called, and so the findings are written, however fresh the last build is.
        var compiled = Path.Combine(Folder, "obj", Blog.Configuration, "net48", "ClassicShop.dll");
        if (File.Exists(compiled))
        {
            File.Delete(compiled);
        }

        var log = folder["shop.sarif"];
        var build = (await Tool.DotnetAsync(Folder, "build", "-c", Blog.Configuration, $"-p:ErrorLog={log}%2Cversion=2.1")).Succeeded();
        Assert.DoesNotContain("AD0001", build.Output);
        Assert.Equal(
            string.Join('\n', Blog.Marks(Folder).Order(StringComparer.Ordinal)),
            string.Join('\n', Sarif.Warnings(log, Folder).Select(finding => finding.Mark).Order(StringComparer.Ordinal)));
    }

    /// <summary>One after the other, as a command-line run does it: what is left is what has no fix.</summary>
    [Fact]
    public async Task Fixes_MendSessionAndKeys()
    {
        var project = new EditingProject(Framework.SystemWeb);
        foreach (var file in Blog.Files(Folder).Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".config", StringComparison.Ordinal) || f.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            project.With("/app/" + (file == "ClassicShop.csproj" ? "App.csproj" : file), await File.ReadAllTextAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken));
        }

        var current = project.Project;
        Assert.NotEmpty(await FixRun.DiagnosticsAsync(current));
        foreach (var id in new[] { "SN1003", "SN1005", "SN5006" })
        {
            current = (await FixRun.FixAllAsync(current, id)).GetProject(current.Id)!;
        }

        var left = await FixRun.DiagnosticsAsync(current);
        Assert.Empty(left.Where(d => d.Id is "SN1003" or "SN1005" or "SN5006").Select(d => d.ToString()));
        Assert.Empty((await current.GetCompilationAsync(TestContext.Current.CancellationToken))!.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));

        var texts = await FixRun.TextsAsync(current);
        Assert.Contains("<sessionState mode=\"Custom\" customProvider=\"RedisSessionStateStore\" timeout=\"60\">", texts["/app/Web.config"]);
        Assert.Contains("<!-- Long enough to fill a cart. -->", texts["/app/Web.config"]);
        Assert.Contains("<PackageReference Include=\"Microsoft.Web.RedisSessionStateProvider\" Version=\"", texts["/app/App.csproj"]);
        Assert.Contains("[Serializable]\n    public class Cart\n", texts["/app/Models/Cart.cs"].Replace("\r\n", "\n"));
    }
}
