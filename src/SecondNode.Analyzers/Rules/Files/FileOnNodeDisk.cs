using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>
/// A file that later requests need is written where only this node sees it. Certain where the path begins in a directory
/// of the node and the file is served, read elsewhere or has a lasting name; a suggestion where it is only derived
/// from something else, or made in the background.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FileOnNodeDisk() : SecondNodeAnalyzer(Descriptor)
{
    public const string Id = "SN3002";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Files,
        Level.Certain,
        "File that later requests need is written on the node's disk",
        "File '{0}' is written {1}, so the next request finds no file or an old one on another node",
        "Each node has its own disk. A file that one request writes there and a later request reads is missing or outdated whenever the later request is served by another node. " +
        "It belongs in a shared store: an object store, a database, a distributed cache, or a directory that all nodes mount.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context) =>
        FileReport.Register(start, context, FileMistake.NodeDisk, Descriptor);
}
