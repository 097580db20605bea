using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts;

public class MetadataNameTests
{
    private const string Source = """
        namespace A.B { public class Plain { public class Inner<T> { } } public class Heir : Plain { } public interface IThing { } public class Thing : IThing { } public class Of<T> where T : Plain { } }
        public class Global { }
        """;

    [Theory]
    [InlineData("A.B.Plain", "A.B.Plain", true)]
    [InlineData("A.B.Plain", "B.Plain", false)]
    [InlineData("A.B.Plain", "X.A.B.Plain", false)]
    [InlineData("A.B.Plain", "A.B.Plai", false)]
    [InlineData("A.B.Plain", "A.BPlain", false)]
    [InlineData("A.B.Plain+Inner`1", "A.B.Plain+Inner`1", true)]
    [InlineData("A.B.Plain+Inner`1", "A.B.Plain.Inner`1", false)]
    [InlineData("A.B.Plain+Inner`1", "A.B.Plain+Inner", false)]
    [InlineData("A.B.Plain+Inner`1", "A.B.Plain+Inner`2", false)]
    [InlineData("Global", "Global", true)]
    [InlineData("Global", "A.Global", false)]
    [InlineData("A.B.Plain", "", false)]
    [InlineData("System.Collections.Generic.Dictionary`2", "System.Collections.Generic.Dictionary`2", true)]
    public void Name_IsComparedWhole(string type, string name, bool same) => Assert.Equal(same, MetadataName.Has(Type(type), name));

    [Theory]
    [InlineData("A.B.Heir", "A.B.Plain", true)]
    [InlineData("A.B.Plain", "A.B.Heir", false)]
    [InlineData("A.B.Thing", "A.B.IThing", true)]
    [InlineData("System.Collections.Generic.List`1", "System.Collections.Generic.IList`1", true)]
    [InlineData("System.Collections.Generic.List`1", "System.Collections.IList", true)]
    public void Inheritance_IsFollowed(string type, string name, bool inherits) => Assert.Equal(inherits, Type(type).IsOrInherits(name));

    [Fact]
    public void TypeParameter_HasItsConstraints() => Assert.True(Type("A.B.Of`1").TypeParameters[0].IsOrInherits("A.B.Plain"));

    [Theory]
    [InlineData("System.Collections.Generic.Dictionary`2", "Dictionary")]
    [InlineData("A.B+C", "C")]
    [InlineData("Global", "Global")]
    public void SimpleName_IsWhatCodeWrites(string name, string simple) => Assert.Equal(simple, MetadataName.SimpleNameOf(name));

    [Theory]
    [InlineData("A.B.Plain")]
    [InlineData("A.B.Plain+Inner`1")]
    [InlineData("Global")]
    [InlineData("System.Collections.Generic.Dictionary`2")]
    public void KnownType_IsResolvedByItsNamespaces(string name)
    {
        var compilation = Compilation();
        Assert.Equal(compilation.GetTypeByMetadataName(name), new KnownTypes(compilation).Get(name), SymbolEqualityComparer.Default);
    }

    [Theory]
    [InlineData("A.B.Missing")]
    [InlineData("Missing.Namespace.Type")]
    [InlineData("A.B.Plain+Missing")]
    [InlineData("")]
    public void MissingType_IsNull(string name) => Assert.Null(new KnownTypes(Compilation()).Get(name));

    private static INamedTypeSymbol Type(string name) => Compilation().GetTypeByMetadataName(name)!;

    private static Compilation Compilation() => Analysis.Compile([Source], Framework.WebWithPackages, OutputKind.DynamicallyLinkedLibrary);
}
