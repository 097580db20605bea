using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>
/// The places in the whole compilation that may use session, TempData or application state, by their form: an indexer, or a
/// call of one of their methods, in a file that has one of their words. What they are is for the caller to bind.
/// </summary>
internal static class BagPlaces
{
    /// <summary>The places, files in the order of their paths.</summary>
    /// <param name="context">The compilation.</param>
    /// <param name="words">The words of which a file has one.</param>
    /// <param name="methods">The methods that count.</param>
    public static IEnumerable<(ExpressionSyntax Syntax, SemanticModel Model)> Find(RuleContext context, IReadOnlyCollection<string> words, ICollection<string> methods)
    {
        var hashes = words.Select(WordIndex.HashOf).ToArray();
        foreach (var tree in context.Compilation.SyntaxTrees.Where(t => context.FactsOf(t).MayMentionAny(hashes) && !IsGenerated(t)).OrderBy(t => t.FilePath, StringComparer.Ordinal))
        {
            SemanticModel? model = null;
            foreach (var node in tree.GetRoot(context.Cancellation).DescendantNodes())
            {
                if (node is ExpressionSyntax expression && IsCandidate(expression, methods))
                {
                    yield return (expression, model ??= context.Uses.ModelOf(tree));
                }
            }
        }
    }

    private static bool IsCandidate(ExpressionSyntax node, ICollection<string> methods) =>
        node switch
        {
            ElementAccessExpressionSyntax { ArgumentList.Arguments.Count: 1 } access => MayBeBag(access.Expression),
            ElementBindingExpressionSyntax => true,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => methods.Contains(access.Name.Identifier.ValueText) && MayBeBag(access.Expression),
            InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => methods.Contains(binding.Name.Identifier.ValueText),
            _ => false,
        };

    private static bool MayBeBag(ExpressionSyntax receiver) => receiver is SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or MemberBindingExpressionSyntax or ParenthesizedExpressionSyntax;

    private static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
