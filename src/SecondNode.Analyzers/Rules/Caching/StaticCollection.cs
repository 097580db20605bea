using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2001: a static collection that requests change: each node has its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticCollection() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN2001",
        Family.Caching,
        Level.Certain,
        "Static collection used as cache or shared state",
        "'{0}' lives in the memory of one node and '{1}' {2}",
        "A static collection belongs to one process. What a request puts into it, changes or removes is invisible to every other node, so users see " +
        "old, missing or contradictory data depending on the node that answers. Keep shared state in a distributed cache or a database, and tables that never change in a frozen or immutable collection.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        DeclaredState.RegisterCollections(start, context, isStatic: true, (state, shape) => StateReport.Of(Descriptor, state, shape, context.State.Judge(state, shape)));
    }
}
