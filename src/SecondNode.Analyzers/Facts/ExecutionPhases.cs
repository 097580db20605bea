using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Who runs a member: by what the frameworks run (<see cref="ExecutionRoles"/>), else by its callers in the compilation,
/// a bounded number of steps back. The search ends as soon as it is sure that requests run it, because nothing that it
/// could still find changes a judgement.
/// </summary>
internal sealed class ExecutionPhases(RuleContext context)
{
    private const int MaxDepth = 4;
    private const int MaxMembers = 40;

    private readonly ConcurrentDictionary<ISymbol, ExecutionPhase> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<CallerStep>> steps = new(SymbolEqualityComparer.Default);
    private readonly ExecutionRoles roles = new(context);
    private readonly CallerSteps callers = new(context);

    /// <summary>The phases of a method, property, constructor or field initializer.</summary>
    public ExecutionPhase Of(ISymbol member) => known.GetOrAdd(CallerSteps.Normalize(member), m => Search(new CallerStep(ExecutionPhase.None, m)));

    /// <summary>The phase that the declaration alone proves; <see cref="ExecutionPhase.None"/> where callers decide.</summary>
    public ExecutionPhase RoleOf(ISymbol member) => roles.Of(CallerSteps.Normalize(member));

    /// <summary>The phases of a place in a file: of the lambda that it is in where the lambda is run by a framework, else of its member.</summary>
    public ExecutionPhase At(SyntaxNode node, SemanticModel model) =>
        callers.At(node, model) switch
        {
            { Next: { } member } => Of(member),
            { Phase: var phase } => phase,
        };

    private ExecutionPhase Search(CallerStep start)
    {
        var phase = ExecutionPhase.None;
        var visited = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var level = new List<CallerStep> { start };
        for (var depth = 0; level.Count > 0; depth++)
        {
            // What declarations tell comes first: to look for callers is dear.
            var asked = new List<ISymbol>();
            foreach (var step in level)
            {
                var told = Told(step);
                phase |= told;
                if (told == ExecutionPhase.None && step.Next is { } member && visited.Add(member))
                {
                    asked.Add(member);
                }
            }

            if (asked.Count > 0 && (depth > MaxDepth || visited.Count > MaxMembers))
            {
                return phase | ExecutionPhase.Unknown;
            }

            var next = new List<CallerStep>();
            foreach (var member in asked)
            {
                var found = steps.GetOrAdd(member, callers.Of);
                if (found.All(s => s.Next is null && s.Phase is ExecutionPhase.None or ExecutionPhase.Unknown) && IsService(member))
                {
                    return phase | ExecutionPhase.Service;
                }

                // What nobody here calls may be called from outside; only of the asked member itself is that left to the asker.
                if (found.IsEmpty && depth > 0 && !IsOfThisAssembly(member))
                {
                    phase |= ExecutionPhase.Unknown;
                }

                var told = found.Aggregate(ExecutionPhase.None, (all, step) => all | Told(step));
                if (told.ServesRequests())
                {
                    return phase | told;
                }

                next.AddRange(found);
            }

            level = next;
        }

        return phase;
    }

    /// <summary>What declarations tell of a step.</summary>
    private ExecutionPhase Told(CallerStep step) => step.Phase | (step.Next is { } member ? roles.Of(member) : ExecutionPhase.None);

    /// <summary>Whether nobody outside can name it; what outsiders know of an internal class is an interface, which makes no objects.</summary>
    private static bool IsOfThisAssembly(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal ||
        (member is IMethodSymbol { MethodKind: MethodKind.Constructor } && member.ContainingType.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal);

    /// <summary>Whether an uncalled member belongs to a service: a registered type, or one named after the interface that it implements.</summary>
    private bool IsService(ISymbol member) =>
        !member.IsStatic && member.DeclaredAccessibility != Accessibility.Private && member.ContainingType is { TypeKind: TypeKind.Class } type &&
        (context.Lifetimes.Of(type) is Lifetime.Transient or Lifetime.Scoped or Lifetime.Singleton || type.AllInterfaces.Any(i => i.Name == "I" + type.Name || context.Lifetimes.Of(i) is not Lifetime.Unknown));
}
