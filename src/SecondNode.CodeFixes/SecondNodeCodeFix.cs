using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes;

/// <summary>One way to mend a diagnostic.</summary>
/// <param name="Key">The equivalence key: the same choice at two places has the same key.</param>
/// <param name="Title">What the user reads in the menu; says what remains to be done where something does.</param>
internal sealed record FixChoice(string Key, string Title);

/// <summary>
/// The base of every fix. A fix says which choices it offers and writes one choice into <see cref="SolutionEdits"/>;
/// one place and a whole solution go through the same code, so that bulk and single runs give the same result.
/// </summary>
public abstract class SecondNodeCodeFix : CodeFixProvider
{
    private protected SecondNodeCodeFix(params string[] ids) => FixableDiagnosticIds = ImmutableArray.Create(ids);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => SolutionFixAllProvider.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Request.Begin(context.CancellationToken);
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var choice in await ChoicesAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(choice.Title, cancellation => FixAsync(context.Document, diagnostic, choice, cancellation), choice.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>
    /// The choices for a diagnostic, the best-founded first; empty where no whole fix is possible. What a choice needs is
    /// checked here, so that an offered choice never leaves the solution unchanged.
    /// </summary>
    internal abstract Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation);

    /// <summary>Writes a choice for a diagnostic into the edits.</summary>
    internal abstract Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation);

    private async Task<Solution> FixAsync(Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        Request.Begin(cancellation);
        var edits = new SolutionEdits(document.Project.Solution);
        await ApplyAsync(edits, document, diagnostic, choice, cancellation).ConfigureAwait(false);
        return await edits.ToSolutionAsync(cancellation).ConfigureAwait(false);
    }
}
