using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

/// <summary>SN2005: pages that are evicted from System.Web's output cache.</summary>
public class EvictedPagesTests
{
    private const string PlainSite = """<configuration><system.web><sessionState mode="Off" /><caching><outputCache enableOutputCache="true" /></caching></system.web></configuration>""";

    private static Task VerifyAsync([StringSyntax("C#-test")] string source, DiagnosticSeverity severity = DiagnosticSeverity.Warning, string? site = PlainSite, string? transform = null, bool broken = false) =>
        Marked<ClassicCacheEntryOnOneNode>.VerifyAsync("using System;\nusing System.Web;\nusing System.Web.UI;\n\n" + source, "SN2005", severity, test =>
        {
            test.Framework = Framework.SystemWeb;
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            if (broken)
            {
                test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            }

            if (site is not null)
            {
                test.TestState.AdditionalFiles.Add(("/app/Web.config", site));
            }

            if (transform is not null)
            {
                test.TestState.AdditionalFiles.Add(("/app/Web.Release.config", transform));
            }
        });

    private static string Posts(string evict) => $$"""
        public class PostPage : Page
        {
            protected string Show(string id) => id;
            protected void Save(object sender, EventArgs e) { var id = Request.Form["id"]; {{evict}} }
        }
        """;

    [Theory]
    [InlineData("HttpResponse.[|RemoveOutputCacheItem|](\"/posts/\" + id);")]
    [InlineData("new HttpResponseWrapper(Response).[|RemoveOutputCacheItem|](\"/posts/\" + id);")]
    [InlineData("new HttpContextWrapper(Context)?.Response.[|RemoveOutputCacheItem|](\"/posts/\" + id);")]
    [InlineData("HttpResponse.[|RemoveOutputCacheItem|](\"/posts/\" + id, null);")]
    [InlineData("HttpResponse.[|RemoveOutputCacheItem|](\"/posts/\" + id, \"AspNetInternalProvider\");")]
    [InlineData("HttpResponse.[|RemoveOutputCacheItem|](\"/posts/\" + id); System.Web.HttpResponse.RemoveOutputCacheItem(\"/\");")] // once
    public Task Evicted_Reports(string evict) => VerifyAsync(Posts(evict));

    [Fact]
    public Task Evicted_ByAnImportedName_Reports() => VerifyAsync("using static System.Web.HttpResponse;\n" + Posts("Action evict = () => [|RemoveOutputCacheItem|](\"/posts/\" + id); evict();"));

    [Fact]
    public Task EvictedWhereNoConfigurationIsSeen_ReportsAsSuggestion() =>
        VerifyAsync(Posts("HttpResponse.[|RemoveOutputCacheItem|](\"/posts/\" + id);"), DiagnosticSeverity.Info, site: null);

    [Theory]
    [InlineData("HttpResponse.RemoveOutputCacheItem(\"/posts/\" + id, \"Redis\");")] // another provider
    [InlineData("try { Show(id); } catch (Exception) { HttpResponse.RemoveOutputCacheItem(\"/posts/\" + id); }")]
    [InlineData("Response.Cache.SetNoStore();")]
    [InlineData("Own.RemoveOutputCacheItem(\"/posts/\" + id);")]
    public Task OtherProviderOrOtherCall_IsSilent(string evict) => VerifyAsync(Posts(evict) + "\npublic static class Own { public static void RemoveOutputCacheItem(string path) { } }");

    [Theory]
    [InlineData("""<caching><outputCache defaultProvider="Redis"><providers><add name="Redis" type="Microsoft.Web.Redis.RedisOutputCacheProvider" /></providers></outputCache></caching>""", null)]
    [InlineData("""<sessionState mode="Off" />""", """<caching><outputCache defaultProvider="Redis" xdt:Transform="Insert" /></caching>""")]
    [InlineData("""<caching><outputCache /></caching>""", """<caching><outputCache defaultProvider="Redis" xdt:Transform="SetAttributes(defaultProvider)" /></caching>""")]
    public Task ProviderInConfiguration_IsSilent(string site, string? transform) => VerifyAsync(
        Posts("HttpResponse.RemoveOutputCacheItem(\"/posts/\" + id);"),
        site: $"<configuration><system.web><machineKey />{site}</system.web></configuration>",
        transform: transform is null ? null : $"""<configuration xmlns:xdt="http://schemas.microsoft.com/XML-Document-Transform"><system.web>{transform}</system.web></configuration>""");

    [Theory]
    [InlineData("public class Pages : System.Web.Caching.OutputCacheProvider { public override object Get(string key) => null; public override object Add(string key, object entry, DateTime expiry) => null; public override void Set(string key, object entry, DateTime expiry) { } public override void Remove(string key) { } }")]
    [InlineData("public class Site : HttpApplication { public override string GetOutputCacheProviderName(HttpContext context) => \"Redis\"; }")]
    public Task ProviderInCode_IsSilent(string provider) => VerifyAsync(Posts("HttpResponse.RemoveOutputCacheItem(\"/posts/\" + id);") + "\n" + provider);

    [Fact]
    public Task EvictedAtStartUp_IsSilent() => VerifyAsync("public class Site : HttpApplication { protected void Application_Start() { HttpResponse.RemoveOutputCacheItem(\"/\"); } }");

    [Fact]
    public Task DeclaredNodeLocal_IsSilent() => VerifyAsync(
        "public class NodeLocalAttribute : Attribute { public NodeLocalAttribute(string why) { } }\n" +
        Posts("Evict(id);").Replace("protected string Show", "[NodeLocal(\"pages live ten seconds\")] private static void Evict(string id) => HttpResponse.RemoveOutputCacheItem(\"/posts/\" + id);\n    protected string Show"));

    [Fact]
    public Task HalfWritten_IsSilent() => VerifyAsync(
        Posts("HttpResponse.RemoveOutputCacheItem();").Replace("Request.Form[\"id\"]", "\"\""), site: PlainSite, broken: true);
}
