using Microsoft.CodeAnalysis;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Conventions;

/// <summary>Every fix mends the bad code of its rule's page: the result compiles, the finding is gone, and bulk runs agree with single ones.</summary>
public class PageFixTests
{
    /// <summary>What fixes call in packages that the machine's package source does not have.</summary>
    private const string AbsentPackages = """
        namespace Microsoft.Extensions.DependencyInjection;
        static class AzureSignalRDependencyInjectionExtensions
        {
            public static Microsoft.AspNetCore.SignalR.ISignalRServerBuilder AddAzureSignalR(this Microsoft.AspNetCore.SignalR.ISignalRServerBuilder builder) => builder;
        }
        sealed class RedisBackplaneOptions { public string Configuration { get; set; } }
        static class StackExchangeRedisBackplaneExtensions
        {
            public static ZiggyCreatures.Caching.Fusion.IFusionCacheBuilder WithStackExchangeRedisBackplane(this ZiggyCreatures.Caching.Fusion.IFusionCacheBuilder builder, System.Action<RedisBackplaneOptions> setup) => builder;
        }
        """;

    public static TheoryData<string> FixableIds => [.. ShippedRules.Descriptors.Select(d => d.Id).Where(ShippedRules.HasFix)];

    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task EveryChoice_CompilesAndRemovesTheFinding(string id)
    {
        var project = PageProject(id);
        var found = (await FixRun.DiagnosticsAsync(project)).Where(d => d.Id == id).ToList();
        var offered = 0;
        foreach (var diagnostic in found)
        {
            foreach (var action in await FixRun.OffersAsync(project, diagnostic))
            {
                offered++;
                var fixedProject = (await FixRun.ApplyAsync(action)).GetProject(project.Id)!;
                await AssertCompilesAsync(fixedProject, action.Title);
                var left = (await FixRun.DiagnosticsAsync(fixedProject)).Count(d => d.Id == id);
                Assert.True(left < found.Count, $"{action.Title}: the finding is still there");
                Assert.NotEqual(await FixRun.TextsAsync(project), await FixRun.TextsAsync(fixedProject));
            }
        }

        Assert.True(offered > 0, "no fix is offered for the page's bad code");
    }

    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task FixAll_CompilesAndASecondRunChangesNothing(string id)
    {
        var project = PageProject(id);
        var once = (await FixRun.FixAllAsync(project, id)).GetProject(project.Id)!;
        await AssertCompilesAsync(once, "Fix All");
        Assert.Empty((await FixRun.DiagnosticsAsync(once)).Where(d => d.Id == id).Select(d => d.ToString()));
        var twice = (await FixRun.FixAllAsync(once, id)).GetProject(project.Id)!;
        Assert.Equal(await FixRun.TextsAsync(once), await FixRun.TextsAsync(twice));
    }

    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task FixAll_GivesTheSameAsOneByOne(string id)
    {
        var project = PageProject(id);
        var all = (await FixRun.FixAllAsync(project, id)).GetProject(project.Id)!;
        var single = project;
        for (var round = 0; round < 20; round++)
        {
            var next = (await FixRun.DiagnosticsAsync(single)).FirstOrDefault(d => d.Id == id);
            if (next is null || (await FixRun.OffersAsync(single, next)).FirstOrDefault() is not { } action)
            {
                break;
            }

            single = (await FixRun.ApplyAsync(action)).GetProject(project.Id)!;
        }

        Assert.Equal(await FixRun.TextsAsync(single), await FixRun.TextsAsync(all));
    }

    /// <summary>Malformed project and settings files are left untouched, and the code still compiles.</summary>
    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task MalformedFiles_AreLeftUntouched(string id)
    {
        var project = PageProject(id, "<Project><ItemGroup", "{ \"ConnectionStrings\": ");
        var fixedProject = (await FixRun.FixAllAsync(project, id)).GetProject(project.Id)!;
        var (before, after) = (await FixRun.TextsAsync(project), await FixRun.TextsAsync(fixedProject));
        Assert.All(project.AdditionalDocuments, d => Assert.Equal(before[d.FilePath!], after[d.FilePath!]));
        await AssertCompilesAsync(fixedProject, "malformed files");
    }

    private static Project PageProject(string id, string? projectFile = null, string? settings = null)
    {
        var page = RulePage.Of(id);
        return page.Framework == Framework.SystemWeb ? ClassicProject(page, projectFile) : CoreProject(id, projectFile, settings);
    }

    private static Project ClassicProject(RulePage page, string? projectFile)
    {
        var project = new EditingProject(Framework.SystemWeb)
            .With("/app/Global.asax.cs", Assert.Single(page.Code("Bad")))
            .With(EditingProject.ProjectFile, projectFile ?? "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <TargetFramework>net48</TargetFramework>\n  </PropertyGroup>\n</Project>\n");
        foreach (var file in page.Files("Bad"))
        {
            project.With(file.Path, projectFile is null ? file.GetText()!.ToString() : "<configuration><system.web>");
        }

        return project.Project;
    }

    private static Project CoreProject(string id, string? projectFile, string? settings) =>
        new EditingProject(Framework.WebWithPackages)
            .With("/app/Program.cs", Assert.Single(RulePage.Of(id).Code("Bad")))
            .With("/app/obj/AbsentPackages.g.cs", AbsentPackages)
            .With(EditingProject.ProjectFile, projectFile ?? "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n")
            .With("/app/appsettings.json", settings ?? "{\n  \"AllowedHosts\": \"*\"\n}\n")
            .Project;

    private static async Task AssertCompilesAsync(Project project, string what)
    {
        var errors = (await project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).ToList();
        Assert.True(errors.Count == 0, what + "\n" + string.Join("\n", errors) + "\n" + string.Join("\n", (await FixRun.TextsAsync(project)).Select(t => $"== {t.Key}\n{t.Value}")));
    }
}
