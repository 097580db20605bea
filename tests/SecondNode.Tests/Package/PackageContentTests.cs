using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Package;

/// <summary>The package holds what it should, and nothing else.</summary>
[Collection(PackageCollection.Name)]
public class PackageContentTests(PackedPackage package)
{
    [Fact]
    public void Entries_ArePinned()
    {
        using var archive = ZipFile.OpenRead(package.File);
        var entries = archive.Entries.Select(e => e.FullName)
            .Where(n => !n.StartsWith("_rels/", StringComparison.Ordinal) && !n.StartsWith("package/", StringComparison.Ordinal) && n != "[Content_Types].xml")
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "LICENSE",
                "README.md",
                "SecondNode.Analyzers.nuspec",
                "analyzers/dotnet/cs/SecondNode.Analyzers.dll",
                "analyzers/dotnet/cs/SecondNode.CodeFixes.dll",
                "build/SecondNode.Analyzers.props",
                "build/SecondNode.Analyzers.targets",
                "buildTransitive/SecondNode.Analyzers.props",
                "buildTransitive/SecondNode.Analyzers.targets",
                "configuration/SecondNode.Core.globalconfig",
                "configuration/SecondNode.Strict.globalconfig",
            ],
            entries);
    }

    [Fact]
    public void Package_IsADevelopmentDependencyWithoutDependencies()
    {
        using var archive = ZipFile.OpenRead(package.File);
        using var nuspec = archive.GetEntry("SecondNode.Analyzers.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        var ns = metadata.Name.Namespace;
        Assert.Equal("true", metadata.Element(ns + "developmentDependency")?.Value);
        Assert.Empty(metadata.Descendants(ns + "dependency"));
        Assert.Equal("README.md", metadata.Element(ns + "readme")?.Value);
    }

    /// <summary>Loaded by every host from SDK 8 and Visual Studio 2022 17.8 on: nothing newer is referenced, and nothing that no host has.</summary>
    [Theory]
    [InlineData("SecondNode.Analyzers")]
    [InlineData("SecondNode.CodeFixes")]
    public void Assemblies_ReferenceOnlyRoslyn48AndTheStandardLibrary(string name)
    {
        using var archive = ZipFile.OpenRead(package.File);
        using var entry = archive.GetEntry($"analyzers/dotnet/cs/{name}.dll")!.Open();
        using var copy = new MemoryStream();
        entry.CopyTo(copy);
        copy.Position = 0;
        using var image = new PEReader(copy);
        var metadata = image.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(h => metadata.GetAssemblyReference(h)).Select(r => (Name: metadata.GetString(r.Name), r.Version)).ToList();
        string[] allowed =
        [
            "netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "Microsoft.CodeAnalysis.Workspaces",
            "Microsoft.CodeAnalysis.CSharp.Workspaces", "System.Collections.Immutable", "System.Composition.AttributedModel",
            "System.Buffers", "System.Memory", "System.Threading.Tasks.Extensions", "System.Runtime.CompilerServices.Unsafe", "SecondNode.Analyzers",
        ];
        Assert.Empty(references.Select(r => r.Name).Except(allowed));
        Assert.All(references.Where(r => r.Name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)), r => Assert.Equal(new Version(4, 8, 0, 0), r.Version));
    }

    /// <summary>A debugger finds the sources of the commit, and nobody finds out where they were built.</summary>
    [Theory]
    [InlineData("SecondNode.Analyzers")]
    [InlineData("SecondNode.CodeFixes")]
    public void Symbols_AreEmbeddedAndNameTheSourcesOfTheCommit(string name)
    {
        using var archive = ZipFile.OpenRead(package.File);
        using var entry = archive.GetEntry($"analyzers/dotnet/cs/{name}.dll")!.Open();
        using var copy = new MemoryStream();
        entry.CopyTo(copy);
        copy.Position = 0;
        using var image = new PEReader(copy);
        using var provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(image.ReadDebugDirectory().Single(d => d.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        var symbols = provider.GetMetadataReader();
        Assert.All(symbols.Documents, d => Assert.StartsWith("/_/", symbols.GetString(symbols.GetDocument(d).Name)));
        if (Path.Exists(Path.Combine(References.RepositoryRoot, ".git")))
        {
            var sourceLink = symbols.GetCustomDebugInformation(EntityHandle.ModuleDefinition).Select(symbols.GetCustomDebugInformation)
                .Single(i => symbols.GetGuid(i.Kind) == new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A"));
            Assert.Matches("^\\{\"documents\":\\{\"/_/\\*\":\"https://[^\"]+/[0-9a-f]{40}/\\*\"\\}\\}\\s*$", System.Text.Encoding.UTF8.GetString(symbols.GetBlobBytes(sourceLink.Value)));
        }

        Assert.DoesNotContain(References.RepositoryRoot, System.Text.Encoding.Latin1.GetString(copy.ToArray()));
    }
}
