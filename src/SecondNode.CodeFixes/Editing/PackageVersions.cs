using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Which version of a package a fix adds. A table, because a fix cannot ask a package source.</summary>
internal static class PackageVersions
{
    /// <summary>The newest servicing release of each supported .NET, for packages that are released with it.</summary>
    private static readonly (int Major, string Version)[] WithDotNet = [(8, "8.0.31"), (9, "9.0.20"), (10, "10.0.12")];

    /// <summary>Packages that are released with .NET: their major version follows the target framework.</summary>
    private static readonly HashSet<string> FollowDotNet = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore",
        "Microsoft.AspNetCore.DataProtection.StackExchangeRedis",
        "Microsoft.AspNetCore.OutputCaching.StackExchangeRedis",
        "Microsoft.AspNetCore.SignalR.StackExchangeRedis",
        "Microsoft.Extensions.Caching.SqlServer",
        "Microsoft.Extensions.Caching.StackExchangeRedis",
    };

    /// <summary>Where the newest release of a package is not that of its .NET.</summary>
    private static readonly Dictionary<string, (int Major, string Version)> OwnServicing = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.AspNetCore.DataProtection.EntityFrameworkCore"] = (10, "10.0.14"),
        ["Microsoft.AspNetCore.DataProtection.StackExchangeRedis"] = (10, "10.0.14"),
        ["Microsoft.AspNetCore.OutputCaching.StackExchangeRedis"] = (10, "10.0.14"),
        ["Microsoft.AspNetCore.SignalR.StackExchangeRedis"] = (10, "10.0.15"),
    };

    /// <summary>Packages with their own numbers.</summary>
    private static readonly Dictionary<string, string> OwnVersion = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Azure.Storage.Blobs"] = "12.30.1",
        ["Microsoft.Azure.SignalR"] = "1.34.0",
        ["Microsoft.Extensions.Caching.Hybrid"] = "10.11.0",
        ["Microsoft.Web.RedisSessionStateProvider"] = "5.0.4",
    };

    /// <summary>Packages that are released together with another one, which the project already has, and have its version.</summary>
    private static readonly Dictionary<string, string> Siblings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.EntityFrameworkCore.SqlServer"] = "Microsoft.EntityFrameworkCore",
        ["Microsoft.EntityFrameworkCore.SqlServer"] = "Microsoft.EntityFrameworkCore",
        ["ZiggyCreatures.FusionCache.Backplane.StackExchangeRedis"] = "ZiggyCreatures.FusionCache",
    };

    private const string Npgsql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>Follows the major versions of Entity Framework Core, with numbers of its own.</summary>
    private static readonly (int Major, string Version)[] NpgsqlReleases = [(8, "8.0.11"), (9, "9.0.4"), (10, "10.0.3")];

    /// <summary>Every package the table knows.</summary>
    public static IEnumerable<string> Known => FollowDotNet.Concat(OwnVersion.Keys);

    /// <summary>The version of a package that is released together with one that the project references; null for others.</summary>
    public static string? OfSibling(string packageId, Compilation? compilation) =>
        packageId == Npgsql && compilation?.ReferencedAssemblyNames.FirstOrDefault(n => n.Name == "Microsoft.EntityFrameworkCore") is { } core
            ? NpgsqlReleases.Where(r => r.Major == core.Version.Major).Select(r => r.Version).FirstOrDefault() ?? core.Version.Major.ToString(CultureInfo.InvariantCulture) + ".0.0"
            : Siblings.TryGetValue(packageId, out var sibling) && compilation?.ReferencedAssemblyNames.FirstOrDefault(n => string.Equals(n.Name, sibling, StringComparison.OrdinalIgnoreCase)) is { } assembly
            ? assembly.Version.ToString(3)
            : null;

    /// <summary>The version for a project that targets these .NET versions; null for a package that the table does not know.</summary>
    /// <param name="packageId">The package.</param>
    /// <param name="major">The lowest major version of .NET that the project targets; 0 for .NET Framework and .NET Standard.</param>
    public static string? For(string packageId, int major)
    {
        if (OwnVersion.TryGetValue(packageId, out var own))
        {
            return own;
        }

        if (!FollowDotNet.Contains(packageId))
        {
            return null;
        }

        if (OwnServicing.TryGetValue(packageId, out var servicing) && servicing.Major == major)
        {
            return servicing.Version;
        }

        foreach (var (release, version) in WithDotNet)
        {
            if (release == major)
            {
                return version;
            }
        }

        // Every release began with .0.0, so that it exists for a framework that this table does not know, older or newer.
        // .NET Framework and .NET Standard take the oldest supported one, which still has assemblies for them.
        return major == 0 ? WithDotNet[0].Version : major == 3 ? "3.1.0" : major.ToString(CultureInfo.InvariantCulture) + ".0.0";
    }

    /// <summary>The lowest .NET of a list of target frameworks (<c>net8.0;net10.0-windows</c>), or null where none can be read.</summary>
    public static int? Major(string frameworks)
    {
        int? lowest = null;
        foreach (var framework in frameworks.Split(';'))
        {
            var match = Regex.Match(framework.Trim(), @"^net(?:coreapp|standard)?(\d+)(\.\d+)?", RegexOptions.IgnoreCase);
            if (match.Success)
            {
                var modern = match.Groups[2].Success && framework.IndexOf("standard", StringComparison.OrdinalIgnoreCase) < 0;
                var major = modern && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
                lowest = Math.Min(lowest ?? int.MaxValue, major);
            }
        }

        return lowest;
    }

    /// <summary>The .NET that a compilation references, for a project whose file leaves it to a property.</summary>
    public static int Major(Compilation? compilation)
    {
        var runtime = compilation?.ReferencedAssemblyNames.FirstOrDefault(n => n.Name == "System.Runtime")?.Version.Major;
        return runtime is >= 5 ? runtime.Value : WithDotNet[0].Major;
    }
}
