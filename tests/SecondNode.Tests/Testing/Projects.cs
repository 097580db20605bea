using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Replicas.Exported;

namespace SecondNode.Tests.Testing;

/// <summary>How a project sees another one.</summary>
public enum Seen
{
    /// <summary>As a build does: metadata.</summary>
    Compiled,

    /// <summary>As a build does where reference assemblies are made: metadata without bodies.</summary>
    ByReferenceAssembly,

    /// <summary>As an editor does: the compilation of the other project.</summary>
    AsCompilation,
}

/// <summary>Several projects that use each other, with what the package's generator writes into each.</summary>
internal static class Projects
{
    /// <summary>A class library, with the generator's output.</summary>
    public static CSharpCompilation Library(string name, string source, IEnumerable<MetadataReference>? projects = null, Dictionary<string, string>? properties = null, params AdditionalText[] files)
    {
        var plain = Compile(name, source, OutputKind.DynamicallyLinkedLibrary, projects);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new EffectsGenerator().AsSourceGenerator()], files, (CSharpParseOptions)plain.SyntaxTrees[0].Options, new OptionsOf(properties ?? []));
        driver.RunGeneratorsAndUpdateCompilation(plain, out var result, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        Assert.Empty(result.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return (CSharpCompilation)result;
    }

    /// <summary>A web application that uses other projects.</summary>
    public static CSharpCompilation Web(string source, params MetadataReference[] projects) => Compile("Web", source, OutputKind.ConsoleApplication, projects);

    /// <summary>The reference by which another project sees this one.</summary>
    public static MetadataReference As(this CSharpCompilation library, Seen seen)
    {
        if (seen == Seen.AsCompilation)
        {
            return library.ToMetadataReference();
        }

        using var stream = new MemoryStream();
        var result = library.Emit(stream, options: seen == Seen.ByReferenceAssembly ? new(metadataOnly: true, includePrivateMembers: false) : null);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    /// <summary>The lines that the generator has written into a project.</summary>
    public static ImmutableArray<string> Effects(this Compilation project) =>
        [.. project.Assembly.GetAttributes()
            .Where(a => a.AttributeClass?.Name == "AssemblyMetadataAttribute" && a.ConstructorArguments is [{ Value: EffectText.Key }, _])
            .Select(a => (string)a.ConstructorArguments[1].Value!)];

    /// <summary>The findings about replicas, as <c>id severity: code</c>.</summary>
    public static async Task<string[]> FindingsAsync(this Compilation project, params AdditionalText[] files) =>
        [.. (await Analysis.RunAsync(project, files))
            .Where(d => d.Id.StartsWith("SN4", StringComparison.Ordinal) || d.Id == "AD0001")
            .Select(d => $"{d.Id} {d.Severity}: {d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan)}")];

    private static CSharpCompilation Compile(string name, string source, OutputKind kind, IEnumerable<MetadataReference>? projects)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source, options, $"/app/{name}.cs"), CSharpSyntaxTree.ParseText(ProjectSetup.WebUsings, options, $"/app/{name}/obj/Usings.g.cs")],
            References.Of(Framework.WebWithPackages).AddRange(projects ?? []),
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return compilation;
    }

    private sealed class OptionsOf(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        private readonly Values values = new(values);

        public override AnalyzerConfigOptions GlobalOptions => values;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => values;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => values;

        private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
        }
    }
}
