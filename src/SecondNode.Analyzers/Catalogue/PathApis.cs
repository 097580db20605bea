using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Where a value that becomes a path comes from.</summary>
internal enum PathSource
{
    /// <summary>Below the directory whose files the web server hands out.</summary>
    WebRoot,

    /// <summary>Below the directory of the deployed application.</summary>
    ContentRoot,

    /// <summary>Another directory of the node: working directory, user profile, directory of an assembly.</summary>
    NodeDirectory,

    /// <summary>The node's temporary directory.</summary>
    Temp,

    /// <summary>Chosen by the owner: configuration, options, environment.</summary>
    Configuration,

    /// <summary>The path of the receiver or of the named argument, extended or normalised.</summary>
    Through,
}

/// <summary>What a member yields.</summary>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Argument">For <see cref="PathSource.Through"/>: the parameter that carries the beginning of the path; <c>this</c> for the receiver.</param>
internal sealed record PathEffect(PathSource Source, string Argument = "");

/// <summary>Members whose value begins a path, or hands one through.</summary>
internal static class PathApis
{
    public static readonly ImmutableArray<ApiRow<PathEffect>> Rows = ImmutableArray.CreateRange(All());

    private static IEnumerable<ApiRow<PathEffect>> All()
    {
        var web = new PathEffect(PathSource.WebRoot);
        var content = new PathEffect(PathSource.ContentRoot);
        var node = new PathEffect(PathSource.NodeDirectory);
        var temp = new PathEffect(PathSource.Temp);
        var configuration = new PathEffect(PathSource.Configuration);
        var receiver = new PathEffect(PathSource.Through, "this");

        yield return new("Microsoft.AspNetCore.Hosting.IWebHostEnvironment", "WebRootPath", web);
        yield return new("Microsoft.AspNetCore.Hosting.IWebHostEnvironment", "WebRootFileProvider", web);
        yield return new("Microsoft.Extensions.Hosting.IHostEnvironment", "ContentRootPath", content);
        yield return new("Microsoft.Extensions.Hosting.IHostEnvironment", "ContentRootFileProvider", content);
        yield return new("Microsoft.AspNetCore.Hosting.IHostingEnvironment", "WebRootPath", web);
        yield return new("Microsoft.AspNetCore.Hosting.IHostingEnvironment", "ContentRootPath", content);
        yield return new("Microsoft.Extensions.Hosting.IHostingEnvironment", "ContentRootPath", content, Verified: false);
        yield return new("System.Web.HttpServerUtility", "MapPath", content);
        yield return new("System.Web.HttpServerUtilityBase", "MapPath", content);
        yield return new("System.Web.HttpRequest", "MapPath", content);
        yield return new("System.Web.HttpRequestBase", "MapPath", content);
        yield return new("System.Web.HttpRequest", "PhysicalApplicationPath", content);
        yield return new("System.Web.HttpRequestBase", "PhysicalApplicationPath", content);
        yield return new("System.Web.UI.Page", "MapPath", content);
        yield return new("System.Web.UI.Control", "MapPathSecure", content);
        yield return new("System.Web.Hosting.HostingEnvironment", "MapPath", content);
        yield return new("System.Web.Hosting.HostingEnvironment", "ApplicationPhysicalPath", content);
        yield return new("System.Web.HttpRuntime", "AppDomainAppPath", content);
        yield return new("System.AppContext", "BaseDirectory", content);
        yield return new("System.AppDomain", "BaseDirectory", content);
        yield return new("System.Reflection.Assembly", "Location", content);
        yield return new("System.Reflection.Assembly", "CodeBase", content);
        yield return new("System.IO.Directory", "GetCurrentDirectory", content);
        yield return new("System.IO.Abstractions.IDirectory", "GetCurrentDirectory", content, Verified: false);
        yield return new("System.Environment", "CurrentDirectory", content);
        yield return new("System.Environment", "GetFolderPath", node);
        yield return new("System.Environment", "ProcessPath", content);

        yield return new("System.IO.Path", "GetTempPath", temp);
        yield return new("System.IO.Path", "GetTempFileName", temp);
        yield return new("System.IO.Directory", "CreateTempSubdirectory", temp);
        yield return new("System.IO.Abstractions.IPath", "GetTempPath", temp, Verified: false);
        yield return new("System.IO.Abstractions.IPath", "GetTempFileName", temp, Verified: false);

        yield return new("Microsoft.Extensions.Configuration.IConfiguration", "this[]", configuration);
        yield return new("Microsoft.Extensions.Configuration.IConfiguration", "GetSection", configuration);
        yield return new("Microsoft.Extensions.Configuration.IConfigurationSection", "Value", configuration);
        yield return new("Microsoft.Extensions.Configuration.ConfigurationExtensions", "GetConnectionString", configuration);
        yield return new("Microsoft.Extensions.Configuration.ConfigurationExtensions", "GetRequiredSection", configuration);
        yield return new("Microsoft.Extensions.Configuration.ConfigurationBinder", "GetValue", configuration);
        yield return new("Microsoft.Extensions.Configuration.ConfigurationBinder", "Get", configuration);
        yield return new("Microsoft.Extensions.Options.IOptions`1", "Value", configuration);
        yield return new("Microsoft.Extensions.Options.IOptionsSnapshot`1", "Get", configuration);
        yield return new("Microsoft.Extensions.Options.IOptionsMonitor`1", "CurrentValue", configuration);
        yield return new("Microsoft.Extensions.Options.IOptionsMonitor`1", "Get", configuration);
        yield return new("System.Environment", "GetEnvironmentVariable", configuration);
        yield return new("System.Environment", "ExpandEnvironmentVariables", configuration);
        yield return new("System.Environment", "GetCommandLineArgs", configuration);
        yield return new("System.Configuration.ConfigurationManager", "AppSettings", configuration, Verified: false);
        yield return new("System.Configuration.ConfigurationManager", "ConnectionStrings", configuration, Verified: false);
        yield return new("System.Configuration.ConfigurationManager", "GetSection", configuration, Verified: false);
        yield return new("System.Web.Configuration.WebConfigurationManager", "AppSettings", configuration);
        yield return new("System.Web.Configuration.WebConfigurationManager", "ConnectionStrings", configuration);

        foreach (var type in new[] { "System.IO.Path", "System.IO.Abstractions.IPath" })
        {
            var verified = type == "System.IO.Path";
            foreach (var member in new[] { "Combine", "Join" })
            {
                yield return new(type, member, new(PathSource.Through, "path1|paths"), verified);
            }

            // Where the path is configured, an absolute value leaves the base path behind.
            yield return new(type, "GetFullPath", new(PathSource.Through, "path"), verified);
            foreach (var member in new[] { "GetDirectoryName", "ChangeExtension", "TrimEndingDirectorySeparator", "GetPathRoot" })
            {
                yield return new(type, member, new(PathSource.Through, "path"), verified);
            }
        }

        foreach (var member in new[] { "Replace", "TrimEnd", "Trim", "TrimStart", "ToLower", "ToLowerInvariant", "ToString", "Substring", "Remove", "Normalize", "Insert", "Split" })
        {
            yield return new("System.String", member, receiver);
        }

        yield return new("System.String", "Format", new(PathSource.Through, "format"));
        yield return new("System.String", "Concat", new(PathSource.Through, "str0|values|arg0|args"));
        yield return new("System.String", "Join", new(PathSource.Through, "value|values"));
        foreach (var type in new[] { "System.IO.Directory", "System.IO.Abstractions.IDirectory" })
        {
            foreach (var member in new[] { "CreateDirectory", "GetParent", "GetFiles", "GetDirectories", "EnumerateFiles", "EnumerateDirectories", "EnumerateFileSystemEntries" })
            {
                yield return new(type, member, new(PathSource.Through, "path"), type == "System.IO.Directory");
            }
        }

        foreach (var member in new[] { "FullName", "Name", "ToString" })
        {
            yield return new("System.IO.FileSystemInfo", member, receiver);
            yield return new("System.IO.Abstractions.IFileSystemInfo", member, receiver, Verified: false);
        }

        yield return new("System.IO.Abstractions.IFileInfoFactory", "New", new(PathSource.Through, "fileName"), Verified: false);
        yield return new("System.IO.Abstractions.IFileInfoFactory", "FromFileName", new(PathSource.Through, "fileName"), Verified: false);
        yield return new("System.IO.Abstractions.IDirectoryInfoFactory", "New", new(PathSource.Through, "path"), Verified: false);

        // One of several files is in the place that they are in.
        foreach (var member in new[] { "ToList", "ToArray", "Where", "OrderBy", "OrderByDescending", "Take", "Skip", "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault" })
        {
            yield return new("System.Linq.Enumerable", member, new(PathSource.Through, "source"));
        }

        yield return new("System.Collections.Generic.List`1", ".ctor", new(PathSource.Through, "collection"));
        yield return new("System.IO.FileInfo", "Directory", receiver);
        yield return new("System.IO.FileInfo", "DirectoryName", receiver);
        foreach (var member in new[] { "Parent", "CreateSubdirectory", "GetFiles", "GetDirectories", "EnumerateFiles", "EnumerateDirectories" })
        {
            yield return new("System.IO.DirectoryInfo", member, receiver);
        }

        yield return new("System.IO.FileInfo", ".ctor", new(PathSource.Through, "fileName"));
        yield return new("System.IO.DirectoryInfo", ".ctor", new(PathSource.Through, "path"));
        yield return new("System.Uri", ".ctor", new(PathSource.Through, "uriString"));
        yield return new("System.Uri", "LocalPath", receiver);
        yield return new("System.Uri", "AbsolutePath", receiver);
        yield return new("Microsoft.Extensions.FileProviders.PhysicalFileProvider", ".ctor", new(PathSource.Through, "root"));
        yield return new("Microsoft.Extensions.FileProviders.PhysicalFileProvider", "Root", receiver);
        yield return new("Microsoft.Extensions.FileProviders.IFileProvider", "GetFileInfo", receiver);
        yield return new("Microsoft.Extensions.FileProviders.IFileInfo", "PhysicalPath", receiver);
    }
}
