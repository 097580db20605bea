namespace SecondNode.Benchmarks.Code;

/// <summary>What is wrong in a module, if anything.</summary>
public enum Hazard
{
    None,
    StaticCache,
    InvalidatedMemoryCache,
    SingletonState,
    StaticSetting,
    Upload,
    LocalFile,
    StaleRead,
    StaleRedirect,
}

public static class Hazards
{
    /// <summary>One module of eight or so has a hazard: more than applications have, so that each rule has work to do.</summary>
    public static Hazard OfModule(int number) => (number % 66) switch
    {
        5 or 39 => Hazard.StaticCache,
        11 => Hazard.InvalidatedMemoryCache,
        17 => Hazard.SingletonState,
        20 => Hazard.StaticSetting,
        23 => Hazard.Upload,
        27 => Hazard.LocalFile,
        31 => Hazard.StaleRead,
        36 => Hazard.StaleRedirect,
        _ => Hazard.None,
    };

    /// <summary>The rule that must find it.</summary>
    public static string? Id(this Hazard hazard) => hazard switch
    {
        Hazard.StaticCache => "SN2001",
        Hazard.InvalidatedMemoryCache => "SN2004",
        Hazard.SingletonState => "SN2003",
        Hazard.StaticSetting => "SN2002",
        Hazard.Upload => "SN3001",
        Hazard.LocalFile => "SN3002",
        Hazard.StaleRead => "SN4001",
        Hazard.StaleRedirect => "SN4002",
        _ => null,
    };
}
