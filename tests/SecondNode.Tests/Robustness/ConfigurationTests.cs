using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Options;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>Options and files beside the code are written by hand, too.</summary>
public class ConfigurationTests
{
    private static readonly string[] Values =
        ["", " ", "true", "false", "TRUE", "yes", "1", "|", "||", "a|b|", "*", "**", "|*|", "Shop.Orders", "Shop.Orders.Known|", "System.String", "..", "[", "(", "\\", "\"", "null", "auto", "directory", "hybrid", "azure_appservice", "global::", "A.B`2", "A+B", "é", "\u0000", new string('x', 10_000)];

    private static readonly string[] Properties =
        ["UsingMicrosoftNETSdkWeb", "OutputType", "IsTestProject", "TargetFramework", "RootNamespace", "ProjectDir", "MSBuildProjectFullPath", "ManagePackageVersionsCentrally", "SecondNodeScope", "SecondNodeMode"];

    [Fact]
    public async Task AnyValueOfAnyOption_DoesNotThrow()
    {
        var random = new Random(1);
        foreach (var (_, code, framework) in MutationTests.Pages)
        {
            for (var i = 0; i < 3; i++)
            {
                var options = new Options(
                    Settings.All.Select(o => KeyValuePair.Create(o.Key, Any(random)))
                        .Concat(Properties.Select(p => KeyValuePair.Create("build_property." + p, Any(random))))
                        .Where(p => random.Next(3) > 0 && p.Key != "secondnode.single_node").ToDictionary());
                await Runs.FindAsync(Runs.Of(framework, code), options: new AnalyzerOptions([], options));
            }
        }
    }

    [Fact]
    public async Task MutatedProjectAndSettings_DoNotThrow_InRulesNorInFixes()
    {
        var random = new Random(1);
        var applied = 0;
        foreach (var id in ShippedRules.Descriptors.Select(d => d.Id))
        {
            var page = RulePage.Of(id);
            for (var i = 0; i < 3; i++)
            {
                var project = new EditingProject(page.Framework)
                    .With("/app/Program.cs", page.Code("Bad")[0])
                    .With("/app/App.csproj", Mutate(ProjectText, random))
                    .With("/app/Directory.Packages.props", Mutate(Central, random))
                    .With("/app/appsettings.json", Mutate(AppSettings, random))
                    .With("/app/appsettings.Development.json", Mutate(AppSettings, random))
                    .With("/app/Web.config", Mutate(WebConfig, random))
                    .WithProperty("ManagePackageVersionsCentrally", random.Next(2) == 0 ? "true" : "")
                    .WithProperty("MSBuildProjectFullPath", "/app/App.csproj").Project;
                foreach (var finding in (await FixRun.DiagnosticsAsync(project)).Where(d => d.Location.SourceTree is not null || d.Id == "AD0001").Take(3))
                {
                    Assert.True(finding.Id != "AD0001", finding.GetMessage());
                    try
                    {
                        foreach (var offer in await FixRun.OffersAsync(project, finding))
                        {
                            await FixRun.ApplyAsync(offer);
                            applied++;
                        }
                    }
                    catch (Exception e)
                    {
                        Assert.Fail($"{finding.Id} of {id}: {e}\n{string.Join("\n", (await FixRun.TextsAsync(project)).Values)}");
                    }
                }
            }
        }

        Assert.True(applied > 30, $"{applied}");
    }

    private const string ProjectText = """
        <?xml version="1.0" encoding="utf-8"?>
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <!-- A comment -->
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Dapper" />
            <PackageReference Include="Npgsql" Version="10.0.3"><PrivateAssets>all</PrivateAssets></PackageReference>
          </ItemGroup>
        </Project>
        """;

    private const string Central = """
        <Project>
          <ItemGroup>
            <PackageVersion Include="Dapper" Version="2.1.86" />
          </ItemGroup>
        </Project>
        """;

    private const string AppSettings = """
        {
          // a comment
          "ConnectionStrings": { "Shop": "Server=a;Database=b", "ShopReplica": "Server=c;ApplicationIntent=ReadOnly", },
          "Reports": { "Folder": "/mnt/reports", "Deep": [ 1, 2.5e3, true, null, { "a": "\u0041\n" } ] }
        }
        """;

    private const string WebConfig = """
        <configuration>
          <connectionStrings><add name="Shop" connectionString="Server=a" /></connectionStrings>
          <system.web>
            <sessionState mode="InProc" timeout="20" />
            <authentication mode="Forms"><forms loginUrl="~/in" /></authentication>
            <machineKey validationKey="AutoGenerate,IsolateApps" />
          </system.web>
        </configuration>
        """;

    private static string Any(Random random) => Values[random.Next(Values.Length)];

    /// <summary>One to three places are deleted, doubled, cut or filled with something that matters in such files.</summary>
    private static string Mutate(string text, Random random)
    {
        string[] parts = ["<", ">", "\"", "'", "{", "}", "[", "]", "/", "\\", ",", ":", "<!--", "-->", "<![CDATA[", "&amp", "\0", "\ufeff", "</", "/>", "//", "/*", "\r", "\ud800"];
        for (var i = random.Next(4); i > 0 && text.Length > 2; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at)),
                1 => text[..at],
                2 => text.Insert(at, text[at..Math.Min(text.Length, at + 30)]),
                _ => text.Insert(at, parts[random.Next(parts.Length)]),
            };
        }

        return text;
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        private readonly All all = new(values);

        public override AnalyzerConfigOptions GlobalOptions => all;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => all;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => all;

        private sealed class All(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override IEnumerable<string> Keys => values.Keys;

            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
