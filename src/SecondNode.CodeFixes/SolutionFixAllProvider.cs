using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes;

/// <summary>
/// Fixes all diagnostics of a document, project or solution in one pass over one set of edits. The stock batch fixer merges
/// per-diagnostic text changes: it drops overlapping ones, and every change of an additional document (project file,
/// appsettings), which our fixes need.
/// </summary>
internal sealed class SolutionFixAllProvider : FixAllProvider
{
    public static readonly SolutionFixAllProvider Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) =>
        Task.FromResult<CodeAction?>(CodeAction.Create(
            "Fix all: " + string.Join(", ", fixAllContext.DiagnosticIds),
            cancellation => FixAsync(fixAllContext, cancellation),
            fixAllContext.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellation)
    {
        var fix = (SecondNodeCodeFix)context.CodeFixProvider;
        var edits = new SolutionEdits(context.Solution);
        foreach (var document in await DocumentsAsync(context).ConfigureAwait(false))
        {
            var diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            foreach (var diagnostic in diagnostics.Where(d => !d.IsSuppressed).OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                var choices = await fix.ChoicesAsync(document, diagnostic, cancellation).ConfigureAwait(false);
                if (Pick(choices, context.CodeActionEquivalenceKey) is { } choice)
                {
                    await fix.ApplyAsync(edits, document, diagnostic, choice, cancellation).ConfigureAwait(false);
                }
            }
        }

        return await edits.ToSolutionAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The asked choice; where a place does not offer it, that place's own first choice, because a bulk run that leaves
    /// fixable places behind would have to be repeated with every key. (Command-line formatting passes the key of whichever
    /// diagnostic it meets first, and null where that one has no fix.)
    /// </summary>
    private static FixChoice? Pick(ImmutableArray<FixChoice> choices, string? key) =>
        choices.FirstOrDefault(c => c.Key == key) ?? choices.FirstOrDefault();

    private static async Task<IEnumerable<Document>> DocumentsAsync(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document:
                return context.Document is { } document ? [document] : [];
            case FixAllScope.Project:
                return Ordered(context.Project);
            default:
                await Task.CompletedTask.ConfigureAwait(false);
                return context.Solution.Projects.OrderBy(p => p.FilePath ?? p.Name, StringComparer.Ordinal).SelectMany(Ordered);
        }

        static IEnumerable<Document> Ordered(Project project) => project.Documents.OrderBy(d => d.FilePath ?? d.Name, StringComparer.Ordinal);
    }
}
