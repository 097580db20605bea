using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Session;

/// <summary>SN1004: System.Web application state that requests change: each node has its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ApplicationStateWritten() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN1004",
        Family.Session,
        Level.Certain,
        "System.Web Application state written at run time",
        "'{0}' lives in the memory of one node and '{1}' changes it: requests that land on another node keep seeing the old value",
        "Application state is a dictionary in the memory of one process. It suits what every node reads alike at start-up. What a request changes in it, a " +
        "counter, a setting, a list of who is online, differs from node to node from then on, and is gone when the process is recycled.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(ApplicationWrites.Words) || !context.Types.Has("System.Web.HttpApplicationState", "System.Web"))
        {
            return;
        }

        var changes = new Lazy<ILookup<SyntaxTree, ApplicationChange>>(() => ApplicationWrites.Find(context).ToLookup(c => c.Place.SyntaxTree));
        start.RegisterSemanticModelAction(model =>
        {
            foreach (var change in changes.Value[model.SemanticModel.SyntaxTree])
            {
                model.Report(Diagnostic.Create(
                    Descriptor,
                    change.Place.GetLocation(),
                    change.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                    change.Others,
                    ImmutableDictionary<string, string?>.Empty,
                    change.First.Entry,
                    StateNames.Of(change.Member, change.Place)));
            }
        });
    }
}
