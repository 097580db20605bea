using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.Tests.Testing;
using static SecondNode.Tests.Rules.Files.Sources;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.ConfigurationRewritten>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Configuration files that requests rewrite.</summary>
public class ConfigurationRewrittenTests
{
    [Theory]
    [InlineData("{|SN3006:System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"appsettings.json\"), text)|};")]
    [InlineData("await {|SN3006:System.IO.File.WriteAllTextAsync(\"appsettings.Production.json\", text)|};")]
    [InlineData("{|SN3006:System.IO.File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $\"appsettings.{env.EnvironmentName}.json\"), text)|};")]
    [InlineData("await using var s = {|SN3006:System.IO.File.Create(Path.Combine(env.ContentRootPath, \"appsettings.json\"))|}; await JsonSerializer.SerializeAsync(s, settings);")]
    [InlineData("{|SN3006:new XDocument().Save(Path.Combine(env.ContentRootPath, \"web.config\"))|};")]
    [InlineData("{|SN3006:System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"App_Data\", \"settings.json\"), text)|};")]
    public Task RewrittenByARequest_Reports(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"notes.json\"), text);")]
    [InlineData("System.IO.File.ReadAllText(Path.Combine(env.ContentRootPath, \"appsettings.json\"));")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(Path.GetTempPath(), \"appsettings.json\"), text);")]
    [InlineData("""System.IO.File.WriteAllText(@"\\files\config\appsettings.json", text);""")]
    [InlineData("if (env.IsDevelopment()) { System.IO.File.WriteAllText(\"appsettings.json\", text); }")]
    public Task OtherFiles_AreSilent(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("{|#0:System.IO.File.WriteAllText(id + \"/appsettings.json\", text)|};")]
    [InlineData("var target = Path.Combine(env.ContentRootPath, \"appsettings.json\"); if (!System.IO.File.Exists(target)) { {|#0:System.IO.File.WriteAllText(target, text)|}; }")]
    public Task NotKnownToBeChanged_IsASuggestion(string body) => Verify.Async(
        Controller(body), test => test.ExpectedDiagnostics.Add(Expect.Suggestion(ConfigurationRewritten.Descriptor)));

    [Fact]
    public Task StartUp_IsSilent() => Verify.Async("""
        File.WriteAllText("appsettings.json", "{}");
        WebApplication.CreateBuilder(args).Build().Run();
        """);

    [Fact]
    public Task SystemConfiguration_Reports() => Verify.Async(
        Handler(
            """
            var configuration = WebConfigurationManager.OpenWebConfiguration("~");
            configuration.AppSettings.Settings["a"].Value = "b";
            {|SN3006:configuration.Save()|};
            {|SN3006:configuration.SaveAs("web.config")|};
            """),
        OnSystemWeb);

    [Fact]
    public Task DeclaredSharedPath_IsSilent() => Verify.Async(
        Controller("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"App_Data\", \"settings.json\"), text);"),
        test => test.GlobalOptions["secondnode.shared_paths"] = "App_Data");
}
