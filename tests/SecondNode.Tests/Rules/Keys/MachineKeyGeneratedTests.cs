using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Keys;
using SecondNode.Tests.Rules.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Keys;

/// <summary>SN5006: what is protected with which keys, and the fix.</summary>
public class MachineKeyGeneratedTests
{
    private const string Named = "<configuration><system.web><machineKey validationKey=\"AB\" decryptionKey=\"CD\" /></system.web></configuration>";

    private const string Owin = """

        namespace Owin
        {
            public interface IAppBuilder { }
            public class CookieAuthenticationOptions { public object TicketDataFormat { get; set; } }
            public static class CookieAuthenticationExtensions { public static IAppBuilder UseCookieAuthentication(this IAppBuilder app, CookieAuthenticationOptions options) => app; }
        }
        """;

    private static Task VerifyAsync(string source, string? webConfig = "<configuration />") => ClassicSite.VerifyAsync<MachineKeyGenerated>("using System.Web.Security; using Owin; " + source + Owin, webConfig);

    [Theory]
    [InlineData("class P : Page { void M() { FormsAuthentication.{|SN5006:SetAuthCookie|}(\"a\", true); } }")]
    [InlineData("class P : Page { void M() { FormsAuthentication.{|SN5006:RedirectFromLoginPage|}(\"a\", true); } }")]
    [InlineData("class P : Page { string M(FormsAuthenticationTicket t) => FormsAuthentication.{|SN5006:Encrypt|}(t); }")]
    [InlineData("class P : Page { byte[] M() => MachineKey.{|SN5006:Protect|}(new byte[1]); }")]
    [InlineData("class P : Page { void M() { if (!{|SN5006:IsPostBack|}) { } } }")]
    [InlineData("class P : Page { void M() { if (!Page.{|SN5006:IsPostBack|}) { } } }")]
    [InlineData("class P : UserControl { object M() => {|SN5006:ViewState|}[\"a\"]; }")]
    [InlineData("class Startup { void Configuration(IAppBuilder app) { app.{|SN5006:UseCookieAuthentication|}(new CookieAuthenticationOptions()); } }")]
    [InlineData("class C { [System.Web.Mvc.{|SN5006:ValidateAntiForgeryToken|}] void Save() { } }" + ClassicSite.Mvc)]
    public Task ProtectedWithGeneratedKeys_Reports(string source) => VerifyAsync(source);

    [Theory]
    [InlineData("class P : Page { void M() { FormsAuthentication.SignOut(); var t = FormsAuthentication.Decrypt(\"\"); } }")]
    [InlineData("class P : Page { void M() { var b = IsValid; } }")]
    [InlineData("class ViewState { public object this[string k] => null; } class C { ViewState ViewState; object M() => ViewState[\"a\"]; }")]
    [InlineData("class Startup { void Configuration(IAppBuilder app) { app.UseCookieAuthentication(new CookieAuthenticationOptions { TicketDataFormat = new object() }); } }")]
    public Task NothingProtected_IsSilent(string source) => VerifyAsync(source);

    [Theory]
    [InlineData(Named)]
    [InlineData("<configuration><system.web>")]
    [InlineData(null)]
    public Task NamedOrUnknownKeys_AreSilent(string? webConfig) => VerifyAsync("class P : Page { void M() { FormsAuthentication.SetAuthCookie(\"a\", true); } }", webConfig);

    [Fact]
    public Task AdaptersOnAspNetCore_AreSilent() =>
        Verify<MachineKeyGenerated>.Async("return; class C { void M() { System.Web.Security.MachineKey.Protect(new byte[1]); } }" + ClassicSite.Adapters, test => test.TestState.AdditionalFiles.Add(("/app/web.config", "<configuration />")));

    [Fact]
    public Task ManyUses_ReportTheLogin() =>
        VerifyAsync("class A : Page { void M() { if (IsPostBack) { MachineKey.Protect(new byte[1]); } } } class B : Page { void M() { FormsAuthentication.{|SN5006:SetAuthCookie|}(\"a\", true); FormsAuthentication.SetAuthCookie(\"b\", true); } }");

    [Fact]
    public Task PlatformWithSharedKeys_IsSilent() =>
        Verify<MachineKeyGenerated>.Async(ClassicSite.Usings + "class P : Page { void M() { if (IsPostBack) { } } } class S : HttpApplication { }", test =>
        {
            test.Framework = Framework.SystemWeb;
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            test.GlobalOptions["secondnode.shared_keys_platform"] = "azure_appservice";
            test.TestState.AdditionalFiles.Add(("/app/Web.config", "<configuration />"));
        });

    [Theory]
    [InlineData("<configuration>\n  <system.web>\n    <compilation />\n  </system.web>\n</configuration>\n", "<configuration>\n  <system.web>\n    <compilation />\n    <machineKey configSource=\"machineKey.config\" />\n  </system.web>\n</configuration>\n")]
    [InlineData("<configuration>\n  <system.web>\n    <machineKey validationKey=\"AutoGenerate\" />\n  </system.web>\n</configuration>\n", "<configuration>\n  <system.web>\n    <machineKey configSource=\"machineKey.config\" />\n  </system.web>\n</configuration>\n")]
    [InlineData("<configuration>\n</configuration>\n", "<configuration>\n  <system.web>\n    <machineKey configSource=\"machineKey.config\" />\n  </system.web>\n</configuration>\n")]
    public Task Fix_TakesTheKeysFromAFile(string before, string after) =>
        ClassicSite.FixAsync<MachineKeyGenerated, NameMachineKey>(
            "class P : Page { void M() { if ({|SN5006:IsPostBack|}) { } } }", "class P : Page { void M() { if (IsPostBack) { } } }", new() { ["/app/Web.config"] = before }, new() { ["/app/Web.config"] = after });
}
