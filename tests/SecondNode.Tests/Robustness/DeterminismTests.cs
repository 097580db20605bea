using Microsoft.CodeAnalysis;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>The findings depend on the code alone.</summary>
public class DeterminismTests
{
    [Fact]
    public async Task Findings_AreTheSame_InAnyOrderOfFiles_AndWithOneThreadOrMany()
    {
        var compilation = Runs.Generated(17_000);
        var expected = Runs.Texts(await Runs.FindAsync(compilation, concurrent: false));
        Assert.True(expected.Length > 10, string.Join("\n", expected));
        var random = new Random(1);
        for (var i = 0; i < 4; i++)
        {
            var shuffled = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.OrderBy(_ => random.Next()).ToList());
            Assert.Equal(expected, Runs.Texts(await Runs.FindAsync(shuffled, concurrent: i % 2 == 0)));
        }
    }

    /// <summary>Whatever is asked first, in whatever order the documents are opened.</summary>
    [Fact]
    public async Task FindingsOfDocuments_AreThoseOfTheCompilation()
    {
        var compilation = Runs.Generated(5_000);
        var expected = Runs.Texts(await Runs.FindAsync(compilation));
        var random = new Random(2);
        var fresh = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees);
        var found = new List<Diagnostic>();
        foreach (var tree in fresh.SyntaxTrees.OrderBy(_ => random.Next()))
        {
            found.AddRange(await Runs.With(fresh).GetAnalyzerSemanticDiagnosticsAsync(fresh.GetSemanticModel(tree), null, TestContext.Current.CancellationToken));
        }

        Assert.Equal(expected, Runs.Texts(found));
    }

    [Fact]
    public async Task CyclicTypes_AreAnalyzed()
    {
        string[] cycles =
        [
            "class A : B { static Dictionary<int, A> k = new(); void M() => k[1] = this; } class B : C { } class C : A { }",
            "interface I : J { void M(); } interface J : I { } class X : I, J { static List<I> k = new(); public void M() => k.Add(this); }",
            "class G<T> : G<G<T>> { static Dictionary<int, G<T>> k = new(); void M() => k[1] = this; }",
            "class P<T> where T : P<T> { static Dictionary<int, T> k = new(); void M(T t) => k[1] = t; } class Q : P<Q> { }",
            "class N<T> { class Inner : N<Inner> { static Dictionary<int, Inner> k = new(); void M() => k[1] = this; } }",
            "class D1(D2 d) { Dictionary<int, D2> k = new(); public void M() => k[1] = d; } class D2(D1 d) { Dictionary<int, D1> k = new(); public void M() => k[1] = d; }",
            "struct S1 { S2 s; static S1 k; void M() => k = this; } struct S2 { S1 s; }",
            "class R { public R Next { get; set; } = new(); static R k = new(); void M() { k.Next.Next.Next = k; k = k.Next; } }",
            "record V(V Other) : W(Other); record W(V Other) { static Dictionary<V, W> k = new(); void M(V v) => k[v] = this; }",
            "class E { const string a = b + c; const string b = a; const string c = b; static string d = E2.e; void M() => File.WriteAllText(a + d, b); } class E2 { public static string e = e2(); static string e2() => e; }",
            "[Z] class ZAttribute : Attribute { [Z] static Dictionary<int, int> k = new(); [Z] void M([Z] int z) => k[z] = z; }",
            "partial class U { partial void M(); static Dictionary<int, U> k = new(); } partial class U { partial void M() => k[1] = new U(); } partial class U : U { }",
            "delegate H H(H h); class HH { static H h = x => h(h); static Dictionary<H, H> k = new(); void M(H a) => k[a] = h(a)(h); }",
        ];
        var start = "var builder = WebApplication.CreateBuilder(args); builder.Services.AddSingleton<D1>(); builder.Services.AddSingleton<D2>(); builder.Services.AddSession(); builder.Build().Run();\n";
        foreach (var cycle in cycles.Append(string.Join("\n", cycles)))
        {
            await Runs.FindAsync(Runs.Of(Framework.WebWithPackages, start + cycle)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await Runs.FindAsync(Runs.Of(Framework.SystemWeb, "using System; using System.IO; using System.Collections.Generic;\n" + cycle)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }
}
