using System.Collections.Immutable;
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

    private const int MaxLocations = 50;

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        var judge = new StateJudge(context);
        start.RegisterSymbolAction(c => Check(c, context, judge), SymbolKind.Field, SymbolKind.Property);
    }

    private static void Check(SymbolAnalysisContext analysis, RuleContext context, StateJudge judge)
    {
        var state = analysis.Symbol;
        if (!state.IsStatic || state.IsImplicitlyDeclared || state is IFieldSymbol { IsConst: true } || state is IPropertySymbol property && !IsAutoProperty(property))
        {
            return;
        }

        if (CollectionShape.Of((state as IFieldSymbol)?.Type ?? (state as IPropertySymbol)?.Type) is not { } shape || NodeLocal.IsDeclared(state, context.Settings))
        {
            return;
        }

        var verdict = judge.Judge(state, shape);
        if (verdict.Certainty == StateCertainty.Safe || verdict.Changes.IsEmpty || state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return;
        }

        var properties = ImmutableDictionary<string, string?>.Empty
            .Add(StateProperties.Kind, shape.Kind.ToString())
            .Add(StateProperties.Story, verdict.Story);
        analysis.ReportDiagnostic(Diagnostic.Create(
            Descriptor,
            location,
            verdict.Certainty == StateCertainty.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            verdict.Changes.Select(c => c.Operation.Syntax.GetLocation()).Distinct().Take(MaxLocations),
            properties,
            StateNames.Of(state),
            StateNames.Of(verdict.Changes[0].Member, verdict.Changes[0].Operation.Syntax),
            Consequence(verdict)));
    }

    private static bool IsAutoProperty(IPropertySymbol property) =>
        property.ContainingType.GetMembers().Any(m => m is IFieldSymbol { AssociatedSymbol: { } owner } && SymbolEqualityComparer.Default.Equals(owner, property));

    private static string Consequence(StateVerdict verdict) =>
        verdict.Story switch
        {
            StateProperties.StoryChanged => "changes it: requests that land on another node keep seeing the old entries",
            StateProperties.StoryAdded => "adds to it: requests that land on another node do not see the new entries",
            _ => "fills it" + SourceOf(verdict.Origin) + ": each node keeps its own copy, and they come to differ",
        };

    private static string SourceOf(ValueOrigin origin) =>
        (origin & ValueOrigin.Request) != ValueOrigin.None ? " from requests"
        : (origin & ValueOrigin.Database) != ValueOrigin.None ? " from the database"
        : (origin & ValueOrigin.Remote) != ValueOrigin.None ? " from another system"
        : "";
}
