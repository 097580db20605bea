using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Options;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Gives files a place that all nodes see: the blob container that the application has, or a directory that comes out of
/// configuration. The key is added with the place that the files have today; one value then moves them to a shared mount.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ShareFiles() : SecondNodeCodeFix(UploadOnNodeDisk.Id, FileOnNodeDisk.Id)
{
    /// <summary>The equivalence key of the configured directory.</summary>
    public const string Directory = "directory";

    /// <summary>The equivalence key of the blob container.</summary>
    public const string ObjectStore = "object_store";

    /// <summary>The equivalence key of the distributed cache.</summary>
    public const string Cache = "cache";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        if (await StoreAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } store)
        {
            choices.Add(new FixChoice(ObjectStore, $"Store '{store.Folder}' in {store.Place}" + (store.IsServed ? " and serve it from there" : " (what reads it outside this project must follow)")));
        }

        if (await MoveAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } move)
        {
            var byHand = !move.ByVariable && await AppSettings.CheckAsync(document.Project, move.Root.Key, cancellation).ConfigureAwait(false) == FileEdit.ByHand;
            var name = move.ByVariable ? $"the environment variable '{move.Root.Variable}'" : $"'{move.Root.Key}'";
            choices.Add(new FixChoice(
                Directory,
                $"Keep '{move.Folder}' in the directory that {name} names; point it to one that all nodes mount" + (byHand ? $" (add the key to the configuration, \"{move.Root.Value}\" is today's place)" : "")));
            if (choices.Count == 2 && Target(document, diagnostic) == Directory)
            {
                choices.Reverse();
            }
        }

        if (await MappedAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not null)
        {
            choices.Add(new FixChoice(Directory, $"Keep App_Data in the directory that the setting '{MappedFolder.Key}' of web.config names; point it to one that all nodes mount"));
        }

        // What a cache evicts is gone: it is for content that can be made again, and never stands first unless the owner has said so.
        var wanted = Target(document, diagnostic) == Cache;
        if ((wanted || (choices.Count > 0 && diagnostic.Properties.ContainsKey(FileReport.Regenerable))) && await CachedAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } cached)
        {
            choices.Insert(wanted ? 0 : choices.Count, new FixChoice(Cache, $"Keep the content of '{cached.Folder}' in IDistributedCache (for small content that can be made again: the cache may evict it)"));
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (choice.Key == ObjectStore)
        {
            if (await StoreAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } store)
            {
                await store.ApplyAsync(edits, cancellation).ConfigureAwait(false);
            }
        }
        else if (choice.Key == Cache)
        {
            if (await CachedAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } cached)
            {
                await cached.ApplyAsync(edits, register: true, cancellation).ConfigureAwait(false);
            }
        }
        else if (await MoveAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } move)
        {
            await move.ApplyAsync(edits, document.Project, cancellation).ConfigureAwait(false);
        }
        else if (await MappedAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } mapped)
        {
            await mapped.ApplyAsync(edits, cancellation).ConfigureAwait(false);
        }
    }

    private static string Target(Document document, Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { } tree ? new Settings(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider).Read(Settings.FileTargetOption, tree) : "auto";

    private static Task<FolderMove?> MoveAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        diagnostic.AdditionalLocations.Count == 0 ? Task.FromResult<FolderMove?>(null) : FolderMove.FindAsync(document.Project, diagnostic.AdditionalLocations[0], cancellation);

    private static Task<MappedFolder?> MappedAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        diagnostic.AdditionalLocations.Count == 0 ? Task.FromResult<MappedFolder?>(null) : MappedFolder.FindAsync(document.Project, diagnostic.AdditionalLocations[0], cancellation);

    private static Task<CachedFile?> CachedAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        diagnostic.Id != FileOnNodeDisk.Id || diagnostic.AdditionalLocations.Count == 0 ? Task.FromResult<CachedFile?>(null) : CachedFile.FindAsync(document, diagnostic.AdditionalLocations[0], cancellation);

    private static Task<ObjectFolder?> StoreAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        diagnostic.Id != UploadOnNodeDisk.Id || diagnostic.AdditionalLocations.Count == 0
            ? Task.FromResult<ObjectFolder?>(null)
            : ObjectFolder.FindAsync(document, diagnostic.AdditionalLocations[0], cancellation);
}
