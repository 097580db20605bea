using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Tests.Scope;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts;

public class TreeFactsTests
{
    [Theory]
    [InlineData("services.AddSingleton<ICache, RedisCache>();", "AddSingleton", "ICache,RedisCache")]
    [InlineData("services.AddSingleton(typeof(ICache), typeof(Caching.RedisCache));", "AddSingleton", "ICache,RedisCache")]
    [InlineData("services.AddSingleton<My.Own.Deep.ICache, global::My.Own.Deep.RedisCache<int>>();", "AddSingleton", "ICache,RedisCache")]
    [InlineData("services.TryAddSingleton<ICache>(sp => new RedisCache(sp));", "TryAddSingleton", "ICache,RedisCache")]
    [InlineData("services.AddSingleton(new RedisCache());", "AddSingleton", "RedisCache")]
    [InlineData("services?.AddSingleton<ICache<int>, RedisCache<string>>();", "AddSingleton", "ICache,RedisCache")]
    [InlineData("AddAll();", "AddAll", "")]
    [InlineData("ServiceDescriptor.Scoped<ICache, RedisCache>();", "Scoped", "ICache,RedisCache")]
    [InlineData("services.AddSingleton<ICache>(sp => { var x = 1; return new RedisCache(x); });", "AddSingleton", "ICache,RedisCache")]
    [InlineData("services.Add(new ServiceDescriptor(typeof(ICache), typeof(RedisCache), ServiceLifetime.Singleton));", "ServiceDescriptor", "ICache,RedisCache")]
    [InlineData("builder.RegisterType<RedisCache>().As<ICache>();", "As", "ICache")]
    [InlineData("services.AddSession(options => { });", "AddSession", "")]
    public void Call_MentionsItsTypes(string statement, string name, string types)
    {
        var call = Facts("class C { void M() { " + statement + " } }").CallsNamed(n => n == name).First();
        Assert.Equal(types, string.Join(",", call.Types));
    }

    [Fact]
    public void CallsThatCannotRegister_AreNotKept() => Assert.Empty(Facts("class C { void M() { Foo(); x.Bar(1); Baz(y => 2); } }").Calls);

    [Fact]
    public void Mentions_SeesNamesButNotText()
    {
        var facts = Facts("class C { /* Hidden */ string s = \"Quoted\"; Used u; Gen<Arg> g; int M() => this.Member; }");
        Assert.All(["Used", "Gen", "Arg", "Member"], name => Assert.True(facts.Mentions(name), name));
        Assert.All(["Hidden", "Quoted", "C"], name => Assert.False(facts.Mentions(name), name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("class C { void M() { services.AddSingleton<,>( typeof(), new }")]
    [InlineData("<<<")]
    public void BrokenCode_IsRead(string source) => Assert.NotNull(Facts(source));

    private static TreeFacts Facts(string source) => TreeFacts.Of(CSharpSyntaxTree.ParseText(source));
}

public class SymbolUsesTests
{
    [Fact]
    public void Uses_AreFoundInEveryFileAndWritingStyle()
    {
        var context = Context(
            "class C { internal static int Count; void M() { Count++; C.Count = 2; this.N(Count); } void N(int Count) => _ = Count; }",
            "using static C; using Alias = C; class D { int P => Count + Alias.Count; class Count { } }",
            "class E { int Count; void M() => Count = 1; }");
        Assert.Equal(4, context.Uses.Of(Member(context, "C", "Count")).Length);
    }

    [Fact]
    public void Uses_OfGenericAndReducedMembersAreFound()
    {
        var context = Context(
            "class G<T> { public static T? Item; } static class X { public static void Ext(this string s) { } }",
            "class U { void M() { _ = G<int>.Item; G<string>.Item = null; \"a\".Ext(); X.Ext(\"b\"); } }");
        Assert.Equal(2, context.Uses.Of(Member(context, "G`1", "Item")).Length);
        Assert.Equal(2, context.Uses.Of(Member(context, "X", "Ext")).Length);
    }

    [Fact]
    public void Uses_OfPrivateMembersAreFoundInAllParts()
    {
        var context = Context("partial class C { private static int n; }", "partial class C { void M() => n++; }");
        Assert.Single(context.Uses.Of(Member(context, "C", "n")));
    }

    internal static RuleContext Context(params string[] sources)
    {
        var compilation = Analysis.Compile(sources, Framework.WebWithPackages, OutputKind.DynamicallyLinkedLibrary);
        return new RuleContext(compilation, new AnalyzerOptions([], new MemoryOptions([])));
    }

    private static ISymbol Member(RuleContext context, string type, string member) => context.Compilation.GetTypeByMetadataName(type)!.GetMembers(member).Single();
}
