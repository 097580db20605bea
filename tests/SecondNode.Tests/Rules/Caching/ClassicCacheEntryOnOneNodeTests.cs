using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Caching;

/// <summary>SN2005: the caches of .NET Framework. How uses are judged together is tested with SN2004.</summary>
public class ClassicCacheEntryOnOneNodeTests
{
    private const string Usings = """
        using System;
        using System.Runtime.Caching;
        using System.Web;
        using System.Web.Caching;
        using System.Web.UI;

        """;

    private const string Store = """

        static class Store { public static string Load(string id) => new System.Net.WebClient().DownloadString("http://a/" + id); public static void Save(string id, string text) => new System.Net.WebClient().UploadString("http://a/" + id, text); }
        """;

    private static Task Reports([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Warning);

    private static Task IsSilent([StringSyntax("C#-test")] string source) => VerifyAsync(source, DiagnosticSeverity.Hidden);

    private static Task VerifyAsync(string source, DiagnosticSeverity severity) =>
        Marked<ClassicCacheEntryOnOneNode>.VerifyAsync(Usings + source + Store, "SN2005", severity, test =>
        {
            test.Framework = Framework.SystemWeb;
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
        });

    private static string Page(string read, string change) => $$"""
        class P : Page
        {
            string Get(string id) { {{read}} }
            void Save(string id) { Store.Save(id, Request.Form["text"]); {{change}} }
        }
        """;

    private static string Filled(string cache, string insert) => $$"""var text = (string){{cache}}["item:" + id]; if (text == null) { text = Store.Load(id); {{cache}}.{{insert}}; } return text;""";

    [Theory]
    [InlineData("HttpRuntime.Cache")]
    [InlineData("HttpContext.Current.Cache")]
    [InlineData("Context.Cache")]
    [InlineData("Cache")]
    [InlineData("this.Cache")]
    public Task WebCache_EntryRemoved_Reports(string cache) =>
        Reports(Page(Filled(cache, "Insert(\"item:\" + id, text)"), cache + ".[|Remove|](\"item:\" + id);"));

    [Theory]
    [InlineData("Insert(\"item:\" + id, text, null, DateTime.UtcNow.AddHours(1), System.Web.Caching.Cache.NoSlidingExpiration)")]
    [InlineData("Add(\"item:\" + id, text, null, DateTime.UtcNow.AddHours(1), System.Web.Caching.Cache.NoSlidingExpiration, System.Web.Caching.CacheItemPriority.Default, null)")]
    [InlineData("Insert(\"item:\" + id, text, new CacheDependency(null, new[] { \"all\" }))")]
    public Task WebCache_FilledInEveryWay_Reports(string insert) =>
        Reports(Page(Filled("HttpRuntime.Cache", insert), "HttpRuntime.Cache.[|Remove|](\"item:\" + id);"));

    [Fact]
    public Task WebCache_FilledByItsIndexer_Reports() =>
        Reports(Page("""return (string)(HttpRuntime.Cache["item:" + id] ?? (HttpRuntime.Cache["item:" + id] = Store.Load(id)));""", "HttpRuntime.Cache.[|Remove|](\"item:\" + id);"));

    [Theory]
    [InlineData("[|HttpRuntime.Cache[\"item:\" + id]|] = Request.Form[\"text\"];")]
    [InlineData("HttpRuntime.Cache.[|Insert|](\"item:\" + id, Request.Form[\"text\"]);")]
    public Task WebCache_EntryReplaced_Reports(string change) => Reports(Page(Filled("HttpRuntime.Cache", "Insert(\"item:\" + id, text)"), change));

    [Fact]
    public Task WebCache_InAField_Reports() =>
        Reports("""
            class P : Page
            {
                private readonly Cache store = HttpRuntime.Cache;
                string Get(string id) { var text = (string)store.Get("item:" + id); if (text == null) { text = Store.Load(id); store.Insert("item:" + id, text); } return text; }
                void Save(string id) { Store.Save(id, Request.Form["text"]); store.[|Remove|]("item:" + id); }
            }
            """);

    [Theory]
    [InlineData("MemoryCache.Default.[|Remove|](\"item:\" + id);")]
    [InlineData("MemoryCache.Default.[|Set|](\"item:\" + id, Request.Form[\"text\"], DateTimeOffset.Now.AddHours(1));")]
    [InlineData("[|MemoryCache.Default[\"item:\" + id]|] = Request.Form[\"text\"];")]
    public Task MemoryCache_Reports(string change) => Reports(Page(Filled("MemoryCache.Default", "Add(\"item:\" + id, text, DateTimeOffset.Now.AddHours(1))"), change));

    [Fact]
    public Task MemoryCache_BehindItsBaseType_Reports() =>
        Reports("""
            class P : Page
            {
                static readonly ObjectCache Items = MemoryCache.Default;
                string Get(string id) { var text = (string)Items["item:" + id]; if (text == null) { text = Store.Load(id); Items.Set("item:" + id, text, new CacheItemPolicy()); } return text; }
                void Save(string id) { Store.Save(id, Request.Form["text"]); Items.[|Remove|]("item:" + id); }
            }
            """);

    [Fact]
    public Task CacheOfTheApplicationsOwn_ReportsOnce() =>
        Reports("""
            static class Entries
            {
                public static object Get(string key) => HttpRuntime.Cache[key];
                public static void Put(string key, object value) => HttpRuntime.Cache.Insert(key, value);
                public static void Drop(string key) => HttpRuntime.Cache.[|Remove|](key);
            }

            class P : Page
            {
                string Get(string id) { var text = (string)Entries.Get("item:" + id); if (text == null) { text = Store.Load(id); Entries.Put("item:" + id, text); } return text; }
                void Save(string id) { Store.Save(id, Request.Form["text"]); Entries.Drop("item:" + id); }
                void Delete(string id) { Store.Save(id, ""); Entries.Drop("item:" + id); }
            }
            """);

    [Theory]
    [InlineData("")]
    [InlineData("HttpRuntime.Cache.Remove(\"other:\" + id);")]
    [InlineData("HttpContext.Current.Items.Remove(\"item:\" + id);")]
    public Task OnlyFilled_IsSilent(string change) =>
        IsSilent(Page(Filled("HttpRuntime.Cache", "Insert(\"item:\" + id, text, null, DateTime.UtcNow.AddSeconds(10), System.Web.Caching.Cache.NoSlidingExpiration)"), change));

    [Theory]
    [InlineData("new CacheDependency(Server.MapPath(\"~/App_Data/items.xml\"))")]
    [InlineData("new SqlCacheDependency(\"Shop\", \"Items\")")]
    public Task EntryThatFollowsItsSource_IsSilent(string dependency) =>
        IsSilent(Page(Filled("HttpRuntime.Cache", "Insert(\"item:\" + id, text, " + dependency + ")"), "HttpRuntime.Cache.Remove(\"item:\" + id);"));

    [Fact]
    public Task RemovedAfterAnError_IsSilent() =>
        IsSilent(Page(Filled("HttpRuntime.Cache", "Insert(\"item:\" + id, text)"), "try { Get(id); } catch (Exception) { HttpRuntime.Cache.Remove(\"item:\" + id); }"));
}
