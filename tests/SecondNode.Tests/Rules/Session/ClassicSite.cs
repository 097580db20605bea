using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Session;

/// <summary>Verifies rules on a classic ASP.NET site: .NET Framework, a library, with a web.config.</summary>
internal static class ClassicSite
{
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Web;
        using System.Web.SessionState;
        using System.Web.UI;

        """;

    /// <summary>What makes a project a site, and not a module of one.</summary>
    private const string Application = "class TheSite : System.Web.HttpApplication { }";

    /// <summary>What the adapters bring to ASP.NET Core: the names of System.Web in another assembly.</summary>
    public const string Adapters = """

        namespace System.Web { public class HttpContext { public static HttpContext Current => null!; public SessionState.HttpSessionState Session => null!; } }
        namespace System.Web.SessionState { public class HttpSessionState { public object this[string name] { get => null!; set { } } } }
        namespace System.Web.Security { public static class MachineKey { public static byte[] Protect(byte[] data, params string[] purposes) => data; } }
        """;

    /// <summary>The parts of MVC 5 that the rules know by name: no package of it is referenced by the tests.</summary>
    public const string Mvc = """

        namespace System.Web.Mvc
        {
            public class TempDataDictionary { public object this[string key] { get => null; set { } } public void Add(string key, object value) { } public void Keep() { } }
            public interface ITempDataProvider { }
            public abstract class ControllerBase { public TempDataDictionary TempData { get; set; } }
            public abstract class Controller : ControllerBase { public System.Web.HttpSessionStateBase Session => null; }
            public sealed class ValidateAntiForgeryTokenAttribute : System.Attribute { }
        }
        """;

    public static Task VerifyAsync<TAnalyzer>([StringSyntax("C#-test")] string source, string? webConfig = "<configuration />", params (string Path, string Text)[] others)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        VerifyAsync<TAnalyzer>([source], webConfig, others);

    public static Task VerifyAsync<TAnalyzer>(string[] sources, string? webConfig = "<configuration />", params (string Path, string Text)[] others)
        where TAnalyzer : DiagnosticAnalyzer, new() =>
        Verify<TAnalyzer>.Async([.. sources.Select(s => Usings + s), Application], test =>
        {
            test.Framework = Framework.SystemWeb;
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            if (webConfig is not null)
            {
                test.TestState.AdditionalFiles.Add(("/app/Web.config", webConfig));
            }

            foreach (var (path, text) in others)
            {
                test.TestState.AdditionalFiles.Add((path, text));
            }
        });

    /// <summary>Verifies a fix: code and files after it; a file that is not in <paramref name="after"/> stays.</summary>
    public static Task FixAsync<TAnalyzer, TFix>(
        [StringSyntax("C#-test")] string source,
        [StringSyntax("C#-test")] string fixedSource,
        Dictionary<string, string> files,
        Dictionary<string, string> after,
        int choice = 0)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() =>
        Verify<TAnalyzer, TFix>.Async([Usings + source, Application], [Usings + fixedSource, Application], test =>
        {
            test.Framework = Framework.SystemWeb;
            test.OutputKind = OutputKind.DynamicallyLinkedLibrary;
            test.CodeActionIndex = choice;
            foreach (var (path, text) in files)
            {
                test.AdditionalFiles.Add(path, text);
            }

            foreach (var (path, text) in after)
            {
                test.FixedAdditionalFiles.Add(path, text);
            }
        });
}
