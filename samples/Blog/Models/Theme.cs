using System.Collections.Frozen;

namespace Blog.Models;

/// <summary>A stylesheet under wwwroot/css/themes.</summary>
public sealed record Theme(string Name, string Title, string Description)
{
    public const string Default = "daylight";

    public static readonly FrozenDictionary<string, Theme> All = new[]
    {
        new Theme("daylight", "Daylight", "White paper, dark ink, a calm blue."),
        new Theme("midnight", "Midnight", "For readers who read when others sleep."),
        new Theme("orchard", "Orchard", "Warm greens and a serif face."),
    }.ToFrozenDictionary(theme => theme.Name);
}
