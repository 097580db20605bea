using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace SecondNode.Tests.Testing;

/// <summary>Which real reference assemblies a test compiles against.</summary>
public enum Framework
{
    /// <summary>.NET and ASP.NET Core, without any package.</summary>
    Web,

    /// <summary>As Web, with EF Core, Dapper, Redis, Npgsql, object stores: everything the catalogue names.</summary>
    WebWithPackages,

    /// <summary>.NET alone.</summary>
    Console,

    /// <summary>.NET Framework 4.8 with System.Web and MVC 5.</summary>
    SystemWeb,
}

/// <summary>The reference assemblies that tests/References resolved at build time.</summary>
public static class References
{
    public static readonly string RepositoryRoot = typeof(References).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    private static readonly Lazy<(string Source, MetadataReference Reference)[]> Core = new(() => Load("net10.0"));
    private static readonly Lazy<(string Source, MetadataReference Reference)[]> Classic = new(() => Load("net48"));

    public static ImmutableArray<MetadataReference> Of(Framework framework) =>
        framework switch
        {
            Framework.Console => Pick(Core.Value, source => source == "Microsoft.NETCore.App.Ref"),
            Framework.Web => Pick(Core.Value, source => source is "Microsoft.NETCore.App.Ref" or "Microsoft.AspNetCore.App.Ref"),
            Framework.SystemWeb => Pick(Classic.Value, _ => true),
            _ => Pick(Core.Value, _ => true),
        };

    /// <summary>The framework plus the packages whose id begins with one of the names.</summary>
    public static ImmutableArray<MetadataReference> Of(Framework framework, params string[] packages) =>
        Of(framework).AddRange(Pick(Core.Value, source => packages.Any(p => source.StartsWith(p, StringComparison.OrdinalIgnoreCase))));

    private static ImmutableArray<MetadataReference> Pick((string Source, MetadataReference Reference)[] all, Func<string, bool> predicate) =>
        [.. all.Where(r => predicate(r.Source)).Select(r => r.Reference)];

    private static (string, MetadataReference)[] Load(string framework) =>
        File.ReadAllLines(Path.Combine(RepositoryRoot, "tests", "References", "bin", framework + ".txt"))
            .Select(line => line.Split('|'))
            .Select(parts => (parts[0], (MetadataReference)MetadataReference.CreateFromFile(parts[1])))
            .ToArray();
}
