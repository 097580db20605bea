using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Files;

/// <summary>The applications around the statements that the rules about files are tested with.</summary>
internal static class Sources
{
    /// <summary>A controller whose action receives all kinds of things and runs the statements.</summary>
    /// <param name="body">The statements, before <c>return Ok();</c>.</param>
    /// <param name="members">Members of the controller.</param>
    public static string Controller(string body, string members = "") => $$"""
        using System.IO.Compression;
        using System.Text.Json;
        using System.Xml;
        using System.Xml.Linq;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Options;

        WebApplication.CreateBuilder(args).Build().Run();

        public class Storage { public string Folder { get; set; } = "uploads"; }

        public class FilesController(IWebHostEnvironment env, IConfiguration configuration, IOptions<Storage> options) : ControllerBase
        {
            private readonly string _root = Path.Combine(env.WebRootPath, "uploads");
            {{members}}

            [HttpPost]
            public async Task<IActionResult> Save(IFormFile file, string text, string id, byte[] bytes, object settings, CancellationToken cancellation)
            {
                await Task.Yield();
                {{body}}
                return Ok();
            }
        }
        """;

    /// <summary>A classic site with a handler that runs the statements.</summary>
    /// <param name="body">The statements; <c>context</c> is the request's.</param>
    /// <param name="members">Members of the handler.</param>
    public static string Handler(string body, string members = "") => $$"""
        using System.Configuration;
        using System.IO;
        using System.Web;
        using System.Web.Configuration;
        using System.Web.Hosting;
        using System.Xml;

        public class Global : HttpApplication { }

        public class Handler : IHttpHandler
        {
            {{members}}

            public bool IsReusable => false;

            public void ProcessRequest(HttpContext context)
            {
                {{body}}
            }
        }
        """;

    /// <summary>Compiles the test as a site on System.Web.</summary>
    public static void OnSystemWeb<TAnalyzer>(AnalyzerTest<TAnalyzer> test)
        where TAnalyzer : DiagnosticAnalyzer, new() => (test.Framework, test.OutputKind) = (Framework.SystemWeb, OutputKind.DynamicallyLinkedLibrary);
}
