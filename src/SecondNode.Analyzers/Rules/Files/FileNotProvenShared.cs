using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>
/// What requests write goes to a place that the owner names, or that the code does not show. It is right where all nodes
/// mount it, which only the owner knows and can declare.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FileNotProvenShared() : SecondNodeAnalyzer(Descriptor)
{
    public const string Id = "SN3003";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Files,
        Level.Possible,
        "File written to a path not proven shared",
        "File '{0}' is written {1}: unless all nodes mount it, the next request on another node finds no file",
        "Where a path comes out of configuration, or from code that cannot be seen, it may lead to a share or to the node's own disk. " +
        "On the node's own disk, what one request writes is missing for the next one. Declare what all nodes mount, and the rule is silent about it.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context) =>
        FileReport.Register(start, context, FileMistake.NotProvenShared, Descriptor);
}
