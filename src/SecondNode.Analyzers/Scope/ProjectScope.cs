using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Scope;

/// <summary>What kind of project a compilation is.</summary>
internal enum ProjectKind
{
    /// <summary>Runs in a web server's process: Web SDK, or an executable or site that references ASP.NET Core or System.Web.</summary>
    Web,

    /// <summary>A class library in which the package was installed: caches and repositories live there.</summary>
    Library,

    /// <summary>A console tool or worker without a web framework.</summary>
    Console,

    /// <summary>Tests.</summary>
    Test,

    /// <summary>Runs in the browser (Blazor WebAssembly): there is no second node of it.</summary>
    Browser,
}

/// <summary>
/// The kind of a project and whether the rules look at it. The MSBuild property <c>SecondNodeScope</c>
/// (<c>Web</c>, <c>Library</c>, <c>None</c>) overrides what is derived.
/// </summary>
internal sealed class ProjectScope
{
    // Assertions alone (xunit.assert) run no tests: libraries of applications use them too.
    private static readonly string[] TestFrameworks = ["xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core"];

    private const string Application = "HttpApplication";

    private ProjectScope(ProjectKind kind, bool isAnalyzed, bool isCompositionRoot)
    {
        Kind = kind;
        IsAnalyzed = isAnalyzed;
        IsCompositionRoot = isCompositionRoot;
    }

    public ProjectKind Kind { get; }

    /// <summary>Whether the rules look at this project at all.</summary>
    public bool IsAnalyzed { get; }

    /// <summary>Whether services are registered here for good: absence of a registration means something only here.</summary>
    public bool IsCompositionRoot { get; }

    /// <summary>Derives the scope of a compilation.</summary>
    public static ProjectScope Of(Compilation compilation, Settings settings, KnownTypes types)
    {
        var kind = KindOf(compilation, settings, types);
        var executable = compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;
        var root = kind == ProjectKind.Web && (executable || IsClassicSite(compilation, types));
        return settings.BuildProperty("SecondNodeScope").Trim().ToLowerInvariant() switch
        {
            "none" or "off" => new ProjectScope(kind, isAnalyzed: false, root),
            "web" => new ProjectScope(ProjectKind.Web, isAnalyzed: true, isCompositionRoot: true),
            "library" => new ProjectScope(ProjectKind.Library, isAnalyzed: true, isCompositionRoot: false),
            _ => new ProjectScope(kind, kind is ProjectKind.Web or ProjectKind.Library, root),
        };
    }

    private static ProjectKind KindOf(Compilation compilation, Settings settings, KnownTypes types)
    {
        if (IsTrue(settings.BuildProperty("IsTestProject")) || ReferencesTestFramework(types))
        {
            return ProjectKind.Test;
        }

        if (IsTrue(settings.BuildProperty("UsingMicrosoftNETSdkBlazorWebAssembly")) || types.Has("Microsoft.AspNetCore.Components.WebAssembly.Hosting.WebAssemblyHostBuilder", "Microsoft.AspNetCore.Components.WebAssembly"))
        {
            return ProjectKind.Browser;
        }

        var executable = compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;
        if (IsTrue(settings.BuildProperty("UsingMicrosoftNETSdkWeb")))
        {
            return executable ? ProjectKind.Web : ProjectKind.Library;
        }

        if (executable)
        {
            return types.Has("Microsoft.AspNetCore.Builder.WebApplication", "Microsoft.AspNetCore") || types.Has("Microsoft.AspNetCore.Hosting.IWebHostBuilder", "Microsoft.AspNetCore.Hosting.Abstractions") ? ProjectKind.Web : ProjectKind.Console;
        }

        return IsClassicSite(compilation, types) ? ProjectKind.Web : ProjectKind.Library;
    }

    /// <summary>Classic ASP.NET sites are libraries that hold an HttpApplication subclass. Told from base lists: to bind them all costs more than many a rule.</summary>
    private static bool IsClassicSite(Compilation compilation, KnownTypes types)
    {
        var hash = WordIndex.HashOf(Application);
        return types.Has("System.Web." + Application, "System.Web") && compilation.SyntaxTrees.Any(tree => TreeFacts.Of(tree) is var facts && facts.MayMention(hash) && facts.Heirs.Any(heir => heir.Base == Application));
    }

    private static bool ReferencesTestFramework(KnownTypes types) => TestFrameworks.Any(name => types.Assembly(name) is not null);

    private static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}

internal static class NamespaceExtensions
{
    /// <summary>Whether some top-level type of the namespace, or of one below it, satisfies the predicate.</summary>
    public static bool AnyType(this INamespaceSymbol ns, Func<INamedTypeSymbol, bool> predicate)
    {
        foreach (var member in ns.GetMembers())
        {
            if (member switch { INamespaceSymbol inner => inner.AnyType(predicate), INamedTypeSymbol type => predicate(type), _ => false })
            {
                return true;
            }
        }

        return false;
    }
}
