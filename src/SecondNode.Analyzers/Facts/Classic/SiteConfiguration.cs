using System.Collections.Immutable;
using System.Threading;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>
/// What the <c>web.config</c> of a classic ASP.NET site says, with the defaults of what it does not say and with the
/// transforms that change it when it is published. Only a file that the compiler was handed says anything: without one
/// there is no <see cref="SiteConfiguration"/>, and the rules that ask for it are silent.
/// </summary>
internal sealed class SiteConfiguration
{
    private static readonly string[] WholeSite = ["sessionState", "machineKey", "authentication", "membership", "customErrors"];

    private readonly WebConfigFile file;
    private readonly ImmutableArray<WebConfigFile> transforms;
    private readonly ImmutableArray<AdditionalText> texts;

    private SiteConfiguration(WebConfigFile file, ImmutableArray<WebConfigFile> transforms, ImmutableArray<AdditionalText> texts)
    {
        this.file = file;
        this.transforms = transforms;
        this.texts = texts;
        Session = JudgeSession();
        MachineKey = JudgeMachineKey();
        HasOutputCacheProvider = JudgeOutputCache();
    }

    /// <summary>The path of the site's <c>web.config</c>.</summary>
    public string Path => file.Path;

    /// <summary>Where sessions are kept, once the site is published.</summary>
    public SessionStore Session { get; }

    /// <summary>Whose keys protect cookies and forms, once the site is published.</summary>
    public MachineKey MachineKey { get; }

    /// <summary>Whether cached pages are kept by another provider than the framework's own, which has the memory of the node, as the file stands or as a transform makes it.</summary>
    public bool HasOutputCacheProvider { get; }

    /// <summary>
    /// Whether the file says what only that of a whole site can say. A module or an area of another site has a
    /// <c>web.config</c> as well, for its views and for the editor, and its silence about session means nothing.
    /// </summary>
    public bool IsOfAWholeSite => WholeSite.Any(section => !file.SystemWeb(section).IsEmpty);

    /// <summary>Reads the site's configuration: the <c>web.config</c> in the project's folder, or the one nearest to the root.</summary>
    public static SiteConfiguration? Of(ImmutableArray<AdditionalText> texts, string projectFolder, CancellationToken cancellation)
    {
        var files = texts.Select(t => WebConfigFile.Of(t, cancellation)).OfType<WebConfigFile>().ToImmutableArray();
        var folder = projectFolder.Replace('\\', '/').TrimEnd('/') + "/";
        var site = files
            .Where(f => !f.IsTransform)
            .OrderBy(f => string.Equals(f.Folder, folder, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .ThenBy(f => f.Folder.Count(c => c == '/'))
            .ThenBy(f => f.Path, StringComparer.Ordinal)
            .FirstOrDefault();
        return site is null ? null : new SiteConfiguration(site, files.Where(f => f.IsTransform && f.Folder == site.Folder).ToImmutableArray(), texts);
    }

    private SessionStore JudgeSession()
    {
        var verdicts = Variants("sessionState").Select(SessionStore.Of).ToList();
        var plain = verdicts[0];
        if (plain.Place == SessionPlace.Node && plain.Because.StartsWith("web.config has no", StringComparison.Ordinal) && ReplacesSessionModule)
        {
            return new(SessionPlace.Unknown, "");
        }

        return verdicts.FirstOrDefault(v => v.Place != SessionPlace.Node) ?? plain;
    }

    private MachineKey JudgeMachineKey()
    {
        var verdicts = Variants("machineKey").Select(MachineKey.Of).ToList();
        return verdicts.FirstOrDefault(v => !v.IsGenerated) ?? verdicts[0];
    }

    private bool JudgeOutputCache() =>
        Variants("caching").OfType<XElement>().SelectMany(caching => caching.Elements().Where(e => WebConfigFile.Is(e, "outputCache")))
            .Any(cache => WebConfigFile.Value(Resolved(cache)!, "defaultProvider") is { Length: > 0 } provider && provider != "AspNetInternalProvider");

    /// <summary>Another module in the place of the framework's may keep sessions wherever it likes.</summary>
    private bool ReplacesSessionModule =>
        file.Sections("system.webServer", "modules").Concat(file.SystemWeb("httpModules"))
            .Any(e => e.Elements().Any(m => WebConfigFile.Is(m, "remove") && string.Equals(WebConfigFile.Value(m, "name"), "Session", StringComparison.OrdinalIgnoreCase)));

    /// <summary>The section as it stands, and as each transform makes it; null for an absent one.</summary>
    private IEnumerable<XElement?> Variants(string section)
    {
        var plain = Resolved(file.SystemWeb(section).LastOrDefault());
        yield return plain;
        foreach (var transform in transforms)
        {
            foreach (var changed in transform.SystemWeb(section))
            {
                switch (WebConfigFile.TransformOf(changed))
                {
                    case "remove" or "removeall" or "removeattributes":
                        break;
                    case "setattributes" when plain is not null:
                        yield return Resolved(Merge(plain, changed));
                        break;
                    default:
                        yield return Resolved(changed);
                        break;
                }
            }
        }
    }

    private static XElement Merge(XElement plain, XElement changed)
    {
        var merged = new XElement(plain);
        foreach (var attribute in changed.Attributes().Where(a => a.Name.NamespaceName.Length == 0))
        {
            merged.SetAttributeValue(attribute.Name, attribute.Value);
        }

        return merged;
    }

    /// <summary>The content of the file that <c>configSource</c> names, where the compiler was handed it.</summary>
    private XElement? Resolved(XElement? section)
    {
        if (section is null || WebConfigFile.Value(section, "configSource") is not { Length: > 0 } source)
        {
            return section;
        }

        var path = file.Folder + source.Replace('\\', '/');
        return texts.FirstOrDefault(t => string.Equals(t.Path.Replace('\\', '/'), path, StringComparison.OrdinalIgnoreCase)) is { } text &&
            WebConfigFile.Parse(text, CancellationToken.None) is { } root && root.Name.LocalName == section.Name.LocalName ? root : section;
    }
}
