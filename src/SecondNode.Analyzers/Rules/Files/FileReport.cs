using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>Turns a finding about a file into the diagnostic of a rule, with what the fix needs.</summary>
internal static class FileReport
{
    /// <summary>The property that says which directory of the node the path begins in: a name of <see cref="NodeDirectory"/>.</summary>
    public const string Directory = "directory";

    private const int LongestName = 60;

    public static Diagnostic Create(DiagnosticDescriptor descriptor, FileFinding finding, IOperation named)
    {
        var severity = finding.IsCertain ? descriptor.DefaultSeverity : DiagnosticSeverity.Info;
        var beginning = finding.Origin.Beginning is { Syntax: var syntax } ? ImmutableArray.Create(syntax.GetLocation()) : ImmutableArray<Location>.Empty;
        return Diagnostic.Create(
            descriptor,
            finding.Use.Operation.Syntax.GetLocation(),
            severity,
            beginning,
            ImmutableDictionary<string, string?>.Empty.Add(Directory, finding.Origin.Directory.ToString()),
            Text(named),
            finding.Place);
    }

    /// <summary>The expression as it is written, on one line, not too long for a message.</summary>
    private static string Text(IOperation operation)
    {
        var text = string.Join(" ", operation.Syntax.ToString().Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= LongestName ? text : text[..(LongestName - 1)] + "…";
    }
}
