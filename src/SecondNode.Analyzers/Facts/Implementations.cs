using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

/// <summary>Which types of the source implement an interface or derive from an abstract class; collected on first use.</summary>
internal sealed class Implementations(RuleContext context)
{
    private readonly Lazy<Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>> all = new(() => Collect(context));

    /// <summary>The only non-abstract class of the source that implements the type, or null where there are several or none.</summary>
    public INamedTypeSymbol? SingleOf(INamedTypeSymbol? type) =>
        type is not null && all.Value.TryGetValue(type.OriginalDefinition, out var found) && found.Count == 1 ? found[0] : null;

    private static Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> Collect(RuleContext context)
    {
        var found = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(context.Compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var current = pending.Pop();
            if (current is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false } type)
            {
                foreach (var implemented in type.AllInterfaces)
                {
                    if (!implemented.IsInSource(context.Compilation))
                    {
                        continue;
                    }

                    if (!found.TryGetValue(implemented.OriginalDefinition, out var list))
                    {
                        found.Add(implemented.OriginalDefinition, list = []);
                    }

                    list.Add(type);
                }
            }

            foreach (var member in current is INamespaceSymbol ns ? ns.GetMembers() : ((INamedTypeSymbol)current).GetTypeMembers().CastArray<INamespaceOrTypeSymbol>().AsEnumerable())
            {
                pending.Push(member);
            }
        }

        return found;
    }
}
