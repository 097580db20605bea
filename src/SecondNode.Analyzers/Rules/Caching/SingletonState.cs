using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;
using SecondNode.Analyzers.Facts.State;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2003: a singleton keeps in a field what requests change: it is one object for each node, not one for the application.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SingletonState() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN2003",
        Family.Caching,
        Level.Certain,
        "Singleton service keeps shared state in its fields",
        "'{0}' lives in a singleton, of which every node has its own, and '{1}' {2}",
        "A singleton is one object for each process, not one for the application. What a request puts into its fields, changes or removes is invisible " +
        "to every other node. Keep shared state in a distributed cache or a database.");

    private const int MaxMentions = 60;

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        var judge = new ScalarJudge(context);
        DeclaredState.RegisterVariablesOfServices(start, context, state =>
            !state.IsAbstract && context.SingleInstances.Contains(state.ContainingType) && ScalarReport.IsCandidate(state, context.Compilation) && judge.JudgeOfSingleton(state) is { } verdict ? ScalarReport.Of(Descriptor, state, verdict) : null);
        DeclaredState.RegisterCollections(start, context, isStatic: false, (state, shape) =>
            !state.IsAbstract && state.ContainingType is { TypeKind: TypeKind.Class } type && (context.SingleInstances.Contains(type) || IsMadeToBeShared(shape, type, context)) && context.State.Judge(state, shape) is { Reason: not StateReason.Background } verdict && !IsRefreshed(verdict) &&
            // Handlers that no request is seen to change were registered when the node started.
            Temper(verdict, type, context) is var tempered && !(tempered.Certainty == StateCertainty.Possible && Subscriptions.AreHandlers(shape.Element))
                ? StateReport.Of(Descriptor, state, shape, tempered)
                : null);
    }

    /// <summary>
    /// A service of a library, registered in a project that cannot be seen, which keeps something in a collection that several
    /// threads may use at once: it expects to be one for all requests.
    /// </summary>
    private static bool IsMadeToBeShared(CollectionShape shape, INamedTypeSymbol type, RuleContext context) =>
        context.Scope.Kind == ProjectKind.Library && shape.Type.ContainingNamespace is { Name: "Concurrent", ContainingNamespace.Name: "Collections" } &&
        type is { IsAbstract: false, IsRecord: false, ContainingType: null } && type.Interfaces.FirstOrDefault(i => i.Name == "I" + type.Name) is { } contract &&
        context.Lifetimes.Of(type) == Lifetime.Unknown && context.Lifetimes.Of(contract) == Lifetime.Unknown && !IsMadeByHand(type, context);

    private static bool IsMadeByHand(INamedTypeSymbol type, RuleContext context)
    {
        var found = false;
        return !context.Uses.Visit(type, MaxMentions, use =>
        {
            found = use.Name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } made && made.Type.Span.Contains(use.Name.Span);
            return !found;
        }) || found;
    }

    /// <summary>Emptied and filled again in one go, from where all nodes fill theirs: how old it may be is the owner's choice.</summary>
    private static bool IsRefreshed(StateVerdict verdict) =>
        (verdict.Origin & ValueOrigin.Request) == ValueOrigin.None && verdict.Changes.Any(c => c.Effect == StateEffect.Clear) &&
        verdict.Changes.All(c => c.Effect == StateEffect.Clear
            ? verdict.Changes.Any(other => other.Effect is StateEffect.Add or StateEffect.Overwrite && SymbolEqualityComparer.Default.Equals(other.Member, c.Member))
            : c.Effect is not StateEffect.Remove && verdict.Changes.Any(other => other.Effect == StateEffect.Clear && SymbolEqualityComparer.Default.Equals(other.Member, c.Member)));

    /// <summary>
    /// A registry, which singletons often are, is fed by whoever starts up: only a request that is seen to change it makes it
    /// certain. What a service of the application might do does not, nor do entries that are made of the code.
    /// </summary>
    private static StateVerdict Temper(StateVerdict verdict, INamedTypeSymbol type, RuleContext context)
    {
        var fromCode = (verdict.Origin & ValueOrigin.Code) != ValueOrigin.None && (verdict.Origin & (ValueOriginExtensions.Data | ValueOrigin.Input)) == ValueOrigin.None;
        return verdict.Certainty == StateCertainty.Certain && (fromCode || !context.SingleInstances.Contains(type) || !verdict.Changes.Any(c => (c.Phase & ExecutionPhase.Request) != ExecutionPhase.None) || HasSharedAlternative(verdict, type, context))
            ? verdict with { Certainty = StateCertainty.Possible }
            : verdict;
    }

    /// <summary>Whether it, or the service that works with it, is one of two: the other one reaches all nodes, and configuration chooses.</summary>
    private static bool HasSharedAlternative(StateVerdict verdict, INamedTypeSymbol type, RuleContext context) =>
        Broadcasts.HasSharedSibling(type, context) ||
        verdict.Changes.Select(c => c.Member?.ContainingType).OfType<INamedTypeSymbol>().Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).Any(t => Broadcasts.HasSharedSibling(t, context));
}
