using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Tests.Testing;

/// <summary>Applies fixes to a project as hosts do: one by one from the light bulb, or all at once.</summary>
internal static class FixRun
{
    /// <summary>The findings of all rules in a project, in a stable order.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var found = await compilation.WithAnalyzers([.. ShippedRules.Analyzers], new CompilationWithAnalyzersOptions(project.AnalyzerOptions, null, true, false)).GetAllDiagnosticsAsync();
        return [.. found.Where(Analysis.IsOurs).OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>What the light bulb offers for a finding.</summary>
    public static async Task<ImmutableArray<CodeAction>> OffersAsync(Project project, Diagnostic diagnostic)
    {
        var offers = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (var fix in ShippedRules.Fixes.Where(f => f.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => offers.Add(action), CancellationToken.None));
        }

        return offers.ToImmutable();
    }

    /// <summary>The solution after one action.</summary>
    public static async Task<Solution> ApplyAsync(CodeAction action) =>
        (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    /// <summary>The solution after Fix All of an id in the whole solution, as a command-line run does it (<paramref name="key"/> null: each place's own first choice).</summary>
    public static async Task<Solution> FixAllAsync(Project project, string id, string? key = null)
    {
        var fix = ShippedRules.Fixes.Single(f => f.FixableDiagnosticIds.Contains(id));
        var action = await fix.GetFixAllProvider().GetFixAsync(new FixAllContext(
            project.Documents.First(), fix, FixAllScope.Solution, key!, [id], new Found(), CancellationToken.None));
        return await ApplyAsync(action!);
    }

    /// <summary>Every text of the project by path, generated files included.</summary>
    public static async Task<SortedDictionary<string, string>> TextsAsync(Project project)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var document in project.Documents.Cast<TextDocument>().Concat(project.AdditionalDocuments))
        {
            texts[document.FilePath ?? document.Name] = (await document.GetTextAsync()).ToString();
        }

        return texts;
    }

    private sealed class Found : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await DiagnosticsAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await DiagnosticsAsync(document.Project)).Where(d => d.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
