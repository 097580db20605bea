using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.Tests.Rules.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Session;

/// <summary>SN1004: which changes of application state break on the second node.</summary>
public class ApplicationStateWrittenTests
{
    private static Task VerifyAsync(string source, DiagnosticSeverity severity = DiagnosticSeverity.Warning) =>
        Marked<ApplicationStateWritten>.VerifyAsync(ClassicSite.Usings + source, "SN1004", severity, test =>
        {
            test.Framework = Framework.SystemWeb;
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
        });

    [Theory]
    [InlineData("[|Application[\"a\"]|] = 1;")]
    [InlineData("[|this.Application[\"a\"]|] = 1;")]
    [InlineData("[|Application[\"n\"]|] = (int)Application[\"n\"] + 1;")]
    [InlineData("[|Application.Add(\"a\", 1)|];")]
    [InlineData("[|Application.Set(\"a\", 1)|];")]
    [InlineData("[|Application.Remove(\"a\")|];")]
    [InlineData("[|Application.RemoveAll()|];")]
    [InlineData("[|Application.Clear()|];")]
    [InlineData("[|HttpContext.Current.Application[\"a\"]|] = 1;")]
    [InlineData("[|Application.Contents[\"a\"]|] = 1;")]
    [InlineData("Application.Lock(); [|Application[\"a\"]|] = 1; Application.UnLock();")]
    [InlineData("var state = HttpContext.Current.Application; [|state[\"a\"]|] = 1;")]
    [InlineData("HttpApplicationStateBase state = new HttpApplicationStateWrapper(Application); [|state[\"a\"]|] = 1;")]
    [InlineData("Action later = () => [|Application[\"a\"]|] = 1;")]
    public Task Change_Reports(string statement) => VerifyAsync("class P : Page { protected void Save(object s, EventArgs e) { " + statement + " } }");

    [Fact]
    public Task SessionEvents_ReportOncePerKey() =>
        VerifyAsync("""
            class Global : HttpApplication
            {
                void Application_Start(object s, EventArgs e) { Application["Online"] = 0; }
                void Session_Start(object s, EventArgs e) { Application.Lock(); [|Application["Online"]|] = (int)Application["Online"] + 1; Application.UnLock(); }
                void Session_End(object s, EventArgs e) { Application["Online"] = (int)Application["Online"] - 1; }
            }
            """);

    [Fact]
    public Task HelperThatPagesCall_Reports() =>
        VerifyAsync("""
            static class Notice { public static void Set(string text) { [|HttpContext.Current.Application["Notice"]|] = text; } }
            class P : Page { protected void Save(object s, EventArgs e) { Notice.Set(Request.Form["a"]); } }
            """);

    [Fact]
    public Task StartUp_IsSilent() =>
        VerifyAsync("""
            class Global : HttpApplication
            {
                void Application_Start(object s, EventArgs e) { Application["Rates"] = Load(); Fill(); }
                void Application_End(object s, EventArgs e) { Application.Clear(); }
                private void Fill() { Application.Add("More", 1); }
                private static object Load() => 1;
            }
            class P : Page { object Get() => Application["Rates"]; }
            """);

    [Theory]
    [InlineData("var a = Application[\"a\"]; Application.Lock(); Application.UnLock(); var n = Application.Count;")]
    [InlineData("Context.Items[\"a\"] = 1; ViewState[\"a\"] = 1;")]
    [InlineData("var Application = new Dictionary<string, object>(); Application[\"a\"] = 1; Application.Clear();")]
    public Task NoChange_IsSilent(string statement) => VerifyAsync("class P : Page { protected void Save(object s, EventArgs e) { " + statement + " } }");

    [Theory]
    [InlineData("if (Application[\"a\"] == null) { [|Application[\"a\"]|] = Request.Path; }")]
    [InlineData("if (Application[\"a\"] is null) [|Application[\"a\"]|] = Request.Path;")]
    [InlineData("[|Application[\"a\"]|] ??= Request.Path;")]
    [InlineData("[|Application[\"error\"]|] = Server.GetLastError();")]
    public Task MemoOrLastError_Suggests(string statement) => VerifyAsync("class P : Page { protected void Show(object s, EventArgs e) { " + statement + " } }", DiagnosticSeverity.Info);

    [Fact]
    public Task NobodyCallsIt_Suggests() =>
        VerifyAsync("class Helper { public void Set() { [|HttpContext.Current.Application[\"a\"]|] = 1; } }", DiagnosticSeverity.Info);

    [Theory]
    [InlineData("class P : Page { [NodeLocal] protected void Save(object s, EventArgs e) { Action later = () => Application[\"a\"] = 1; } }")]
    [InlineData("[NodeLocal] class P : Page { protected void Save(object s, EventArgs e) { Application[\"a\"] = 1; } }")]
    public Task DeclaredAsTheNodesOwn_IsSilent(string source) => VerifyAsync(source + " class NodeLocalAttribute : Attribute { }");
}
