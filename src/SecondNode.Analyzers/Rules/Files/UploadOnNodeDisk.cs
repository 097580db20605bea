using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>
/// What a client sends is saved on the disk of the node that happened to serve the request. Certain where the path begins
/// in a directory of the node; a suggestion where nothing says whose disk it is, or where the owner has a say in it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UploadOnNodeDisk() : SecondNodeAnalyzer(Descriptor)
{
    public const string Id = "SN3001";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Files,
        Level.Certain,
        "Upload saved on the node's disk",
        "Upload '{0}' is saved {1}, so a request for it that lands on another node finds nothing",
        "The load balancer sends the upload to one node and the next request to another. What was saved on the first node's disk does not exist there. " +
        "Uploads belong in an object store, or in a directory that all nodes mount and that configuration names.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context) =>
        FileReport.Register(start, context, FileMistake.Upload, Descriptor);
}
