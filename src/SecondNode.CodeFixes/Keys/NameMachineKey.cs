using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>
/// Mends SN5006: web.config takes the machine key from a file of its own. The keys themselves are secrets, which are
/// neither invented here nor put under source control; without the file the site does not start, so nobody forgets it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NameMachineKey() : SecondNodeCodeFix(MachineKeyGenerated.Id)
{
    /// <summary>The only choice.</summary>
    public const string Key = "SN5006.File";

    private const string FileName = "machineKey.config";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        File(document, diagnostic) is { } file && NewText((await file.GetTextAsync(cancellation).ConfigureAwait(false)).ToString()) is not null
            ? ImmutableArray.Create(new FixChoice(Key, $"Take the machine key from {FileName} (then put that file, with the same keys, beside web.config on every node)"))
            : ImmutableArray<FixChoice>.Empty;

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (File(document, diagnostic) is not { } file)
        {
            return;
        }

        var text = await edits.TextOfAsync(file, cancellation).ConfigureAwait(false);
        if (NewText(text.ToString()) is { } changed)
        {
            edits.SetText(file, SourceText.From(changed, text.Encoding));
        }
    }

    private static TextDocument? File(Document document, Diagnostic diagnostic) =>
        WebConfigFiles.Of(document.Project, diagnostic.Properties.TryGetValue(MachineKeyGenerated.Configuration, out var path) ? path : null);

    private static string? NewText(string text) => WebConfigText.Set(text, [$"<machineKey configSource=\"{FileName}\" />"], "system.web", "machineKey");
}
