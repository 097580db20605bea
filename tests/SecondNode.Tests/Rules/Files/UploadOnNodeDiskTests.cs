using SecondNode.Analyzers.Rules.Files;
using SecondNode.Tests.Testing;
using static SecondNode.Tests.Rules.Files.Sources;

using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.UploadOnNodeDisk>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Uploads on the node's disk: which writes are uploads, and which places are the node's own.</summary>
public class UploadOnNodeDiskTests
{
    [Theory]
    [InlineData("await using var s = {|SN3001:new FileStream(Path.Combine(env.WebRootPath, file.FileName), FileMode.Create)|}; await file.CopyToAsync(s, cancellation);")]
    [InlineData("using (var s = {|SN3001:new FileStream(Path.Combine(env.WebRootPath, id), FileMode.OpenOrCreate)|}) { file.CopyTo(s); }")]
    [InlineData("using (Stream s = {|SN3001:System.IO.File.Create(Path.Combine(env.ContentRootPath, id))|}) { await file.OpenReadStream().CopyToAsync(s); }")]
    [InlineData("using var s = {|SN3001:System.IO.File.OpenWrite($\"{env.WebRootPath}/uploads/{id}\")|}; using var input = file.OpenReadStream(); await input.CopyToAsync(s);")]
    [InlineData("using var s = {|SN3001:System.IO.File.Open(_root + \"/\" + id, FileMode.Create)|}; await file.CopyToAsync(s);")]
    [InlineData("using var s = {|SN3001:new FileStream(Path.Combine(_root, id), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write })|}; await file.CopyToAsync(s);")]
    [InlineData("using var s = {|SN3001:new FileInfo(Path.Combine(_root, id)).Create()|}; await file.CopyToAsync(s);")]
    [InlineData("using var m = new MemoryStream(); await file.CopyToAsync(m); {|SN3001:System.IO.File.WriteAllBytes(Path.Combine(_root, id), m.ToArray())|};")]
    [InlineData("using var r = new BinaryReader(file.OpenReadStream()); await {|SN3001:System.IO.File.WriteAllBytesAsync(\"uploads/\" + id, r.ReadBytes((int)file.Length))|};")]
    [InlineData("using var r = new StreamReader(file.OpenReadStream()); {|SN3001:System.IO.File.WriteAllText(Path.Combine(\"App_Data\", id), await r.ReadToEndAsync())|};")]
    [InlineData("var content = new byte[file.Length]; file.OpenReadStream().Read(content, 0, content.Length); {|SN3001:System.IO.File.WriteAllBytes(Path.Combine(Directory.GetCurrentDirectory(), \"wwwroot\", id), content)|};")]
    [InlineData("await using var s = {|SN3001:System.IO.File.Create(Path.Combine(AppContext.BaseDirectory, id))|}; await Request.Body.CopyToAsync(s);")]
    [InlineData("foreach (var f in Request.Form.Files) { using var s = {|SN3001:System.IO.File.Create(Path.Combine(_root, f.FileName))|}; f.CopyTo(s); }")]
    [InlineData("var temp = Path.GetTempFileName(); using (var s = System.IO.File.Create(temp)) file.CopyTo(s); {|SN3001:System.IO.File.Move(temp, Path.Combine(_root, id))|};")]
    [InlineData("string path; if (id == null) path = Path.Combine(_root, \"a\"); else path = Path.Combine(_root, id); using var s = {|SN3001:System.IO.File.Create(path)|}; file.CopyTo(s);")]
    [InlineData("await file.CopyToAsync({|SN3001:System.IO.File.Create(Path.Combine(_root, id))|});")]
    [InlineData("using var s = {|SN3001:System.IO.File.Create(string.Format(\"{0}/{1}\", env?.WebRootPath, id))|}; file?.CopyTo(s);")]
    [InlineData("using var s = {|SN3001:System.IO.File.Create(Path.Combine(_root, id))|}; try { file.CopyTo(s); } catch { System.IO.File.Delete(Path.Combine(_root, id)); throw; }")]
    public Task UploadToNodeDisk_Reports(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("var path = Path.GetTempFileName(); using var s = System.IO.File.Create(path); await file.CopyToAsync(s);")]
    [InlineData("var path = Path.Combine(configuration[\"Storage\"]!, id); using var s = System.IO.File.Create(path); await file.CopyToAsync(s);")]
    [InlineData("using var s = System.IO.File.Create(Path.Combine(options.Value.Folder, id)); await file.CopyToAsync(s);")]
    [InlineData("using var s = System.IO.File.Create(Path.Combine(Environment.GetEnvironmentVariable(\"UPLOADS\")!, id)); await file.CopyToAsync(s);")]
    [InlineData("using var s = System.IO.File.Create(Path.Combine(configuration.GetSection(\"Storage\").GetValue<string>(\"Root\")!, id)); await file.CopyToAsync(s);")]
    [InlineData("""using var s = System.IO.File.Create(@"\\fileserver\uploads\" + id); await file.CopyToAsync(s);""")]
    [InlineData("using var m = new MemoryStream(); await file.CopyToAsync(m);")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(_root, id), \"fixed\");")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(_root, id), file.FileName);")]
    [InlineData("var path = Path.Combine(_root, id); using (var s = System.IO.File.Create(path)) file.CopyTo(s); try { } finally { System.IO.File.Delete(path); }")]
    [InlineData("var path = Path.Combine(_root, id); using (var s = System.IO.File.Create(path)) file.CopyTo(s); if (System.IO.File.Exists(path)) System.IO.File.Delete(path);")]
    [InlineData("using var s = new FileStream(Path.Combine(_root, id), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose); await file.CopyToAsync(s);")]
    [InlineData("using var s = new FileStream(Path.Combine(_root, id), FileMode.Open, FileAccess.Read); await s.CopyToAsync(Response.Body);")]
    public Task UploadElsewhere_IsSilent(string body) => Verify.Async(Controller(body));

    [Fact]
    public Task HelperThatTakesTheFile_Reports() => Verify.Async(Controller(
        "await Save(file, _root);",
        """
        private static async Task Save(IFormFile upload, string directory)
        {
            using var stream = {|SN3001:System.IO.File.Create(Path.Combine(directory, upload.FileName))|};
            await upload.CopyToAsync(stream);
        }
        """));

    [Fact]
    public Task ServiceThatTakesAStream_Reports() => Verify.Async(
    [
        Controller("await new DiskStorage().SaveAsync(id, file.OpenReadStream());"),
        """
        public interface IStorage { Task SaveAsync(string name, Stream content); }

        public class DiskStorage : IStorage
        {
            private static string PathOf(string name) => Path.Combine("wwwroot", "uploads", name);

            public async Task SaveAsync(string name, Stream content)
            {
                await using var target = {|SN3001:File.Create(PathOf(name))|};
                await content.CopyToAsync(target);
            }
        }
        """,
    ]);

    [Fact]
    public Task ConfiguredByDefaultOnNodeDisk_IsASuggestion() => Verify.Async(
        Controller("using var s = {|#0:System.IO.File.Create(Path.Combine(env.ContentRootPath, configuration[\"Folder\"]!, id))|}; await file.CopyToAsync(s);"),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(UploadOnNodeDisk.Descriptor)));

    [Fact]
    public Task UnknownPath_IsASuggestion() => Verify.Async(
        Controller("using var s = {|#0:System.IO.File.Create(id)|}; await file.CopyToAsync(s);"),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(UploadOnNodeDisk.Descriptor)));

    [Fact]
    public Task TemporaryFolderOfTheApplication_IsASuggestion() => Verify.Async(
        Controller("using var s = {|#0:System.IO.File.Create(Path.Combine(env.ContentRootPath, \"temp\", id))|}; await file.CopyToAsync(s);"),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(UploadOnNodeDisk.Descriptor)));

    [Fact]
    public Task PartsAppendedInTheTemporaryDirectory_Report() => Verify.Async(Controller(
        "using var s = {|SN3001:new FileStream(Path.Combine(Path.GetTempPath(), id), FileMode.Append)|}; await file.CopyToAsync(s);"));

    [Fact]
    public Task MinimalApi_Reports() => Verify.Async("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/upload", async (IFormFile file, IWebHostEnvironment env) =>
        {
            await using var stream = {|SN3001:File.OpenWrite(Path.Combine(env.WebRootPath, "images", file.FileName))|};
            await file.CopyToAsync(stream);
        });
        app.Run();
        """);

    [Fact]
    public Task BlazorFile_Reports() => Verify.Async("""
        using Microsoft.AspNetCore.Components.Forms;

        WebApplication.CreateBuilder(args).Build().Run();

        public class Photos(IWebHostEnvironment env)
        {
            public async Task Change(InputFileChangeEventArgs e)
            {
                var path = Path.Combine(env.WebRootPath, "photos", e.File.Name);
                await using FileStream fs = {|SN3001:new(path, FileMode.Create)|};
                await e.File.OpenReadStream().CopyToAsync(fs);
            }
        }
        """);

    [Fact]
    public Task DeclaredSharedPath_IsSilent() => Verify.Async(
        Controller("using var s = System.IO.File.Create(Path.Combine(_root, id)); await file.CopyToAsync(s);"),
        test => test.GlobalOptions["secondnode.shared_paths"] = "wwwroot/uploads");

    [Fact]
    public Task OneOfSeveralImplementations_IsASuggestion() => Verify.Async(
        """
        WebApplication.CreateBuilder(args).Build().Run();

        public interface IStore { Task Save(IFormFile file); }

        public class DiskStore(IWebHostEnvironment env) : IStore
        {
            public async Task Save(IFormFile file)
            {
                using var s = {|#0:File.Create(Path.Combine(env.WebRootPath, file.FileName))|};
                await file.CopyToAsync(s);
            }
        }

        public class CloudStore : IStore { public Task Save(IFormFile file) => Task.CompletedTask; }
        """,
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(UploadOnNodeDisk.Descriptor)));

    [Fact]
    public Task SystemWeb_Reports() => Verify.Async(
        Handler(
            """
            var file = context.Request.Files[0];
            {|SN3001:file.SaveAs(context.Server.MapPath("~/uploads/" + file.FileName))|};
            {|SN3001:context.Request.SaveAs(Path.Combine(HttpRuntime.AppDomainAppPath, "last.txt"), true)|};
            using (var target = {|SN3001:File.Create(context.Server.MapPath("~/App_Data/x"))|})
            {
                context.Request.InputStream.CopyTo(target);
            }

            file.SaveAs(Path.Combine(System.Web.Configuration.WebConfigurationManager.AppSettings["share"], file.FileName));
            """),
        OnSystemWeb);

    [Fact]
    public Task OtherReceiversOfSystemWeb_Report() => Verify.Async(
        Handler(
            """
            var upload = new System.Web.UI.WebControls.FileUpload();
            {|SN3001:upload.SaveAs(context.Server.MapPath("~/uploads/a"))|};
            Save(new HttpRequestWrapper(context.Request));
            """,
            """
            private static void Save(HttpRequestBase request)
            {
                HttpPostedFileBase file = request.Files[0];
                {|SN3001:file.SaveAs(request.MapPath("~/uploads/b"))|};
                {|SN3001:request.SaveAs(request.MapPath("~/uploads/c"), false)|};
            }
            """),
        OnSystemWeb);

    [Theory]
    [InlineData("tusdotnet.Stores { public class TusDiskStore { public TusDiskStore(string directoryPath) { } } }", "new tusdotnet.Stores.TusDiskStore(Path.Combine(env.ContentRootPath, \"tus\"))")]
    [InlineData("System.Net.Http { public class MultipartFormDataStreamProvider { public MultipartFormDataStreamProvider(string rootPath) { } } }", "new MultipartFormDataStreamProvider(Path.Combine(env.ContentRootPath, \"App_Data\"))")]
    [InlineData("System.Net.Http { public class MultipartFileStreamProvider { public MultipartFileStreamProvider(string rootPath) { } } }", "new MultipartFileStreamProvider(Path.Combine(env.ContentRootPath, \"App_Data\"))")]
    public Task ReceiverThatTheTestsDoNotHave_Reports(string declaration, string made) =>
        Verify.Async(Controller($"var receiver = {{|SN3001:{made}|}};") + "\nnamespace " + declaration);

    [Theory]
    [InlineData("using var s = System.IO.File.Create(Path.Combine(folders.TempFolder, id)); await file.CopyToAsync(s);")]
    [InlineData("using var s = System.IO.File.Create(Path.Join(folders.TempDirectory, id)); await file.CopyToAsync(s);")]
    public Task PlaceThatIsCalledTemporary_IsSilent(string body) => Verify.Async(
        Controller(body, "private readonly IFolders folders = null!;") +
        "\npublic interface IFolders { string TempFolder { get; } string TempDirectory { get; } }");

    [Fact]
    public Task HalfTypedCode_IsNoMoreThanASuggestion() => Verify.Async(
        """
        WebApplication.CreateBuilder(args).Build().Run();

        public class C(IWebHostEnvironment env)
        {
            private string A => B;
            private string B => A;
            public void M(IFormFile file)
            {
                using var s = File.Create(Path.Combine(
                file.CopyTo(s);
                using var t = {|#0:File.Create(A)|};
                file.CopyTo(t);
                File.WriteAllBytes(, file.);
            }
        }
        """,
        test =>
        {
            test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            test.ExpectedDiagnostics.Add(Expect.Suggestion(UploadOnNodeDisk.Descriptor));
        });
}
