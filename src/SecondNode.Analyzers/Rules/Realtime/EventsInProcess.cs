using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;
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
        "'{0}' is raised within one node, and '{1}' shows it to its user: who is connected to another node sees nothing of it",
        "A C# event, a subject or a list of delegates reaches subscribers in its own process. Circuits and event streams that live on another node do not " +
        "hear of what a request has changed. Publish to a channel that all nodes listen to (Redis, a message bus), and raise the event where the message arrives.");

    private const int MaxUses = 200;

    /// <summary>Types whose instances belong to one connected user.</summary>
    private static readonly TypeNames Listeners = new()
    {
        "Microsoft.AspNetCore.Components.IComponent", "Microsoft.AspNetCore.SignalR.Hub", "Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler",
        "Microsoft.AspNetCore.Components.Authorization.AuthenticationStateProvider", "Microsoft.AspNetCore.Mvc.ControllerBase",
    };

    private static readonly TypeNames Subjects = new() { "System.Reactive.Subjects.SubjectBase", "System.Reactive.Subjects.ISubject" };

    private static readonly string[] SubjectNames = ["Subject", "BehaviorSubject", "ReplaySubject", "ISubject"];

    /// <summary>Whoever has one of these answers one user.</summary>
    private static readonly HashSet<string> RequestTypes = ["HttpContext", "HttpResponse", "WebSocket", "IServerStreamWriter"];

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        start.RegisterSymbolAction(c => Check(c, context), SymbolKind.Event);
        if (context.MayMentionAny(SubjectNames))
        {
            start.RegisterSymbolAction(c => Check(c, context), SymbolKind.Field, SymbolKind.Property);
        }
    }

    private static void Check(SymbolAnalysisContext analysis, RuleContext context)
    {
        var state = analysis.Symbol;
        if (state.IsImplicitlyDeclared || state.IsAbstract || !IsSource(state) || state.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type ||
            !(state.IsStatic || context.SingleInstances.Contains(type)) || NodeLocal.IsDeclared(state, context.Settings) || Broadcasts.Reach(type) ||
            state.Locations.FirstOrDefault(l => l.IsInSource) is not { } location)
        {
            return;
        }

        ISymbol? listener = null;
        var told = new List<ISymbol> { state };
        told.AddRange(state.ImplementedInterfaceMembers().Where(m => m.IsInSource(context.Compilation)));
        foreach (var target in told)
        {
            context.Uses.Visit(target, MaxUses, use =>
            {
                listener = ListenerAt(use, context);
                return listener is null;
            }, name => Subscribes(name) && MayListen(name, context));
            if (listener is not null)
            {
                analysis.ReportDiagnostic(Diagnostic.Create(Descriptor, location, StateNames.Of(state), StateNames.Of(listener, location.SourceTree!.GetRoot())));
                return;
            }
        }
    }

    private static bool IsSource(ISymbol state) =>
        state switch
        {
            IEventSymbol => true,
            IFieldSymbol { IsConst: false } field => IsSource(field.Type),
            IPropertySymbol { IsIndexer: false } property => IsSource(property.Type),
            _ => false,
        };

    private static bool IsSource(ITypeSymbol type) => type is INamedTypeSymbol { Name: var name } && SubjectNames.Contains(name) && Subjects.Cover(type);

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

    /// <summary>Whether a listener could stand there, by declarations alone: the binding of the subscription comes after.</summary>
    private static bool MayListen(SimpleNameSyntax name, RuleContext context)
    {
        foreach (var around in name.Ancestors())
        {
            if (around is BaseMethodDeclarationSyntax { ParameterList.Parameters: var parameters } && parameters.Any(p => p.Type is { } type && RequestTypes.Contains(LastName(type))))
            {
                return true;
            }

            if (around is TypeDeclarationSyntax declaration)
            {
                return context.Uses.ModelOf(name.SyntaxTree).GetDeclaredSymbol(declaration, context.Cancellation) is INamedTypeSymbol type && Listeners.Cover(type);
            }
        }

        return true;
    }

    private static string LastName(TypeSyntax type) => type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().LastOrDefault(n => n.Parent is not TypeArgumentListSyntax)?.Identifier.ValueText ?? "";

    /// <summary>The member that subscribes on behalf of one user: in a component, a hub, a controller, or where a response is written.</summary>
    private static ISymbol? ListenerAt(SymbolUse use, RuleContext context) =>
        EnclosingMember.Named(EnclosingMember.Of(use.Name, use.Model, context.Cancellation)) is { ContainingType: { } subscriber } member &&
        (Listeners.Cover(subscriber) || member is IMethodSymbol { Parameters: var parameters } && parameters.Any(p => RequestTypes.Contains(p.Type.Name)))
            ? member
            : null;
}
