using System.Collections.Immutable;
using System.Threading;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>A <c>web.config</c>, or one of its transforms (<c>Web.Release.config</c>), as XML. Names are compared without namespaces.</summary>
internal sealed class WebConfigFile
{
    private const string Transforms = "http://schemas.microsoft.com/XML-Document-Transform";

    private readonly XElement root;

    private WebConfigFile(string path, XElement root)
    {
        Path = path;
        this.root = root;
    }

    public string Path { get; }

    /// <summary>The folder, with a slash at its end; empty where the path has none.</summary>
    public string Folder => Path.Substring(0, Path.Length - NameOf(Path).Length).Replace('\\', '/');

    /// <summary>Whether the file changes another one when the site is published.</summary>
    public bool IsTransform => !string.Equals(NameOf(Path), "web.config", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file; null where it is none of these, or is not well-formed.</summary>
    public static WebConfigFile? Of(AdditionalText text, CancellationToken cancellation) =>
        IsWebConfig(text.Path) && Parse(text, cancellation) is { } root && root.Name.LocalName == "configuration" ? new WebConfigFile(text.Path, root) : null;

    /// <summary>The root element of a configuration file of any name; null where it is not well-formed.</summary>
    public static XElement? Parse(AdditionalText text, CancellationToken cancellation)
    {
        if (text.GetText(cancellation)?.ToString() is not { Length: > 0 } content)
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(new System.IO.StringReader(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>
    /// The sections of that name below <c>system.web</c> that hold for the whole site: at the top, or in a
    /// <c>location</c> without a path. Sections of one folder (<c>location path="admin"</c>) say nothing of the others.
    /// </summary>
    public ImmutableArray<XElement> SystemWeb(string section) => Sections("system.web", section);

    /// <summary>As <see cref="SystemWeb"/>, below another group.</summary>
    public ImmutableArray<XElement> Sections(string group, string section) =>
        Scopes()
            .SelectMany(scope => scope.Elements().Where(e => Is(e, group)))
            .SelectMany(g => g.Elements().Where(e => Is(e, section)))
            .ToImmutableArray();

    /// <summary>What the transform does to an element, in lower case and without its arguments (<c>setattributes</c>); empty where it says nothing.</summary>
    public static string TransformOf(XElement element)
    {
        var text = element.Attributes().FirstOrDefault(a => a.Name.LocalName == "Transform" && a.Name.NamespaceName == Transforms)?.Value ?? "";
        var open = text.IndexOf('(');
        return (open < 0 ? text : text.Substring(0, open)).Trim().ToLowerInvariant();
    }

    /// <summary>The value of an attribute, or null.</summary>
    public static string? Value(XElement element, string attribute) =>
        element.Attributes().FirstOrDefault(a => string.Equals(a.Name.LocalName, attribute, StringComparison.OrdinalIgnoreCase) && a.Name.NamespaceName.Length == 0)?.Value.Trim();

    public static bool Is(XElement element, string name) => string.Equals(element.Name.LocalName, name, StringComparison.OrdinalIgnoreCase);

    public static string NameOf(string path)
    {
        var slash = path.LastIndexOfAny(['/', '\\']);
        return slash < 0 ? path : path.Substring(slash + 1);
    }

    private static bool IsWebConfig(string path)
    {
        var name = NameOf(path);
        return name.EndsWith(".config", StringComparison.OrdinalIgnoreCase) && name.StartsWith("web.", StringComparison.OrdinalIgnoreCase);
    }

    private IEnumerable<XElement> Scopes() =>
        new[] { root }.Concat(root.Elements().Where(e => Is(e, "location") && (Value(e, "path") ?? "") is "" or "." or "/"));
}
