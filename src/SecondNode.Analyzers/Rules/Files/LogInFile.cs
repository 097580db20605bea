using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>
/// A log is written to files of the node. Off by default: every node has its own log, and that works; it is only harder to
/// read one story from many files, and a replaced node takes its log with it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LogInFile() : SecondNodeAnalyzer(Descriptor)
{
    public const string Id = "SN3007";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Files,
        Level.OptIn,
        "Log written to a local file",
        "Log '{0}' is written {1}: the story of one user is spread over the files of all nodes, and a replaced node takes its part with it",
        "Requests of one user are served by several nodes, and each writes its own file. Write to the console or to a log server, where the lines of all nodes come together.");

    private static readonly ApiTable<FileStore> Apis = new(FileLogApis.Rows);

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        FileReport.Register(start, context, FileMistake.Log, Descriptor);
        if (!context.MayMentionAny(Apis.WrittenNames))
        {
            return;
        }

        start.RegisterSemanticModelAction(file =>
        {
            foreach (var node in WrittenUses.Of(Apis, context.FactsOf(file.SemanticModel.SyntaxTree)))
            {
                if (file.SemanticModel.GetOperation(node, file.CancellationToken) is { } operation && WrittenUses.Match(Apis, operation) is var (store, argument) && !DevelopmentCode.Contains(node))
                {
                    var configured = store.Configured ? ConfiguredLogs.Of(store.Kind, file.Options.AdditionalFiles, file.CancellationToken) : null;
                    if (store.Configured && configured is null)
                    {
                        continue;
                    }

                    var name = configured?.Log ?? argument?.Syntax.ToString() ?? store.Kind;
                    file.Report(Diagnostic.Create(Descriptor, node.GetLocation(), name, "to a file of this node by " + store.Kind + (configured is var (_, settings) ? $" ({settings})" : "")));
                }
            }
        });
    }
}
