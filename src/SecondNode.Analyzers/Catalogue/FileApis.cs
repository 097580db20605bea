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
internal sealed record FileEffect(FileAction Action, string Path, string? Content = null);

/// <summary>Calls that write, read, serve or delete files. An overload without the path parameter is not meant.</summary>
internal static class FileApis
{
    private const string File = "System.IO.File";
    private const string FileInfo = "System.IO.FileInfo";
    private const string Images = "SixLabors.ImageSharp.ImageExtensions";

    public static readonly ImmutableArray<ApiRow<FileEffect>> Rows = ImmutableArray.CreateRange(All());

    private static IEnumerable<ApiRow<FileEffect>> All()
    {
        foreach (var (member, effect) in StaticFileMembers())
        {
            yield return new(File, member, effect);
            yield return new("System.IO.Abstractions.IFile", member, effect, Verified: false);
        }

        yield return new(FileInfo, "Create", new(FileAction.Open, "this"));
        yield return new(FileInfo, "CreateText", new(FileAction.Open, "this"));
        yield return new(FileInfo, "AppendText", new(FileAction.Open, "this"));
        yield return new(FileInfo, "OpenWrite", new(FileAction.Open, "this"));
        yield return new(FileInfo, "Open", new(FileAction.OpenByMode, "this"));
        yield return new(FileInfo, "CopyTo", new(FileAction.Place, "destFileName", "this"));
        yield return new(FileInfo, "MoveTo", new(FileAction.Place, "destFileName", "this"));
        yield return new(FileInfo, "Replace", new(FileAction.Place, "destinationFileName", "this"));
        yield return new(FileInfo, "OpenRead", new(FileAction.Read, "this"));
        yield return new(FileInfo, "OpenText", new(FileAction.Read, "this"));
        yield return new(FileInfo, "Delete", new(FileAction.Delete, "this"));
        yield return new("System.IO.DirectoryInfo", "Delete", new(FileAction.Delete, "this"));
        yield return new("System.IO.DirectoryInfo", "MoveTo", new(FileAction.Place, "destDirName", "this"));
        yield return new("System.IO.Directory", "Delete", new(FileAction.Delete, "path"));
        yield return new("System.IO.Directory", "Move", new(FileAction.Place, "destDirName", "sourceDirName"));
        yield return new("System.IO.FileStream", ".ctor", new(FileAction.OpenByMode, "path"));
        yield return new("System.IO.StreamWriter", ".ctor", new(FileAction.Open, "path"));
        yield return new("System.IO.StreamReader", ".ctor", new(FileAction.Read, "path"));

        yield return new("System.IO.Compression.ZipFile", "CreateFromDirectory", new(FileAction.Place, "destinationArchiveFileName", "sourceDirectoryName"));
        yield return new("System.IO.Compression.ZipFile", "CreateFromDirectoryAsync", new(FileAction.Place, "destinationArchiveFileName", "sourceDirectoryName"), Verified: false);
        yield return new("System.IO.Compression.ZipFile", "ExtractToDirectory", new(FileAction.Place, "destinationDirectoryName", "sourceArchiveFileName"));
        yield return new("System.IO.Compression.ZipFile", "ExtractToDirectoryAsync", new(FileAction.Place, "destinationDirectoryName", "sourceArchiveFileName"), Verified: false);
        yield return new("System.IO.Compression.ZipFile", "Open", new(FileAction.OpenByMode, "archiveFileName"));
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToDirectory", new(FileAction.Place, "destinationDirectoryName", "source"));
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToDirectoryAsync", new(FileAction.Place, "destinationDirectoryName", "source"), Verified: false);
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToFile", new(FileAction.Place, "destinationFileName", "source"));
        yield return new("System.IO.Compression.ZipFileExtensions", "ExtractToFileAsync", new(FileAction.Place, "destinationFileName", "source"), Verified: false);
        yield return new("System.IO.Compression.ZipFileExtensions", "CreateEntryFromFile", new(FileAction.Read, "sourceFileName"));
        yield return new("System.IO.IsolatedStorage.IsolatedStorageFile", "CreateFile", new(FileAction.Open, ""));
        yield return new("System.IO.IsolatedStorage.IsolatedStorageFile", "OpenFile", new(FileAction.OpenByMode, ""));
        yield return new("System.Net.WebClient", "DownloadFile", new(FileAction.Write, "fileName", "address"));
        yield return new("System.Net.WebClient", "DownloadFileTaskAsync", new(FileAction.Write, "fileName", "address"));

        yield return new("System.Xml.Linq.XDocument", "Save", new(FileAction.Write, "fileName", "this"));
        yield return new("System.Xml.Linq.XElement", "Save", new(FileAction.Write, "fileName", "this"));
        yield return new("System.Xml.XmlDocument", "Save", new(FileAction.Write, "filename", "this"));
        yield return new("System.Xml.XmlWriter", "Create", new(FileAction.Open, "outputFileName"));
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
        foreach (var member in new[] { "Save", "SaveAsync", "SaveAsPng", "SaveAsPngAsync", "SaveAsJpeg", "SaveAsJpegAsync", "SaveAsWebp", "SaveAsWebpAsync", "SaveAsGif", "SaveAsGifAsync", "SaveAsBmp", "SaveAsBmpAsync" })
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
