using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>Where the methods and constructors of this compilation are called, through their interfaces too. Bounded, as <see cref="AssignedValues"/> is.</summary>
internal sealed class CallSites(RuleContext context)
{
    private const int MostSources = 8;
    private const int MostWrittenCalls = 12;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ImmutableArray<IArgumentOperation>>> byCalled = new(SymbolEqualityComparer.Default);

    /// <summary>The arguments of the calls of a method or constructor in this compilation, through its interface too.</summary>
    public ImmutableArray<ImmutableArray<IArgumentOperation>> ArgumentsOf(IMethodSymbol method) => byCalled.GetOrAdd(method.OriginalDefinition, m => FindCalls((IMethodSymbol)m));

    private ImmutableArray<ImmutableArray<IArgumentOperation>> FindCalls(IMethodSymbol method)
    {
        var found = ImmutableArray.CreateBuilder<ImmutableArray<IArgumentOperation>>();
        foreach (var called in InterfaceMembersOf(method).Prepend(method).Where(m => m.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.Constructor && Contains(m)))
        {
            // A name that is written all over the place is not followed.
            var written = WrittenCalls(called).Take(MostWrittenCalls + 1).ToList();
            if (written.Count > MostWrittenCalls)
            {
                continue;
            }

            foreach (var node in written)
            {
                var (target, arguments) = context.Uses.ModelOf(node.SyntaxTree).GetOperation(node, context.Cancellation) switch
                {
                    IInvocationOperation call => (call.TargetMethod.ReducedFrom ?? call.TargetMethod, call.Arguments),
                    IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
                    _ => (null, ImmutableArray<IArgumentOperation>.Empty),
                };
                if (found.Count < MostSources && SymbolEqualityComparer.Default.Equals(target?.OriginalDefinition, called))
                {
                    found.Add(arguments);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The calls and constructions that may be of the method by their name.</summary>
    public IEnumerable<SyntaxNode> WrittenCalls(IMethodSymbol method)
    {
        var constructs = method.MethodKind == MethodKind.Constructor;
        var name = constructs ? method.ContainingType.Name : method.Name;
        var files = method.DeclaredAccessibility == Accessibility.Private || method.MethodKind == MethodKind.LocalFunction
            ? (method.ContainingType?.DeclaringSyntaxReferences ?? method.DeclaringSyntaxReferences).Select(r => r.SyntaxTree).Distinct().Select(context.FactsOf)
            : context.FilesMentioning(name);
        foreach (var facts in files)
        {
            foreach (var written in facts.Names(name))
            {
                if (constructs)
                {
                    var type = written.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax ? written.Parent : written;
                    if (type.Parent is ObjectCreationExpressionSyntax creation && creation.Type == type)
                    {
                        yield return creation;
                    }
                }
                else if (written.InvocationOf() is { } invocation && invocation.ArgumentList.Arguments.Count <= method.Parameters.Length)
                {
                    yield return invocation;
                }
            }
        }
    }

    private static IEnumerable<IMethodSymbol> InterfaceMembersOf(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type || method.DeclaredAccessibility != Accessibility.Public)
        {
            yield break;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method))
                {
                    yield return member.OriginalDefinition;
                }
            }
        }
    }

    private bool Contains(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(r => context.Compilation.ContainsSyntaxTree(r.SyntaxTree));
}
