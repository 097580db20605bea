using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>
/// Requests rewrite a configuration file that is deployed with each node.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConfigurationRewritten() : SecondNodeAnalyzer(Descriptor)
{
    public const string Id = "SN3006";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Files,
        Level.Certain,
        "Configuration is rewritten at run time",
        "Configuration '{0}' is rewritten {1}: the other nodes keep the old settings",
        "Each node was deployed with its own copy of the file. What an administrator saves on one node is unknown to the others, and the next deployment overwrites it. " +
        "Settings that change at run time belong in a database or another configuration store that all nodes read.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context) =>
        FileReport.Register(start, context, FileMistake.Configuration, Descriptor);
}
