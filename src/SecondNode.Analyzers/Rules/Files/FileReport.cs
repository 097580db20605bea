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

    private const int LongestName = 60;

    /// <summary>
    /// Asks the rule about every call of a file that may write, when the compiler has finished with the file: what has to be
    /// known of its surroundings is bound by then.
    /// </summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="judge">The rule: what it reports of a call in a member, or null.</param>
    public static void Register(CompilationStartAnalysisContext start, RuleContext context, Func<IOperation, ISymbol, Diagnostic?> judge) =>
        start.RegisterSemanticModelAction(file =>
        {
            foreach (var node in context.Files.MayWriteIn(file.SemanticModel.SyntaxTree))
            {
                if (file.SemanticModel.GetOperation(node, file.CancellationToken) is { } operation && file.SemanticModel.GetEnclosingSymbol(node.SpanStart, file.CancellationToken) is { } container &&
                    judge(operation, container) is { } diagnostic)
                {
                    file.ReportDiagnostic(diagnostic);
                }
            }
        });

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
