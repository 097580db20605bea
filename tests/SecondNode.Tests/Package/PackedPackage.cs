using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Package;

/// <summary>The tests that work with the packed package, one after the other: each keeps all cores busy by itself.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackedPackage>
{
    public const string Name = "packed package";
}

/// <summary>The package, packed once for all tests that need it, under a version that no cache has seen.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The version of this run.</summary>
    public string Version { get; } = $"0.0.1-test{DateTime.UtcNow:yyyyMMddHHmmss}";

    /// <summary>A folder that serves as package source.</summary>
    public string Source => folder["packages"];

    public string File => Path.Combine(Source, $"SecondNode.Analyzers.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Source);

        // Into folders of its own: the assemblies under bin are loaded by the tests themselves.
        (await Tool.DotnetAsync(
            Path.Combine(References.RepositoryRoot, "src", "SecondNode.Package"),
            "pack", "-c", "Release", $"-p:Version={Version}", $"-p:PackageOutputPath={Source}")).Succeeded();
    }

    /// <summary>A nuget.config that adds the source to the machine's own, and keeps the unpacked package out of the user's cache.</summary>
    public void WriteConfig(string target) => System.IO.File.WriteAllText(
        Path.Combine(target, "nuget.config"),
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <packageSources>
            <add key="local" value="{Source}" />
          </packageSources>
        </configuration>
        """);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        var cached = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages", "secondnode.analyzers", Version);
        if (Directory.Exists(cached))
        {
            Directory.Delete(cached, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
