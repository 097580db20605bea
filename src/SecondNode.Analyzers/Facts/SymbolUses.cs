using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts;

/// <summary>One place that names a symbol.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Model">The semantic model of its tree.</param>
internal sealed record SymbolUse(SimpleNameSyntax Name, SemanticModel Model);

/// <summary>
/// Finds where a source symbol is used in the whole compilation, on demand: trees that do not mention the name are
/// skipped by their facts, so that a rule about one field binds only the few members that use it. This is what lets
/// rules about state report at the declaration, live, instead of at the end of the compilation.
/// </summary>
internal sealed class SymbolUses(RuleContext context)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();
    private readonly Lazy<HashSet<string>> globalUsings = new(() => GlobalUsings(context.Compilation));

    /// <summary>The semantic model of a tree, one per rule and compilation.</summary>
    /// <remarks>RS1030 advises against models of other trees because they are costly: here they bind only members that a cheap filter has chosen.</remarks>
#pragma warning disable RS1030
    public SemanticModel ModelOf(SyntaxTree tree) => models.GetOrAdd(tree, t => context.Compilation.GetSemanticModel(t));
#pragma warning restore RS1030

    /// <summary>Every use of the symbol, in the order of trees and source.</summary>
    /// <param name="symbol">A field, property, method, or type that is declared in source.</param>
    public ImmutableArray<SymbolUse> Of(ISymbol symbol) => Of(symbol, int.MaxValue).Uses;

    /// <summary>The uses of the symbol, as long as no more than <paramref name="limit"/> places have its name: a common name is not worth binding everywhere.</summary>
    public (ImmutableArray<SymbolUse> Uses, bool IsComplete) Of(ISymbol symbol, int limit)
    {
        var found = ImmutableArray.CreateBuilder<SymbolUse>();
        foreach (var tree in TreesOf(symbol))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (!context.FactsOf(tree).Mentions(symbol.Name) || !CanReach(tree, symbol))
            {
                continue;
            }

            SemanticModel? model = null;
            foreach (var node in tree.GetRoot(context.Cancellation).DescendantNodes(descendIntoTrivia: false))
            {
                if (node is not SimpleNameSyntax name || name.Identifier.ValueText != symbol.Name || (symbol is IMethodSymbol method && !CanName(name, method)))
                {
                    continue;
                }

                if (--limit < 0)
                {
                    return (found.ToImmutable(), false);
                }

                model ??= ModelOf(tree);
                var info = model.GetSymbolInfo(name, context.Cancellation);
                var bound = info.Symbol ?? (info.CandidateSymbols.Length == 1 ? info.CandidateSymbols[0] : null);
                if (bound is not null && SameDefinition(bound, symbol))
                {
                    found.Add(new SymbolUse(name, model));
                }
            }
        }

        return (found.ToImmutable(), true);
    }

    /// <summary>Members of static classes are written with the name of their class, unless a using or an extension call hides it.</summary>
    private bool CanReach(SyntaxTree tree, ISymbol symbol) =>
        symbol.ContainingType is not { IsStatic: true } type || symbol is INamedTypeSymbol or IMethodSymbol { IsExtensionMethod: true } ||
        context.FactsOf(tree).Mentions(type.Name) || type.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == tree) || globalUsings.Value.Contains(type.Name);

    /// <summary>Whether the place can mean the method at all: a call with that many arguments, or a method group.</summary>
    private static bool CanName(SimpleNameSyntax name, IMethodSymbol method)
    {
        if (name.InvocationOf() is not { } call)
        {
            return name.Parent is not (VariableDeclarationSyntax or ParameterSyntax or TypeArgumentListSyntax or ObjectCreationExpressionSyntax or BaseTypeSyntax or AttributeSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax);
        }

        var count = call.ArgumentList.Arguments.Count;
        var parameters = method.Parameters;
        var least = parameters.Count(p => !p.IsOptional && !p.IsParams) - (method.IsExtensionMethod ? 1 : 0);
        return count >= least && (count <= parameters.Length || parameters.Any(p => p.IsParams));
    }

    /// <summary>The types that a global using brings in without their names, or under another one.</summary>
    private static HashSet<string> GlobalUsings(Compilation compilation)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var directive in tree.GetCompilationUnitRoot().Usings)
            {
                if (!directive.GlobalKeyword.IsKind(SyntaxKind.None) && (directive.Alias is not null || !directive.StaticKeyword.IsKind(SyntaxKind.None)) && directive.NamespaceOrType.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().LastOrDefault() is { } last)
                {
                    found.Add(last.Identifier.ValueText);
                }
            }
        }

        return found;
    }

    private static bool SameDefinition(ISymbol bound, ISymbol symbol)
    {
        if (bound is IMethodSymbol { ReducedFrom: { } unreduced })
        {
            bound = unreduced;
        }

        return SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, symbol.OriginalDefinition);
    }

    private IEnumerable<SyntaxTree> TreesOf(ISymbol symbol) =>
        symbol.DeclaredAccessibility == Accessibility.Private && symbol.ContainingType is { } type
            ? type.DeclaringSyntaxReferences.Select(r => r.SyntaxTree).Distinct()
            : context.Compilation.SyntaxTrees;
}
