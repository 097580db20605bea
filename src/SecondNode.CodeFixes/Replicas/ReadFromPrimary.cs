using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
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
        await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root && EditsOf(root, diagnostic) is { Length: > 0 } edits &&
        (!diagnostic.Properties.ContainsKey(ReadMove.InjectProperty) || await PrimaryAsync(document, edits[0].Node, diagnostic, cancellation).ConfigureAwait(false) is not null)
            ? ImmutableArray.Create(new FixChoice(Key, "Read from the primary (" + diagnostic.Properties[ReadMove.TargetProperty] + ")"))
            : ImmutableArray<FixChoice>.Empty;

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var moves = EditsOf(editor.OriginalRoot, diagnostic);
        var primary = "";
        if (diagnostic.Properties.ContainsKey(ReadMove.InjectProperty))
        {
            if (moves.IsEmpty || await PrimaryAsync(document, moves[0].Node, diagnostic, cancellation).ConfigureAwait(false) is not { } access)
            {
                return;
            }

            primary = (await access.ApplyAsync(edits, cancellation).ConfigureAwait(false)).ToString();
        }

        foreach (var (node, written) in moves)
        {
            var text = written.Replace(ReadMove.Injected, primary);
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

    /// <summary>A context of the primary at a place: one that is there, else one that is injected, where the application registers it.</summary>
    private static async Task<ServiceAccess?> PrimaryAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation || diagnostic.Properties[ReadMove.InjectProperty] is not { } id ||
            DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is not INamedTypeSymbol { IsAbstract: false } type)
        {
            return null;
        }

        var access = await ConstructorInjection.FindAsync(document, node, Service.Of(type, "db", scoped: true), cancellation).ConfigureAwait(false);
        return access is null or ServiceAccess.Ready || await IsRegisteredAsync(document.Project.Solution, type.Name, cancellation).ConfigureAwait(false) ? access : null;
    }

    private static async Task<bool> IsRegisteredAsync(Solution solution, string context, CancellationToken cancellation)
    {
        foreach (var document in solution.Projects.SelectMany(p => p.Documents))
        {
            if (await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false) is { } tree &&
                TreeFacts.Of(tree).Calls.Any(c => c.Name.StartsWith("AddDbContext", StringComparison.Ordinal) && c.Types.Contains(context)))
            {
                return true;
            }
        }

        return false;
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
