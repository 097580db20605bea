using System.Text.RegularExpressions;
using SecondNode.Tests.Samples;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Package;

/// <summary>
/// The web templates of the SDK, made as anybody makes them, with the packed package installed: built, mended in bulk, and
/// built again. They are one solution, so that the tools start once for all of them.
/// </summary>
public sealed partial class BuiltTemplates(PackedPackage package) : IAsyncLifetime
{
    /// <summary>Template and authentication.</summary>
    public static readonly (string Template, string Authentication)[] All =
    [
        ("mvc", "None"), ("mvc", "Individual"), ("webapp", "None"), ("webapp", "Individual"), ("webapi", "None"), ("blazor", "None"), ("blazor", "Individual"),
    ];

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> missing = new(StringComparer.Ordinal);

    /// <summary>What the restore says where a template's packages are not in the machine's source; null where all are.</summary>
    public string? Missing(string template, string authentication) => missing.GetValueOrDefault(NameOf(template, authentication));

    /// <summary>The warnings about the template as it comes: id, file, and the name that the message begins with.</summary>
    public string[] Before(string template, string authentication) => Findings(template, authentication, "before");

    /// <summary>The warnings after the bulk fix. What the fix has not changed is not compiled again.</summary>
    public string[] After(string template, string authentication) =>
        File.Exists(LogOf(template, authentication, "after")) ? Findings(template, authentication, "after") : Before(template, authentication);

    public async ValueTask InitializeAsync()
    {
        package.WriteConfig(folder.Path);
        await File.WriteAllTextAsync(folder["Directory.Build.props"], $"""
            <Project>
              <PropertyGroup>
                <NuGetAudit>false</NuGetAudit>
                <EnableNETAnalyzers>false</EnableNETAnalyzers>
                <CompressionEnabled>false</CompressionEnabled>
                <ErrorLog>$(MSBuildThisFileDirectory)$(MSBuildProjectName).$(Pass).sarif,version=2.1</ErrorLog>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SecondNode.Analyzers" Version="{package.Version}" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
        await Parallel.ForEachAsync(All, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (t, _) =>
            (await Tool.DotnetAsync(folder.Path, "new", t.Template, "--auth", t.Authentication, "-n", NameOf(t.Template, t.Authentication), "--no-restore")).Succeeded());

        WriteSolution(_ => true);
        var restore = await Tool.DotnetAsync(folder.Path, "restore", "All.slnx");
        foreach (Match error in RestoreError().Matches(restore.Output))
        {
            missing.TryAdd(error.Groups[1].Value, error.Value.Trim());
        }

        if (missing.Count == 0)
        {
            restore.Succeeded();
        }

        WriteSolution(t => Missing(t.Template, t.Authentication) is null);
        (await Tool.DotnetAsync(folder.Path, "build", "All.slnx", "--no-restore", "-p:Pass=before")).Succeeded();

        // What has no warning is not changed by the fix: it need not be opened again.
        WriteSolution(t => Missing(t.Template, t.Authentication) is null && Before(t.Template, t.Authentication).Length > 0);
        string[] fixable = [.. ShippedRules.Descriptors.Select(d => d.Id).Where(ShippedRules.HasFix)];
        (await Tool.DotnetAsync(folder.Path, ["format", "analyzers", "All.slnx", "--no-restore", "--severity", "warn", "--diagnostics", .. fixable])).Succeeded();
        (await Tool.DotnetAsync(folder.Path, "build", "All.slnx", "-p:Pass=after")).Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string NameOf(string template, string authentication) => template + authentication;

    private string LogOf(string template, string authentication, string pass) => folder[$"{NameOf(template, authentication)}.{pass}.sarif"];

    private void WriteSolution(Func<(string Template, string Authentication), bool> predicate) => File.WriteAllText(
        folder["All.slnx"],
        "<Solution>\n" + string.Concat(All.Where(predicate).Select(t => NameOf(t.Template, t.Authentication)).Select(n => $"  <Project Path=\"{n}/{n}.csproj\" />\n")) + "</Solution>\n");

    private string[] Findings(string template, string authentication, string pass) =>
        [.. Sarif.Warnings(LogOf(template, authentication, pass), folder[NameOf(template, authentication)])
            .Select(f => $"{f.Id} {f.File} {f.Message.Split('\'')[1]}")];

    [GeneratedRegex(@"^.*[/\\](\w+)\.csproj : error NU\d+.*$", RegexOptions.Multiline)]
    private static partial Regex RestoreError();
}
