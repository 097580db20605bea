using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts.Realtime;

/// <summary>A place where the server sends to connections beyond the caller's.</summary>
/// <param name="Sender">The type that sends.</param>
/// <param name="Target">To whom: <c>Clients.All</c>; empty where the code is not visible.</param>
/// <param name="IsCertain">Whether it is known to send; else it is a hub of another project, whose methods are not visible.</param>
internal sealed record HubSend(string Sender, string Target, bool IsCertain = true);

/// <summary>
/// Finds out whether hubs send beyond the caller. Code that answers its caller needs no backplane, and code that hears of
/// what other nodes send by a subscription of its own has one.
/// </summary>
internal static class HubSends
{
    private static readonly ApiTable<bool> Apis = new(RealtimeApis.Sends);

    private const string ClientsName = "Clients";
    private const string ContextName = "IHubContext";
    private const string Hub = "Microsoft.AspNetCore.SignalR.Hub";

    /// <summary>Names that show that a file distributes its messages itself.</summary>
    private static readonly string[] OwnBackplane = ["ISubscriber", "GetSubscriber"];

    /// <summary>The first such place, or null.</summary>
    /// <param name="context">The compilation.</param>
    /// <param name="mapped">The hubs that the compilation maps.</param>
    public static HubSend? First(RuleContext context, IReadOnlyCollection<INamedTypeSymbol> mapped) =>
        context.Registrations.Trees.Select(tree => InTree(context, tree)).FirstOrDefault(send => send is not null) ??
        Compiled(context, mapped, type => SendsByContext(type, mapped) ? new HubSend(type.Name, "") : null) ??
        (mapped.FirstOrDefault(hub => !hub.IsInSource() && CanBeCalled(hub)) is { } unseen ? new HubSend(unseen.Name, "", IsCertain: false) : null);

    /// <summary>A hub of the application's other, compiled projects: where nothing is mapped here, it is mapped there.</summary>
    public static HubSend? HubElsewhere(RuleContext context) =>
        Compiled(context, [], type => type.TypeKind == TypeKind.Class && !type.IsAbstract && type.DeclaredAccessibility == Accessibility.Public && type.IsOrInherits(Hub) && CanBeCalled(type) ? new HubSend(type.Name, "", IsCertain: false) : null);

    private static HubSend? InTree(RuleContext context, SyntaxTree tree)
    {
        var facts = context.Registrations.Facts(tree);
        if (!facts.MayMention(ClientsName) || OwnBackplane.Any(facts.Mentions))
        {
            return null;
        }

        foreach (var clients in facts.Names(ClientsName).OfType<IdentifierNameSyntax>())
        {
            if (TargetOf(clients) is not { } target || !Apis.Knows(target.Identifier.ValueText) || IsCaller(target))
            {
                continue;
            }

            // Projects that are referenced from source have no model here: their names decide.
            var sends = context.Compilation.ContainsSyntaxTree(tree)
                ? Apis.Match(SymbolOf(context, target)) is not null
                : facts.Mentions(ContextName) || tree.GetRoot(context.Cancellation).DescendantNodes().OfType<BaseTypeSyntax>().Any(b => b.Type is SimpleNameSyntax { Identifier.ValueText: "Hub" });
            if (sends)
            {
                return new HubSend(target.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? "Program", ClientsName + "." + target.Identifier.ValueText);
            }
        }

        return null;
    }

    /// <summary><c>Clients.All</c>, <c>hub?.Clients.All</c>, <c>hub.Clients?.All</c>.</summary>
    private static SimpleNameSyntax? TargetOf(IdentifierNameSyntax clients)
    {
        ExpressionSyntax whole = clients.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == clients => access,
            MemberBindingExpressionSyntax binding => binding,
            _ => clients,
        };
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax next when next.Expression == whole => next.Name,
            ConditionalAccessExpressionSyntax { WhenNotNull: var rest } conditional when conditional.Expression == whole =>
                rest.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>().FirstOrDefault()?.Name,
            _ => null,
        };
    }

    /// <summary><c>Clients.Client(Context.ConnectionId)</c> is the caller.</summary>
    private static bool IsCaller(SimpleNameSyntax target) =>
        target.Identifier.ValueText == "Client" && target.InvocationOf() is { ArgumentList.Arguments: [{ Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConnectionId", Expression: var holder } }] } &&
        holder is IdentifierNameSyntax { Identifier.ValueText: "Context" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Context" };

    private static ISymbol? SymbolOf(RuleContext context, SimpleNameSyntax name)
    {
        var model = context.Uses.ModelOf(name.SyntaxTree);
        var info = name.InvocationOf() is { } call ? model.GetSymbolInfo(call, context.Cancellation) : model.GetSymbolInfo(name, context.Cancellation);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    /// <summary>
    /// What a type of a compiled assembly shows. A build sees the application's other projects as reference assemblies; what
    /// else has, or may use, one of the mapped hubs is the application's as well.
    /// </summary>
    private static HubSend? Compiled(RuleContext context, IReadOnlyCollection<INamedTypeSymbol> mapped, Func<INamedTypeSymbol, HubSend?> judge)
    {
        HubSend? found = null;
        foreach (var assembly in context.Types.Assemblies)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (assembly is not ISourceAssemblySymbol && AssemblyFacts.Of(assembly) is { IsFramework: false } facts && (facts.IsOtherProject || mapped.Any(hub => MayUse(assembly, hub))) &&
                assembly.GlobalNamespace.AnyType(type => (found = judge(type)) is not null))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>A hub without methods only keeps connections, for who takes its context.</summary>
    private static bool CanBeCalled(INamedTypeSymbol hub)
    {
        for (var type = hub; type is not null && type.Name != "Hub"; type = type.BaseType)
        {
            if (type.GetMembers().OfType<IMethodSymbol>().Any(m => m is { MethodKind: MethodKind.Ordinary, IsStatic: false }))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayUse(IAssemblySymbol assembly, INamedTypeSymbol hub) =>
        !hub.IsInSource() && (hub.ContainingAssembly.Equals(assembly, SymbolEqualityComparer.Default) || assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => r.Name == hub.ContainingAssembly.Name)));

    /// <summary>A class that takes a hub's context sends: there is no caller to answer. One that takes Redis as well may tell the other nodes itself.</summary>
    private static bool SendsByContext(INamedTypeSymbol type, IReadOnlyCollection<INamedTypeSymbol> mapped) =>
        type.InstanceConstructors.Any(c =>
            c.Parameters.Any(p => p.Type is INamedTypeSymbol { Name: ContextName } taken &&
                (AssemblyFacts.Of(type.ContainingAssembly).IsOtherProject || mapped.Any(hub => taken.TypeArguments.Contains(hub, SymbolEqualityComparer.Default)))) &&
            !c.Parameters.Any(p => p.Type.Name is "ISubscriber" or "IConnectionMultiplexer"));
}
