using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The types through which the program saves: what they are called says nothing then.</summary>
internal static class SavedTypes
{
    /// <summary>The static types of what <c>SaveChanges</c> is called on.</summary>
    public static HashSet<ITypeSymbol> In(RuleContext context)
    {
        var found = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var name in context.AllFacts.SelectMany(facts => facts.Names("SaveChanges").Concat(facts.Names("SaveChangesAsync"))))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Name == name && call.Expression == access &&
                access.Expression is not (BaseExpressionSyntax or ThisExpressionSyntax) && context.Uses.TypeOf(access.Expression) is { } type)
            {
                found.Add(type);
            }
        }

        return found;
    }
}
