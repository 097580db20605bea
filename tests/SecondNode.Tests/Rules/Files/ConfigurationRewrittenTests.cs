using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.ConfigurationRewritten>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Configuration files that requests rewrite.</summary>
public class ConfigurationRewrittenTests
{
    private static string Controller(string body) => $$"""
        using System.Text.Json;
        using System.Xml.Linq;
        using Microsoft.AspNetCore.Mvc;

        WebApplication.CreateBuilder(args).Build().Run();

        public class SettingsController(IWebHostEnvironment env, IConfiguration configuration) : ControllerBase
        {
            [HttpPost]
            public async Task<IActionResult> Save(string text, object settings, string path)
            {
                await Task.Yield();
                {{body}}
                return Ok();
            }
        }
        """;

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
    [InlineData("{|#0:System.IO.File.WriteAllText(path + \"/appsettings.json\", text)|};")]
    [InlineData("var file = Path.Combine(env.ContentRootPath, \"appsettings.json\"); if (!System.IO.File.Exists(file)) { {|#0:System.IO.File.WriteAllText(file, text)|}; }")]
    public Task NotKnownToBeChanged_IsASuggestion(string body) => Verify.Async(
        Controller(body), test => test.ExpectedDiagnostics.Add(Expect.Suggestion(ConfigurationRewritten.Descriptor)));

    [Fact]
    public Task StartUp_IsSilent() => Verify.Async("""
        File.WriteAllText("appsettings.json", "{}");
        WebApplication.CreateBuilder(args).Build().Run();
        """);

    [Fact]
    public Task SystemConfiguration_Reports() => Verify.Async(
        """
        using System.Configuration;
        using System.Web;
        using System.Web.Configuration;

        public class Global : HttpApplication { }

        public class Handler : IHttpHandler
        {
            public bool IsReusable => false;

            public void ProcessRequest(HttpContext context)
            {
                var configuration = WebConfigurationManager.OpenWebConfiguration("~");
                configuration.AppSettings.Settings["a"].Value = "b";
                {|SN3006:configuration.Save()|};
            }
        }
        """,
        test => (test.Framework, test.OutputKind) = (Framework.SystemWeb, OutputKind.DynamicallyLinkedLibrary));

    [Fact]
    public Task DeclaredSharedPath_IsSilent() => Verify.Async(
        Controller("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"App_Data\", \"settings.json\"), text);"),
        test => test.GlobalOptions["secondnode.shared_paths"] = "App_Data");
}
