using System.Text;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Options;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Conventions;

/// <summary>
/// The tables of the README and the presets of the package are generated from the descriptors. Run the tests with
/// <c>SECONDNODE_WRITE=1</c> to write them anew; without it a difference fails.
/// </summary>
public class GeneratedFilesTests
{
    private static readonly bool Write = Environment.GetEnvironmentVariable("SECONDNODE_WRITE") == "1";

    /// <summary>The rules of the four core hazards and their siblings: what <c>SecondNodeMode=Core</c> leaves on.</summary>
    private static readonly string[] CoreFamilies = ["Session", "Caching", "Files", "Replicas", "Keys", "Realtime"];

    private static string Readme => Path.Combine(References.RepositoryRoot, "README.md");

    [Fact]
    public void Readme_ListsTheRules() => AssertGenerated(Readme, "rules", RulesTable());

    [Fact]
    public void Readme_ListsTheOptions() => AssertGenerated(Readme, "options", OptionsTable());

    [Fact]
    public void StrictPreset_MakesSuggestionsWarnings() => AssertFile(Preset("Strict"), PresetText(
        "Strict: suggestions are warnings, and what is off by default is a suggestion.",
        d => !d.IsEnabledByDefault ? "suggestion" : "warning"));

    [Fact]
    public void CorePreset_LeavesOnlyWhatTheCodeProves() => AssertFile(Preset("Core"), PresetText(
        "Core: only what the code itself proves; suggestions are off.",
        d => d.IsEnabledByDefault && d.DefaultSeverity == DiagnosticSeverity.Warning && CoreFamilies.Contains(d.Category) ? "warning" : "none"));

    private static string Preset(string name) => Path.Combine(References.RepositoryRoot, "src", "SecondNode.Package", "configuration", $"SecondNode.{name}.globalconfig");

    private static string RulesTable()
    {
        var table = new StringBuilder("| Id | Finds | Default | Fix |\n|---|---|---|---|\n");
        foreach (var rule in ShippedRules.Descriptors)
        {
            var page = $"src/SecondNode.Analyzers/Rules/{rule.Category}/{rule.Id}.md";
            var severity = !rule.IsEnabledByDefault ? "off" : rule.DefaultSeverity == DiagnosticSeverity.Warning ? "warning" : "suggestion";
            table.Append($"| [{rule.Id}]({page}) | {rule.Title} | {severity} | {(ShippedRules.HasFix(rule.Id) ? "yes" : "")} |\n");
        }

        return table.ToString();
    }

    private static string OptionsTable()
    {
        var table = new StringBuilder("| Key | Values | Meaning |\n|---|---|---|\n");
        foreach (var option in Settings.All)
        {
            table.Append($"| `{option.Key}` | {option.Values.Replace("|", "\\|")} | {option.Summary} |\n");
        }

        return table.ToString();
    }

    private static string PresetText(string summary, Func<DiagnosticDescriptor, string> severity) =>
        $"# {summary}\n# A project's own .editorconfig and .globalconfig win.\nis_global = true\nglobal_level = -100\n\n" +
        string.Concat(ShippedRules.Descriptors.Select(d => $"dotnet_diagnostic.{d.Id}.severity = {severity(d)}\n"));

    private static void AssertGenerated(string file, string part, string expected)
    {
        var (open, close) = ($"<!-- {part} -->\n", $"<!-- end of {part} -->");
        var text = File.ReadAllText(file);
        var start = text.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var end = text.IndexOf(close, StringComparison.Ordinal);
        Assert.True(start >= open.Length && end >= start, $"no part '{part}' in {file}");
        AssertFile(file, text[..start] + expected + text[end..]);
    }

    private static void AssertFile(string file, string expected)
    {
        if (Write)
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.Exists(file) ? File.ReadAllText(file) : "");
    }
}
