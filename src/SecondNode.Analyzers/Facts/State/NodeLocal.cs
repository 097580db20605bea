using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>What the owner, or the storage itself, declares to be this node's own business.</summary>
internal static class NodeLocal
{
    /// <summary>Whether the member carries <c>[NodeLocal]</c> (or its type does), is thread-static, or is named by <c>secondnode.safe_members</c>.</summary>
    public static bool IsDeclared(ISymbol state, Settings settings)
    {
        if (state.HasAttribute("ThreadStatic") || state.HasAttribute("NodeLocal"))
        {
            return true;
        }

        for (var type = state.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.HasAttribute("NodeLocal"))
            {
                return true;
            }
        }

        return state.DeclaringSyntaxReferences.FirstOrDefault() is { } reference &&
            settings.Read(Settings.SafeMembersOption, reference.SyntaxTree) is { IsEmpty: false } names &&
            names.Any(name => Names(state, name));
    }

    /// <summary>A full name of the member or of a type around it; less of the beginning is enough where it is unambiguous to a reader.</summary>
    private static bool Names(ISymbol state, string name)
    {
        for (var current = state; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            var full = current.FullName();
            if (full == name || (name.Contains('.') && full.EndsWith("." + name, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
