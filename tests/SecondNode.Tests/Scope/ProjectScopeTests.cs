using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;
using SecondNode.Analyzers.Scope;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Scope;

public class ProjectScopeTests
{
    private const string Main = "class P { static void Main() { } }";

    [Fact]
    public void ExecutableOfTheWebSdk_IsACompositionRoot()
    {
        var scope = Of(Main, properties: ("UsingMicrosoftNETSdkWeb", "true"));
        Assert.Equal(ProjectKind.Web, scope.Kind);
        Assert.True(scope is { IsAnalyzed: true, IsCompositionRoot: true });
    }

    [Fact]
    public void ExecutableThatReferencesAspNetCore_IsAWebProject() => Assert.Equal(ProjectKind.Web, Of(Main).Kind);

    [Fact]
    public void ExecutableWithoutAWebFramework_IsNotAnalyzed()
    {
        var scope = Of(Main, Framework.Console);
        Assert.Equal(ProjectKind.Console, scope.Kind);
        Assert.False(scope.IsAnalyzed);
    }

    [Theory]
    [InlineData(Framework.Web)]
    [InlineData(Framework.Console)]
    public void ClassLibrary_IsAnalyzedButIsNoCompositionRoot(Framework framework)
    {
        var scope = Of("class C { }", framework, OutputKind.DynamicallyLinkedLibrary);
        Assert.Equal(ProjectKind.Library, scope.Kind);
        Assert.True(scope is { IsAnalyzed: true, IsCompositionRoot: false });
    }

    [Fact]
    public void RazorClassLibraryOfTheWebSdk_IsALibrary() =>
        Assert.Equal(ProjectKind.Library, Of("class C { }", Framework.Web, OutputKind.DynamicallyLinkedLibrary, ("UsingMicrosoftNETSdkWeb", "true")).Kind);

    [Fact]
    public void ClassicSite_IsACompositionRoot()
    {
        var scope = Of("public class Global : System.Web.HttpApplication { }", Framework.SystemWeb, OutputKind.DynamicallyLinkedLibrary);
        Assert.True(scope is { Kind: ProjectKind.Web, IsCompositionRoot: true });
    }

    [Fact]
    public void ClassicLibrary_IsALibrary() =>
        Assert.Equal(ProjectKind.Library, Of("public class C { }", Framework.SystemWeb, OutputKind.DynamicallyLinkedLibrary).Kind);

    [Theory]
    [InlineData("xunit.core", true)]
    // Kept by a library of an application for its assertions.
    [InlineData("xunit.assert", false)]
    public void ReferenceToATestFramework_Decides(string name, bool isTest)
    {
        var framework = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText("public class FactAttribute { }")], References.Of(Framework.Console), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Equal(isTest, Of(Analysis.Compile([Main]).AddReferences(framework.ToMetadataReference())).Kind == ProjectKind.Test);
    }

    [Fact]
    public void TestProject_IsNotAnalyzed() => Assert.False(Of(Main, Framework.Web, OutputKind.ConsoleApplication, ("IsTestProject", "true")).IsAnalyzed);

    [Fact]
    public void BrowserApplication_IsNotAnalyzed() =>
        Assert.False(Of(Main, Framework.Web, OutputKind.ConsoleApplication, ("UsingMicrosoftNETSdkBlazorWebAssembly", "true")).IsAnalyzed);

    [Theory]
    [InlineData("None", false, false)]
    [InlineData("off", false, false)]
    [InlineData("Web", true, true)]
    [InlineData("LIBRARY", true, false)]
    public void Property_Overrides(string value, bool analyzed, bool root)
    {
        var scope = Of(Main, Framework.Console, OutputKind.ConsoleApplication, ("SecondNodeScope", value));
        Assert.Equal((analyzed, root), (scope.IsAnalyzed, scope.IsCompositionRoot));
    }

    [Fact]
    public void UnknownPropertyValue_IsIgnored() => Assert.Equal(ProjectKind.Web, Of(Main, properties: ("SecondNodeScope", "Everything?")).Kind);

    private static ProjectScope Of(string source, Framework framework = Framework.Web, OutputKind kind = OutputKind.ConsoleApplication, params (string Name, string Value)[] properties) =>
        Of(Analysis.Compile([source], framework, kind), properties);

    private static ProjectScope Of(Compilation compilation, params (string Name, string Value)[] properties) =>
        ProjectScope.Of(compilation, new Settings(new MemoryOptions(properties.ToDictionary(p => "build_property." + p.Name, p => p.Value))), new KnownTypes(compilation));
}

/// <summary>Options from a dictionary, the same for every file.</summary>
internal sealed class MemoryOptions(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
{
    private readonly Values all = new(values);

    public override AnalyzerConfigOptions GlobalOptions => all;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => all;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => all;

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
