using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Replicas;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Replicas;

/// <summary>
/// SN4001: moves the one stale read to the primary, where the rule has found how: the connection that wrote, or the argument that
/// chose the replica. A query that was composed in a variable moves at its source.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadFromPrimary)), Shared]
public sealed class ReadFromPrimary() : SecondNodeCodeFix("SN4001")
{
    /// <summary>The equivalence key.</summary>
    public const string Key = "SN4001.ReadFromPrimary";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root && EditsOf(root, diagnostic).Length > 0
            ? ImmutableArray.Create(new FixChoice(Key, "Read from the primary (" + diagnostic.Properties[ReadMove.TargetProperty] + ")"))
            : ImmutableArray<FixChoice>.Empty;

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        foreach (var (node, text) in EditsOf(editor.OriginalRoot, diagnostic))
        {
            // Two reads of one query move it once.
            if (!edits.Once(document.Id.Id + Key + node.Span))
            {
                continue;
            }

            switch (node)
            {
                case ArgumentSyntax when text.Length == 0:
                    editor.RemoveNode(node);
                    break;
                case SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Name == name:
                    editor.ReplaceNode(node, SyntaxFactory.IdentifierName(text).WithTriviaFrom(node));
                    break;
                default:
                    editor.ReplaceNode(node, SyntaxFactory.ParseExpression(text).WithTriviaFrom(node));
                    break;
            }
        }
    }

    /// <summary>The nodes to change and their texts; none where a place is not found as the rule saw it.</summary>
    private static ImmutableArray<(SyntaxNode Node, string Text)> EditsOf(SyntaxNode root, Diagnostic diagnostic)
    {
        var found = ImmutableArray.CreateBuilder<(SyntaxNode, string)>();
        for (var i = 0; i + 1 < diagnostic.AdditionalLocations.Count; i++)
        {
            var span = diagnostic.AdditionalLocations[i + 1].SourceSpan;
            if (!diagnostic.Properties.TryGetValue(ReadMove.TextProperty + i.ToString(CultureInfo.InvariantCulture), out var text) || text is null || !root.FullSpan.Contains(span))
            {
                return ImmutableArray<(SyntaxNode, string)>.Empty;
            }

            var node = root.FindNode(span, getInnermostNodeForTie: text.Length > 0);
            if (node.Span != span || (text.Length == 0 ? node is not ArgumentSyntax : node is not ExpressionSyntax))
            {
                return ImmutableArray<(SyntaxNode, string)>.Empty;
            }

            found.Add((node, text));
        }

        return found.ToImmutable();
    }
}
