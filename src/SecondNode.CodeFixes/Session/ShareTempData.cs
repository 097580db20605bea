using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Editing;
using SecondNode.CodeFixes.Keys;

namespace SecondNode.CodeFixes.Session;

/// <summary>Mends SN1002: TempData goes back into its cookie, or session is shared.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShareTempData))]
[Shared]
public sealed class ShareTempData() : SecondNodeCodeFix(TempDataInSession.Id)
{
    /// <summary>The cookie, which is the default of ASP.NET Core.</summary>
    public const string CookieKey = "SN1002.Cookie";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        if (CanRemove(call))
        {
            choices.Add(new FixChoice(CookieKey, "Keep TempData in its cookie"));
        }

        if (await ProviderStatement.FindAsync(new SolutionEdits(document.Project.Solution), document, model, call, cancellation).ConfigureAwait(false) is { } beside)
        {
            foreach (var provider in CacheProvider.For(model.Compilation))
            {
                choices.Add(new FixChoice(provider.Key, $"Share session through {provider.Name}" + await ProviderFiles.LeftAsync(document.Project, provider, beside.Opened, cancellation).ConfigureAwait(false)));
            }
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        if (choice.Key != CookieKey)
        {
            if (await ProviderStatement.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) is { } place && CacheProvider.For(model.Compilation).FirstOrDefault(p => p.Key == choice.Key) is { } provider)
            {
                await place.WriteAsync(edits, document, provider, cancellation).ConfigureAwait(false);
            }

            return;
        }

        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        if (IsWholeStatement(call))
        {
            var statement = (ExpressionStatementSyntax)call.Parent!;
            var removed = statement.Parent is GlobalStatementSyntax global ? global : statement.Parent is IfStatementSyntax { Else: null } branch ? (SyntaxNode)branch : statement;
            editor.RemoveNode(
                removed,
                HasComment(removed.GetTrailingTrivia()) ? SyntaxRemoveOptions.KeepExteriorTrivia : HasComment(removed.GetLeadingTrivia()) ? SyntaxRemoveOptions.KeepLeadingTrivia : SyntaxRemoveOptions.KeepDirectives);
        }
        else
        {
            editor.ReplaceNode(call, (node, _) => WithoutCall((InvocationExpressionSyntax)node));
        }
    }

    /// <summary>The receiver, with the comments that stood before the dot.</summary>
    private static ExpressionSyntax WithoutCall(InvocationExpressionSyntax call)
    {
        var member = (MemberAccessExpressionSyntax)call.Expression;
        var receiver = member.Expression;
        var between = member.OperatorToken.LeadingTrivia;
        return HasComment(between)
            ? receiver.WithTrailingTrivia(receiver.GetTrailingTrivia().AddRange(between).AddRange(call.GetTrailingTrivia()))
            : receiver.WithTrailingTrivia(receiver.GetTrailingTrivia().Where(t => !t.IsKind(SyntaxKind.EndOfLineTrivia)).Concat(call.GetTrailingTrivia()));
    }

    private static bool HasComment(SyntaxTriviaList trivia) => trivia.Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));

    private static bool CanRemove(InvocationExpressionSyntax call) =>
        !IsWholeStatement(call) ? call.Parent is not ExpressionStatementSyntax || ((MemberAccessExpressionSyntax)call.Expression).Expression is InvocationExpressionSyntax
            : call.Parent!.Parent is BlockSyntax or GlobalStatementSyntax || call.Parent.Parent is IfStatementSyntax { Else: null, Parent: BlockSyntax };

    /// <summary><c>mvc.AddSessionStateTempDataProvider();</c>: what is left without the call does nothing.</summary>
    private static bool IsWholeStatement(InvocationExpressionSyntax call) =>
        call.Parent is ExpressionStatementSyntax && ((MemberAccessExpressionSyntax)call.Expression).Expression is not InvocationExpressionSyntax;
}
