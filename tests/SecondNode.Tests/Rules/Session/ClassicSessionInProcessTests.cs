using SecondNode.Analyzers.Rules.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Session;

/// <summary>SN1003 on sites of all kinds.</summary>
public class ClassicSessionInProcessTests
{
    private const string InProc = "<configuration><system.web><sessionState mode=\"InProc\" /></system.web></configuration>";
    private const string Sql = "<configuration><system.web><sessionState mode=\"SQLServer\" /></system.web></configuration>";

    private static Task VerifyAsync(string source, string? webConfig = InProc) => ClassicSite.VerifyAsync<ClassicSessionInProcess>(source, webConfig);

    [Theory]
    [InlineData("class P : Page { void M() { {|SN1003:Session[\"a\"]|} = 1; } }")]
    [InlineData("class P : Page { void M() { {|SN1003:Session.Add(\"a\", 1)|}; } }")]
    [InlineData("class P : UserControl { void M() { {|SN1003:this.Session[\"a\"]|} = 1; } }")]
    [InlineData("class G : HttpApplication { void M() { {|SN1003:Session[\"a\"]|} = 1; } }")]
    [InlineData("class H { void M() { {|SN1003:HttpContext.Current.Session[\"a\"]|} = 1; } }")]
    [InlineData("class H { void M(HttpContextBase c) { {|SN1003:c.Session[\"a\"]|} = 1; } }")]
    [InlineData("class H { void M(HttpSessionState s) { {|SN1003:s[\"a\"]|} = 1; } }")]
    [InlineData("class H { void M() { var bag = HttpContext.Current.Session; {|SN1003:bag[\"a\"]|} = 1; } }")]
    [InlineData("class H { void M(HttpContext c) { c.Session?{|SN1003:.Add(\"a\", 1)|}; } }")]
    [InlineData("class B { HttpSessionState Bag { get { return HttpContext.Current.Session; } } void M() { {|SN1003:Bag[\"a\"]|} = 1; } }")]
    [InlineData("class B { readonly HttpSessionStateBase bag; B(HttpContextBase c) { this.bag = c.Session; } void M() { {|SN1003:bag[\"a\"]|} = 1; } }")]
    [InlineData("class P : Page { Action F() => () => {|SN1003:Session[\"a\"]|} = 1; }")]
    [InlineData("class P : Page { void M() { {|SN1003:Session[\"n\"]|} = (int)Session[\"n\"] + 1; } }")]
    [InlineData("class P : Page { object M() => {|SN1003:Session[\"a\"]|}; }")]
    public Task SessionUse_Reports(string source) => VerifyAsync(source);

    [Theory]
    [InlineData("<configuration />")]
    [InlineData("<configuration><system.web><sessionState timeout=\"5\" /></system.web></configuration>")]
    [InlineData("<configuration><system.web><sessionState mode=\"StateServer\" stateConnectionString=\"tcpip=127.0.0.1:42424\" /></system.web></configuration>")]
    public Task NodeLocalConfiguration_Reports(string webConfig) => VerifyAsync("class P : Page { void M() { {|SN1003:Session[\"a\"]|} = 1; } }", webConfig);

    [Theory]
    [InlineData(Sql)]
    [InlineData("<configuration><system.web><sessionState mode=\"Off\" /></system.web></configuration>")]
    [InlineData("<configuration><system.web>")]
    [InlineData(null)]
    public Task SharedOrUnknownConfiguration_IsSilent(string? webConfig) => VerifyAsync("class P : Page { void M() { Session[\"a\"] = 1; } }", webConfig);

    [Fact]
    public Task Transform_WithASharedStore_IsSilent() =>
        ClassicSite.VerifyAsync<ClassicSessionInProcess>("class P : Page { void M() { Session[\"a\"] = 1; } }", InProc, ("/app/Web.Release.config",
            "<configuration xmlns:xdt=\"http://schemas.microsoft.com/XML-Document-Transform\"><system.web><sessionState mode=\"SQLServer\" xdt:Transform=\"SetAttributes\" /></system.web></configuration>"));

    [Theory]
    [InlineData("class P : Page { void M() { Session.Abandon(); Session.Clear(); var id = Session.SessionID; } }")]
    [InlineData("class P : Page { void M() { Session[\"a\"] = null; } }")]
    [InlineData("class P : Page { void M() { ViewState[\"a\"] = 1; Context.Items[\"a\"] = 1; } }")]
    [InlineData("class G : HttpApplication { void Session_Start(object s, EventArgs e) { Session[\"started\"] = true; } }")]
    [InlineData("class Bag { public object this[string k] { get => null; set { } } } class C { Bag Session = new Bag(); void M() { Session[\"a\"] = 1; } }")]
    public Task NothingKept_IsSilent(string source) => VerifyAsync(source);

    [Fact]
    public Task ManyWrites_ReportOnce() =>
        ClassicSite.VerifyAsync<ClassicSessionInProcess>(
            ["class A : Page { object M() => Session[\"a\"]; }", "class B : Page { void M() { {|SN1003:Session[\"a\"]|} = 1; Session[\"b\"] = 2; } }", "class C : Page { void M() { Session[\"c\"] = 3; } }"], InProc);

    [Fact]
    public Task TempData_Reports() =>
        VerifyAsync("class HomeController : System.Web.Mvc.Controller { void Save() { {|SN1003:TempData[\"Message\"]|} = \"Saved\"; TempData.Keep(); } }" + ClassicSite.Mvc);

    [Fact]
    public Task Session_IsNamedBeforeTempData() =>
        VerifyAsync("class HomeController : System.Web.Mvc.Controller { void Save() { TempData[\"Message\"] = \"Saved\"; {|SN1003:Session[\"a\"]|} = 1; } }" + ClassicSite.Mvc);

    [Fact]
    public Task TempDataInACookie_IsSilent() =>
        VerifyAsync("""
            class CookieTempData : System.Web.Mvc.ITempDataProvider { }
            class HomeController : System.Web.Mvc.Controller { System.Web.Mvc.ITempDataProvider CreateTempDataProvider() => new CookieTempData(); void Save() { TempData["Message"] = "Saved"; } }
            """ + ClassicSite.Mvc);

    [Fact]
    public Task BrokenCode_IsSilent() => VerifyAsync("class P : Page { void M() { {|CS0103:Sesion|}[\"a\"] = 1; {|CS0103:gone|}.Session[\"a\"] = 1; } }");

    /// <summary>A module's web.config serves its views and the editor; the site's is somewhere else.</summary>
    [Theory]
    [InlineData("<configuration />", "", false)]
    [InlineData("<configuration><system.web><compilation /><pages /></system.web></configuration>", "", false)]
    [InlineData("<configuration><system.web><customErrors mode=\"On\" /></system.web></configuration>", "", true)]
    [InlineData("<configuration><system.web><sessionState mode=\"InProc\" /></system.web></configuration>", "", true)]
    [InlineData("<configuration />", "class Base : HttpApplication { } class Site : Base { }", true)]
    [InlineData("<configuration />", "[assembly: OwinStartup] class OwinStartupAttribute : Attribute { }", true)]
    public Task ModuleOfASite_IsSilent(string webConfig, string code, bool reports)
    {
        var page = "class P : Page { void M() { " + (reports ? "{|SN1003:Session[\"a\"]|}" : "Session[\"a\"]") + " = 1; } }";
        return Verify<ClassicSessionInProcess>.Async([ClassicSite.Usings + code, "using System.Web.UI; " + page], test =>
        {
            test.Framework = Framework.SystemWeb;
            test.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary;
            test.TestState.AdditionalFiles.Add(("/app/Web.config", webConfig));
        });
    }

    [Fact]
    public Task AdaptersOnAspNetCore_AreSilent() =>
        Verify<ClassicSessionInProcess>.Async("return; class C { void M() { System.Web.HttpContext.Current.Session[\"a\"] = 1; } }" + ClassicSite.Adapters, test => test.TestState.AdditionalFiles.Add(("/app/web.config", "<configuration />")));
}
