using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>Recognizes code that tells the other nodes, or is told by them: a message bus, a Redis channel, a backplane.</summary>
internal static class Broadcasts
{
    private static readonly string[] Words = ["MessageBus", "ServiceBus", "EventBus", "Redis", "Backplane", "PubSub", "Rebus", "RabbitMq", "Kafka", "Broadcast", "Replicat", "Synchroniz", "Propagat"];

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "IBus", "ISubscriber", "IConnectionMultiplexer", "ConnectionMultiplexer", "IPublishEndpoint", "IMessageSession", "ICapPublisher", "IMessagePublisher", "ITopicClient", "IMessageBroker",
        "IDistributedEventBus", "IAdvancedBus", "IConsumer", "ICapSubscribe", "IEndpointInstance", "IMessageSubscriber", "IMessageContext",
    };

    /// <summary>Buses that carry events within one process only.</summary>
    private static readonly string[] InProcess = ["InMemory", "Local", "InProcess"];

    /// <summary>Whether the type holds, takes or implements something that reaches the other nodes.</summary>
    public static bool Reach(INamedTypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (IsOne(current) || current.Interfaces.Any(IsOne) ||
                current.GetMembers().Any(m => m switch
                {
                    IFieldSymbol field => IsOne(field.Type),
                    IPropertySymbol property => IsOne(property.Type),
                    IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.Parameters.Any(p => IsOne(p.Type)),
                    _ => false,
                }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the body raises an event or calls a delegate of its type: somebody is told, and may tell the other nodes.</summary>
    public static bool Raises(IOperation place, INamedTypeSymbol type) =>
        place.Root().DescendantsAndSelf().Any(o =>
            (o is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call && call.Instance is { } target && Member(target) is { IsStatic: true } or IEventSymbol && SymbolEqualityComparer.Default.Equals(Member(target)!.ContainingType.OriginalDefinition, type.OriginalDefinition)) ||
            (o is IInvocationOperation { TargetMethod: { } method } && IsOne(method.ContainingType)));

    /// <summary>Whether another implementation of its interface, or a class derived from it, reaches the other nodes: the owner has the choice.</summary>
    public static bool HasSharedSibling(INamedTypeSymbol type, RuleContext context) =>
        context.Implementations.Related(type, type.AllInterfaces.Where(i => i.IsInSource())).Any(t =>
            Reach(t) || t.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.Name is "IDistributedCache" or "HybridCache" or "IFusionCache")));

    /// <summary>Whether a class that holds the type reaches the other nodes: it hands on what all nodes are told.</summary>
    public static bool ReachUsers(INamedTypeSymbol type, RuleContext context)
    {
        var found = false;
        context.Uses.Visit(type, 100, use =>
        {
            found = use.Name.FirstAncestorOrSelf<Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax>() is { } declaration && use.Model.GetDeclaredSymbol(declaration, context.Cancellation) is INamedTypeSymbol user && Reach(user);
            return !found;
        });
        return found;
    }

    private static ISymbol? Member(IOperation target) =>
        target switch
        {
            IMemberReferenceOperation member => member.Member,
            IConditionalAccessInstanceOperation access => access.FindReceiver() is IMemberReferenceOperation member ? member.Member : null,
            _ => null,
        };

    private static bool IsOne(ITypeSymbol? type) =>
        type is not null && (Names.Contains(type.Name) || Words.Any(w => type.Name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0 && !InProcess.Any(type.Name.Contains)));
}
