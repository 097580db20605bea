using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Tests.Testing;

namespace SecondNode.Benchmarks;

/// <summary>
/// Real code, analyzed by us and by others in one process. The projects of a checkout are compiled in memory against what the tests
/// reference, nothing is built or run: what does not resolve stays an error, for all alike.
/// </summary>
public static partial class Comparison
{
    private static readonly string[] Packages = ["SonarAnalyzer.CSharp", "Meziantou.Analyzer", "Roslynator.Analyzers", "Microsoft.CodeAnalysis.NetAnalyzers"];

    public static async Task RunAsync(string root, int runs)
    {
        var subjects = Subjects(Path.GetFullPath(root));
        var sets = new List<(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers)> { ("SecondNode.Analyzers", [.. Shipped.Rules]) };
        sets.AddRange(Packages.Select(p => (p, Load(p))));
        Console.WriteLine($"{Path.GetFileName(Path.GetFullPath(root))}: {subjects.Count} projects, {subjects.Sum(s => s.Lines):N0} lines\n");
        foreach (var subject in subjects.Concat(subjects))
        {
            // The first set must not pay for a compiler that is not warm.
            _ = subject.Compile().GetDiagnostics();
        }

        Console.WriteLine("| Analyzers | Count | Compiler | Analysis | of the compiler's time | Inside analyzers | each | Slowest | Findings |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---|---:|");
        foreach (var (name, analyzers) in sets)
        {
            double compile = 0, analysis = 0, inside = 0;
            var findings = 0;
            var slowest = new Dictionary<string, double>();
            foreach (var subject in subjects)
            {
                var known = subject.Compile();
                var profile = await Profile.RunAsync(() => Subject.Unbound(known), (c, a) => subject.With(c, a, logTimes: true), analyzers, runs);
                (compile, analysis, inside, findings) = (compile + profile.Compile, analysis + profile.Analyzers, inside + profile.Inside, findings + profile.Findings);
                foreach (var (analyzer, time) in profile.ByAnalyzer)
                {
                    slowest[analyzer] = slowest.GetValueOrDefault(analyzer) + time;
                }
            }

            var most = slowest.MaxBy(s => s.Value);
            Console.WriteLine($"| {name} | {analyzers.Length} | {compile:F0} ms | {analysis:F0} ms | {analysis / compile:F2} x | {inside:F0} ms | {inside / analyzers.Length:F1} ms | {most.Key} {most.Value:F0} ms | {findings} |");
        }
    }

    /// <summary>The analyzers for C# of a package that restore has downloaded.</summary>
    private static ImmutableArray<DiagnosticAnalyzer> Load(string package)
    {
        var root = typeof(Comparison).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NuGetPackageRoot").Value!;
        var version = Directory.GetDirectories(Path.Combine(root, package.ToLowerInvariant())).OrderBy(d => Version.Parse(Path.GetFileName(d))).Last();

        // A package may bring one set of assemblies for each range of compilers.
        var folders = Directory.GetFiles(Path.Combine(version, "analyzers"), "*.dll", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".resources.dll", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}vb{Path.DirectorySeparatorChar}"))
            .GroupBy(f => Path.GetDirectoryName(f)!).OrderBy(g => RoslynFolder().Match(g.Key) is { Success: true } m ? Version.Parse(m.Groups[1].Value) : new Version(0, 0)).ToList();
        var newest = folders.Where(g => RoslynFolder().Match(g.Key).Value == RoslynFolder().Match(folders[^1].Key).Value).SelectMany(g => g).ToList();
        AppDomain.CurrentDomain.AssemblyResolve += (_, e) => newest.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == new AssemblyName(e.Name).Name) is { } file ? Assembly.LoadFrom(file) : null;
        var analyzers = ImmutableArray.CreateBuilder<DiagnosticAnalyzer>();
        foreach (var file in newest)
        {
            Type[] types;
            try
            {
                types = Assembly.LoadFrom(file).GetTypes();
            }
            catch (ReflectionTypeLoadException e)
            {
                types = [.. e.Types.OfType<Type>()];
            }

            foreach (var type in types.Where(t => !t.IsAbstract && t.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true))
            {
                analyzers.Add((DiagnosticAnalyzer)Activator.CreateInstance(type)!);
            }
        }

        return analyzers.ToImmutable();
    }

    private static List<Subject> Subjects(string root)
    {
        var projects = Directory.GetFiles(root, "*.csproj", SearchOption.AllDirectories)
            .Where(f => !Output().IsMatch(f) && !Test().IsMatch(Path.GetRelativePath(root, f)))
            .Order(StringComparer.Ordinal).Select(f => (File: f, Folder: Path.GetDirectoryName(f)! + "/", Xml: XDocument.Load(f))).ToList();
        var compiled = new Dictionary<string, CSharpCompilation>();
        var subjects = new List<Subject>();
        foreach (var project in projects)
        {
            Compile(project.File, []);
        }

        return subjects;

        CSharpCompilation Compile(string file, ImmutableHashSet<string> path)
        {
            if (compiled.TryGetValue(file, out var known))
            {
                return known;
            }

            var (_, folder, xml) = projects.Single(p => p.File == file);
            var inner = projects.Where(p => p.Folder != folder && p.Folder.StartsWith(folder, StringComparison.Ordinal)).Select(p => p.Folder).ToList();
            var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(f => !Output().IsMatch(f) && !inner.Any(i => f.StartsWith(i, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal).Select(f => (f, SourceText.From(File.ReadAllText(f)))).ToList();
            var sdk = xml.Root!.Attribute("Sdk")?.Value ?? "";
            var isWeb = sdk.EndsWith(".Web", StringComparison.Ordinal);
            files.Add((folder + "obj/Usings.g.cs", SourceText.From(isWeb ? Code.Application.Usings : string.Join("\n", Code.Application.Usings.Split('\n').Where(l => !l.Contains(" Microsoft."))))));
            var references = References.Of(Framework.WebWithPackages).ToBuilder();
            foreach (var other in Referenced(file, xml, path.Add(file)))
            {
                references.Add(Compile(other, path.Add(file)).ToMetadataReference());
            }

            var isExe = isWeb || xml.Descendants().Any(e => e.Name.LocalName == "OutputType" && e.Value == "Exe");
            var subject = new Subject(
                [.. files], references.ToImmutable(),
                new CSharpCompilationOptions(isExe ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, concurrentBuild: true),
                new AnalyzerOptions([], new Subject.Options(new() { ["build_property.UsingMicrosoftNETSdkWeb"] = isWeb ? "true" : "", ["build_property.OutputType"] = isExe ? "Exe" : "Library" })));
            subjects.Add(subject);
            return compiled[file] = subject.Compile();
        }

        IEnumerable<string> Referenced(string file, XDocument xml, ImmutableHashSet<string> path) =>
            from reference in xml.Descendants()
            where reference.Name.LocalName == "ProjectReference"
            let other = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, (reference.Attribute("Include")?.Value ?? "").Replace('\\', '/')))
            where projects.Any(p => p.File == other) && !path.Contains(other)
            select other;
    }

    [GeneratedRegex(@"[/\\](obj|bin|node_modules)[/\\]")]
    private static partial Regex Output();

    [GeneratedRegex(@"(^|[/\\.])(tests?|benchmarks?|\w*tests)([/\\.]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Test();

    [GeneratedRegex(@"roslyn(\d+\.\d+)")]
    private static partial Regex RoslynFolder();
}
