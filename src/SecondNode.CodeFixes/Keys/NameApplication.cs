using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>SN5005: sets the application's name before the keys are stored.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameApplication))]
[Shared]
public sealed class NameApplication() : SecondNodeCodeFix("SN5005")
{
    public const string Key = "SetApplicationName";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is null
            ? ImmutableArray<FixChoice>.Empty
            : ImmutableArray.Create(new FixChoice(Key, $"Set the application name to {NameOf(document.Project)}"));

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        // One name serves every store of the application.
        if (await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } call && edits.Once("application name of " + document.Project.Id))
        {
            edits.Use(document, "Microsoft.AspNetCore.DataProtection");
            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(call, (node, _) => Insert((InvocationExpressionSyntax)node, NameOf(document.Project)));
        }
    }

    /// <summary>The name that nodes of this application share.</summary>
    public static string CallFor(Project project) => $"SetApplicationName({NameOf(project)})";

    private static string NameOf(Project project) => SymbolDisplay.FormatLiteral(project.AssemblyName ?? project.Name, quote: true);

    private static InvocationExpressionSyntax Insert(InvocationExpressionSyntax call, string name)
    {
        // On a line of its own where the call that follows is on one; comments stay with the calls that they are about.
        var member = (MemberAccessExpressionSyntax)call.Expression;
        var receiver = member.Expression;
        var trailing = receiver.GetTrailingTrivia();
        var indentation = member.OperatorToken.LeadingTrivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1);
        var named = Calls.Append(receiver, [$"SetApplicationName({name})"], trailing.AddRange(indentation))
            .WithTrailingTrivia(trailing.Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
        return call.WithExpression(member.WithExpression(named));
    }
}
