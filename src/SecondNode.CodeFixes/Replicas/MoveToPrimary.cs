using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Replicas;

/// <summary>Carries out the replacements by which a rule moves a read or write to the primary, with a context of the primary that is there or is injected.</summary>
public abstract class MoveToPrimary : SecondNodeCodeFix
{
    private protected MoveToPrimary(params string[] ids)
        : base(ids)
    {
    }

    /// <summary>The choice that is offered.</summary>
    /// <param name="id">The id of the rule.</param>
    /// <param name="target">What is moved to.</param>
    /// <param name="isVariant">Whether the called method gets a variant.</param>
    private protected abstract FixChoice ChoiceOf(string id, string target, bool isVariant);

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var moves = await MovesAsync(document, diagnostic, cancellation).ConfigureAwait(false);
        if (moves.IsEmpty || (IsVariant(diagnostic) && await VariantCallAsync(document, diagnostic, cancellation).ConfigureAwait(false) is null) || (diagnostic.Properties.ContainsKey(ReadMove.InjectProperty) && await PrimaryAsync(moves[0].Document, moves[0].Node, diagnostic, cancellation).ConfigureAwait(false) is null))
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        return ImmutableArray.Create(ChoiceOf(diagnostic.Id, diagnostic.Properties[ReadMove.TargetProperty]!, IsVariant(diagnostic)));
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        var moves = await MovesAsync(document, diagnostic, cancellation).ConfigureAwait(false);
        var primary = "";
        if (moves.IsEmpty)
        {
            return;
        }

        if (diagnostic.Properties.ContainsKey(ReadMove.InjectProperty))
        {
            // Two findings may lead to one read: it moves once.
            if ((!IsVariant(diagnostic) && moves.All(m => edits.State<MovedReads>().Contains(m.Document, m.Node))) || await PrimaryAsync(moves[0].Document, moves[0].Node, diagnostic, cancellation).ConfigureAwait(false) is not { } access)
            {
                return;
            }

            primary = (await access.ApplyAsync(edits, cancellation).ConfigureAwait(false)).ToString();
        }

        if (IsVariant(diagnostic))
        {
            if (await VariantCallAsync(document, diagnostic, cancellation).ConfigureAwait(false) is var (caller, name))
            {
                var home = await edits.EditorAsync(moves[0].Document, cancellation).ConfigureAwait(false);
                var calling = await edits.EditorAsync(caller, cancellation).ConfigureAwait(false);
                PrimaryVariant.Write(edits, home, moves.Select(m => (m.Node, m.Text.Replace(ReadMove.Injected, primary))), calling, name);
            }

            return;
        }

        foreach (var (target, node, written) in moves)
        {
            var editor = await edits.EditorAsync(target, cancellation).ConfigureAwait(false);
            var text = written.Replace(ReadMove.Injected, primary);
            // Two reads of one query move it once.
            if (!edits.State<MovedReads>().Add(target, node))
            {
                continue;
            }

            switch (node)
            {
                case ArgumentSyntax or AssignmentExpressionSyntax when text.Length == 0:
                    editor.RemoveNode(node);
                    break;
                case SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Name == name:
                    editor.ReplaceNode(node, SyntaxFactory.ParseName(text).WithTriviaFrom(node));
                    break;
                case TypeSyntax { Parent: TypeArgumentListSyntax or TypeOfExpressionSyntax }:
                    editor.ReplaceNode(node, SyntaxFactory.ParseTypeName(text).WithTriviaFrom(node));
                    break;
                default:
                    editor.ReplaceNode(node, SyntaxFactory.ParseExpression(text).WithTriviaFrom(node));
                    break;
            }
        }

        foreach (var (target, node, _) in moves)
        {
            await UnreadParameters.RemoveAsync(edits, target, node, edits.State<MovedReads>().Of(target), cancellation).ConfigureAwait(false);
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
                TreeFacts.Of(tree).CallsNamed(name => name.StartsWith("AddDbContext", StringComparison.Ordinal)).Any(c => c.Types.Contains(context)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The nodes to change and their texts; none where a place is not found as the rule saw it.</summary>
    private static async Task<ImmutableArray<(Document Document, SyntaxNode Node, string Text)>> MovesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<(Document, SyntaxNode, string)>();
        var first = diagnostic.Properties.TryGetValue(ReadMove.FirstProperty, out var at) ? int.Parse(at!, CultureInfo.InvariantCulture) : 1;
        for (var i = first; i < diagnostic.AdditionalLocations.Count - (IsVariant(diagnostic) ? 1 : 0); i++)
        {
            var location = diagnostic.AdditionalLocations[i];
            var target = DocumentOf(document, diagnostic, location);
            if (target is null || await target.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root ||
                !diagnostic.Properties.TryGetValue(ReadMove.TextProperty + (i - first).ToString(CultureInfo.InvariantCulture), out var text) || text is null || !root.FullSpan.Contains(location.SourceSpan))
            {
                return ImmutableArray<(Document, SyntaxNode, string)>.Empty;
            }

            var node = root.FindNode(location.SourceSpan, getInnermostNodeForTie: text.Length > 0);
            if (node.Span != location.SourceSpan || (text.Length == 0 ? node is not (ArgumentSyntax or AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax }) : node is not ExpressionSyntax))
            {
                return ImmutableArray<(Document, SyntaxNode, string)>.Empty;
            }

            found.Add((target, node, text));
        }

        return found.ToImmutable();
    }

    private static bool IsVariant(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(ReadMove.VariantProperty);

    private static Document? DocumentOf(Document document, Diagnostic diagnostic, Location location)
    {
        var found = location.SourceTree is { } tree && tree != diagnostic.Location.SourceTree
            ? document.Project.GetDocument(tree) ?? document.Project.Documents.FirstOrDefault(d => d.FilePath == tree.FilePath)
            : document;
        return found is SourceGeneratedDocument ? null : found;
    }

    /// <summary>The name in the call that is to call the variant.</summary>
    private static async Task<(Document Document, IdentifierNameSyntax Name)?> VariantCallAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var location = diagnostic.AdditionalLocations[diagnostic.AdditionalLocations.Count - 1];
        return DocumentOf(document, diagnostic, location) is { } target && await target.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root && root.FullSpan.Contains(location.SourceSpan) &&
            root.FindNode(location.SourceSpan, getInnermostNodeForTie: true) is IdentifierNameSyntax name && name.Span == location.SourceSpan
            ? (target, name)
            : null;
    }

    /// <summary>The places that were moved.</summary>
    private sealed class MovedReads
    {
        private readonly HashSet<(DocumentId, Microsoft.CodeAnalysis.Text.TextSpan)> places = [];

        public bool Contains(Document document, SyntaxNode node) => places.Contains((document.Id, node.Span));

        public bool Add(Document document, SyntaxNode node) => places.Add((document.Id, node.Span));

        public ImmutableArray<Microsoft.CodeAnalysis.Text.TextSpan> Of(Document document) => places.Where(p => p.Item1 == document.Id).Select(p => p.Item2).ToImmutableArray();
    }
}
