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

    private const int MaxLocations = 50;

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        var judge = new ScalarJudge(context);
        DeclaredState.RegisterVariables(start, context, state => Check(state, judge));
    }

    private static Diagnostic? Check(ISymbol state, ScalarJudge judge)
    {
        var type = (state as IFieldSymbol)?.Type ?? ((IPropertySymbol)state).Type;
        if (!ScalarJudge.CanBeState(type) || CollectionShape.Of(type) is not null || judge.Judge(state) is not { } verdict || state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return null;
        }

        var first = verdict.Changes[0];
        return Diagnostic.Create(
            Descriptor,
            location,
            verdict.Certainty == StateCertainty.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            verdict.Changes.Select(c => c.Operation.Syntax.GetLocation()).Distinct().Take(MaxLocations),
            System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty,
            StateNames.Of(state),
            StateNames.Of(EnclosingMember.Named(first.Member), first.Operation.Syntax),
            verdict.Kind switch
            {
                ScalarChange.Count => "counts with it: every node counts for itself, and the same number is given twice",
                ScalarChange.Reset => "empties it: the other nodes keep the old value",
                _ => "replaces it: the other nodes keep the old value",
            });
    }
}
