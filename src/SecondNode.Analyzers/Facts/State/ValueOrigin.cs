namespace SecondNode.Analyzers.Facts.State;

/// <summary>Where a value comes from. A value made of several has several origins; none means constants and fresh objects.</summary>
[Flags]
internal enum ValueOrigin
{
    /// <summary>Constants, literals, fresh empty objects.</summary>
    None = 0,

    /// <summary>The code itself: types, members, delegates, expressions.</summary>
    Code = 1,

    /// <summary>A parameter, of which no caller tells more; in a factory, the key.</summary>
    Input = 2,

    /// <summary>The request: its context, user, form, or the parameters of an action.</summary>
    Request = 4,

    /// <summary>A database or another store that all nodes share.</summary>
    Database = 8,

    /// <summary>Another system, over the network, or something that has to be awaited.</summary>
    Remote = 16,

    /// <summary>A file.</summary>
    File = 32,

    /// <summary>The clock, random numbers, the machine.</summary>
    Environment = 64,

    /// <summary>Configuration: the same on every node.</summary>
    Configuration = 128,

    /// <summary>A service of the application, or the container.</summary>
    Service = 256,

    /// <summary>Fields of the object, of which nothing more is known.</summary>
    Instance = 512,

    /// <summary>Too far away to follow.</summary>
    Unknown = 1024,
}

internal static class ValueOriginExtensions
{
    /// <summary>What other nodes, other requests or other systems change: a private copy of it goes stale or is missing elsewhere.</summary>
    public const ValueOrigin Data = ValueOrigin.Request | ValueOrigin.Database | ValueOrigin.Remote;

    /// <summary>Whether some of it is data.</summary>
    public static bool IsData(this ValueOrigin origin) => (origin & Data) != ValueOrigin.None;
}
