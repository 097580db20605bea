using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Tests.Facts;

public class DeclaredTypesTests
{
    private const string Declarations = """
        class Store { public int Save() => 0; public static int Load() => 0; public int Count; public Store Next; public Store Clone() => this; public class Part { public int Save() => 1; } }
        class Heir : Store { int M() => Save(); }
        class Other { public int Save() => 0; public int Count; public Store Store; }
        """;

    [Theory]
    [InlineData("int M(Store s) => s.Save();", "Yes")]
    [InlineData("int M(Other s) => s.Save();", "No")]
    [InlineData("int M(Heir s) => s.Save();", "Yes")]
    [InlineData("int M(System.IO.Stream s) => s.Save();", "No")]
    [InlineData("int M<T>(T s) where T : Store => s.Save();", "Unclear")]
    [InlineData("int M(dynamic s) => s.Save();", "Unclear")]
    [InlineData("int M(object s) => ((Store)s).Save();", "Yes")]
    [InlineData("int M(object s) => (s as Other).Save();", "No")]
    [InlineData("Store s; int M() => this.s.Save();", "Yes")]
    [InlineData("Store S { get; } int M() => S?.Save() ?? 0;", "Yes")]
    [InlineData("Store Store { get; } int M() => Store.Save();", "Unclear")] // the property or its type
    [InlineData("int M(Other o) => o.Store.Next.Save();", "Yes")]
    [InlineData("int M(Store o) => o.Clone().Save();", "Yes")]
    [InlineData("int M() => new Store().Save();", "Yes")]
    [InlineData("int M() => new Other().Save();", "No")]
    [InlineData("int M() { var s = new Store(); return s.Save(); }", "Yes")]
    [InlineData("int M() { var s = Make(); return s.Save(); } Store Make() => null;", "Unclear")]
    [InlineData("int M() { Store.Part s = null; return s.Save(); }", "No")]
    [InlineData("int M(System.Collections.Generic.List<Store> all) { foreach (Store s in all) return s.Save(); return 0; }", "Yes")]
    [InlineData("int M(System.Collections.Generic.List<Store> all) { foreach (var s in all) return s.Save(); return 0; }", "Unclear")]
    [InlineData("int M(System.Collections.Generic.List<Store> all) => all.ConvertAll(s => s.Save())[0];", "Unclear")]
    [InlineData("int M(object o) => o is Store s ? s.Save() : 0;", "Unclear")]
    [InlineData("int M() => Save(); int Save() => 2;", "No")]
    [InlineData("int M(System.Func<int> Save) => Save();", "No")]
    [InlineData("int M() => \"text\".Save();", "No")]
    [InlineData("int M() => Unknown.Save();", "Unclear")]
    public void Receiver_TellsWhoseMemberItIs(string member, string expected) => Assert.Equal(expected, Judge("Save", "class User { " + member + " }"));

    [Theory]
    [InlineData("class User : Store { int M() => Save(); }", "Yes")]
    [InlineData("class User : Store { int M() => base.Save(); }", "Yes")]
    [InlineData("class User(Store s) { int M() => s.Save(); }", "Yes")]
    [InlineData("class User(Other s) { int M() => s.Save(); }", "No")]
    [InlineData("class User { class Inner { int M(Store s) => s.Save(); } }", "Yes")]
    public void Surroundings_TellWhoseMemberItIs(string source, string expected) => Assert.Equal(expected, Judge("Save", source));

    [Theory]
    [InlineData("int M() => Store.Load();", "Yes")]
    [InlineData("int M() => Other.Load();", "No")]
    [InlineData("int M(Store s) => s.Load();", "Unclear")]
    public void StaticMember_StandsBehindItsType(string member, string expected) => Assert.Equal(expected, Judge("Load", "class User { " + member + " }"));

    [Fact]
    public void NestedType_WithAnotherOneOfItsNameIsUnclear() =>
        Assert.Equal("Unclear", Judge("Save", "namespace N { class Store { } } class User { int M(Store s) => s.Save(); }"));

    private static string Judge(string name, string source)
    {
        var context = SymbolUsesTests.Context(Declarations, source);
        var tree = context.Compilation.SyntaxTrees.Single(t => t.ToString().Contains("class User"));
        var member = context.Compilation.GetTypeByMetadataName("Store")!.GetMembers(name).Single();
        return new DeclaredTypes(context).Names(context.FactsOf(tree).Names(name).Last(), member, context.Uses.ModelOf(tree)).ToString();
    }
}
