using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>Turns a finding about a file into the diagnostic of a rule, with what the fix needs.</summary>
internal static class FileReport
{
    /// <summary>The property that says which directory of the node the path begins in: a name of <see cref="NodeDirectory"/>.</summary>
    public const string Directory = "directory";

    /// <summary>The property that is there where the content can be made again, so that it may be evicted.</summary>
    public const string Regenerable = "regenerable";

    private const int LongestName = 60;

    /// <summary>
    /// Reports the findings of one mistake when the compiler has finished with the file: what has to be known of the
    /// surroundings of a call is bound by then.
    /// </summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="mistake">The mistake that the rule is about.</param>
    /// <param name="descriptor">The rule.</param>
    public static void Register(CompilationStartAnalysisContext start, RuleContext context, FileMistake mistake, DiagnosticDescriptor descriptor) =>
        start.RegisterSemanticModelAction(file =>
        {
            foreach (var finding in context.Files.In(file.SemanticModel))
            {
                if (finding.Mistake == mistake)
                {
                    file.Report(Create(descriptor, finding));
                }
            }
        });

    private static Diagnostic Create(DiagnosticDescriptor descriptor, FileFinding finding)
    {
        var severity = finding.IsCertain ? descriptor.DefaultSeverity : DiagnosticSeverity.Info;
        var beginning = finding.Origin.Beginning is { Syntax: var syntax } ? ImmutableArray.Create(syntax.GetLocation()) : ImmutableArray<Location>.Empty;
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Directory, finding.Origin.Directory.ToString());
        return Diagnostic.Create(
            descriptor,
            finding.Use.Operation.Syntax.GetLocation(),
            severity,
            beginning,
            finding.IsRegenerable ? properties.Add(Regenerable, "true") : properties,
            Text((finding.Mistake == FileMistake.Upload ? finding.Upload : finding.Use.Path) ?? finding.Use.Operation),
            finding.Place);
    }

    /// <summary>The expression as it is written, on one line, not too long for a message.</summary>
    private static string Text(IOperation operation)
    {
        var text = string.Join(" ", operation.Syntax.ToString().Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= LongestName ? text : text[..(LongestName - 1)] + "…";
    }
}
