using System.Xml.Linq;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>Where a classic site keeps its sessions.</summary>
internal enum SessionPlace
{
    /// <summary>In the memory of one node, or in a state server that runs on it.</summary>
    Node,

    /// <summary>In a store that all nodes share.</summary>
    Shared,

    /// <summary>There is no session.</summary>
    None,

    /// <summary>The configuration does not tell.</summary>
    Unknown,
}

/// <summary>The verdict on a <c>sessionState</c> section.</summary>
/// <param name="Place">Where sessions are kept.</param>
/// <param name="Because">What the configuration says, as the end of a sentence.</param>
/// <param name="OwnSerializer">Whether the store writes values in a format of its own, for which <c>[Serializable]</c> means nothing.</param>
internal sealed record SessionStore(SessionPlace Place, string Because, bool OwnSerializer = false)
{
    private static readonly SessionStore Unknown = new(SessionPlace.Unknown, "");

    /// <summary>Judges a section as the framework reads it; null is an absent one, which means memory.</summary>
    public static SessionStore Of(XElement? section)
    {
        if (section is null)
        {
            return new(SessionPlace.Node, "web.config has no sessionState, which means InProc");
        }

        if (WebConfigFile.Value(section, "configSource") is not null || WebConfigFile.Value(section, "configBuilders") is not null || WebConfigFile.Value(section, "configProtectionProvider") is not null)
        {
            return Unknown;
        }

        return WebConfigFile.Value(section, "mode")?.ToLowerInvariant() switch
        {
            null => new(SessionPlace.Node, "sessionState in web.config has no mode, which means InProc"),
            "inproc" => new(SessionPlace.Node, "web.config says sessionState mode=\"InProc\""),
            "off" => new(SessionPlace.None, ""),
            "sqlserver" => new(SessionPlace.Shared, ""),
            "stateserver" => StateServer(WebConfigFile.Value(section, "stateConnectionString")),
            "custom" => Custom(section),
            _ => Unknown,
        };
    }

    private static SessionStore StateServer(string? connection)
    {
        // The framework's default is the state server of this machine.
        var host = connection is null ? "127.0.0.1" : HostOf(connection);
        return host.Length > 0 && IsThisMachine(host)
            ? new(SessionPlace.Node, "the state server of web.config is '" + host + "', which is another one on each node")
            : new(SessionPlace.Shared, "");
    }

    private static SessionStore Custom(XElement section)
    {
        var name = WebConfigFile.Value(section, "customProvider");
        var provider = section.Elements().Where(e => WebConfigFile.Is(e, "providers")).Elements()
            .LastOrDefault(e => WebConfigFile.Is(e, "add") && string.Equals(WebConfigFile.Value(e, "name"), name, StringComparison.OrdinalIgnoreCase));
        var type = provider is null ? "" : WebConfigFile.Value(provider, "type") ?? "";
        if (type.IndexOf("InProc", StringComparison.OrdinalIgnoreCase) >= 0 || type.IndexOf("InMemory", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return new(SessionPlace.Node, "the session provider of web.config is '" + type.Split(',')[0].Trim() + "'");
        }

        // Of the providers of others only Redis' is known to use the framework's serializer.
        var framework = type.StartsWith("Microsoft.Web.Redis.", StringComparison.OrdinalIgnoreCase) && provider is not null && WebConfigFile.Value(provider, "redisSerializerType") is null;
        return new(SessionPlace.Shared, "", OwnSerializer: !framework);
    }

    /// <summary>The host of <c>tcpip=host:port</c>.</summary>
    private static string HostOf(string connection)
    {
        var address = connection.Substring(connection.IndexOf('=') + 1).Trim();
        var end = address.StartsWith("[", StringComparison.Ordinal) ? address.IndexOf(']') + 1 : address.LastIndexOf(':');
        return (end > 0 ? address.Substring(0, end) : address).Trim('[', ']', ' ');
    }

    private static bool IsThisMachine(string host) =>
        host.StartsWith("127.", StringComparison.Ordinal) || host.ToLowerInvariant() is "localhost" or "loopback" or "::1" or "." or "(local)";
}
