using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.CodeFixes.Editing;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Editing;

public class RedisNamesTests
{
    [Fact]
    public void AmbiguousNames_AreTypesOfThePackage()
    {
        var compilation = CSharpCompilation.Create("c", references: References.Of(Framework.WebWithPackages));
        Assert.Empty(RedisNames.Ambiguous.Where(n => compilation.GetTypeByMetadataName("StackExchange.Redis." + n) is not { DeclaredAccessibility: Accessibility.Public } && compilation.GetTypeByMetadataName("StackExchange.Redis." + n + "`1") is null));
    }
}
