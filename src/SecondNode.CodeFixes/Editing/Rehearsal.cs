using Microsoft.CodeAnalysis;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// Compiles the files that a fix has changed before the fix is offered. Large rewrites meet code that no check foresees; what
/// does not compile is not offered.
/// </summary>
internal static class Rehearsal
{
    /// <summary>Whether the changed files have no error, and no nullable warning, that they did not have before.</summary>
    /// <param name="before">The solution as it is.</param>
    /// <param name="after">The solution as the fix would leave it.</param>
    /// <param name="cancellation">Ends the compilation.</param>
    public static async Task<bool> CompilesAsync(Solution before, Solution after, CancellationToken cancellation)
    {
        foreach (var project in after.GetChanges(before).GetProjectChanges())
        {
            foreach (var id in project.GetChangedDocuments().Concat(project.GetAddedDocuments()))
            {
                var old = before.GetDocument(id) is { } document ? await ProblemsAsync(document, cancellation).ConfigureAwait(false) : [];
                foreach (var problem in await ProblemsAsync(after.GetDocument(id)!, cancellation).ConfigureAwait(false))
                {
                    if (!old.Remove(problem))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static async Task<List<string>> ProblemsAsync(Document document, CancellationToken cancellation)
    {
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return model is null ? [] : model.GetDiagnostics(cancellationToken: cancellation).Where(IsProblem).Select(d => d.Id + " " + d.GetMessage()).ToList();
    }

    private static bool IsProblem(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Id.StartsWith("CS86", StringComparison.Ordinal));
}
