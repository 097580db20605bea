using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2002: requests give a static field or property another value: each node has its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticField() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN2002",
        Family.Caching,
        Level.Certain,
        "Static field or property changed by requests",
        "'{0}' lives in the memory of one node and '{1}' {2}",
        "A static member belongs to one process. What a request assigns to it, other nodes never learn: they keep the old settings, the old switch, the old " +
        "copy of the data. Keep the value in a database or a distributed cache, or read it anew for each request.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        var judge = new ScalarJudge(context);
        DeclaredState.RegisterVariables(start, context, state => ScalarReport.IsCandidate(state, context.Compilation) && judge.Judge(state) is { } verdict ? ScalarReport.Of(Descriptor, state, verdict) : null);
    }
}
