using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Recognizes collections that outlive a call only by accident: every call starts with an empty one.</summary>
internal static class Scratch
{
    /// <summary>Whether every call starts with an empty one: what is in it never outlives the call that has put it there.</summary>
    public static bool Is(ImmutableArray<StateUse> all, RuleContext context)
    {
        var used = all.Where(u => u.Member is IMethodSymbol { MethodKind: not MethodKind.StaticConstructor }).GroupBy(u => u.Member!, SymbolEqualityComparer.Default).ToList();
        var resetters = used.Where(g => g.OrderBy(u => u.Operation.Syntax.SpanStart).First() is { IsNested: false, Effect: StateEffect.Clear or StateEffect.Assign } first && IsEmptied(first)).Select(g => g.Key!).ToList();
        return resetters.Count > 0 && used.All(g => resetters.Contains(g.Key!, SymbolEqualityComparer.Default) || IsOnlyCalledBy(g.Key!, resetters, context));
    }

    private static bool IsEmptied(StateUse reset) =>
        !reset.Operation.Ancestors().Any(o => o is IConditionalOperation or ILoopOperation) &&
        (reset.Effect == StateEffect.Clear || reset.Values.All(v => v.DescendantsAndSelf().OfType<IObjectCreationOperation>().FirstOrDefault() is { Initializer: null, Arguments.IsEmpty: true }));

    private static bool IsOnlyCalledBy(ISymbol member, List<ISymbol> callers, RuleContext context) =>
        member.DeclaredAccessibility == Accessibility.Private &&
        context.Uses.Of(member).All(use => use.Name.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } method && use.Model.GetDeclaredSymbol(method, context.Cancellation) is { } caller && callers.Contains(caller, SymbolEqualityComparer.Default));
}
