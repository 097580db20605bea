using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Realtime;

/// <summary>
/// Recognizes collections of those who wait in this process to be told something: lists of delegates, of observers, of
/// subscriptions, and of tasks that another request completes.
/// </summary>
internal static class Callbacks
{
    private const int MaxUses = 200;
    private const int MaxSteps = 6;

    /// <summary>Whether somebody is called back, or waits, by what is in it.</summary>
    public static bool Are(ITypeSymbol? element, Compilation compilation) => AreCalled(element) || CodeArtefacts.HoldsCompletion(element, compilation);

    /// <summary>The member that puts itself in on behalf of a user; null where nobody does.</summary>
    public static ISymbol? ListenerOf(CollectionShape shape, ImmutableArray<StateUse> all, RuleContext context)
    {
        // What is taken out one after the other is work, and each worker takes its own.
        if (shape.Kind is CollectionKind.Queue or CollectionKind.Stack or CollectionKind.Array || (!AreCalled(shape.Element) && !AreCalled(shape.Key)))
        {
            return null;
        }

        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var leaves = all.Any(u => u.Effect == StateEffect.Remove);
        foreach (var added in all.Where(u => u.Effect is StateEffect.Add or StateEffect.Overwrite && (TakesCallback(u.Member) || (leaves && u.Member is not null))))
        {
            if (NameAt(added.Operation.Syntax) is { } name && ListenerAt(new SymbolUse(name, context.Uses.ModelOf(name.SyntaxTree)), added.Member!.ContainingType, context, seen) is { } listener)
            {
                return listener;
            }
        }

        return null;
    }

    /// <summary>The member that waits, where a request other than its own ends the waiting; null where it does so itself, or only work of this node does.</summary>
    public static ISymbol? WaiterOf(CollectionShape shape, ImmutableArray<StateUse> all, RuleContext context)
    {
        if (shape.Kind != CollectionKind.Dictionary || !CodeArtefacts.HoldsCompletion(shape.Element, context.Compilation))
        {
            return null;
        }

        var waiters = all.Where(u => u.Adds && u.Member is not null && u.Phase.ServesRequests()).ToList();
        return waiters.Count > 0 && all.Any(u => !u.Adds && u is { Key: not null, Member: not null } && !waiters.Any(w => SymbolEqualityComparer.Default.Equals(w.Member, u.Member)) && Completes(u.Operation.Root()) && (u.Phase & ExecutionPhase.Request) != ExecutionPhase.None)
            ? waiters[0].Member
            : null;
    }

    /// <summary>Whether a listener could stand there, or a member of the holder that listeners may call.</summary>
    public static bool MayListenAt(SyntaxNode place, INamedTypeSymbol holder, RuleContext context) => IsWrittenIn(place, holder) || UserListeners.MayBeAt(place, context);

    /// <summary>The listener at a place that subscribes; the one who calls the member around it, where the holder itself subscribes for others.</summary>
    public static ISymbol? ListenerAt(SymbolUse use, INamedTypeSymbol holder, RuleContext context) => ListenerAt(use, holder, context, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static ISymbol? ListenerAt(SymbolUse use, INamedTypeSymbol holder, RuleContext context, HashSet<ISymbol> seen) =>
        UserListeners.At(use, context) ?? (IsWrittenIn(use.Name, holder) && EnclosingMember.Named(EnclosingMember.Of(use.Name, use.Model, context.Cancellation)) is { } member ? CallerOf(member, holder, seen, context) : null);

    private static bool IsWrittenIn(SyntaxNode place, INamedTypeSymbol holder) => place.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText == holder.Name;

    private static bool AreCalled(ITypeSymbol? type) =>
        type is INamedTypeSymbol named &&
        (named.TypeKind == TypeKind.Delegate || Subscriptions.Are(named) || named is { Name: "IObserver", ContainingNamespace.Name: "System" } || (CollectionShape.Of(named) is { } inner && (AreCalled(inner.Element) || AreCalled(inner.Key))));

    /// <summary>Whether somebody hands the member what is to be called: what it makes itself is a memo.</summary>
    private static bool TakesCallback(ISymbol? member) => member is IMethodSymbol method && method.Parameters.Any(p => AreCalled(p.Type));

    /// <summary>Whether a waiting task gets an answer; that something is done, or may be entered, is a matter of this node.</summary>
    private static bool Completes(IOperation body) =>
        body.DescendantsAndSelf().Any(o => o is IInvocationOperation { TargetMethod: { Name: "SetResult" or "TrySetResult", ContainingType: { Name: "TaskCompletionSource", TypeArguments: [{ SpecialType: not SpecialType.System_Boolean and not SpecialType.System_Object }] } } });

    private static SimpleNameSyntax? NameAt(SyntaxNode place) => place.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault();

    /// <summary>The listener that calls a member: straight, or by other members of the same type.</summary>
    private static ISymbol? CallerOf(ISymbol member, INamedTypeSymbol holder, HashSet<ISymbol> seen, RuleContext context)
    {
        if (seen.Count >= MaxSteps || member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } || !seen.Add(member))
        {
            return null;
        }

        ISymbol? listener = null;
        foreach (var target in member.ImplementedInterfaceMembers().Where(m => m.IsInSource(context.Compilation)).Prepend(member))
        {
            context.Uses.Visit(target, MaxUses, use =>
            {
                listener = ListenerAt(use, holder, context, seen);
                return listener is null;
            }, name => name.InvocationOf() is not null && MayListenAt(name, holder, context));
            if (listener is not null)
            {
                break;
            }
        }

        return listener;
    }
}
