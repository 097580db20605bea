using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Session;

/// <summary>SN1005: which values a shared session store refuses, and the marks that mend it.</summary>
public class ValueNotSerializableTests
{
    private static Task VerifyAsync(string source, string? webConfig = null) => ClassicSite.VerifyAsync<ValueNotSerializable>(source, webConfig);

    [Theory]
    [InlineData("new Plain()")]
    [InlineData("new Plain[1]")]
    [InlineData("new List<Plain>()")]
    [InlineData("new Dictionary<string, List<Plain>>()")]
    [InlineData("new HoldsPlain()")]
    [InlineData("new DerivesFromPlain()")]
    [InlineData("(Plain?)null ?? new Plain()")]
    [InlineData("new { A = 1 }")]
    [InlineData("new System.IO.FileStream(\"a\", System.IO.FileMode.Open)")]
    [InlineData("Request.InputStream")]
    [InlineData("new HttpCookie(\"a\")")]
    [InlineData("new System.Xml.XmlDocument()")]
    [InlineData("new System.Data.SqlClient.SqlConnection()")]
    [InlineData("System.Threading.Tasks.Task.FromResult(1)")]
    [InlineData("(Func<int>)(() => 1)")]
    [InlineData("System.Linq.Enumerable.Where(new List<int>(), x => x > 1)")]
    [InlineData("this")]
    public Task Unserializable_Reports(string value) => VerifyAsync(Types + "class P : Page { void M() { Session[\"a\"] = {|SN1005:" + value + "|}; } }");

    [Theory]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("new byte[1]")]
    [InlineData("DateTime.Now")]
    [InlineData("(decimal?)1m")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("new List<string>()")]
    [InlineData("new Dictionary<string, int[]>()")]
    [InlineData("Tuple.Create(1, \"a\")")]
    [InlineData("(1, \"a\")")]
    [InlineData("new System.Data.DataTable()")]
    [InlineData("new System.IO.MemoryStream()")]
    [InlineData("new Uri(\"http://a\")")]
    [InlineData("new Exception()")]
    [InlineData("DayOfWeek.Friday")]
    [InlineData("new Marked()")]
    [InlineData("new Node()")]
    [InlineData("(object)Session[\"b\"]")]
    [InlineData("(IList<Plain>)null")]
    [InlineData("System.Linq.Enumerable.ToList(new List<int>())")]
    [InlineData("Missing.Value")]
    public Task Serializable_IsSilent(string value) => VerifyAsync(Types + "class P : Page { void M() { Session[\"a\"] = " + (value == "Missing.Value" ? "{|CS0103:Missing|}.Value" : value) + "; } }");

    [Fact]
    public Task Add_Reports() => VerifyAsync(Types + "class P { void M() { HttpContext.Current.Session.Add(\"a\", {|SN1005:new Plain()|}); } }");

    [Fact]
    public Task TempData_Reports() => VerifyAsync(Types + "class C : System.Web.Mvc.Controller { void M() { TempData[\"a\"] = {|SN1005:new Plain()|}; } }" + ClassicSite.Mvc);

    [Fact]
    public Task TempDataInACookie_IsSilent() => VerifyAsync(Types + "class C : System.Web.Mvc.Controller { System.Web.Mvc.ITempDataProvider p; void M() { TempData[\"a\"] = new Plain(); } }" + ClassicSite.Mvc);

    [Fact]
    public Task ApplicationState_IsSilent() => VerifyAsync(Types + "class P : Page { void M() { Application[\"a\"] = new Plain(); } }");

    [Theory]
    [InlineData("<configuration />", true)]
    [InlineData("<configuration><system.web><sessionState mode=\"SQLServer\" /></system.web></configuration>", true)]
    [InlineData("<configuration><system.web><sessionState mode=\"Off\" /></system.web></configuration>", false)]
    [InlineData("<configuration><system.web><sessionState mode=\"Custom\" customProvider=\"J\"><providers><add name=\"J\" type=\"Shop.JsonSessions\" /></providers></sessionState></system.web></configuration>", false)]
    public Task Configuration_DecidesWhetherItMatters(string webConfig, bool reports) =>
        VerifyAsync(Types + "class P : Page { void M() { Session[\"a\"] = " + (reports ? "{|SN1005:new Plain()|}" : "new Plain()") + "; } }", webConfig);

    [Fact]
    public Task AdaptersOnAspNetCore_AreSilent() =>
        Verify<ValueNotSerializable>.Async("return; class C { void M() { System.Web.HttpContext.Current.Session[\"a\"] = new C(); } }" + ClassicSite.Adapters);

    [Fact]
    public Task Fix_MarksTheTypeAndWhatItHolds() => FixAsync(
        """
        class P : Page
        {
            void M() { Session["a"] = {|SN1005:new Cart()|}; Session["b"] = {|SN1005:new List<Line>()|}; }
        }

        // What the visitor wants.
        public class Cart : Bag
        {
            public List<Line> Lines { get; } = new List<Line>();
            public Price Total;
        }

        public abstract class Bag
        {
        }

        namespace Parts
        {
            public class Unused { }
        }

        /// <summary>One line.</summary>
        [Obsolete]
        public sealed class Line { public Marked Marked; }

        public struct Price { public decimal Amount; }
        [Serializable] public class Marked { }
        """,
        """
        class P : Page
        {
            void M() { Session["a"] = new Cart(); Session["b"] = new List<Line>(); }
        }

        // What the visitor wants.
        [Serializable]
        public class Cart : Bag
        {
            public List<Line> Lines { get; } = new List<Line>();
            public Price Total;
        }

        [Serializable]
        public abstract class Bag
        {
        }

        namespace Parts
        {
            public class Unused { }
        }

        /// <summary>One line.</summary>
        [Serializable]
        [Obsolete]
        public sealed class Line { public Marked Marked; }

        [Serializable]
        public struct Price { public decimal Amount; }
        [Serializable] public class Marked { }
        """);

    [Fact]
    public Task Fix_KeepsIndentation() => FixAsync(
        """
        namespace Shop
        {
            class P : Page
            {
                void M() { Session["a"] = {|SN1005:new Inner.Cart()|}; }

                static class Inner
                {
                    /* small */ internal class Cart { }
                }
            }
        }
        """,
        """
        namespace Shop
        {
            class P : Page
            {
                void M() { Session["a"] = new Inner.Cart(); }

                static class Inner
                {
                    /* small */
                    [Serializable]
                    internal class Cart { }
                }
            }
        }
        """);

    [Theory]
    [InlineData("class Holds { HttpCookie cookie; }")]
    [InlineData("class Holds { Func<int> code; }")]
    [InlineData("class Holds : Page { }")]
    public Task WhatMarksCannotMend_HasNoFix(string type)
    {
        var source = type + " class P : Page { void M() { Session[\"a\"] = {|SN1005:new Holds()|}; } }";
        return FixAsync(source, source);
    }

    private static Task FixAsync(string source, string fixedSource) =>
        ClassicSite.FixAsync<ValueNotSerializable, MarkSerializable>(source, fixedSource, [], []);

    private const string Types = """
        class Plain { }
        [Serializable] class HoldsPlain { Plain held; }
        [Serializable] class DerivesFromPlain : Plain { }
        [Serializable] class Marked { [NonSerialized] Plain skipped; static Plain shared; public string Name { get; set; } }
        [Serializable] class Node { Node next; List<Node> all; }

        """;
}
