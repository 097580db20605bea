using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>Whether the method that holds a read can be changed for one caller: it is the action that a redirect leads to, or nobody else calls it.</summary>
internal sealed class ReadSharing(RuleContext context)
{
    private readonly ConcurrentDictionary<ISymbol, bool> single = new(SymbolEqualityComparer.Default);

    /// <summary>Whether moving the read to the primary moves no other caller's read.</summary>
    public bool IsForOneCaller(DataEffect read)
    {
        if (read.Site.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration ||
            context.Uses.ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, context.Cancellation) is not IMethodSymbol method)
        {
            // The lambda of an endpoint.
            return read.IsRedirected;
        }

        return single.GetOrAdd(method, _ => IsSingle(method.OriginalDefinition));
    }

    private bool IsSingle(IMethodSymbol method)
    {
        const int max = 40;
        var uses = 0;
        foreach (var member in Members(method))
        {
            if (!member.IsInSource(context.Compilation) || context.Uses.AtMost(member, max) is not { } found)
            {
                return false;
            }

            uses += found.Count(u => u.Name.Parent is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } && u.Name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });
        }

        return uses <= 1;
    }

    /// <summary>The method, and the interface members that it implements.</summary>
    private static IEnumerable<IMethodSymbol> Members(IMethodSymbol method)
    {
        yield return method;
        foreach (var implemented in method.ContainingType.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers(method.Name))
            {
                if (member is IMethodSymbol candidate && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(candidate), method))
                {
                    yield return candidate.OriginalDefinition;
                }
            }
        }
    }
}
