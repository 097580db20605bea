using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>Where the registration of a store of keys is written.</summary>
internal sealed class KeyRegistration
{
    private readonly string? services;
    private readonly StatementSyntax? statement;

    private KeyRegistration(InvocationExpressionSyntax call, string? services, StatementSyntax? statement)
    {
        Call = call;
        this.services = services;
        this.statement = statement;
    }

    /// <summary>The reported call.</summary>
    public InvocationExpressionSyntax Call { get; }

    /// <summary>The place, or null where nothing can be written that compiles.</summary>
    public static async Task<KeyRegistration?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var name = ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText;
        if (name == "AddDataProtection")
        {
            return new KeyRegistration(call, null, null);
        }

        return RegistrationPlace.ServicesOf(model, call, cancellation) is { } services && RegistrationPlace.StatementOf(call) is { } statement ? new KeyRegistration(call, services, statement) : null;
    }

    /// <summary>Writes the calls.</summary>
    public void Write(DocumentEditor editor, IReadOnlyList<string> calls)
    {
        var newLine = NewLine.Of(Call.SyntaxTree.GetRoot());
        if (services is null)
        {
            editor.ReplaceNode(Call, (node, _) => Calls.Append((InvocationExpressionSyntax)node, calls, Separator(newLine)));
            return;
        }

        var anchor = statement!.Parent is GlobalStatementSyntax global ? global : (SyntaxNode)statement;
        var indent = RegistrationPlace.IndentOf(anchor);
        var text = $"{services}.AddDataProtection()" + string.Concat(calls.Select(c => newLine + indent + "    ." + c)) + ";";
        var lines = statement.SyntaxTree.GetLineSpan(statement.Span);
        var before = statement is ReturnStatementSyntax;
        var spread = !before && lines.StartLinePosition.Line != lines.EndLinePosition.Line;
        // The last statement of a file may have no line ending.
        var ends = before || statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var added = SyntaxFactory.ParseStatement(text)
            .WithLeadingTrivia(SyntaxFactory.ParseLeadingTrivia((ends ? "" : newLine) + (spread ? newLine : "") + indent))
            .WithTrailingTrivia(SyntaxFactory.ParseTrailingTrivia(ends ? newLine : ""));
        SyntaxNode node = anchor is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(added) : added;
        if (before)
        {
            editor.InsertBefore(anchor, node);
        }
        else
        {
            editor.InsertAfter(anchor, node);
        }
    }

    /// <summary>On lines of their own, as the chain is written or as the statement is indented.</summary>
    private SyntaxTriviaList Separator(string newLine)
    {
        var dot = ((MemberAccessExpressionSyntax)Call.Expression).OperatorToken;
        var next = Call.Parent is MemberAccessExpressionSyntax following && following.Expression == Call ? following.OperatorToken : default;
        foreach (var written in new[] { next, dot })
        {
            if (!written.IsKind(SyntaxKind.None) && written.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia))
            {
                return SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(newLine)).AddRange(written.LeadingTrivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));
            }
        }

        // A chain that goes on behind the call, on one line, stays on one line.
        return next.IsKind(SyntaxKind.None) && Call.FirstAncestorOrSelf<StatementSyntax>() is { } around
            ? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(newLine), SyntaxFactory.Whitespace(RegistrationPlace.IndentOf(around) + "    "))
            : default;
    }
}
