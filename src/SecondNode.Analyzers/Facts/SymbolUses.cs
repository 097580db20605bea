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
    private readonly ConcurrentDictionary<(SyntaxTree Tree, string Name), ImmutableArray<SimpleNameSyntax>> names = new();
    private readonly DeclaredTypes declared = new(context);

    /// <summary>The semantic model of a tree, one per rule and compilation.</summary>
    /// <remarks>RS1030 advises against models of other trees because they are costly: here they bind only members that a cheap filter has chosen.</remarks>
#pragma warning disable RS1030
    public SemanticModel ModelOf(SyntaxTree tree) => models.GetOrAdd(tree, t => context.Compilation.GetSemanticModel(t));
#pragma warning restore RS1030

    /// <summary>Every use of the symbol, in the order of trees and source.</summary>
    /// <param name="symbol">A field, property, method, or type that is declared in source.</param>
    public ImmutableArray<SymbolUse> Of(ISymbol symbol) => Of(symbol, int.MaxValue).Uses;

    /// <summary>The uses of the symbol, as long as no more than <paramref name="limit"/> places have its name: a common name is not worth binding everywhere.</summary>
    /// <param name="symbol">A field, property, method, or type that is declared in source.</param>
    /// <param name="limit">The most places to look at.</param>
    /// <param name="within">The only trees to look in, or null for all.</param>
    public (ImmutableArray<SymbolUse> Uses, bool IsComplete) Of(ISymbol symbol, int limit, ImmutableHashSet<SyntaxTree>? within = null)
    {
        var found = ImmutableArray.CreateBuilder<SymbolUse>();
        foreach (var (name, naming) in Places(symbol, within))
        {
            if (--limit < 0)
            {
                return (found.ToImmutable(), false);
            }

            if (naming == Naming.Yes || Binds(name, symbol))
            {
                found.Add(new SymbolUse(name, ModelOf(name.SyntaxTree)));
            }
        }

        return (found.ToImmutable(), true);
    }

    /// <summary>The uses of the symbol; null, and nothing bound, where more than <paramref name="limit"/> places may be uses.</summary>
    public ImmutableArray<SymbolUse>? AtMost(ISymbol symbol, int limit, ImmutableHashSet<SyntaxTree>? within = null)
    {
        var places = Places(symbol, within).Take(limit + 1).ToList();
        return places.Count > limit ? null : places.Where(place => place.Naming == Naming.Yes || Binds(place.Name, symbol)).Select(place => new SymbolUse(place.Name, ModelOf(place.Name.SyntaxTree))).ToImmutableArray();
    }

    /// <summary>
    /// Shows the uses one by one until <paramref name="visit"/> has seen enough and answers false: first those that
    /// declarations show to be uses, then those that have to be bound. False where more than <paramref name="limit"/> places have the name.
    /// </summary>
    /// <param name="symbol">A field, property, event, method, or type that is declared in source.</param>
    /// <param name="limit">The most places to look at.</param>
    /// <param name="visit">What sees a use.</param>
    /// <param name="isWanted">Which places are worth binding, by their syntax; null for all.</param>
    /// <param name="onlyDeclared">Whether to leave out the places of which declarations do not tell that they are uses.</param>
    public bool Visit(ISymbol symbol, int limit, Func<SymbolUse, bool> visit, Func<SimpleNameSyntax, bool>? isWanted = null, bool onlyDeclared = false)
    {
        var unclear = new List<SimpleNameSyntax>();
        foreach (var (name, naming) in Places(symbol, null, isWanted))
        {
            if (naming == Naming.Unclear)
            {
                if (onlyDeclared)
                {
                    continue;
                }

                unclear.Add(name);
            }
            else if (!visit(new SymbolUse(name, ModelOf(name.SyntaxTree))))
            {
                return true;
            }

            if (--limit < 0)
            {
                return false;
            }
        }

        foreach (var name in unclear)
        {
            if (Binds(name, symbol) && !visit(new SymbolUse(name, ModelOf(name.SyntaxTree))))
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>The places that may name the symbol, in the order of trees and source.</summary>
    public IEnumerable<(SimpleNameSyntax Name, Naming Naming)> Places(ISymbol symbol, ImmutableHashSet<SyntaxTree>? within, Func<SimpleNameSyntax, bool>? isWanted = null)
    {
        var derived = symbol.IsStatic && symbol.ContainingType is { } holder ? context.Implementations.NamesOfDerived(holder) : null;
        var arguments = symbol is IMethodSymbol method ? ArgumentsOf(method) : ((int Least, int Most)?)null;
        var isOverloaded = symbol is IMethodSymbol { ContainingType: { } type } && type.GetMembers(symbol.Name).Length > 1;
        foreach (var facts in FilesOf(symbol))
        {
            var tree = facts.Tree;
            if (!CanReach(facts, symbol) || within?.Contains(tree) == false)
            {
                continue;
            }

            bool? isHidden = null;
            foreach (var name in NamesIn(facts, symbol.Name))
            {
                if (isWanted?.Invoke(name) == false || (arguments is { } counts && !CanName(name, counts.Least, counts.Most)))
                {
                    continue;
                }

                isHidden ??= derived is not null && (context.Aliases.MayHide(symbol.ContainingType.Name, facts) || derived.Any(name => context.Aliases.MayHide(name, facts)));
                if (isHidden.Value)
                {
                    yield return (name, Naming.Unclear);
                    continue;
                }

                if (derived is not null && symbol is not IMethodSymbol { IsExtensionMethod: true } && !CanNameStatic(name, symbol.ContainingType, derived))
                {
                    continue;
                }

                var naming = declared.Names(name, symbol, ModelOf(tree));
                if (naming != Naming.No)
                {
                    yield return (name, isOverloaded ? Naming.Unclear : naming);
                }
            }
        }
    }

    /// <summary>The type of an expression: as declarations tell it, else bound.</summary>
    public ITypeSymbol? TypeOf(ExpressionSyntax expression)
    {
        var model = ModelOf(expression.SyntaxTree);
        return declared.TypeOf(expression, model) ?? model.GetTypeInfo(expression, context.Cancellation).Type;
    }

    /// <summary>The type of an expression, or the type that it names, as far as declarations tell it; nothing else is bound.</summary>
    public ITypeSymbol? DeclaredTypeOf(ExpressionSyntax expression) => declared.Declared(expression, ModelOf(expression.SyntaxTree));

    /// <summary>Whether a place may name the member, or an interface's that it implements, by what declarations tell: nothing is bound.</summary>
    public bool MayName(SimpleNameSyntax name, ISymbol member)
    {
        var model = ModelOf(name.SyntaxTree);
        return declared.Names(name, member, model) != Naming.No ||
            (!member.IsStatic && name.Parent is MemberAccessExpressionSyntax access && access.Name == name && declared.TypeOf(access.Expression, model) is { TypeKind: TypeKind.Interface });
    }

    private bool Binds(SimpleNameSyntax name, ISymbol symbol)
    {
        // To bind a method's name alone collects every extension method of that name; the call knows its target.
        var model = ModelOf(name.SyntaxTree);
        var info = symbol is IMethodSymbol && name.InvocationOf() is { } call ? model.GetSymbolInfo(call, context.Cancellation) : model.GetSymbolInfo(name, context.Cancellation);
        var bound = info.Symbol ?? (info.CandidateSymbols.Length == 1 ? info.CandidateSymbols[0] : null);
        return bound is not null && SameDefinition(bound, symbol);
    }

    /// <summary>A static member is written behind its type's name, or a derived type's, or inside one of them.</summary>
    private static bool CanNameStatic(SimpleNameSyntax name, INamedTypeSymbol type, HashSet<string> derived)
    {
        bool IsHolder(string text) => text == type.Name || derived.Contains(text);
        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
        {
            return access.Expression switch
            {
                SimpleNameSyntax left => IsHolder(left.Identifier.ValueText),
                MemberAccessExpressionSyntax left => IsHolder(left.Name.Identifier.ValueText),
                AliasQualifiedNameSyntax left => IsHolder(left.Name.Identifier.ValueText),
                _ => false,
            };
        }

        if (name.Parent is MemberBindingExpressionSyntax)
        {
            return false;
        }

        for (SyntaxNode? current = name.Parent; current is not null; current = current.Parent)
        {
            if (current is BaseTypeDeclarationSyntax declaration && IsHolder(declaration.Identifier.ValueText))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Members of static classes are written with the name of their class, unless a using or an extension call hides it.</summary>
    private bool CanReach(TreeFacts facts, ISymbol symbol) =>
        symbol.ContainingType is not { IsStatic: true } type || symbol is INamedTypeSymbol or IMethodSymbol { IsExtensionMethod: true } ||
        facts.MayMention(type.Name) || type.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == facts.Tree) || context.Aliases.MayHide(type.Name, facts);

    /// <summary>Whether the place can mean the method at all: a call with that many arguments, or a method group.</summary>
    private static bool CanName(SimpleNameSyntax name, int least, int most) =>
        name.InvocationOf() is { ArgumentList.Arguments.Count: var count }
            ? count >= least && count <= most
            : name.Parent is not (VariableDeclarationSyntax or ParameterSyntax or TypeArgumentListSyntax or ObjectCreationExpressionSyntax or BaseTypeSyntax or AttributeSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax);

    private static (int Least, int Most) ArgumentsOf(IMethodSymbol method)
    {
        var least = method.IsExtensionMethod ? -1 : 0;
        var most = 0;
        foreach (var parameter in method.Parameters)
        {
            least += parameter.IsOptional || parameter.IsParams ? 0 : 1;
            most = parameter.IsParams ? int.MaxValue : most == int.MaxValue ? most : most + 1;
        }

        return (least, most);
    }

    private static bool SameDefinition(ISymbol bound, ISymbol symbol)
    {
        if (bound is IMethodSymbol { ReducedFrom: { } unreduced })
        {
            bound = unreduced;
        }

        return SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, symbol.OriginalDefinition);
    }

    /// <summary>Members of many types share a name: the places are found once.</summary>
    private ImmutableArray<SimpleNameSyntax> NamesIn(TreeFacts facts, string name) => names.GetOrAdd((facts.Tree, name), _ => facts.Names(name).ToImmutableArray());

    private IEnumerable<TreeFacts> FilesOf(ISymbol symbol) =>
        symbol.DeclaredAccessibility == Accessibility.Private && symbol.ContainingType is { } type
            ? type.DeclaringSyntaxReferences.Select(r => r.SyntaxTree).Distinct().Select(context.FactsOf)
            : NearFirst(context.FilesMentioning(symbol.Name), symbol.ContainingType);

    /// <summary>Files that name the type too come first: where a search has to end somewhere, it has looked at the likely ones.</summary>
    private static IEnumerable<TreeFacts> NearFirst(IEnumerable<TreeFacts> files, INamedTypeSymbol? type)
    {
        var hash = type is null ? 0 : WordIndex.HashOf(type.Name);
        List<TreeFacts>? far = null;
        foreach (var file in files)
        {
            if (type is null || file.MayMention(hash))
            {
                yield return file;
            }
            else
            {
                (far ??= []).Add(file);
            }
        }

        foreach (var file in far ?? [])
        {
            yield return file;
        }
    }
}
