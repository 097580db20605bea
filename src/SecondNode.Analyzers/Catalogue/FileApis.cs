using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a call does with the file system.</summary>
internal enum FileAction
{
    /// <summary>Writes content that it is given.</summary>
    Write,

    /// <summary>Opens a file for writing; what is written follows on the stream.</summary>
    Open,

    /// <summary>As <see cref="Open"/>, if the mode or access that it is given says so.</summary>
    OpenByMode,

    /// <summary>Puts an existing file, or what an archive holds, in another place.</summary>
    Place,

    /// <summary>Saves what the client sent.</summary>
    Receive,

    /// <summary>Saves configuration, in a place that the API knows.</summary>
    Configure,

    /// <summary>Reads a file.</summary>
    Read,

    /// <summary>Sends a file to the client, or serves a directory.</summary>
    Serve,

    /// <summary>Asks whether a file is there.</summary>
    Probe,

    /// <summary>Removes a file or directory.</summary>
    Delete,
}

/// <summary>What a call does with which file.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Path">The parameter that is the path; <c>this</c> for the receiver; empty where the API chooses a place on the node itself.</param>
/// <param name="Content">The parameter that is the content, or the path it is taken from; <c>this</c> for the receiver; null where a stream follows.</param>
/// <param name="Name">The parameter that is the file's name where <paramref name="Path"/> is only its directory.</param>
internal sealed record FileEffect(FileAction Action, string Path, string? Content = null, string? Name = null);

/// <summary>Calls that write, read, serve or delete files. An overload without the path parameter is not meant.</summary>
internal static class FileApis
{
    private const string File = "System.IO.File";
    private const string FileInfo = "System.IO.FileInfo";
    private const string Images = "SixLabors.ImageSharp.ImageExtensions";

    /// <summary>The types whose members are only ever called behind their names.</summary>
    public static readonly ImmutableHashSet<string> StaticTypes = ImmutableHashSet.Create(
        StringComparer.Ordinal, "File", "Directory", "ZipFile", "TarFile", "XmlWriter", "MemoryMappedFile", "SpreadsheetDocument", "WordprocessingDocument", "PresentationDocument", "Repository");

    public static readonly ImmutableArray<ApiRow<FileEffect>> Rows = ImmutableArray.CreateRange(All());

    private static IEnumerable<ApiRow<FileEffect>> All()
    {
        foreach (var (member, effect) in StaticFileMembers())
        {
            yield return new(File, member, effect);
            yield return new("System.IO.Abstractions.IFile", member, effect, Verified: false);
        }

        foreach (var (member, effect) in FileInfoMembers())
        {
            yield return new(FileInfo, member, effect);
            yield return new("System.IO.Abstractions.IFileInfo", member, effect, Verified: false);
        }

        yield return new("System.IO.DirectoryInfo", "Delete", new(FileAction.Delete, "this"));
        yield return new("System.IO.DirectoryInfo", "MoveTo", new(FileAction.Place, "destDirName", "this"));
        yield return new("System.IO.Directory", "Delete", new(FileAction.Delete, "path"));
        yield return new("System.IO.Directory", "Move", new(FileAction.Place, "destDirName", "sourceDirName"));
        yield return new("System.IO.Directory", "CreateSymbolicLink", new(FileAction.Place, "path", "pathToTarget"));
        yield return new("System.IO.FileSystemInfo", "CreateAsSymbolicLink", new(FileAction.Place, "this", "pathToTarget"));
        yield return new("System.IO.Abstractions.IDirectoryInfo", "MoveTo", new(FileAction.Place, "destDirName", "this"), Verified: false);
        yield return new("System.IO.Abstractions.IDirectory", "Move", new(FileAction.Place, "destDirName", "sourceDirName"), Verified: false);
        yield return new("System.IO.Abstractions.IDirectory", "Delete", new(FileAction.Delete, "path"), Verified: false);
        yield return new("System.IO.Abstractions.IFileStreamFactory", "New", new(FileAction.OpenByMode, "path"), Verified: false);
        yield return new("System.IO.Abstractions.IFileStreamFactory", "Create", new(FileAction.OpenByMode, "path"), Verified: false);
        yield return new("System.IO.IsolatedStorage.IsolatedStorageFileStream", ".ctor", new(FileAction.OpenByMode, ""));
        yield return new("System.IO.FileStream", ".ctor", new(FileAction.OpenByMode, "path"));
        yield return new("System.IO.StreamWriter", ".ctor", new(FileAction.Open, "path"));
        yield return new("System.IO.StreamReader", ".ctor", new(FileAction.Read, "path"));

        yield return new("System.IO.Compression.ZipFile", "CreateFromDirectory", new(FileAction.Place, "destinationArchiveFileName", "sourceDirectoryName"));
        yield return new("System.IO.Compression.ZipFile", "CreateFromDirectoryAsync", new(FileAction.Place, "destinationArchiveFileName", "sourceDirectoryName"));
        yield return new("System.IO.Compression.ZipFile", "ExtractToDirectory", new(FileAction.Place, "destinationDirectoryName", "sourceArchiveFileName"));
        yield return new("System.IO.Compression.ZipFile", "ExtractToDirectoryAsync", new(FileAction.Place, "destinationDirectoryName", "sourceArchiveFileName"));
        yield return new("System.IO.Compression.ZipFile", "Open", new(FileAction.OpenByMode, "archiveFileName"));
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToDirectory", new(FileAction.Place, "destinationDirectoryName", "source"));
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToDirectoryAsync", new(FileAction.Place, "destinationDirectoryName", "source"));
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToFile", new(FileAction.Place, "destinationFileName", "source"));
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToFileAsync", new(FileAction.Place, "destinationFileName", "source"));
        yield return new("System.IO.Compression.ZipFileExtensions", "CreateEntryFromFile", new(FileAction.Read, "sourceFileName"));
        yield return new("System.IO.IsolatedStorage.IsolatedStorageFile", "CreateFile", new(FileAction.Open, ""));
        yield return new("System.IO.Compression.ZipFile", "OpenAsync", new(FileAction.OpenByMode, "archiveFileName"));
        foreach (var suffix in new[] { "", "Async" })
        {
            yield return new("System.Formats.Tar.TarFile", "CreateFromDirectory" + suffix, new(FileAction.Place, "destinationFileName", "sourceDirectoryName"));
            yield return new("System.Formats.Tar.TarFile", "ExtractToDirectory" + suffix, new(FileAction.Place, "destinationDirectoryName", "source|sourceFileName"));
            yield return new("System.Formats.Tar.TarEntry", "ExtractToFile" + suffix, new(FileAction.Place, "destinationFileName", "this"));
        }

        yield return new("System.IO.MemoryMappedFiles.MemoryMappedFile", "CreateFromFile", new(FileAction.OpenByMode, "path"));
        yield return new("System.IO.IsolatedStorage.IsolatedStorageFile", "CopyFile", new(FileAction.Place, "", "sourceFileName"));
        yield return new("System.IO.IsolatedStorage.IsolatedStorageFile", "MoveFile", new(FileAction.Place, "", "sourceFileName"));
        yield return new("System.IO.IsolatedStorage.IsolatedStorageFile", "OpenFile", new(FileAction.OpenByMode, ""));
        yield return new("System.Net.WebClient", "DownloadFile", new(FileAction.Write, "fileName", "address"));
        yield return new("System.Net.WebClient", "DownloadFileAsync", new(FileAction.Write, "fileName", "address"));
        yield return new("System.Net.WebClient", "DownloadFileTaskAsync", new(FileAction.Write, "fileName", "address"));

        foreach (var type in new[] { "Flurl.Http.GeneratedExtensions", "Flurl.Http.DownloadExtensions" })
        {
            yield return new(type, "DownloadFileAsync", new(FileAction.Write, "localFolderPath", "url|request", "localFileName"), Verified: false);
        }

        yield return new("System.Xml.Linq.XDocument", "Save", new(FileAction.Write, "fileName", "this"));
        yield return new("System.Xml.Linq.XElement", "Save", new(FileAction.Write, "fileName", "this"));
        yield return new("System.Xml.XmlDocument", "Save", new(FileAction.Write, "filename", "this"));
        yield return new("System.Xml.XmlWriter", "Create", new(FileAction.Open, "outputFileName"));
        yield return new("System.Xml.Linq.XStreamingElement", "Save", new(FileAction.Write, "fileName", "this"));
        yield return new("System.Xml.XmlTextWriter", ".ctor", new(FileAction.Open, "filename"));
        yield return new("System.Data.DataSet", "WriteXml", new(FileAction.Write, "fileName", "this"));
        yield return new("System.Data.DataTable", "WriteXml", new(FileAction.Write, "fileName", "this"));
        yield return new("System.Xml.Linq.XDocument", "Load", new(FileAction.Read, "uri"));
        yield return new("System.Xml.Linq.XElement", "Load", new(FileAction.Read, "uri"));
        yield return new("System.Xml.XmlDocument", "Load", new(FileAction.Read, "filename"));

        yield return new("System.Web.HttpPostedFile", "SaveAs", new(FileAction.Receive, "filename", "this"));
        yield return new("System.Web.HttpPostedFileBase", "SaveAs", new(FileAction.Receive, "filename", "this"));
        yield return new("System.Web.HttpRequest", "SaveAs", new(FileAction.Receive, "filename", "this"));
        yield return new("System.Web.HttpRequestBase", "SaveAs", new(FileAction.Receive, "filename", "this"));
        yield return new("System.Web.UI.WebControls.FileUpload", "SaveAs", new(FileAction.Receive, "filename", "this"));
        yield return new("System.Net.Http.MultipartFormDataStreamProvider", ".ctor", new(FileAction.Receive, "rootPath"), Verified: false);
        yield return new("System.Net.Http.MultipartFileStreamProvider", ".ctor", new(FileAction.Receive, "rootPath"), Verified: false);
        yield return new("tusdotnet.Stores.TusDiskStore", ".ctor", new(FileAction.Receive, "directoryPath"), Verified: false);

        yield return new("System.Drawing.Image", "Save", new(FileAction.Write, "filename", "this"), Verified: false);
        foreach (var (type, member, path, content) in Libraries())
        {
            yield return new(type, member, new(content is null ? FileAction.Open : content is "archive" or "entry" or "reader" ? FileAction.Place : FileAction.Write, path, content), Verified: false);
        }

        foreach (var member in new[] { "Save", "SaveAsync", "SaveAsPng", "SaveAsPngAsync", "SaveAsJpeg", "SaveAsJpegAsync", "SaveAsWebp", "SaveAsWebpAsync", "SaveAsGif", "SaveAsGifAsync", "SaveAsBmp", "SaveAsBmpAsync", "SaveAsTiff", "SaveAsTiffAsync", "SaveAsTga", "SaveAsTgaAsync", "SaveAsPbm", "SaveAsPbmAsync", "SaveAsQoi", "SaveAsQoiAsync" })
        {
            yield return new(Images, member, new(FileAction.Write, "path", "source"), Verified: false);
        }

        yield return new("System.Configuration.Configuration", "Save", new(FileAction.Configure, ""));
        yield return new("System.Configuration.Configuration", "SaveAs", new(FileAction.Configure, ""));

        foreach (var (type, member, path) in Serving())
        {
            yield return new(type, member, new(FileAction.Serve, path));
        }
    }

    private static IEnumerable<(string Member, FileEffect Effect)> FileInfoMembers()
    {
        foreach (var member in new[] { "Create", "CreateText", "AppendText", "OpenWrite" })
        {
            yield return (member, new(FileAction.Open, "this"));
        }

        yield return ("Open", new(FileAction.OpenByMode, "this"));
        yield return ("CopyTo", new(FileAction.Place, "destFileName", "this"));
        yield return ("MoveTo", new(FileAction.Place, "destFileName", "this"));
        yield return ("Replace", new(FileAction.Place, "destinationFileName", "this"));
        yield return ("OpenRead", new(FileAction.Read, "this"));
        yield return ("OpenText", new(FileAction.Read, "this"));
        yield return ("Delete", new(FileAction.Delete, "this"));
    }

    /// <summary>Libraries that write documents, images and archives to a path. Where no content is named, what is written follows.</summary>
    private static IEnumerable<(string Type, string Member, string Path, string? Content)> Libraries()
    {
        yield return ("ClosedXML.Excel.XLWorkbook", "SaveAs", "file", "this");
        yield return ("ClosedXML.Excel.IXLWorkbook", "SaveAs", "file", "this");
        yield return ("OfficeOpenXml.ExcelPackage", "SaveAs", "file|filePath", "this");
        yield return ("OfficeOpenXml.ExcelPackage", "SaveAsAsync", "file|filePath", "this");
        yield return ("QuestPDF.Fluent.GenerateExtensions", "GeneratePdf", "filePath", "document");
        yield return ("QuestPDF.Fluent.GenerateExtensions", "GenerateXps", "filePath", "document");
        yield return ("DocumentFormat.OpenXml.Packaging.SpreadsheetDocument", "Create", "path", null);
        yield return ("DocumentFormat.OpenXml.Packaging.WordprocessingDocument", "Create", "path", null);
        yield return ("DocumentFormat.OpenXml.Packaging.PresentationDocument", "Create", "path", null);
        yield return ("ImageMagick.IMagickImage", "Write", "fileName|file", "this");
        yield return ("ImageMagick.IMagickImage", "WriteAsync", "fileName|file", "this");
        yield return ("NetVips.Image", "WriteToFile", "vipsFilename", "this");
        yield return ("PdfSharp.Pdf.PdfDocument", "Save", "path", "this");
        yield return ("PdfSharpCore.Pdf.PdfDocument", "Save", "path", "this");
        yield return ("iText.Kernel.Pdf.PdfWriter", ".ctor", "filename", null);
        yield return ("MimeKit.MimeMessage", "WriteTo", "fileName", "this");
        yield return ("MimeKit.MimeMessage", "WriteToAsync", "fileName", "this");
        yield return ("SharpCompress.Archives.IArchiveExtensions", "WriteToDirectory", "destinationDirectory", "archive");
        yield return ("SharpCompress.Archives.IArchiveEntryExtensions", "WriteToDirectory", "destinationDirectory", "entry");
        yield return ("SharpCompress.Archives.IArchiveEntryExtensions", "WriteToFile", "destinationFileName", "entry");
        yield return ("SharpCompress.Readers.IReaderExtensions", "WriteAllToDirectory", "destinationDirectory", "reader");
        yield return ("SharpCompress.Readers.IReaderExtensions", "WriteEntryToDirectory", "destinationDirectory", "reader");
        yield return ("ICSharpCode.SharpZipLib.Zip.FastZip", "CreateZip", "zipFileName", "sourceDirectory");
        yield return ("ICSharpCode.SharpZipLib.Zip.FastZip", "ExtractZip", "targetDirectory", "zipFileName|inputStream");
        yield return ("Ionic.Zip.ZipFile", "Save", "fileName", "this");
        yield return ("Ionic.Zip.ZipFile", "ExtractAll", "path", "this");
        yield return ("LibGit2Sharp.Repository", "Clone", "workdirPath", "sourceUrl");
    }

    private static IEnumerable<(string Member, FileEffect Effect)> StaticFileMembers()
    {
        foreach (var (member, content) in new[]
        {
            ("WriteAllText", "contents"), ("WriteAllTextAsync", "contents"), ("WriteAllBytes", "bytes"), ("WriteAllBytesAsync", "bytes"),
            ("WriteAllLines", "contents"), ("WriteAllLinesAsync", "contents"), ("AppendAllText", "contents"), ("AppendAllTextAsync", "contents"),
            ("AppendAllLines", "contents"), ("AppendAllLinesAsync", "contents"), ("AppendAllBytes", "bytes"), ("AppendAllBytesAsync", "bytes"),
        })
        {
            yield return (member, new(FileAction.Write, "path", content));
        }

        foreach (var member in new[] { "AppendText", "Create", "CreateText", "OpenWrite" })
        {
            yield return (member, new(FileAction.Open, "path"));
        }

        yield return ("Open", new(FileAction.OpenByMode, "path"));
        yield return ("OpenHandle", new(FileAction.OpenByMode, "path"));
        yield return ("Copy", new(FileAction.Place, "destFileName", "sourceFileName"));
        yield return ("Move", new(FileAction.Place, "destFileName", "sourceFileName"));
        yield return ("Replace", new(FileAction.Place, "destinationFileName", "sourceFileName"));
        yield return ("CreateSymbolicLink", new(FileAction.Place, "path", "pathToTarget"));
        yield return ("Delete", new(FileAction.Delete, "path"));
        yield return ("Exists", new(FileAction.Probe, "path"));
        foreach (var member in new[]
        {
            "ReadAllText", "ReadAllTextAsync", "ReadAllBytes", "ReadAllBytesAsync", "ReadAllLines", "ReadAllLinesAsync", "ReadLines", "ReadLinesAsync", "OpenRead", "OpenText",
        })
        {
            yield return (member, new(FileAction.Read, "path"));
        }
    }

    private static IEnumerable<(string Type, string Member, string Path)> Serving()
    {
        yield return ("Microsoft.AspNetCore.Mvc.ControllerBase", "PhysicalFile", "physicalPath");
        yield return ("Microsoft.AspNetCore.Mvc.ControllerBase", "File", "virtualPath");
        yield return ("Microsoft.AspNetCore.Mvc.RazorPages.PageBase", "PhysicalFile", "physicalPath");
        yield return ("Microsoft.AspNetCore.Mvc.PhysicalFileResult", ".ctor", "fileName");
        yield return ("Microsoft.AspNetCore.Mvc.VirtualFileResult", ".ctor", "fileName");
        yield return ("Microsoft.AspNetCore.Http.Results", "File", "path");
        yield return ("Microsoft.AspNetCore.Http.TypedResults", "PhysicalFile", "path");
        yield return ("Microsoft.AspNetCore.Http.TypedResults", "VirtualFile", "path");
        yield return ("Microsoft.AspNetCore.Http.SendFileResponseExtensions", "SendFileAsync", "fileName");
        yield return ("Microsoft.Extensions.FileProviders.PhysicalFileProvider", ".ctor", "root");
        yield return ("System.Web.HttpResponse", "TransmitFile", "filename");
        yield return ("System.Web.HttpResponse", "WriteFile", "filename");
        yield return ("System.Web.HttpResponseBase", "TransmitFile", "filename");
        yield return ("System.Web.HttpResponseBase", "WriteFile", "filename");
    }
}
