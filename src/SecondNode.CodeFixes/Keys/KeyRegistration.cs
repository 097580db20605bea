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

        return ServicesOf(model, call, cancellation) is { } services && StatementOf(call) is { } statement ? new KeyRegistration(call, services, statement) : null;
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
        var indent = IndentOf(anchor);
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

    /// <summary>The service collection that the chain of the call begins with, as an expression that can be repeated.</summary>
    private static string? ServicesOf(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        ExpressionSyntax expression = call;
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member })
        {
            expression = member.Expression;
            if (IsServices(model.GetTypeInfo(expression, cancellation).Type) && IsRepeatable(expression))
            {
                return expression.WithoutTrivia().ToString();
            }
        }

        return IsRepeatable(expression) && model.GetTypeInfo(expression, cancellation).Type is { } type && HasServices(type) ? expression.WithoutTrivia() + ".Services" : null;
    }

    /// <summary>A statement beside which another one can stand, in the function of the call.</summary>
    private static StatementSyntax? StatementOf(SyntaxNode call)
    {
        StatementSyntax? found = null;
        foreach (var ancestor in call.Ancestors())
        {
            switch (ancestor)
            {
                case StatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement when statement is not BlockSyntax:
                    found = statement;
                    return found is LocalFunctionStatementSyntax ? null : found;
                case AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
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
            ? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(newLine), SyntaxFactory.Whitespace(IndentOf(around) + "    "))
            : default;
    }

    private static string IndentOf(SyntaxNode node) => node.GetFirstToken().LeadingTrivia.LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? last.ToString() : "";

    private static bool IsServices(ITypeSymbol? type) => type is { Name: "IServiceCollection" or "ServiceCollection" } && type.ContainingNamespace?.ToDisplayString() == "Microsoft.Extensions.DependencyInjection";

    /// <summary>A builder of a part of the services: <c>AuthenticationBuilder</c>, <c>IMvcBuilder</c>, <c>IdentityBuilder</c>.</summary>
    private static bool HasServices(ITypeSymbol type) =>
        type.AllInterfaces.Prepend(type).SelectMany(t => t.GetMembers("Services")).OfType<IPropertySymbol>().Any(p => p.DeclaredAccessibility == Accessibility.Public && IsServices(p.Type)) ||
        (type.BaseType is { } b && HasServices(b));

    /// <summary>Whether the expression may be written twice: a name or a path of names.</summary>
    private static bool IsRepeatable(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax or ThisExpressionSyntax => true,
            MemberAccessExpressionSyntax member => IsRepeatable(member.Expression),
            _ => false,
        };
}
