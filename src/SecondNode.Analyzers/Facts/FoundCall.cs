using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts;

/// <summary>A call of a catalogued method in the source of this compilation.</summary>
/// <param name="Syntax">The call.</param>
/// <param name="Name">The name of the called method: where a finding is reported.</param>
/// <param name="Method">The method.</param>
/// <param name="Effect">What its row says.</param>
internal sealed record FoundCall<TEffect>(InvocationExpressionSyntax Syntax, SimpleNameSyntax Name, IMethodSymbol Method, TEffect Effect)
{
    /// <summary>Whether an operation stands for this call.</summary>
    public bool Is(IOperation operation) => operation.Syntax.SyntaxTree == Syntax.SyntaxTree && operation.Syntax.Span == Syntax.Span;

    /// <summary>
    /// The calls of the rows' methods, in the order of files and source. Names are looked up in the facts of the trees, so
    /// that only those places are bound.
    /// </summary>
    public static IEnumerable<FoundCall<TEffect>> All(RuleContext context, ApiTable<TEffect> apis)
    {
        foreach (var tree in context.Trees)
        {
            var facts = context.FactsOf(tree);
            foreach (var name in apis.WrittenNames.SelectMany(facts.Names).OrderBy(name => name.SpanStart))
            {
                if (name.InvocationOf() is { } call && SymbolOf(context, call) is { } method && apis.Match(method) is { } row)
                {
                    yield return new FoundCall<TEffect>(call, name, method, row.Effect);
                }
            }
        }
    }

    private static IMethodSymbol? SymbolOf(RuleContext context, InvocationExpressionSyntax call)
    {
        var info = context.Uses.ModelOf(call.SyntaxTree).GetSymbolInfo(call, context.Cancellation);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) as IMethodSymbol;
    }
}
