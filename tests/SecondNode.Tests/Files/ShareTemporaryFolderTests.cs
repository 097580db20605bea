using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Files;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.TemporaryFileOutlivesRequest, SecondNode.CodeFixes.Files.ShareTemporaryFolder>;

namespace SecondNode.Tests.Files;

/// <summary>Temporary files that other requests need, in a directory that configuration names.</summary>
public class ShareTemporaryFolderTests
{
    [Fact]
    public Task WritersAndReadersOfAFolder_FixMovesThemTogether() => Verify.Async(
        """
        using Microsoft.AspNetCore.Mvc;

        WebApplication.CreateBuilder(args).Build().Run();

        public class ImportController : Controller
        {
            [HttpPost]
            public IActionResult Start(IFormFile file)
            {
                // Kept until the user confirms.
                var path = Path.Combine(Path.GetTempPath(), "imports", file.FileName);
                using var stream = {|SN3004:System.IO.File.Create(path)|};
                file.CopyTo(stream);
                return RedirectToAction("Confirm", new { path });
            }

            public string Read(string name) => System.IO.File.ReadAllText(Path.Combine(Path.GetTempPath(), "imports", name));

            public string Other() => Path.Combine(Path.GetTempPath(), "other");
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        WebApplication.CreateBuilder(args).Build().Run();

        public class ImportController : Controller
        {
            private readonly IConfiguration _configuration;

            public ImportController(IConfiguration configuration)
            {
                _configuration = configuration;
            }

            [HttpPost]
            public IActionResult Start(IFormFile file)
            {
                // Kept until the user confirms.
                var path = Path.Combine(_configuration["Storage:Temp"] ?? Path.GetTempPath(), "imports", Path.GetFileName(file.FileName));
                using var stream = System.IO.File.Create(path);
                file.CopyTo(stream);
                return RedirectToAction("Confirm", new { path });
            }

            public string Read(string name) => System.IO.File.ReadAllText(Path.Combine(_configuration["Storage:Temp"] ?? Path.GetTempPath(), "imports", name));

            public string Other() => Path.Combine(Path.GetTempPath(), "other");
        }
        """,
        test => test.CodeActionEquivalenceKey = ShareTemporaryFolder.Directory);

    [Fact]
    public Task FileOfItsOwn_FixNamesIt() => Verify.Async(
        """
        using Microsoft.AspNetCore.Mvc;

        WebApplication.CreateBuilder(args).Build().Run();

        public class ImportController(IConfiguration configuration) : Controller
        {
            public IActionResult Start(byte[] bytes)
            {
                var path = Path.GetTempFileName();
                {|SN3004:System.IO.File.WriteAllBytes(path, bytes)|};
                TempData["import"] = path;
                return Ok(configuration["x"]);
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        WebApplication.CreateBuilder(args).Build().Run();

        public class ImportController(IConfiguration configuration) : Controller
        {
            public IActionResult Start(byte[] bytes)
            {
                var path = Path.Combine(configuration["Storage:Temp"] ?? Path.GetTempPath(), Path.GetRandomFileName());
                System.IO.File.WriteAllBytes(path, bytes);
                TempData["import"] = path;
                return Ok(configuration["x"]);
            }
        }
        """);

    [Fact]
    public Task StaticHelper_FixIsNotOffered() => Verify.NoFixAsync("""
        using Microsoft.AspNetCore.Mvc;

        WebApplication.CreateBuilder(args).Build().Run();

        public class ImportController : Controller
        {
            private static readonly string Folder = Path.Combine(Path.GetTempPath(), "imports");

            public IActionResult Start(string text)
            {
                var path = Path.Combine(Folder, Guid.NewGuid().ToString());
                {|SN3004:System.IO.File.WriteAllText(path, text)|};
                return Ok(path);
            }
        }
        """);
}
