using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Tests.Testing;

/// <summary>A compilation with real references and what the rules know of it, for tests of the models without a diagnostic.</summary>
internal static class RuleContexts
{
    public static RuleContext Of([StringSyntax("C#-test")] string source, Framework framework = Framework.WebWithPackages) => Of([source], framework);

    /// <summary>Several files: the first is Program.cs.</summary>
    public static RuleContext Of(string[] sources, Framework framework = Framework.WebWithPackages)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, i == 0 ? "/app/Program.cs" : $"/app/File{i}.cs")).ToList();
        if (framework != Framework.SystemWeb)
        {
            trees.Add(CSharpSyntaxTree.ParseText(framework == Framework.Console ? ProjectSetup.ConsoleUsings : ProjectSetup.WebUsings, options, "/app/obj/Usings.g.cs"));
        }

        var hasStatements = trees.Any(t => t.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement));
        var compilation = CSharpCompilation.Create(
            "App",
            trees,
            References.Of(framework),
            new CSharpCompilationOptions(hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return new RuleContext(compilation, new AnalyzerOptions([]));
    }

    /// <summary>The only source member, or type, of that name; <c>Type..ctor</c> for a constructor.</summary>
    public static ISymbol Symbol(this RuleContext context, string name) =>
        name.EndsWith("..ctor", StringComparison.Ordinal)
            ? ((INamedTypeSymbol)context.Symbol(name[..^"..ctor".Length])).InstanceConstructors.Single()
            : context.Compilation.GetSymbolsWithName(name).Single();
}
