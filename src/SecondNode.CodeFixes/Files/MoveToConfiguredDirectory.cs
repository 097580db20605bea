using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Takes the directory that files are written to, and read from, out of configuration. The key is added with the place that
/// the files have today: one value then moves them to a directory that all nodes mount.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MoveToConfiguredDirectory() : SecondNodeCodeFix(UploadOnNodeDisk.Id, FileOnNodeDisk.Id)
{
    /// <summary>The equivalence key.</summary>
    public const string Key = "directory";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } move)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var byHand = await AppSettings.CheckAsync(document.Project, move.Root.Key, cancellation).ConfigureAwait(false) == FileEdit.ByHand;
        return ImmutableArray.Create(new FixChoice(
            Key,
            $"Keep '{move.Folder}' in the directory that '{move.Root.Key}' names; point it to one that all nodes mount" + (byHand ? $" (add the key to the configuration, \"{move.Root.Value}\" is today's place)" : "")));
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } move)
        {
            await move.ApplyAsync(edits, document.Project, cancellation).ConfigureAwait(false);
        }
    }

    private static Task<FolderMove?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        diagnostic.AdditionalLocations.Count == 0 ? Task.FromResult<FolderMove?>(null) : FolderMove.FindAsync(document.Project, diagnostic.AdditionalLocations[0], cancellation);
}
