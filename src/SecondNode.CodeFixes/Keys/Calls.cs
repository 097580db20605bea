using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.CodeFixes.Keys;

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

    private static (SimpleNameSyntax Name, ArgumentListSyntax Arguments) Parse(string call)
    {
        var parsed = (InvocationExpressionSyntax)SyntaxFactory.ParseExpression("x." + call);
        return (((MemberAccessExpressionSyntax)parsed.Expression).Name, parsed.ArgumentList);
    }
}
