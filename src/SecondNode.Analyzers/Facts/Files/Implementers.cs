using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>The members and types of this compilation that stand behind an interface or an abstract class, and their bodies.</summary>
internal sealed class Implementers(RuleContext context)
{
    private const int MostSources = 8;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ISymbol>> byInterfaceMember = new(SymbolEqualityComparer.Default);

    /// <summary>The operations of a method's body; null where it has none here.</summary>
    public IOperation? BodyOf(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (context.Compilation.ContainsSyntaxTree(reference.SyntaxTree) && context.Uses.ModelOf(reference.SyntaxTree).GetOperation(reference.GetSyntax(context.Cancellation), context.Cancellation) is { } body)
            {
                return body;
            }
        }

        return null;
    }

    /// <summary>The member itself where it has a body, else the members of this compilation that implement or override it.</summary>
    public ImmutableArray<ISymbol> Of(ISymbol member)
    {
        if (!member.IsAbstract && member.ContainingType?.TypeKind != TypeKind.Interface)
        {
            return ImmutableArray.Create(member);
        }

        return byInterfaceMember.GetOrAdd(member.OriginalDefinition, m => m.ContainingType is { } type ? ImmutableArray.CreateRange(TypesBelow(type).Select(t => Implementation(t, m)).OfType<ISymbol>().Take(MostSources)) : ImmutableArray<ISymbol>.Empty);
    }

    /// <summary>The classes of this compilation that name the type in their base list.</summary>
    public IEnumerable<INamedTypeSymbol> TypesBelow(INamedTypeSymbol type)
    {
        foreach (var facts in context.FilesMentioning(type.Name))
        {
            if (!facts.Heirs.Any(heir => heir.Base == type.Name))
            {
                continue;
            }

            foreach (var declaration in facts.Tree.GetRoot(context.Cancellation).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
            {
                if (declaration is not InterfaceDeclarationSyntax &&
                    declaration.BaseList is { } bases && bases.Types.Any(b => b.Type.LastName()?.Identifier.ValueText == type.Name) &&
                    context.Uses.ModelOf(facts.Tree).GetDeclaredSymbol(declaration, context.Cancellation) is { } found && found.IsOrInherits(type))
                {
                    yield return found;
                }
            }
        }
    }

    private static ISymbol? Implementation(INamedTypeSymbol type, ISymbol member)
    {
        if (member.ContainingType.TypeKind == TypeKind.Interface)
        {
            // The interface may be constructed: its member is found by name in the construction that the type implements.
            var constructed = type.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, member.ContainingType.OriginalDefinition));
            var wanted = constructed?.GetMembers(member.Name).FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, member.OriginalDefinition));
            return wanted is null ? null : type.FindImplementationForInterfaceMember(wanted)?.OriginalDefinition;
        }

        return type.GetMembers(member.Name).FirstOrDefault(m => m.IsOverride)?.OriginalDefinition;
    }
}
