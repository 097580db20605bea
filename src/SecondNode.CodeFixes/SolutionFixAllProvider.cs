using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Facts;
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
        Request.Begin(cancellation);
        var fix = (SecondNodeCodeFix)context.CodeFixProvider;
        var edits = new SolutionEdits(context.Solution);
        foreach (var (document, diagnostic) in await DiagnosticsAsync(context).ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            var choices = await fix.ChoicesAsync(document, diagnostic, cancellation).ConfigureAwait(false);
            if (Pick(choices, context.CodeActionEquivalenceKey) is { } choice)
            {
                await fix.ApplyAsync(edits, document, diagnostic, choice, cancellation).ConfigureAwait(false);
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

    /// <summary>What to fix, in an order that does not depend on the host: by project, file and position. A project is analyzed once.</summary>
    private static async Task<IEnumerable<(Document Document, Diagnostic Diagnostic)>> DiagnosticsAsync(FixAllContext context)
    {
        var found = new List<(Document Document, Diagnostic Diagnostic)>();
        if (context.Scope == FixAllScope.Document)
        {
            Collect(context.Document is { } document ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false) : ImmutableArray<Diagnostic>.Empty);
        }
        else
        {
            foreach (var project in context.Scope == FixAllScope.Project ? [context.Project] : context.Solution.Projects.Where(p => p.Language == LanguageNames.CSharp))
            {
                Collect(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
            }
        }

        return found
            .OrderBy(f => f.Document.Project.FilePath ?? f.Document.Project.Name, StringComparer.Ordinal)
            .ThenBy(f => f.Document.FilePath ?? f.Document.Name, StringComparer.Ordinal)
            .ThenBy(f => f.Diagnostic.Location.SourceSpan.Start)
            .ThenBy(f => f.Diagnostic.Id, StringComparer.Ordinal);

        void Collect(ImmutableArray<Diagnostic> diagnostics)
        {
            foreach (var diagnostic in diagnostics)
            {
                if (!diagnostic.IsSuppressed && diagnostic.Location.SourceTree is { } tree && context.Solution.GetDocument(tree) is { } document)
                {
                    found.Add((document, diagnostic));
                }
            }
        }
    }
}
