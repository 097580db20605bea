using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Puts parameters and arguments into lists, in the layout that the list has.</summary>
internal static class ListEdits
{
    /// <summary>Where a required parameter goes: before optional ones, a params array and a trailing cancellation token.</summary>
    public static int IndexForRequired(SeparatedSyntaxList<ParameterSyntax> parameters)
    {
        var index = 0;
        while (index < parameters.Count && !IsTrailing(parameters[index]))
        {
            index++;
        }

        return index;

        static bool IsTrailing(ParameterSyntax parameter) =>
            parameter.Default is not null ||
            parameter.Modifiers.Any(SyntaxKind.ParamsKeyword) ||
            parameter.Type is SimpleNameSyntax { Identifier.ValueText: "CancellationToken" } or QualifiedNameSyntax { Right.Identifier.ValueText: "CancellationToken" };
    }

    /// <summary>Inserts an item; a list with one item a line stays one.</summary>
    public static SeparatedSyntaxList<T> Insert<T>(SeparatedSyntaxList<T> list, int index, T item)
        where T : SyntaxNode
    {
        if (list.Count == 0)
        {
            return SyntaxFactory.SingletonSeparatedList(item);
        }

        index = Math.Min(index, list.Count);
        var endOfLine = list.GetSeparators().SelectMany(s => s.TrailingTrivia).FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        var ownLines = !endOfLine.IsKind(SyntaxKind.None);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(ownLines ? endOfLine : SyntaxFactory.Space);
        var nodes = list.GetWithSeparators().ToList();
        if (index == list.Count)
        {
            var last = list[list.Count - 1];
            nodes[nodes.Count - 1] = last.WithTrailingTrivia(last.GetTrailingTrivia().Where(t => !t.IsKind(SyntaxKind.EndOfLineTrivia)));
            nodes.Add(comma);
            nodes.Add(item
                .WithLeadingTrivia(ownLines ? Indentation(last) : default)
                .WithTrailingTrivia(last.GetTrailingTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia))));
        }
        else
        {
            nodes.Insert(index * 2, comma);
            nodes.Insert(index * 2, item.WithoutTrivia().WithLeadingTrivia(ownLines || index == 0 ? Indentation(list[index]) : default));
            if (index == 0 && !ownLines)
            {
                nodes[2] = list[0].WithLeadingTrivia();
            }
        }

        return SyntaxFactory.SeparatedList<T>(nodes);

        static SyntaxTriviaList Indentation(SyntaxNode node) => SyntaxFactory.TriviaList(node.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));
    }

    /// <summary>Passes an argument for the parameter at <paramref name="index"/>, by name where arguments before it are missing or named.</summary>
    public static ArgumentListSyntax Pass(ArgumentListSyntax arguments, int index, string parameterName, ExpressionSyntax value)
    {
        var positional = arguments.Arguments.TakeWhile(a => a.NameColon is null).Count();
        var byPosition = positional >= index;
        var argument = SyntaxFactory.Argument(value);
        if (!byPosition)
        {
            argument = argument.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(parameterName)).WithTrailingTrivia(SyntaxFactory.Space));
        }

        return arguments.WithArguments(Insert(arguments.Arguments, byPosition ? index : arguments.Arguments.Count, argument));
    }
}
