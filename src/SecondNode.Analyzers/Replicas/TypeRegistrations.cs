using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The places where a type is registered or configures itself, as calls: <c>AddDbContext</c>, <c>AddKeyed…</c>, <c>Register</c>, <c>OnConfiguring</c>.</summary>
internal sealed class TypeRegistrations(RuleContext context)
{
    private readonly ConcurrentDictionary<ITypeSymbol, ImmutableArray<IInvocationOperation>> byType = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<IInvocationOperation>> keyed = new(() => Find(context, name => name.StartsWith("AddKeyed", StringComparison.Ordinal), null));

    /// <summary>The calls that register the type without a key, in the order of trees and source.</summary>
    public ImmutableArray<IInvocationOperation> Of(ITypeSymbol type) =>
        byType.GetOrAdd(type, t => Find(context, Registers, t));

    /// <summary>The calls that register a service under a key that equals <paramref name="key"/>.</summary>
    public IEnumerable<IInvocationOperation> OfKey(object key) =>
        keyed.Value.Where(call => call.Arguments.Any(a => a.Value.Unwrap().ConstantValue is { HasValue: true, Value: { } value } && value.Equals(key)));

    /// <summary>The operations of a registration without those of the chain it is called on: registrations are often chained.</summary>
    public static IEnumerable<IOperation> PartsOf(IOperation operation)
    {
        if (operation is not IInvocationOperation call || !(Registers(call.TargetMethod.Name) || call.TargetMethod.Name.StartsWith("AddKeyed", StringComparison.Ordinal)))
        {
            return operation.DescendantsAndSelf();
        }

        return new IOperation[] { call }.Concat(call.Arguments
            .Where(a => !(call.TargetMethod.IsExtensionMethod && a.Parameter?.Ordinal == 0))
            .SelectMany(a => a.DescendantsAndSelf()));
    }

    /// <summary>The same for the syntax.</summary>
    public static SyntaxNode PartsOf(SyntaxNode syntax) => syntax is InvocationExpressionSyntax call ? call.ArgumentList : syntax;

    private static bool Registers(string name) =>
        (name.StartsWith("Add", StringComparison.Ordinal) && !name.StartsWith("AddKeyed", StringComparison.Ordinal)) || name.StartsWith("TryAdd", StringComparison.Ordinal) ||
        name.StartsWith("Register", StringComparison.Ordinal);

    private static ImmutableArray<IInvocationOperation> Find(RuleContext context, Func<string, bool> isWanted, ITypeSymbol? type)
    {
        var found = ImmutableArray.CreateBuilder<IInvocationOperation>();
        var hash = type is null ? 0 : WordIndex.HashOf(type.Name);
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            var facts = context.FactsOf(tree);
            if (type is not null && !facts.MayMention(hash))
            {
                continue;
            }

            foreach (var call in facts.CallsNamed(isWanted))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                if (type is not null && !call.Types.Contains(type.Name))
                {
                    continue;
                }

                var root = tree.GetRoot(context.Cancellation);
                if (!root.FullSpan.Contains(call.Span) || root.FindNode(call.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>(n => n.Span == call.Span) is not { } syntax)
                {
                    continue;
                }

                if (context.Uses.ModelOf(tree).GetOperation(syntax, context.Cancellation) is IInvocationOperation invocation && (type is null || Mentions(invocation, type)))
                {
                    found.Add(invocation);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Whether the call's type arguments, or what its lambda makes, is the type itself and not a namesake.</summary>
    private static bool Mentions(IInvocationOperation invocation, ITypeSymbol type)
    {
        if (invocation.TargetMethod.TypeArguments.Any(t => SymbolEqualityComparer.Default.Equals(t, type)))
        {
            return true;
        }

        return PartsOf(invocation).Any(operation =>
            operation is IObjectCreationOperation or ITypeOfOperation &&
            SymbolEqualityComparer.Default.Equals(operation is ITypeOfOperation typeOf ? typeOf.TypeOperand : operation.Type, type));
    }
}
