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
    public Task SettingOfALibraryThatIsSavedWhenItIsSet_IsASuggestion() => Verify.Async(
        """
        public static class Configuration
        {
            private static readonly string Name = Path.Join("config", GetName());

            public static int Port { get => 1; set => SetPort(GetName(), value); }

            private static string GetName()
            {
                if (!string.IsNullOrEmpty(Name))
                {
                    return Name;
                }

                var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT");
                return "appsettings" + (environment == "x" ? ".Development" : string.Empty) + ".json";
            }

            private static void SetPort(string filePath, int port)
            {
                var json = File.ReadAllText(filePath);
                {|#0:File.WriteAllText(filePath, json + port)|};
            }
        }
        """,
        test =>
        {
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            test.ExpectedDiagnostics.Add(Expect.Suggestion(ConfigurationRewritten.Descriptor));
        });

    [Fact]
    public Task DeclaredSharedPath_IsSilent() => Verify.Async(
        Controller("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"App_Data\", \"settings.json\"), text);"),
        test => test.GlobalOptions["secondnode.shared_paths"] = "App_Data");
}
