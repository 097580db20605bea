using SecondNode.Analyzers.Rules.Files;
using SecondNode.Tests.Testing;
using static SecondNode.Tests.Rules.Files.Sources;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.FileOnNodeDisk>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Files that requests write on the node's disk: every way to write one, and what a reviewer waves away.</summary>
public class FileOnNodeDiskTests
{
    [Theory]
    [InlineData("{|SN3002:System.IO.File.WriteAllText(Path.Combine(env.WebRootPath, \"notice.html\"), text)|};")]
    [InlineData("await {|SN3002:System.IO.File.WriteAllTextAsync(Path.Combine(env.ContentRootPath, \"App_Data\", id), text)|};")]
    [InlineData("{|SN3002:System.IO.File.WriteAllBytes(\"wwwroot/data.bin\", bytes)|};")]
    [InlineData("await {|SN3002:System.IO.File.WriteAllBytesAsync(Path.Combine(AppContext.BaseDirectory, \"x.bin\"), bytes)|};")]
    [InlineData("{|SN3002:System.IO.File.WriteAllLines(\"notes.txt\", new[] { text })|};")]
    [InlineData("await {|SN3002:System.IO.File.WriteAllLinesAsync(\"notes.txt\", new[] { text })|};")]
    [InlineData("{|SN3002:System.IO.File.AppendAllText(AppDomain.CurrentDomain.BaseDirectory + \"guestbook.txt\", text)|};")]
    [InlineData("await {|SN3002:System.IO.File.AppendAllTextAsync(\"guestbook.txt\", text)|};")]
    [InlineData("{|SN3002:System.IO.File.AppendAllLines(\"guestbook.txt\", new[] { text })|};")]
    [InlineData("await {|SN3002:System.IO.File.AppendAllLinesAsync(\"guestbook.txt\", new[] { text })|};")]
    [InlineData("{|SN3002:System.IO.File.AppendAllBytes(\"guestbook.bin\", bytes)|};")]
    [InlineData("await {|SN3002:System.IO.File.AppendAllBytesAsync(\"guestbook.bin\", bytes)|};")]
    [InlineData("using var w = {|SN3002:System.IO.File.AppendText(\"guestbook.txt\")|}; w.WriteLine(text);")]
    [InlineData("using var w = {|SN3002:System.IO.File.CreateText(\"guestbook.txt\")|}; w.WriteLine(text);")]
    [InlineData("using var s = {|SN3002:System.IO.File.Create(\"guestbook.bin\")|}; s.Write(bytes);")]
    [InlineData("using var s = {|SN3002:System.IO.File.OpenWrite(\"guestbook.bin\")|}; s.Write(bytes);")]
    [InlineData("using var s = {|SN3002:System.IO.File.Open(\"guestbook.bin\", FileMode.OpenOrCreate)|}; s.Write(bytes);")]
    [InlineData("using var h = {|SN3002:System.IO.File.OpenHandle(\"guestbook.bin\", FileMode.Create, FileAccess.Write)|};")]
    [InlineData("{|SN3002:System.IO.File.Copy(Path.Combine(env.ContentRootPath, \"themes\", id), Path.Combine(env.WebRootPath, \"theme.css\"), true)|};")]
    [InlineData("{|SN3002:System.IO.File.Move(\"a.txt\", \"b.txt\")|};")]
    [InlineData("{|SN3002:System.IO.File.Replace(\"a.txt\", \"b.txt\", null)|};")]
    [InlineData("{|SN3002:System.IO.File.CreateSymbolicLink(\"current\", id)|};")]
    [InlineData("using var s = {|SN3002:new FileStream(\"guestbook.bin\", FileMode.Append)|}; s.Write(bytes);")]
    [InlineData("using var w = new StreamWriter({|SN3002:new FileStream(\"guestbook.bin\", FileMode.Open, FileAccess.Write)|}); w.Write(text);")]
    [InlineData("using var w = {|SN3002:new StreamWriter(\"guestbook.txt\", append: true)|}; w.Write(text);")]
    [InlineData("using var w = {|SN3002:new FileInfo(\"guestbook.txt\").CreateText()|}; w.Write(text);")]
    [InlineData("using var w = {|SN3002:new FileInfo(\"guestbook.txt\").AppendText()|}; w.Write(text);")]
    [InlineData("using var s = {|SN3002:new FileInfo(\"guestbook.txt\").OpenWrite()|};")]
    [InlineData("using var s = {|SN3002:new FileInfo(\"guestbook.txt\").Open(FileMode.Create)|};")]
    [InlineData("{|SN3002:new FileInfo(id).CopyTo(Path.Combine(env.WebRootPath, \"theme.css\"))|};")]
    [InlineData("{|SN3002:new FileInfo(id).MoveTo(Path.Combine(env.WebRootPath, \"theme.css\"))|};")]
    [InlineData("{|SN3002:new FileInfo(id).Replace(Path.Combine(env.WebRootPath, \"theme.css\"), null)|};")]
    [InlineData("{|SN3002:Directory.Move(id, Path.Combine(env.WebRootPath, \"theme\"))|};")]
    [InlineData("{|SN3002:new DirectoryInfo(id).MoveTo(Path.Combine(env.WebRootPath, \"theme\"))|};")]
    [InlineData("{|SN3002:ZipFile.CreateFromDirectory(id, Path.Combine(env.WebRootPath, \"all.zip\"))|};")]
    [InlineData("{|SN3002:ZipFile.ExtractToDirectory(id, Path.Combine(env.ContentRootPath, \"plugins\"))|};")]
    [InlineData("using var z = {|SN3002:ZipFile.Open(\"all.zip\", ZipArchiveMode.Create)|};")]
    [InlineData("using var z = ZipFile.OpenRead(id); {|SN3002:z.ExtractToDirectory(Path.Combine(env.ContentRootPath, \"plugins\"))|};")]
    [InlineData("using var z = ZipFile.OpenRead(id); {|SN3002:z.Entries[0].ExtractToFile(Path.Combine(env.ContentRootPath, \"plugins\", \"a.dll\"))|};")]
    [InlineData("{|SN3002:new XDocument().Save(Path.Combine(env.ContentRootPath, \"App_Data\", \"posts.xml\"))|};")]
    [InlineData("{|SN3002:new XElement(\"a\").Save(\"posts.xml\")|};")]
    [InlineData("{|SN3002:new XmlDocument().Save(\"posts.xml\")|};")]
    [InlineData("using var w = {|SN3002:XmlWriter.Create(Path.Combine(env.WebRootPath, \"sitemap.xml\"))|};")]
    [InlineData("using var s = {|SN3002:System.IO.IsolatedStorage.IsolatedStorageFile.GetUserStoreForApplication().CreateFile(id)|};")]
    [InlineData("using var s = {|SN3002:System.IO.IsolatedStorage.IsolatedStorageFile.GetUserStoreForApplication().OpenFile(id, FileMode.Append)|};")]
    [InlineData("{|SN3002:System.IO.IsolatedStorage.IsolatedStorageFile.GetUserStoreForApplication().MoveFile(id, text)|};")]
    [InlineData("{|SN3002:System.IO.IsolatedStorage.IsolatedStorageFile.GetUserStoreForApplication().CopyFile(id, text)|};")]
    [InlineData("using var s = {|SN3002:new System.IO.IsolatedStorage.IsolatedStorageFileStream(id, FileMode.Create)|};")]
    [InlineData("await {|SN3002:ZipFile.CreateFromDirectoryAsync(id, Path.Combine(env.WebRootPath, \"all.zip\"))|};")]
    [InlineData("await {|SN3002:ZipFile.ExtractToDirectoryAsync(id, Path.Combine(env.ContentRootPath, \"plugins\"))|};")]
    [InlineData("{|SN3002:System.Formats.Tar.TarFile.ExtractToDirectory(id, Path.Combine(env.ContentRootPath, \"plugins\"), true)|};")]
    [InlineData("await {|SN3002:System.Formats.Tar.TarFile.ExtractToDirectoryAsync(id, Path.Combine(env.ContentRootPath, \"plugins\"), true)|};")]
    [InlineData("{|SN3002:System.Formats.Tar.TarFile.CreateFromDirectory(id, Path.Combine(env.WebRootPath, \"all.tar\"), true)|};")]
    [InlineData("using var m = {|SN3002:System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(\"counters.bin\", FileMode.OpenOrCreate)|};")]
    [InlineData("await using var z = await {|SN3002:ZipFile.OpenAsync(\"all.zip\", ZipArchiveMode.Update)|};")]
    [InlineData("using var z = ZipFile.OpenRead(id); await {|SN3002:z.ExtractToDirectoryAsync(Path.Combine(env.ContentRootPath, \"plugins\"))|};")]
    [InlineData("using var z = ZipFile.OpenRead(id); await {|SN3002:z.Entries[0].ExtractToFileAsync(Path.Combine(env.ContentRootPath, \"plugins\", \"a.dll\"))|};")]
    [InlineData("await {|SN3002:System.Formats.Tar.TarFile.CreateFromDirectoryAsync(id, Path.Combine(env.WebRootPath, \"all.tar\"), true)|};")]
    [InlineData("System.Formats.Tar.TarEntry e = null!; {|SN3002:e.ExtractToFile(Path.Combine(env.ContentRootPath, \"plugins\", \"a.dll\"), true)|};")]
    [InlineData("System.Formats.Tar.TarEntry e = null!; await {|SN3002:e.ExtractToFileAsync(Path.Combine(env.ContentRootPath, \"plugins\", \"a.dll\"), true)|};")]
    [InlineData("using var s = {|SN3002:new FileInfo(\"guestbook.txt\").Create()|};")]
    [InlineData("using var s = {|SN3002:new FileStream(\"guestbook.bin\", new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write })|}; s.Write(bytes);")]
    [InlineData("using var c = new System.Net.WebClient(); {|SN3002:c.DownloadFile(id, \"feed.xml\")|};")]
    [InlineData("using var c = new System.Net.WebClient(); {|SN3002:c.DownloadFileAsync(new Uri(id), \"feed.xml\")|};")]
    [InlineData("using var c = new System.Net.WebClient(); await {|SN3002:c.DownloadFileTaskAsync(id, \"feed.xml\")|};")]
    [InlineData("using var w = {|SN3002:new XmlTextWriter(\"posts.xml\", null)|};")]
    [InlineData("{|SN3002:new XStreamingElement(\"a\").Save(\"posts.xml\")|};")]
    [InlineData("{|SN3002:new System.Data.DataSet().WriteXml(\"posts.xml\")|};")]
    [InlineData("{|SN3002:new System.Data.DataTable().WriteXml(\"posts.xml\", System.Data.XmlWriteMode.WriteSchema)|};")]
    [InlineData("{|SN3002:Directory.CreateSymbolicLink(\"current\", id)|};")]
    [InlineData("{|SN3002:new DirectoryInfo(\"current\").CreateAsSymbolicLink(id)|};")]
    [InlineData("foreach (var f in new DirectoryInfo(id).GetFiles()) { {|SN3002:f.CopyTo(Path.Combine(env.WebRootPath, f.Name))|}; }")]
    [InlineData("await using var s = {|SN3002:System.IO.File.Create(\"settings.bin\")|}; await System.Text.Json.JsonSerializer.SerializeAsync(s, text);")]
    [InlineData("System.IO.File.Delete(\"old.txt\"); {|SN3002:System.IO.File.WriteAllText(\"old.txt\", text)|};")]
    [InlineData("{|SN3002:System.IO.File.WriteAllText(Path.Combine(env.WebRootPath, Guid.NewGuid() + \".json\"), text)|};")]
    public Task WriteByARequest_Reports(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("Directory.CreateDirectory(Path.Combine(env.WebRootPath, \"notes\"));")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"logs\", \"requests.txt\"), text);")]
    [InlineData("System.IO.File.AppendAllText(\"requests.log\", text);")]
    [InlineData("System.IO.File.WriteAllText(\"work.lock\", text);")]
    [InlineData("System.IO.File.WriteAllText(\"appsettings.json\", text);")]
    [InlineData("System.IO.File.WriteAllText(Path.GetTempFileName(), text);")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(configuration[\"Share\"]!, id), text);")]
    [InlineData("System.IO.File.WriteAllText(id, text);")]
    [InlineData("var path = Path.Combine(env.ContentRootPath, id); System.IO.File.WriteAllText(path, text); System.IO.File.Delete(path);")]
    [InlineData("var path = Path.Combine(env.ContentRootPath, id + \".pdf\"); System.IO.File.WriteAllBytes(path, bytes); return PhysicalFile(path, \"application/pdf\");")]
    [InlineData("var folder = Path.Combine(env.ContentRootPath, id); System.IO.File.WriteAllBytes(Path.Combine(folder, \"x\"), bytes); Directory.Delete(folder, true);")]
    [InlineData("using var s = new FileStream(\"data.bin\", FileMode.Open);")]
    [InlineData("using var s = System.IO.File.Open(\"data.bin\", FileMode.OpenOrCreate, FileAccess.Read);")]
    [InlineData("using var r = new StreamReader(\"data.txt\");")]
    [InlineData("using var w = new StreamWriter(Response.Body);")]
    [InlineData("if (env.IsDevelopment()) { System.IO.File.WriteAllText(\"dump.html\", text); }")]
    [InlineData("using var z = ZipFile.Open(\"all.zip\", ZipArchiveMode.Read);")]
    public Task WhatAReviewerWavesAway_IsSilent(string body) => Verify.Async(Controller(body));

    [Theory]
    [InlineData("var path = Path.Combine(env.WebRootPath, \"img\", id); if (!System.IO.File.Exists(path)) { {|#0:System.IO.File.WriteAllBytes(path, bytes)|}; }")]
    [InlineData("var path = Path.Combine(env.WebRootPath, \"img\", id); if (System.IO.File.Exists(path)) return PhysicalFile(path, \"image/png\"); {|#0:System.IO.File.WriteAllBytes(path, bytes)|};")]
    [InlineData("{|#0:System.IO.File.WriteAllBytes(Path.Combine(env.WebRootPath, \"thumbs\", id), bytes)|};")]
    [InlineData("{|#0:System.IO.File.WriteAllBytes(Path.Combine(env.WebRootPath, \"cache\", id), bytes)|};")]
    [InlineData("{|#0:System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, Guid.NewGuid().ToString()), text)|};")]
    [InlineData("{|#0:System.IO.File.WriteAllText(\"/data/\" + id, text)|};")]
    public Task DerivedOrNotKnownToBeNeeded_IsASuggestion(string body) => Verify.Async(
        Controller(body),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(FileOnNodeDisk.Descriptor)));

    [Theory]
    [InlineData("ClosedXML.Excel { public class XLWorkbook { public void SaveAs(string file) { } } }", "new ClosedXML.Excel.XLWorkbook().SaveAs(path)")]
    [InlineData("ClosedXML.Excel { public interface IXLWorkbook { void SaveAs(string file); } }", "((ClosedXML.Excel.IXLWorkbook)null!).SaveAs(path)")]
    [InlineData("OfficeOpenXml { public class ExcelPackage { public void SaveAs(FileInfo file) { } } }", "new OfficeOpenXml.ExcelPackage().SaveAs(new FileInfo(path))")]
    [InlineData("OfficeOpenXml { public class ExcelPackage { public Task SaveAsAsync(string filePath) => null; } }", "new OfficeOpenXml.ExcelPackage().SaveAsAsync(path)")]
    [InlineData("QuestPDF.Fluent { public static class GenerateExtensions { public static void GeneratePdf(this object document, string filePath) { } } }", "QuestPDF.Fluent.GenerateExtensions.GeneratePdf(text, path)")]
    [InlineData("QuestPDF.Fluent { public static class GenerateExtensions { public static void GenerateXps(this object document, string filePath) { } } }", "QuestPDF.Fluent.GenerateExtensions.GenerateXps(text, path)")]
    [InlineData("DocumentFormat.OpenXml.Packaging { public class SpreadsheetDocument { public static object Create(string path) => path; } }", "DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Create(path)")]
    [InlineData("DocumentFormat.OpenXml.Packaging { public class WordprocessingDocument { public static object Create(string path) => path; } }", "DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Create(path)")]
    [InlineData("DocumentFormat.OpenXml.Packaging { public class PresentationDocument { public static object Create(string path) => path; } }", "DocumentFormat.OpenXml.Packaging.PresentationDocument.Create(path)")]
    [InlineData("ImageMagick { public interface IMagickImage { void Write(string fileName); } public class MagickImage : IMagickImage { public void Write(string fileName) { } } }", "new ImageMagick.MagickImage().Write(path)")]
    [InlineData("ImageMagick { public interface IMagickImage { Task WriteAsync(FileInfo file); } }", "((ImageMagick.IMagickImage)null!).WriteAsync(new FileInfo(path))")]
    [InlineData("NetVips { public class Image { public void WriteToFile(string vipsFilename) { } } }", "new NetVips.Image().WriteToFile(path)")]
    [InlineData("PdfSharp.Pdf { public class PdfDocument { public void Save(string path) { } } }", "new PdfSharp.Pdf.PdfDocument().Save(path)")]
    [InlineData("PdfSharpCore.Pdf { public class PdfDocument { public void Save(string path) { } } }", "new PdfSharpCore.Pdf.PdfDocument().Save(path)")]
    [InlineData("iText.Kernel.Pdf { public class PdfWriter { public PdfWriter(string filename) { } } }", "new iText.Kernel.Pdf.PdfWriter(path)")]
    [InlineData("MimeKit { public class MimeMessage { public void WriteTo(string fileName) { } } }", "new MimeKit.MimeMessage().WriteTo(path)")]
    [InlineData("MimeKit { public class MimeMessage { public Task WriteToAsync(string fileName) => null; } }", "new MimeKit.MimeMessage().WriteToAsync(path)")]
    [InlineData("SharpCompress.Archives { public static class IArchiveExtensions { public static void WriteToDirectory(this object archive, string destinationDirectory) { } } }", "SharpCompress.Archives.IArchiveExtensions.WriteToDirectory(text, path)")]
    [InlineData("SharpCompress.Archives { public static class IArchiveEntryExtensions { public static void WriteToDirectory(this object entry, string destinationDirectory) { } } }", "SharpCompress.Archives.IArchiveEntryExtensions.WriteToDirectory(text, path)")]
    [InlineData("SharpCompress.Archives { public static class IArchiveEntryExtensions { public static void WriteToFile(this object entry, string destinationFileName) { } } }", "SharpCompress.Archives.IArchiveEntryExtensions.WriteToFile(text, path)")]
    [InlineData("SharpCompress.Readers { public static class IReaderExtensions { public static void WriteAllToDirectory(this object reader, string destinationDirectory) { } } }", "SharpCompress.Readers.IReaderExtensions.WriteAllToDirectory(text, path)")]
    [InlineData("SharpCompress.Readers { public static class IReaderExtensions { public static void WriteEntryToDirectory(this object reader, string destinationDirectory) { } } }", "SharpCompress.Readers.IReaderExtensions.WriteEntryToDirectory(text, path)")]
    [InlineData("ICSharpCode.SharpZipLib.Zip { public class FastZip { public void CreateZip(string zipFileName, string sourceDirectory) { } } }", "new ICSharpCode.SharpZipLib.Zip.FastZip().CreateZip(path, text)")]
    [InlineData("ICSharpCode.SharpZipLib.Zip { public class FastZip { public void ExtractZip(string zipFileName, string targetDirectory) { } } }", "new ICSharpCode.SharpZipLib.Zip.FastZip().ExtractZip(text, path)")]
    [InlineData("Ionic.Zip { public class ZipFile { public void Save(string fileName) { } } }", "new Ionic.Zip.ZipFile().Save(path)")]
    [InlineData("Ionic.Zip { public class ZipFile { public void ExtractAll(string path) { } } }", "new Ionic.Zip.ZipFile().ExtractAll(path)")]
    [InlineData("LibGit2Sharp { public class Repository { public static string Clone(string sourceUrl, string workdirPath) => workdirPath; } }", "LibGit2Sharp.Repository.Clone(text, path)")]
    [InlineData("SixLabors.ImageSharp { public static class ImageExtensions { public static void SaveAsPng(this object source, string path) { } } }", "SixLabors.ImageSharp.ImageExtensions.SaveAsPng(text, path)")]
    [InlineData("SixLabors.ImageSharp { public static class ImageExtensions { public static Task SaveAsync(this object source, string path) => null; } }", "SixLabors.ImageSharp.ImageExtensions.SaveAsync(text, path)")]
    [InlineData("System.Drawing { public class Image { public void Save(string filename) { } } public class Bitmap : Image { } }", "new System.Drawing.Bitmap().Save(path)")]
    [InlineData("System.IO.Abstractions { public interface IFile { void Copy(string sourceFileName, string destFileName); } public interface IFileSystem { IFile File { get; } } }", "((System.IO.Abstractions.IFileSystem)null!).File.Copy(text, path)")]
    [InlineData("System.IO.Abstractions { public interface IFileInfo { Stream Create(); } public interface IFileInfoFactory { IFileInfo New(string fileName); } }", "((System.IO.Abstractions.IFileInfoFactory)null!).New(path).Create()")]
    [InlineData("System.IO.Abstractions { public interface IFileStreamFactory { Stream New(string path, FileMode mode); } }", "((System.IO.Abstractions.IFileStreamFactory)null!).New(path, FileMode.Create)")]
    [InlineData("System.IO.Abstractions { public interface IDirectory { void Move(string sourceDirName, string destDirName); } }", "((System.IO.Abstractions.IDirectory)null!).Move(text, path)")]
    public Task LibraryThatTheTestsDoNotHave_Reports(string declaration, string call) =>
        Verify.Async(Controller($"var path = Path.Combine(env.WebRootPath, \"x\"); {{|SN3002:{call}|}};") + "\nnamespace " + declaration);

    [Fact]
    public Task StreamOfALibrary_IsSilent() => Verify.Async(
        Controller("new ImageMagick.MagickImage().Write(Response.Body);") +
        "\nnamespace ImageMagick { public interface IMagickImage { void Write(string fileName); void Write(Stream stream); } public class MagickImage : IMagickImage { public void Write(string fileName) { } public void Write(Stream stream) { } } }");

    [Fact]
    public Task DerivedFileThatIsMadeInvalid_IsASuggestion() => Verify.Async(
        Controller(
            "{|#0:System.IO.File.WriteAllBytes(Path.Combine(env.ContentRootPath, \"cache\", id), bytes)|};",
            "public void Changed(string id) => System.IO.File.Delete(Path.Combine(env.ContentRootPath, \"cache\", id));"),
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(FileOnNodeDisk.Descriptor)));

    [Fact]
    public Task ToolWithTheWebFrameworkInReach_IsSilent() => Verify.Async("""
        new Generator().Run("a");

        public class Generator { public void Run(string text) => File.WriteAllText(Path.Combine(Directory.GetCurrentDirectory(), "site.html"), text); }
        """);

    [Theory]
    // Each node makes its own where it is missing.
    [InlineData("var path = Path.Combine(env.ContentRootPath, \"template.xml\"); if (!System.IO.File.Exists(path)) { Create(path); }", "private static void Create(string path) => System.IO.File.WriteAllText(path, \"\");")]
    [InlineData("var path = Path.Combine(env.ContentRootPath, \"index\", id); if (!System.IO.File.Exists(path)) { System.IO.File.WriteAllText(path, text); }", "")]
    [InlineData("var path = Path.Combine(env.ContentRootPath, \"index\", id); if (System.IO.File.Exists(path)) return Ok(path); System.IO.File.WriteAllText(path, text);", "")]
    // Whoever says where removes it.
    [InlineData("var path = Path.Combine(env.ContentRootPath, id); Write(path, text); System.IO.File.Delete(path);", "private static void Write(string target, string text) => System.IO.File.WriteAllText(target, text);")]
    [InlineData("string? path = null; try { path = Path.Combine(env.ContentRootPath, id); Write(path, text); } finally { if (path != null) System.IO.File.Delete(path); }", "private static void Write(string target, string text) => System.IO.File.WriteAllText(target, text);")]
    [InlineData("if (!Check(env.ContentRootPath + id)) return BadRequest();", "private static bool Check(string folder) { try { System.IO.File.WriteAllText(Path.Combine(folder, \"test.txt\"), \"\"); } catch (IOException) { return false; } Directory.Delete(folder, true); return true; }")]
    [InlineData("var folder = Path.Combine(env.ContentRootPath, id); System.IO.File.WriteAllText(Path.Combine(folder, \"test.txt\"), \"\"); DeleteAll(folder);", "private static bool DeleteAll(string folder) => true;")]
    // What is derived is made again.
    [InlineData("System.IO.File.WriteAllBytes(Path.Combine(env.ContentRootPath, \"cache\", id), bytes);", "")]
    // Nobody runs it.
    [InlineData("", "public static void Migrate(string text) => System.IO.File.WriteAllText(\"migrated.txt\", text);")]
    // In the way for a while.
    [InlineData("await using (var s = System.IO.File.Create(Path.Combine(env.ContentRootPath, \"temp\", id))) { await file.CopyToAsync(s); } System.IO.File.ReadAllText(Path.Combine(env.ContentRootPath, \"temp\", id));", "")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"TempUpdate\", id), text);", "")]
    [InlineData("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"tmp\", id), text);", "")]
    public Task WhatNoLaterRequestMisses_IsSilent(string body, string members) => Verify.Async(Controller(body, members));

    [Theory]
    // The file must not be there: that is another question than whether it has to be made.
    [InlineData("var path = Path.Combine(env.ContentRootPath, \"notes\", id); if (System.IO.File.Exists(path)) return BadRequest(); {|SN3002:System.IO.File.WriteAllText(path, text)|};", "")]
    [InlineData("var path = Path.Combine(env.ContentRootPath, \"notes\", id); if (System.IO.File.Exists(path)) return Conflict(path); {|SN3002:System.IO.File.WriteAllText(path, text)|};", "")]
    // What a temporary folder of the application is named after is handed out.
    [InlineData("var name = Guid.NewGuid() + \".png\"; {|SN3002:System.IO.File.WriteAllBytes(Path.Combine(env.ContentRootPath, \"temp\", name), bytes)|}; return Ok(name);", "")]
    // One of the callers leaves it there.
    [InlineData("var path = Path.Combine(env.ContentRootPath, \"x\"); Write(path, text); System.IO.File.Delete(path); Write(Path.Combine(env.ContentRootPath, \"y\"), text);", "private static void Write(string target, string text) => {|SN3002:System.IO.File.WriteAllText(target, text)|};")]
    [InlineData("{|SN3002:System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"log\", id + \".xml\"), text)|};", "public void Show(string name) => new XmlDocument().Load(Path.Combine(env.ContentRootPath, \"log\", name));")]
    public Task WhatALaterRequestMisses_Reports(string body, string members) => Verify.Async(Controller(body, members));

    [Fact]
    public Task NeighbourOfTheFolderThatIsAskedFor_IsSilent() => Verify.Async(
        Controller("System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"config\", \"temp\", Guid.NewGuid().ToString()), text);") +
        "\npublic class ThemesController(IWebHostEnvironment env) : ControllerBase { public IActionResult Get(string name) => PhysicalFile(Path.Combine(env.ContentRootPath, \"config\", \"themes\", name), \"text/css\"); }");

    [Fact]
    public Task NameInATemporaryFolderThatIsReturned_Reports() => Verify.Async("""
        using Flurl.Http;
        using Microsoft.AspNetCore.Mvc;

        WebApplication.CreateBuilder(args).Build().Run();

        public interface IDirectories { string TempDirectory { get; } }

        public class Directories : IDirectories
        {
            public Directories() => TempDirectory = Path.Join(Directory.GetCurrentDirectory(), "config", "temp");

            public string TempDirectory { get; }
        }

        public class CoverController(IDirectories directories) : ControllerBase
        {
            [HttpPost]
            public async Task<ActionResult<string>> Get(string url)
            {
                var stamp = $"{DateTime.UtcNow.ToShortDateString()}_{DateTime.UtcNow.ToLongTimeString()}".Replace('/', '_');
                var format = Path.GetExtension(url).Replace(".", string.Empty);
                try
                {
                    var path = await {|SN3002:url
                        .DownloadFileAsync(directories.TempDirectory, $"cover_{stamp}.{format}")|};
                    if (string.IsNullOrEmpty(path) || !System.IO.File.Exists(path)) return BadRequest();
                    return $"cover_{stamp}.{format}";
                }
                catch (IOException)
                {
                }

                return BadRequest();
            }
        }

        namespace Flurl.Http
        {
            public static class GeneratedExtensions { public static Task<string> DownloadFileAsync(this string url, string localFolderPath, string? localFileName = null, int bufferSize = 4096) => Task.FromResult(url); }
        }
        """);

    [Theory]
    [InlineData("public IActionResult Get(string name) => PhysicalFile(Path.Combine(env.ContentRootPath, \"exports\", name), \"text/csv\");")]
    [InlineData("public IActionResult Get(string name) { var path = Path.Combine(env.ContentRootPath, \"exports\", name + \".csv\"); return Content(System.IO.File.ReadAllText(path)); }")]
    public Task AskedForByClientsOfAnotherClass_Reports(string action) => Verify.Async(
        Controller("{|SN3002:System.IO.File.WriteAllText(Path.Combine(env.ContentRootPath, \"exports\", Guid.NewGuid().ToString()), text)|};") +
        $"\npublic class ExportsController(IWebHostEnvironment env) : ControllerBase {{ {action} }}");

    [Fact]
    public Task ConstructorArgument_Reports() => Verify.Async("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(new Notes(Path.Combine(builder.Environment.ContentRootPath, "notes")));
        var app = builder.Build();
        app.MapPost("/", (Notes notes, string text) => notes.Save(text));
        app.Run();

        public class Notes
        {
            private readonly string _folder;

            public Notes(string folder) => _folder = folder;

            public void Save(string text) => {|SN3002:File.WriteAllText(Path.Combine(_folder, "last.txt"), text)|};
        }
        """);

    [Fact]
    public Task ReadByAnotherAction_Reports() => Verify.Async(Controller(
        "{|SN3002:System.IO.File.WriteAllText(Path.Combine(_folder, Guid.NewGuid().ToString()), text)|};",
        """
        private readonly string _folder = Path.Combine(env.ContentRootPath, "exports");

        [HttpGet]
        public string Get(string name) => System.IO.File.ReadAllText(Path.Combine(_folder, name));
        """));

    [Theory]
    [InlineData("exports", true)]
    [InlineData("images", false)]
    public Task FolderThatAFileProviderServes_Reports(string served, bool certain) => Verify.Async(
        $$"""
        using Microsoft.Extensions.FileProviders;

        var app = WebApplication.CreateBuilder(args).Build();
        var folder = Path.Combine(app.Environment.ContentRootPath, "{{served}}");
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), RequestPath = "/files" });
        app.MapPost("/", (string text) => {|#0:File.WriteAllText(Path.Combine(app.Environment.ContentRootPath, "exports", Guid.NewGuid() + ".csv"), text)|});
        app.Run();
        """,
        test => test.ExpectedDiagnostics.Add(certain
            ? new Microsoft.CodeAnalysis.Testing.DiagnosticResult(FileOnNodeDisk.Id, Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations).WithLocation(0)
            : Expect.Suggestion(FileOnNodeDisk.Descriptor)));

    [Fact]
    public Task Upload_BelongsToAnotherRule() => Verify.Async("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/", (IFormFile file) => { using var s = File.Create("wwwroot/a"); file.CopyTo(s); });
        app.Run();
        """);

    [Fact]
    public Task StartUp_IsSilent() => Verify.Async("""
        var app = WebApplication.CreateBuilder(args).Build();
        File.WriteAllText(Path.Combine(app.Environment.WebRootPath, "version.txt"), "1");
        Prepare(app.Environment);
        app.Run();

        static void Prepare(IWebHostEnvironment env) => File.WriteAllText(Path.Combine(env.WebRootPath, "manifest.json"), "{}");
        """);

    [Fact]
    public Task Background_IsASuggestion() => Verify.Async(
        """
        WebApplication.CreateBuilder(args).Build().Run();

        public class Sitemap(IWebHostEnvironment env) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
                {|#0:File.WriteAllTextAsync(Path.Combine(env.WebRootPath, "sitemap.xml"), "", stoppingToken)|};
        }
        """,
        test => test.ExpectedDiagnostics.Add(Expect.Suggestion(FileOnNodeDisk.Descriptor)));

    [Fact]
    public Task OddSyntax_Reports() => Verify.Async(
        """
        using static System.IO.File;
        using Disk = System.IO.File;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/a", (IWebHostEnvironment env) => {|SN3002:WriteAllText(Path.Combine(env?.WebRootPath ?? "wwwroot", "a.txt"), "")|});
        app.MapPost("/b", () =>
        {
            Write("b");
            void Write(string text) => {|SN3002:Disk.WriteAllText(contents: text, path: "b.txt")|};
        });
        app.Run();

        public abstract class Store
        {
            protected abstract string Root { get; }

            public void Save(string text) => {|SN3002:File.WriteAllText(Path.Join(Root, "x.txt"), text)|};
        }

        public partial class DiskStore : Store
        {
            protected override string Root => Folders.Data;
        }

        public static class Folders
        {
            public static readonly string Data = Path.GetFullPath(Path.Combine(Directory.GetCurrentDirectory(), "data"));
        }
        """);

    [Fact]
    public Task SystemWeb_Reports() => Verify.Async(
        Handler(
            """
            {|SN3002:new XmlDocument().Save(Posts)|};
            {|SN3002:File.WriteAllText(context.Request.MapPath("~/robots.txt"), "")|};
            {|SN3002:File.WriteAllText(context.Request.PhysicalApplicationPath + "x.txt", "")|};
            """,
            "private static readonly string Posts = HostingEnvironment.MapPath(\"~/App_Data/posts.xml\");"),
        OnSystemWeb);

    [Fact]
    public Task PieceAppendedToAnUnknownPath_IsNoRelativePath() => Verify.Async(
        Controller("var folder = text; folder += \"_\" + text.Length; System.IO.File.WriteAllText(folder, text);"));

    [Fact]
    public Task SingleNode_IsSilent() => Verify.Async(
        Controller("System.IO.File.WriteAllText(\"a.txt\", text);"),
        test => test.GlobalOptions["secondnode.single_node"] = "true");

    [Fact]
    public Task ConsoleTool_IsSilent() => Verify.Async("System.IO.File.WriteAllText(\"a.txt\", \"\");", test => test.Framework = Framework.Console);
}
