using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Robustness;

/// <summary>No exception, no hang and no made-up order on anything an editor can show a rule.</summary>
public class BadInputTests
{
    private static IEnumerable<Sample> Samples =>
        from rule in ShippedRules.Descriptors
        let page = RulePage.Of(rule.Id)
        from part in new[] { "Bad", "Good" }
        from code in page.Code(part)
        select new Sample(code, page.Framework, page.Files(part));

    public static TheoryData<string, string> Broken => new()
    {
        { "empty", "" },
        { "comment only", "// nothing" },
        { "half a field", "class C { static System.Collections.Generic.Dictionary<string," },
        { "cyclic inheritance", "class A : B { static System.Collections.Generic.List<int> x = new(); void M() { x.Add(1); } } class B : A { } interface I : J { } interface J : I { }" },
        { "unknown types", "class C : Missing<Gone> { static Missing<Gone> f = new(); void M(IFormFile file, Nope n) { f.Add(n); n.CopyTo(new FileStream(n.Path, FileMode.Create)); } }" },
        { "duplicate types", "class D { static List<int> a = new(); void M() => a.Add(1); } class D { static List<int> a = new(); void M() => a.Add(2); }" },
        { "duplicate framework type", "namespace Microsoft.Extensions.Caching.Distributed { public interface IDistributedCache { } } namespace System.Collections.Generic { public class Dictionary<K, V> { public V this[K k] { get => default!; set { } } } } class E { static Dictionary<int, int> d = new(); void M() { d[1] = 2; } }" },
        { "statements in a class", "class C { builder.Services.AddSession(); x = 1; if (true) { static Dictionary<int,int> d = new(); d[1] = 2; } }" },
        { "unclosed", "var builder = WebApplication.CreateBuilder(args); builder.Services.AddSession(o => { builder.Services.AddDistributedMemoryCache(" },
        { "recursion", "class R { static string P(string s) => s.Length > 0 ? P(s) : Q(s); static string Q(string s) => P(s); static Dictionary<string,string> d = new(); void M() { File.WriteAllText(P(\"x\"), \"\"); d[P(\"\")] = Q(\"\"); M(); } string Loop => Loop + Other; string Other { get { return Loop; } } }" },
        { "self reference", "class S { static object o = o; static string p = p + q, q = q + p; void M() { var x = x; string y = y + y; File.WriteAllText(p, y); } }" },
        { "deep", "class Deep { string s = " + string.Concat(Enumerable.Repeat("(", 200)) + "\"\"" + string.Concat(Enumerable.Repeat(")", 200)) + string.Concat(Enumerable.Repeat(" + \"a\"", 500)) + "; void M() { File.WriteAllText(s, s); } }" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task BrokenCode_DoesNotThrow(string name, string source)
    {
        foreach (var framework in Enum.GetValues<Framework>())
        {
            var found = await Analysis.RunAsync(Analysis.Compile([source], framework)).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            Assert.DoesNotContain(found, d => d.Id == "AD0001");
        }

        Assert.NotEmpty(name);
    }

    [Fact]
    public async Task MissingReferences_DoNotThrow()
    {
        foreach (var sample in Samples)
        {
            var compilation = Analysis.Compile([sample.Code], sample.Framework).WithReferences();
            Assert.DoesNotContain(await Analysis.RunAsync(compilation), d => d.Id == "AD0001");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"ConnectionStrings\": [1, { \"Redis\": null } ] }")]
    [InlineData("not json at all <xml>")]
    [InlineData("<Project><ItemGroup><PackageReference Include=")]
    public async Task MalformedConfiguration_IsIgnored(string text)
    {
        AdditionalFile[] files = [new("/app/appsettings.json"), new("/app/app.csproj"), new("/app/Web.config"), new("/app/Directory.Packages.props")];
        foreach (var sample in Samples)
        {
            var found = await Analysis.RunAsync(Analysis.Compile([sample.Code], sample.Framework), [.. files.Select(f => Analysis.File(f.Path, text))]);
            Assert.DoesNotContain(found, d => d.Id == "AD0001");
        }
    }

    [Fact]
    public async Task Findings_AreTheSameInAnyOrderOfFiles()
    {
        // Several files with top-level statements do not compile; rules must answer alike all the same.
        var sources = ShippedRules.Descriptors.SelectMany(d => RulePage.Of(d.Id).Code("Bad")).ToArray();
        var forward = Analysis.Compile(sources);
        var backward = forward.RemoveAllSyntaxTrees().AddSyntaxTrees(forward.SyntaxTrees.Reverse());
        Assert.Equal((await Analysis.RunAsync(forward)).Select(d => d.ToString()), (await Analysis.RunAsync(backward)).Select(d => d.ToString()));
    }

    private sealed record AdditionalFile(string Path);

    private sealed record Sample(string Code, Framework Framework, AdditionalText[] Files);
}

/// <summary>Random edits of tokens: deleted, doubled, replaced, truncated.</summary>
internal static class Mutation
{
    public static string Of(string source, Random random)
    {
        var text = source;
        for (var i = 0; i < 3; i++)
        {
            var tokens = SyntaxFactory.ParseTokens(text).Where(t => t.Span.Length > 0).ToList();
            if (tokens.Count < 5)
            {
                break;
            }

            var token = tokens[random.Next(tokens.Count)];
            var other = tokens[random.Next(tokens.Count)];
            text = random.Next(5) switch
            {
                0 => text.Remove(token.SpanStart, token.Span.Length),
                1 => text.Insert(token.SpanStart, token.Text + " "),
                2 => text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text),
                3 => text.Insert(token.SpanStart, random.Next(2) == 0 ? "{" : "("),
                _ => text[..token.SpanStart],
            };
        }

        return text;
    }
}
