using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas.Exported;

/// <summary>What the code of this project does to data, for the projects that use it.</summary>
internal sealed class EffectExport(RuleContext context, ReplicaModel model)
{
    private readonly bool isOpen = context.Compilation.Assembly.HasAttribute("InternalsVisibleToAttribute");

    /// <summary>The lines, in an order that depends on nothing but them.</summary>
    public ImmutableArray<string> Rows()
    {
        var rows = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in model.Contexts.SourceClasses)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (model.Contexts.IsContext(type) && IsVisible(type) && model.Types.Of(type) is var claim && claim != RoleClaim.Nothing)
            {
                Add(EffectWriter.Row(type, claim));
            }

            if (IsVisible(type))
            {
                foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
                {
                    if (method is { MethodKind: MethodKind.Ordinary, IsAbstract: false } && IsVisible(method) && model.Summaries.Of(method) is { IsEmpty: false } summary)
                    {
                        Add(EffectWriter.Row(method, ArgumentsOf(type), method, summary));
                    }
                }
            }

            if (!type.IsAbstract)
            {
                AddImplementations(type);
            }
        }

        return rows.ToImmutableArray();

        void AddImplementations(INamedTypeSymbol type)
        {
            foreach (var contract in type.AllInterfaces.Where(IsVisible))
            {
                foreach (var member in contract.GetMembers().OfType<IMethodSymbol>())
                {
                    if (member.MethodKind == MethodKind.Ordinary && type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation)
                    {
                        AddOverriding(member, implementation, type, contract.TypeArguments);
                    }
                }
            }

            // What an abstract class leaves to its heirs.
            for (var current = type; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
            {
                foreach (var method in current.GetMembers().OfType<IMethodSymbol>())
                {
                    for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
                    {
                        if (overridden.IsAbstract && IsVisible(overridden))
                        {
                            AddOverriding(overridden, method, type, overridden.ContainingType.TypeArguments);
                        }
                    }
                }
            }
        }

        void AddOverriding(IMethodSymbol member, IMethodSymbol implementation, INamedTypeSymbol type, ImmutableArray<ITypeSymbol> arguments)
        {
            if (model.Summaries.Of(implementation.OriginalDefinition) is { IsEmpty: false } summary)
            {
                var types = TypeMap.Of(member, implementation, type);
                Add(EffectWriter.Row(member, arguments, implementation.OriginalDefinition, summary.Select(effect => In(effect, types))));
            }
        }

        void Add(string? row)
        {
            if (row is not null)
            {
                rows.Add(row);
            }
        }
    }

    private static DataEffect? In(DataEffect effect, TypeMap types)
    {
        if (!effect.What.Any(w => w.Entity is ITypeParameterSymbol))
        {
            return effect;
        }

        var what = effect.What.Select(w => w.In(types)).OfType<DataItem>().ToImmutableArray();
        return what.IsEmpty ? null : effect with { What = what };
    }

    private static ImmutableArray<ITypeSymbol> ArgumentsOf(INamedTypeSymbol type) => type.TypeParameters.CastArray<ITypeSymbol>();

    /// <summary>Whether code of other projects can name the symbol.</summary>
    private bool IsVisible(ISymbol symbol)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            var isVisible = current.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
                Accessibility.Internal or Accessibility.ProtectedAndInternal => isOpen,
                _ => false,
            };
            if (!isVisible)
            {
                return false;
            }
        }

        return true;
    }
}
