using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>
/// A file in the temporary directory whose path is kept for, or handed to, another request. Temporary files that the same
/// request deletes or sends are nobody's business.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TemporaryFileOutlivesRequest() : SecondNodeAnalyzer(Descriptor)
{
    public const string Id = "SN3004";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Files,
        Level.Certain,
        "Temporary file outlives the request that made it",
        "Temporary file '{0}' outlives its request: {1}, and only this node has the file",
        "Each node has its own temporary directory. A path in session, in a database, in a message or in the hands of the client comes back " +
        "with a later request, which the load balancer sends to any node; only the one that made the file has it. Keep the content in a shared store, or a temporary directory that all nodes mount.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context) =>
        FileReport.Register(start, context, FileMistake.TemporaryOutlives, Descriptor);
}
