using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Catalogue;

/// <summary>The catalogue is other people's names: each is resolved against the real assemblies.</summary>
public class CatalogueTests
{
    [Fact]
    public void EveryNameResolves()
    {
        Compilation[] compilations = [Analysis.Compile([]), Analysis.Compile([], Framework.SystemWeb)];
        var missing = AllApis.Rows.Where(row => row.Verified && !compilations.Any(c => Resolves(c, row))).Select(row => row.Type + "." + row.Member);
        Assert.Empty(missing);
    }

    [Fact]
    public void NoRowIsWrittenTwice() =>
        Assert.Empty(AllApis.Rows.GroupBy(r => r).Where(g => g.Count() > 1).Select(g => g.Key.Type + "." + g.Key.Member));

    private static bool Resolves(Compilation compilation, IApiRow row) =>
        compilation.GetTypesByMetadataName(row.Type).Any(type => row.Member == "this[]"
            ? type.GetMembers().OfType<IPropertySymbol>().Any(p => p.IsIndexer)
            : !type.GetMembers(row.Member).IsEmpty);
}
