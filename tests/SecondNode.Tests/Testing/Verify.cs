using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace SecondNode.Tests.Testing;

/// <summary>
/// Verifies a rule without a fix. Sources carry the markup of Microsoft.CodeAnalysis.Testing: <c>{|SN1001:code|}</c>.
/// They are compiled with real references, as an executable, with the implicit usings of the Web SDK.
/// </summary>
public static class Verify<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    public static Task Async([StringSyntax("C#-test")] string source, Action<AnalyzerTest<TAnalyzer>>? configure = null) => Async([source], configure);

    /// <summary>Several files: the first is Program.cs.</summary>
    public static async Task Async(string[] sources, Action<AnalyzerTest<TAnalyzer>>? configure = null)
    {
        var test = new AnalyzerTest<TAnalyzer>();
        for (var i = 0; i < sources.Length; i++)
        {
            test.TestState.Sources.Add((i == 0 ? "/app/Program.cs" : $"/app/File{i}.cs", sources[i]));
        }

        configure?.Invoke(test);
        test.Prepare();
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>Verifies a rule and its fix: the exact result, and Fix All in document, project and solution.</summary>
public static class Verify<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    public static Task Async([StringSyntax("C#-test")] string source, [StringSyntax("C#-test")] string fixedSource, Action<FixTest<TAnalyzer, TFix>>? configure = null) =>
        Async([source], [fixedSource], configure);

    /// <summary>Several files: the first is Program.cs.</summary>
    public static async Task Async(string[] sources, string[] fixedSources, Action<FixTest<TAnalyzer, TFix>>? configure = null)
    {
        var test = new FixTest<TAnalyzer, TFix>();
        for (var i = 0; i < sources.Length; i++)
        {
            test.TestState.Sources.Add((i == 0 ? "/app/Program.cs" : $"/app/File{i}.cs", sources[i]));
        }

        for (var i = 0; i < fixedSources.Length; i++)
        {
            test.FixedState.Sources.Add((i == 0 ? "/app/Program.cs" : $"/app/File{i}.cs", fixedSources[i]));
        }

        configure?.Invoke(test);
        test.Prepare();
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The diagnostic is there, and no fix is offered.</summary>
    public static Task NoFixAsync([StringSyntax("C#-test")] string source, Action<FixTest<TAnalyzer, TFix>>? configure = null) =>
        Async([source], [source], configure);
}

/// <summary>What both kinds of test share.</summary>
internal static class ProjectSetup
{
    /// <summary>The implicit usings of the Web SDK, and references as the tests need them.</summary>
    public const string WebUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    public const string ConsoleUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static string GlobalConfig(IEnumerable<KeyValuePair<string, string>> properties) =>
        "is_global = true\n" + string.Concat(properties.Select(p => $"{p.Key} = {p.Value}\n"));
}

public sealed class AnalyzerTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Which references the code compiles against.</summary>
    public Framework Framework { get; set; } = Framework.WebWithPackages;

    /// <summary>References instead of those of <see cref="Framework"/>.</summary>
    public IEnumerable<MetadataReference>? OnlyReferences { get; set; }

    public OutputKind OutputKind { get; set; } = OutputKind.ConsoleApplication;

    /// <summary>Options and <c>build_property.*</c> values, as a global config.</summary>
    public Dictionary<string, string> GlobalOptions { get; } = [];

    internal void Prepare()
    {
        ReferenceAssemblies = new ReferenceAssemblies("none");
        TestState.OutputKind = OutputKind;
        TestState.AdditionalReferences.AddRange(OnlyReferences ?? References.Of(Framework));
        TestState.AnalyzerConfigFiles.Add(("/.globalconfig", ProjectSetup.GlobalConfig(GlobalOptions)));
        if (Framework != Framework.SystemWeb)
        {
            TestState.Sources.Add(("/app/obj/Usings.g.cs", Framework == Framework.Console ? ProjectSetup.ConsoleUsings : ProjectSetup.WebUsings));
        }
    }

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest);
}

public sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <inheritdoc cref="AnalyzerTest{TAnalyzer}.Framework"/>
    public Framework Framework { get; set; } = Framework.WebWithPackages;

    /// <inheritdoc cref="AnalyzerTest{TAnalyzer}.OnlyReferences"/>
    public IEnumerable<MetadataReference>? OnlyReferences { get; set; }

    public OutputKind OutputKind { get; set; } = OutputKind.ConsoleApplication;

    /// <inheritdoc cref="AnalyzerTest{TAnalyzer}.GlobalOptions"/>
    public Dictionary<string, string> GlobalOptions { get; } = [];

    /// <summary>The test says itself which files of options there are.</summary>
    public bool NoGlobalFile { get; set; }

    /// <summary>Project files, appsettings and the like, before the fix: they reach the fix as additional documents.</summary>
    public Dictionary<string, string> AdditionalFiles { get; } = [];

    /// <summary>The additional files that the fix changes, as they are after it.</summary>
    public Dictionary<string, string> FixedAdditionalFiles { get; } = [];

    internal void Prepare()
    {
        ReferenceAssemblies = new ReferenceAssemblies("none");
        foreach (var state in new[] { TestState, FixedState })
        {
            state.OutputKind = OutputKind;
            state.AdditionalReferences.AddRange(OnlyReferences ?? References.Of(Framework));
            if (!NoGlobalFile)
            {
                state.AnalyzerConfigFiles.Add(("/.globalconfig", ProjectSetup.GlobalConfig(GlobalOptions)));
            }

            if (Framework != Framework.SystemWeb)
            {
                state.Sources.Add(("/app/obj/Usings.g.cs", Framework == Framework.Console ? ProjectSetup.ConsoleUsings : ProjectSetup.WebUsings));
            }
        }

        FixedState.InheritanceMode = StateInheritanceMode.Explicit;
        foreach (var (path, text) in AdditionalFiles)
        {
            TestState.AdditionalFiles.Add((path, text));
            FixedState.AdditionalFiles.Add((path, FixedAdditionalFiles.GetValueOrDefault(path, text)));
        }
    }

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest);
}
