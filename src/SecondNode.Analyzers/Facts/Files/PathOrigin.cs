using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>Whose disk a path is on, by its beginning.</summary>
internal enum PathRoot
{
    /// <summary>Nothing in the code says.</summary>
    Unknown,

    /// <summary>The node's own disk.</summary>
    NodeDisk,

    /// <summary>The node's temporary directory.</summary>
    Temp,

    /// <summary>Chosen by the owner, who can point it to a directory that all nodes mount.</summary>
    Configured,

    /// <summary>A network share.</summary>
    Shared,
}

/// <summary>Which of the node's directories a path begins in.</summary>
internal enum NodeDirectory
{
    None,

    /// <summary>What the web server hands out.</summary>
    WebRoot,

    /// <summary>Where the application is deployed, or its working directory.</summary>
    ContentRoot,

    /// <summary>A relative path: below the working directory.</summary>
    Relative,

    /// <summary>A fixed absolute path, or a directory of the user or machine.</summary>
    Machine,
}

/// <summary>Where a path comes from.</summary>
internal sealed record PathOrigin
{
    public static readonly PathOrigin Unknown = new();

    public PathRoot Root { get; init; }

    /// <summary>The directory, where <see cref="Root"/> is the node's disk.</summary>
    public NodeDirectory Directory { get; init; }

    /// <summary>What the path begins with, as a reader knows it: <c>WebRootPath</c>, <c>Server.MapPath</c>, <c>'uploads'</c>.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>The expression that the path begins with; of a place that the code does not show, the innermost member or parameter that holds it.</summary>
    public IOperation? Beginning { get; init; }

    /// <summary>The constant pieces of the path, in order, as far as they are written.</summary>
    public ImmutableArray<string> Literals { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>The configuration keys and settings that have a say in the path, by name.</summary>
    public ImmutableArray<string> Keys { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>Whether configuration has a say in the path, so that the node's disk is only what it is by default.</summary>
    public bool Configurable { get; init; }

    /// <summary>Whether a piece of the path differs each time: a new GUID, the time, a random name.</summary>
    public bool Varies { get; init; }

    /// <summary>The constant pieces as one relative path with forward slashes: <c>wwwroot/uploads/</c>.</summary>
    public string Text
    {
        get
        {
            var prefix = Directory == NodeDirectory.WebRoot ? "wwwroot/" : "";
            return (prefix + string.Join("/", Literals.Select(l => l.Replace('\\', '/')))).Replace("~/", "").Replace("//", "/");
        }
    }

    /// <summary>What is known when a value may come from either place: one flow on the node's disk is enough, unless the owner chooses.</summary>
    public PathOrigin Or(PathOrigin other)
    {
        var stronger = Rank(other) > Rank(this) ? other : this;
        var configurable = Configurable || other.Configurable || Root == PathRoot.Configured || other.Root == PathRoot.Configured;
        return stronger with { Configurable = configurable, Varies = Varies || other.Varies };
    }

    private static int Rank(PathOrigin origin) =>
        origin.Root switch
        {
            PathRoot.NodeDisk => 4,
            PathRoot.Configured => 3,
            PathRoot.Unknown => 2,
            PathRoot.Temp => 1,
            _ => 0,
        };
}
