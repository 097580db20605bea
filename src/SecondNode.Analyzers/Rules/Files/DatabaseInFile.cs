using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Files;

namespace SecondNode.Analyzers.Rules.Files;

/// <summary>
/// The database is a file of the node: SQLite, LiteDB, LocalDB. A suggestion where the code can run on a database server as
/// well, or where a library leaves the choice to its users.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DatabaseInFile() : SecondNodeAnalyzer(Descriptor)
{
    public const string Id = "SN3005";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Files,
        Level.Certain,
        "Database lives in a local file",
        "'{0}' keeps a {1} database in a file of this node: every other node has another one, or none",
        "A file database belongs to the processes of one machine. A second node starts with its own file and never sees what was saved on the first; on a network share, " +
        "its locks do not work. What several nodes use needs a database server.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(FileDatabases.Words))
        {
            return;
        }

        var databases = new FileDatabases(context);
        start.RegisterSemanticModelAction(file =>
        {
            foreach (var found in databases.In(file.SemanticModel))
            {
                file.Report(Diagnostic.Create(
                    Descriptor,
                    found.Operation.Syntax.CalledName().GetLocation(),
                    found.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                    null,
                    null,
                    found.Operation.Syntax is BaseObjectCreationExpressionSyntax ? "new " + found.Operation.Type?.Name : found.Operation.Syntax.CalledName().ToString(),
                    found.Store.Kind));
            }
        });
    }
}
