using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas.Exported;

namespace SecondNode.Analyzers.Replicas;

/// <summary>A method that a call may run: one of the source, or one of another project that has told what it does.</summary>
/// <param name="Method">Its definition.</param>
/// <param name="Types">What its type parameters stand for.</param>
/// <param name="TakesArguments">Whether the arguments of the call are the method's; those of a message that is sent are not.</param>
/// <param name="Row">What another project says of it.</param>
/// <param name="Holder">The class on which it runs, where the call names another type; null where there are several.</param>
internal readonly record struct CallTarget(IMethodSymbol Method, TypeMap Types, bool TakesArguments = true, EffectRow? Row = null, INamedTypeSymbol? Holder = null);

/// <summary>Which source methods a call runs: the method itself, what implements it, or the handlers of the message that is sent.</summary>
internal sealed class CallTargets(Compilation compilation, ContextTypes contexts, ImportedEffects imported)
{
    /// <summary>More implementations than that say nothing.</summary>
    private const int MaxTargets = 4;

    private static readonly HashSet<string> Sends =
        ["Send", "SendAsync", "Publish", "PublishAsync", "Dispatch", "DispatchAsync", "DispatchCommand", "DispatchQuery", "ExecuteCommandAsync", "ExecuteQueryAsync", "InvokeAsync", "QueryAsync", "RequestAsync"];

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<CallTarget>> handlers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>> heirs = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<(ITypeSymbol Message, INamedTypeSymbol Handler)>> all = new(() => FindHandlers(contexts));

    /// <summary>The methods, or none where they are not in view or too many.</summary>
    public ImmutableArray<CallTarget> Of(IInvocationOperation call)
    {
        var method = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
        if (method.MethodKind is not MethodKind.Ordinary)
        {
            return ImmutableArray<CallTarget>.Empty;
        }

        if (Message(call) is { } message && handlers.GetOrAdd(message, HandlersOf) is { IsEmpty: false } found)
        {
            return found;
        }

        if (method.ContainingType.TypeKind == TypeKind.Interface || method.IsAbstract)
        {
            return ImplementationsOf(method, call.Instance?.Unwrap().Type);
        }

        if (!method.IsInSource(compilation))
        {
            return imported.Of(method).Select(row => new CallTarget(method, TypeMap.Of(method), Row: row)).ToImmutableArray();
        }

        // A virtual method that somebody overrides may run either body.
        return method.IsVirtual && heirs.GetOrAdd(method.ContainingType.OriginalDefinition, HeirsOf).Any(h => h.GetMembers(method.Name).Any(m => m.IsOverride))
            ? ImmutableArray<CallTarget>.Empty
            : ImmutableArray.Create(new CallTarget(method.OriginalDefinition, TypeMap.Of(method)));
    }

    private ImmutableArray<CallTarget> ImplementationsOf(IMethodSymbol method, ITypeSymbol? receiver)
    {
        var targets = ImmutableArray.CreateBuilder<CallTarget>();
        foreach (var type in method.ContainingType.TypeKind == TypeKind.Interface ? contexts.ImplementationsOf(method.ContainingType) : heirs.GetOrAdd(method.ContainingType.OriginalDefinition, HeirsOf))
        {
            if (type.IsAbstract || Implementation(method, type) is not { } implementation)
            {
                continue;
            }

            // IRepository<Order> is not implemented by what implements IRepository<Customer>.
            if (!MayImplement(type, method.ContainingType) || (receiver is not null && receiver.TypeKind == TypeKind.Interface && !MayImplement(type, receiver)))
            {
                continue;
            }

            var types = TypeMap.Of(method, implementation, type);
            if (targets.FirstOrDefault(t => SymbolEqualityComparer.Default.Equals(t.Method, implementation.OriginalDefinition)) is { Method: not null } same)
            {
                targets[targets.IndexOf(same)] = same with { Holder = null };
                continue;
            }

            targets.Add(new CallTarget(implementation.OriginalDefinition, types, Holder: type));
            if (targets.Count > MaxTargets)
            {
                return ImmutableArray<CallTarget>.Empty;
            }
        }

        targets.AddRange(imported.Of(method).Select(row => new CallTarget(method, TypeMap.Of(method), Row: row)));
        return targets.Count > MaxTargets ? ImmutableArray<CallTarget>.Empty : targets.ToImmutable();
    }

    private static IMethodSymbol? Implementation(IMethodSymbol method, INamedTypeSymbol type)
    {
        if (method.ContainingType.TypeKind != TypeKind.Interface)
        {
            for (var current = type; current is not null; current = current.BaseType)
            {
                foreach (var member in current.GetMembers(method.Name))
                {
                    if (member is IMethodSymbol { IsOverride: true } candidate && Overrides(candidate, method))
                    {
                        return candidate;
                    }
                }
            }

            return null;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, method.ContainingType.OriginalDefinition))
            {
                foreach (var member in implemented.GetMembers(method.Name))
                {
                    if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition) && type.FindImplementationForInterfaceMember(member) is IMethodSymbol found)
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol method)
    {
        for (var current = candidate.OverriddenMethod; current is not null; current = current.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, method.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayImplement(INamedTypeSymbol type, ITypeSymbol wanted)
    {
        if (wanted is not INamedTypeSymbol { TypeKind: TypeKind.Interface } named)
        {
            return true;
        }

        return type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, named.OriginalDefinition) &&
            i.TypeArguments.Zip(named.TypeArguments, (own, asked) => own is ITypeParameterSymbol || asked is ITypeParameterSymbol || SymbolEqualityComparer.Default.Equals(own, asked)).All(fits => fits));
    }

    private ImmutableArray<INamedTypeSymbol> HeirsOf(INamedTypeSymbol type) =>
        contexts.SourceClasses.Where(c =>
        {
            for (var current = c.BaseType; current is not null; current = current.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, type))
                {
                    return true;
                }
            }

            return false;
        }).ToImmutableArray();

    /// <summary>The message of a call that sends one: its first argument's type.</summary>
    private static ITypeSymbol? Message(IInvocationOperation call) =>
        Sends.Contains(call.TargetMethod.Name) && call.Arguments.Length > 0 && call.Arguments[call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 1 ? 1 : 0].Value.Unwrap().Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } type
            ? type
            : null;

    private ImmutableArray<CallTarget> HandlersOf(ISymbol message)
    {
        var here = all.Value
            .Where(h => SymbolEqualityComparer.Default.Equals(h.Message, message))
            .SelectMany(h => h.Handler.GetMembers().OfType<IMethodSymbol>().Where(m => m.Name is "Handle" or "HandleAsync" or "ExecuteAsync" or "Execute" && m.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type, message))))
            .Select(h => new CallTarget(h, TypeMap.Of(h), TakesArguments: false));
        var elsewhere = imported.HandlersOf(message)
            .Select(row => DocumentationCommentId.GetFirstSymbolForDeclarationId(row.Member, compilation) is IMethodSymbol handle ? new CallTarget(handle, TypeMap.Of(handle), TakesArguments: false, row) : default)
            .Where(target => target.Method is not null);
        var found = here.Concat(elsewhere).Take(MaxTargets + 1).ToImmutableArray();
        return found.Length > MaxTargets ? ImmutableArray<CallTarget>.Empty : found;
    }

    private static ImmutableArray<(ITypeSymbol Message, INamedTypeSymbol Handler)> FindHandlers(ContextTypes contexts) =>
        contexts.SourceClasses
            .Where(c => !c.IsAbstract)
            .SelectMany(c => c.AllInterfaces.Where(i => i.Name.EndsWith("Handler", StringComparison.Ordinal) && i.TypeArguments.Length > 0).Select(i => (Message: i.TypeArguments[0], Handler: c)))
            .Distinct()
            .ToImmutableArray();
}
