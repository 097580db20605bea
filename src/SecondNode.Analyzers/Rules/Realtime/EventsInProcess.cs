using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;
using SecondNode.Analyzers.Facts.Realtime;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Realtime;

/// <summary>SN6004: an event of a static or a singleton shows users what happens; only what happens on their node.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventsInProcess() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN6004",
        Family.Realtime,
        Level.Possible,
        "In-process event pushes to users",
        "'{0}' reaches this process only, and '{1}' {2}",
        "A C# event, a subject or a list of delegates reaches subscribers in its own process. Circuits and event streams that live on another node do not " +
        "hear of what a request has changed. Publish to a channel that all nodes listen to (Redis, a message bus), and raise the event where the message arrives.");

    /// <summary>What comes of it where a listener tells its user.</summary>
    internal const string ShowsUser = "shows what happens to its user: who is connected to another node sees nothing of it";

    /// <summary>What comes of it where a request waits.</summary>
    internal const string Waits = "waits for what another request says: on another node that is said to nobody";

    private const int MaxUses = 200;

    private static readonly TypeNames Subjects = new() { "System.Reactive.Subjects.SubjectBase", "System.Reactive.Subjects.ISubject" };

    private static readonly string[] SubjectNames = ["Subject", "BehaviorSubject", "ReplaySubject", "ISubject"];

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        start.RegisterSymbolAction(
            analysis =>
            {
                if (Check(analysis.Symbol, context) is { } diagnostic)
                {
                    analysis.Report(diagnostic);
                }
            }, SymbolKind.Event);
        if (context.MayMentionAny(UserListeners.Words))
        {
            DeclaredState.RegisterMembers(start, MayTell, state => Check(state, context));
            CallbacksInProcess.Register(start, context);
        }
    }

    /// <summary>A subject, or a delegate that listeners can be added to.</summary>
    private static bool MayTell(TypeSyntax type, bool mayChange) =>
        type.LastName()?.Identifier.ValueText is { } name &&
        (SubjectNames.Contains(name) ||
         (mayChange && (name is "Action" or "Func" || name.EndsWith("Handler", StringComparison.Ordinal) || name.EndsWith("Callback", StringComparison.Ordinal) || name.EndsWith("Delegate", StringComparison.Ordinal))));

    private static Diagnostic? Check(ISymbol state, RuleContext context)
    {
        if (state.IsImplicitlyDeclared || state.IsAbstract || !IsSource(state) || state.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type ||
            state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return null;
        }

        ISymbol? listener = null;
        var told = new List<ISymbol> { state };
        told.AddRange(state.ImplementedInterfaceMembers().Where(m => m.IsInSource(context.Compilation)));
        foreach (var target in told)
        {
            context.Uses.Visit(target, MaxUses, use =>
            {
                listener = Callbacks.ListenerAt(use, type, context);
                return listener is null;
            }, name => Subscribes(name) && Callbacks.MayListenAt(name, type, context));
            if (listener is not null)
            {
                // Nobody listens to most events, which is told sooner than who holds them.
                if (!(state.IsStatic || context.SingleInstances.Contains(type)) || NodeLocal.IsDeclared(state, context.Settings) || Broadcasts.Reach(type))
                {
                    return null;
                }

                return Diagnostic.Create(Descriptor, location, StateNames.Of(state), StateNames.Of(listener, location.SourceTree!.GetRoot()), ShowsUser);
            }
        }

        return null;
    }

    private static bool IsSource(ISymbol state) =>
        state switch
        {
            IEventSymbol => true,
            IFieldSymbol { IsConst: false } field => IsSource(field.Type),
            IPropertySymbol { IsIndexer: false } property => IsSource(property.Type),
            _ => false,
        };

    private static bool IsSource(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate || (type is INamedTypeSymbol { Name: var name } && SubjectNames.Contains(name) && Subjects.Cover(type));

    /// <summary>Whether the place adds a listener: <c>Changed += …</c>, <c>changes.Subscribe(…)</c>.</summary>
    private static bool Subscribes(SimpleNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
        {
            node = access;
        }

        return node.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment && assignment.Left == node ||
            node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Subscribe" };
    }
}
