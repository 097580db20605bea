using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Options;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>How sure it is that a place belongs to one node of a web application, and how a message calls it.</summary>
internal sealed class FilePlaces(RuleContext context, AssignedValues values)
{
    private static readonly string[] WebHosts = ["WebApplication", "WebApplicationBuilder", "ConfigureWebHostDefaults", "ConfigureWebHost", "IWebHostBuilder", "WebHost", "WebHostBuilder", "IApplicationBuilder", "ControllerBase", "Controller", "PageModel", "Hub"];
    private readonly Lazy<bool> isTool = new(() =>
        context.Scope.Kind == ProjectKind.Web && !IsWebSdk(context) && !context.Types.Has("System.Web.HttpContext") && !WebHosts.Any(context.Registrations.Mentions));

    /// <summary>An executable that merely references a web framework may be a tool.</summary>
    public bool IsSurelyWeb => context.Scope.Kind == ProjectKind.Web &&
        (context.Types.Has("System.Web.HttpContext") || IsWebSdk(context));

    /// <summary>Whether the program is no part of the site: a desktop client, tool, benchmark or worker has the framework in reach where a library that it shares with the site references it.</summary>
    public bool IsTool => isTool.Value;

    /// <summary>Whether the compilation knows a web framework.</summary>
    public bool KnowsWeb => context.Types.Has("Microsoft.AspNetCore.Http.HttpContext") || context.Types.Has("System.Web.HttpContext");

    /// <summary>Whether the owner has declared that all nodes mount the directory, by its path or by the configuration key that names it.</summary>
    public bool IsDeclaredShared(PathOrigin origin, SyntaxTree tree)
    {
        var text = origin.Text.TrimStart('/', '.');
        foreach (var entry in context.Settings.Read(Settings.SharedPathsOption, tree) ?? ImmutableArray<string>.Empty)
        {
            var wanted = entry.Replace('\\', '/').TrimStart('/', '.').TrimEnd('/');
            if (wanted.Length > 0 && (origin.Literals.Contains(entry) || origin.Keys.Contains(entry, StringComparer.OrdinalIgnoreCase) ||
                (text + "/").StartsWith(wanted + "/", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether nobody but the code has a say in the place, and the code is that of a web application.</summary>
    public bool IsCertain(PathOrigin origin, FileUse use, ISymbol container) =>
        !origin.Configurable && !IsMountedByConvention(origin) && !HasAlternative(container.ContainingType) &&
        // A relative file name in a class library that knows no web framework may belong to a tool.
        (context.Scope.Kind == ProjectKind.Web || IsOfWebApplication(origin) || use.Effect.Action == FileAction.Receive || KnowsWeb);

    /// <summary>Whether only a web application has such a directory.</summary>
    public static bool IsOfWebApplication(PathOrigin origin) => origin.Evidence is "WebRootPath" or "ContentRootPath" or "WebRootFileProvider" or "ContentRootFileProvider" or "MapPath" or "AppDomainAppPath" or "PhysicalApplicationPath";

    /// <summary>Whether the owner has chosen this implementation among several and names its place: whoever writes <c>"Provider": "Local", "Path": …</c> knows.</summary>
    public bool IsChosen(PathOrigin origin, ISymbol container) => origin.Root == PathRoot.Configured && HasAlternative(container.ContainingType);

    /// <summary>The place, as the end of "the file is written …".</summary>
    public static string Text(PathOrigin origin) =>
        origin switch
        {
            { Root: PathRoot.Temp } => "in this node's temporary directory",
            { Root: PathRoot.NodeDisk, Evidence: "isolated storage" } => "in this node's isolated storage",
            { Root: PathRoot.NodeDisk, Directory: NodeDirectory.Relative } => "under the relative path " + origin.Evidence + " on this node's disk",
            { Root: PathRoot.NodeDisk } => "under " + origin.Evidence + " on this node's disk",
            { Root: PathRoot.Configured, Keys: [var key, ..] } => "to the place that '" + key + "' names",
            { Root: PathRoot.Configured } => "to a place that is configured",
            _ => "to a path that nothing here shows to be shared",
        };

    private static bool IsWebSdk(RuleContext context) => string.Equals(context.Settings.BuildProperty("UsingMicrosoftNETSdkWeb"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A fixed absolute Unix path is where containers mount volumes: it may be shared or not.</summary>
    private static bool IsMountedByConvention(PathOrigin origin) => origin.Directory == NodeDirectory.Machine && origin.Evidence.StartsWith("'/", StringComparison.Ordinal);

    /// <summary>Whether the class is one of several implementations: then the owner can have chosen another, an object store for example.</summary>
    private bool HasAlternative(INamedTypeSymbol? type)
    {
        foreach (var implemented in type?.AllInterfaces ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            if (implemented.IsInSource() && !implemented.IsGenericType && !implemented.GetMembers().IsEmpty)
            {
                var others = values.Implementers.TypesBelow(implemented).Where(t => !t.IsAbstract && !SymbolEqualityComparer.Default.Equals(t, type)).Take(6).Count();
                if (others is > 0 and < 6)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
