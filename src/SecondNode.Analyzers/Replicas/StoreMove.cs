using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>How a framework's store that was given a replica's context gets the primary's: the one context that has what the store needs, where the application registers it.</summary>
internal static class StoreMove
{
    /// <summary>The replacement of the type argument, or none.</summary>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="model">What is known of its connections.</param>
    /// <param name="written">The type argument of the registration.</param>
    /// <param name="replica">What it names.</param>
    public static (string Target, ImmutableArray<Replacement> Edits) Of(RuleContext context, ReplicaModel model, TypeSyntax written, INamedTypeSymbol replica)
    {
        var shape = FrameworkBase(replica, context.Compilation);
        if (shape?.Name == "DbContext" && replica.Interfaces.IsEmpty)
        {
            // Nothing tells which context has the tables of the store.
            return default;
        }

        var primaries = model.Contexts.SourceClasses
            .Where(c => !c.IsAbstract && model.Contexts.IsContext(c) && !SymbolEqualityComparer.Default.Equals(c, replica) && !model.Types.Of(c).MayBeReplica &&
                SymbolEqualityComparer.Default.Equals(FrameworkBase(c, context.Compilation), shape) && replica.Interfaces.All(i => c.AllInterfaces.Contains(i, SymbolEqualityComparer.Default)) &&
                IsRegistered(context, c.Name))
            .Take(2)
            .ToList();
        return primaries is [var primary]
            ? (primary.Name, ImmutableArray.Create(new Replacement(written, primary.ToMinimalDisplayString(context.Uses.ModelOf(written.SyntaxTree), written.SpanStart))))
            : default;
    }

    /// <summary>The nearest base that is not of this source, with its type arguments: it brings the tables.</summary>
    private static INamedTypeSymbol? FrameworkBase(INamedTypeSymbol type, Compilation compilation)
    {
        var current = type.BaseType;
        while (current is not null && current.IsInSource(compilation))
        {
            current = current.BaseType;
        }

        return current;
    }

    private static bool IsRegistered(RuleContext context, string name) =>
        context.Registrations.Trees.Any(tree => context.FactsOf(tree).CallsNamed(call => call.StartsWith("AddDbContext", StringComparison.Ordinal)).Any(call => call.Types.Contains(name)));
}
