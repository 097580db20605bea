using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Edits of one call in a fluent chain.</summary>
internal static class Calls
{
    /// <summary>The call whose name the diagnostic is on, where it is written as <c>receiver.Name(…)</c>.</summary>
    public static async Task<InvocationExpressionSyntax?> AtAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var span = diagnostic.Location.SourceSpan;
        return root is not null && root.FullSpan.Contains(span) && root.FindNode(span, getInnermostNodeForTie: true) is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member } name && member.Name == name
            ? call
            : null;
    }

    /// <summary>A null-forgiving operator where the file checks for null.</summary>
    public static string Forgive(SemanticModel model, SyntaxNode near) =>
        (model.GetNullableContext(near.SpanStart) & NullableContext.WarningsEnabled) != 0 ? "!" : "";

    /// <summary>The call with another name and other arguments, on the same receiver.</summary>
    public static InvocationExpressionSyntax Replace(InvocationExpressionSyntax call, string newCall)
    {
        var member = (MemberAccessExpressionSyntax)call.Expression;
        var (name, arguments) = Parse(newCall);
        return call
            .WithExpression(member.WithName(name.WithTriviaFrom(member.Name)))
            .WithArgumentList(arguments.WithTriviaFrom(call.ArgumentList));
    }

    /// <summary>The expression with further calls behind it, each on a line of its own where the lines before are.</summary>
    public static ExpressionSyntax Append(ExpressionSyntax expression, IEnumerable<string> calls, SyntaxTriviaList separator)
    {
        var trailing = expression.GetTrailingTrivia();
        expression = expression.WithoutTrailingTrivia();
        foreach (var text in calls)
        {
            var (name, arguments) = Parse(text);
            expression = SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression, expression, SyntaxFactory.Token(SyntaxKind.DotToken).WithLeadingTrivia(separator), name),
                arguments);
        }

        return expression.WithTrailingTrivia(trailing);
    }

    /// <summary>What stands before the dot of a call appended to this one: a line of its own where the chain is written so.</summary>
    public static SyntaxTriviaList Separator(InvocationExpressionSyntax call)
    {
        var next = call.Parent is MemberAccessExpressionSyntax following && following.Expression == call ? following.OperatorToken : default;
        foreach (var dot in new[] { next, ((MemberAccessExpressionSyntax)call.Expression).OperatorToken })
        {
            if (!dot.IsKind(SyntaxKind.None) && dot.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia))
            {
                return SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(NewLine.Of(call.SyntaxTree.GetRoot()))).AddRange(dot.LeadingTrivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));
            }
        }

        return default;
    }

    private static (SimpleNameSyntax Name, ArgumentListSyntax Arguments) Parse(string call)
    {
        var parsed = (InvocationExpressionSyntax)SyntaxFactory.ParseExpression("x." + call);
        return (((MemberAccessExpressionSyntax)parsed.Expression).Name, parsed.ArgumentList);
    }
}
