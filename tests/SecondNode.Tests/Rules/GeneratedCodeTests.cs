using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.Tests.Rules.Caching;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules;

/// <summary>Generated code is left alone: whole files, which every verified test tries as well, and members that are marked.</summary>
public class GeneratedCodeTests
{
    private const string Attribute = "[System.CodeDom.Compiler.GeneratedCode(\"tool\", \"1.0\")]";

    private static string Controller(string type, string member, string field) => $$"""
        {{type}}
        public class Shelf : Microsoft.AspNetCore.Mvc.Controller
        {
            {{member}}
            private static readonly Dictionary<int, string> {{field}} = new();
            public void Put(int id, string name) => Names[id] = name;
            public string? Get(int id) => Names.GetValueOrDefault(id);
        }
        """;

    [Theory]
    [InlineData("", "", "[|Names|]")]
    [InlineData(Attribute, "", "Names")]
    [InlineData("", Attribute, "Names")]
    [InlineData("[System.CodeDom.Compiler.GeneratedCodeAttribute(\"tool\", \"1.0\")]", "", "Names")]
    [InlineData("[System.Obsolete(\"GeneratedCode\")]", "", "[|Names|]")]
    public Task MarkedMember_IsSilent(string type, string member, string field) => Reports("return;\n" + Controller(type, member, field));

    [Fact]
    public Task MarkedMember_SilencesNoOther() => Reports($$"""
        return;
        {{Controller("", "", "[|Names|]")}}
        {{Attribute}}
        public class Tool { public static Dictionary<int, string> Names = new(); }
        """);

    [Theory]
    [InlineData("", "[|Changed|]")]
    [InlineData(Attribute, "Changed")]
    public Task MarkedEvent_IsSilent(string attribute, string name) => Marked<EventsInProcess>.VerifyAsync($$"""
        return;
        public static class Prices
        {
            {{attribute}}
            public static event Action? {{name}};
            public static void Set() => Changed?.Invoke();
        }
        public class Ticker : Microsoft.AspNetCore.Components.ComponentBase
        {
            protected override void OnInitialized() => Prices.Changed += StateHasChanged;
        }
        """, "SN6004", DiagnosticSeverity.Info);

    /// <summary>What the driver reports, it reports in generated code too: only the rules' own way of reporting may be used.</summary>
    [Fact]
    public void Rules_ReportByGeneratedCode()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(References.RepositoryRoot, "src", "SecondNode.Analyzers"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar));
        Assert.Equal(["GeneratedCode.cs"], sources.Where(file => File.ReadAllText(file).Contains(".ReportDiagnostic(")).Select(Path.GetFileName));
    }

    private static Task Reports(string source) => Marked<StaticCollection>.VerifyAsync(source, "SN2001", DiagnosticSeverity.Warning);
}
