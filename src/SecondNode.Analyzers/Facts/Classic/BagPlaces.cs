using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>
/// The places in the whole compilation that may use session, TempData or application state, by their form: an indexer of
/// something that is called so, or a call of one of its methods. What they are is for the caller to bind.
/// </summary>
internal static class BagPlaces
{
    /// <summary>The places, files in the order of their paths.</summary>
    /// <param name="context">The compilation.</param>
    /// <param name="words">The properties and types by which such a bag is reached. What declarations make of them counts as well.</param>
    /// <param name="methods">The methods that count.</param>
    public static IEnumerable<(ExpressionSyntax Syntax, SemanticModel Model)> Find(RuleContext context, IReadOnlyCollection<string> words, ICollection<string> methods)
    {
        var names = new HashSet<string>(words, StringComparer.Ordinal);
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            var facts = context.FactsOf(tree);
            names.UnionWith(words.Where(facts.MayMention).SelectMany(facts.Names).Select(DeclaredBy).OfType<string>());
        }

        var hashes = names.Select(WordIndex.HashOf).ToArray();
        foreach (var tree in context.Compilation.SyntaxTrees.Where(t => context.FactsOf(t).MayMentionAny(hashes) && !IsGenerated(t)).OrderBy(t => t.FilePath, StringComparer.Ordinal))
        {
            var facts = context.FactsOf(tree);
            foreach (var place in names.Where(facts.MayMention).SelectMany(facts.Names).Select(name => UseOf(name, methods)).OfType<ExpressionSyntax>().OrderBy(p => p.SpanStart).ThenByDescending(p => p.Span.End))
            {
                yield return (place, context.Uses.ModelOf(tree));
            }
        }
    }

    /// <summary>The local, field, parameter or property of which the name is the type, or the whole value.</summary>
    private static string? DeclaredBy(SimpleNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or ConditionalAccessExpressionSyntax or QualifiedNameSyntax or NullableTypeSyntax && node.Parent.Span.End == node.Span.End)
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
            ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
            ReturnStatementSyntax returned => returned.FirstAncestorOrSelf<MemberDeclarationSyntax>() is PropertyDeclarationSyntax property ? property.Identifier.ValueText : null,
            AssignmentExpressionSyntax assignment when assignment.Right == node => (assignment.Left as SimpleNameSyntax ?? (assignment.Left as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText,
            VariableDeclarationSyntax declaration when declaration.Type == node => declaration.Variables.FirstOrDefault()?.Identifier.ValueText,
            ParameterSyntax parameter => parameter.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            _ => null,
        };
    }

    /// <summary>The indexer, or the call of a method, that the named thing is used with.</summary>
    private static ExpressionSyntax? UseOf(SimpleNameSyntax name, ICollection<string> methods)
    {
        ExpressionSyntax receiver = name;
        while (true)
        {
            switch (receiver.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Name == receiver:
                    receiver = access;
                    continue;
                case MemberBindingExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    receiver = (ExpressionSyntax)receiver.Parent;
                    continue;
                case ElementAccessExpressionSyntax { ArgumentList.Arguments.Count: 1 } element when element.Expression == receiver:
                    return element;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == receiver && methods.Contains(access.Name.Identifier.ValueText):
                    return call;
                case ConditionalAccessExpressionSyntax conditional when conditional.Expression == receiver:
                    return conditional.WhenNotNull.DescendantNodesAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(e =>
                        e is ElementBindingExpressionSyntax || (e is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } && methods.Contains(binding.Name.Identifier.ValueText)));
                default:
                    return null;
            }
        }
    }

    private static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase) || tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
