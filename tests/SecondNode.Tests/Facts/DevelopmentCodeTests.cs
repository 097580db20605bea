using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Tests.Facts;

public class DevelopmentCodeTests
{
    [Theory]
    [InlineData("if (env.IsDevelopment()) Here();", true)]
    [InlineData("if (env.IsDevelopment()) { if (x) { y(() => Here()); } }", true)]
    [InlineData("if (!env.IsDevelopment()) { } else { Here(); }", true)]
    [InlineData("if (env.IsProduction()) { } else Here();", true)]
    [InlineData("if (env.IsDevelopment() && x) Here();", true)]
    [InlineData("if (env.IsDevelopment() || env.IsEnvironment(\"Testing\")) Here();", true)]
    [InlineData("if (env.EnvironmentName == \"Development\") Here();", true)]
    [InlineData("if (env.EnvironmentName == Environments.Development) Here();", true)]
    [InlineData("if (isDevelopment) Here();", true)]
    [InlineData("_ = env.IsDevelopment() ? Here() : There();", true)]
    [InlineData("if (env.IsDevelopment()) There(); else Here();", false)]
    [InlineData("if (env.IsDevelopment() || x) Here();", false)]
    [InlineData("if (!env.IsDevelopment()) Here();", false)]
    [InlineData("if (env.IsStaging()) Here();", false)]
    [InlineData("if (env.IsEnvironment(\"Production\")) Here();", false)]
    [InlineData("if (x) Here();", false)]
    [InlineData("_ = env.IsDevelopment() ? There() : Here();", false)]
    [InlineData("if (env.IsDevelopment()) There(); Here();", false)]
    public void Branches(string statements, bool expected) => Assert.Equal(expected, Test("class C { void M() { " + statements + " } }"));

    [Theory]
    [InlineData("#if DEBUG\nHere();\n#endif", true)]
    [InlineData("#if DEBUG && !X\n#if Y\n#endif\nHere();\n#endif", true)]
    [InlineData("#if !DEBUG\n#else\nHere();\n#endif", true)]
    [InlineData("#if DEBUG\n#endif\nHere();", false)]
    [InlineData("#if !RELEASE\nHere();\n#endif", false)]
    [InlineData("#if X\n#elif DEBUG\nHere();\n#endif", true)]
    public void Directives(string statements, bool expected) => Assert.Equal(expected, Test("class C { void M() {\n" + statements + "\n} }"));

    [Fact]
    public void MethodsOfTheDevelopmentEnvironment() => Assert.True(Test("class Startup { void ConfigureDevelopmentServices() { Here(); } }"));

    private static bool Test(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(preprocessorSymbols: ["DEBUG"])).GetRoot(TestContext.Current.CancellationToken);
        return DevelopmentCode.Contains(root.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(i => i.Expression.ToString() == "Here"));
    }
}
