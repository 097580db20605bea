using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// The edits of one fix run, for one place or for a whole solution: one <see cref="DocumentEditor"/> a document, the new
/// texts of additional documents, and what has to be done once at the end (constructor injection, usings). Edits of one
/// document are merged, never dropped.
/// </summary>
internal sealed class SolutionEdits(Solution original)
{
    private readonly Dictionary<DocumentId, DocumentEditor> editors = [];
    private readonly Dictionary<DocumentId, SourceText> additionalTexts = [];
    private readonly Dictionary<DocumentId, SortedSet<string>> usings = [];
    private readonly Dictionary<DocumentId, string?> tidied = [];
    private readonly List<(DocumentId Near, string Name, string Text)> newDocuments = [];
    private readonly HashSet<string> done = new(StringComparer.Ordinal);
    private readonly List<Func<CancellationToken, Task>> finishers = [];
    private readonly Dictionary<Type, object> states = [];

    /// <summary>The solution before any edit. Syntax nodes and symbols handed to the edits belong to it.</summary>
    public Solution Original => original;

    /// <summary>The editor of a document; nodes given to it belong to the original document.</summary>
    public async Task<DocumentEditor> EditorAsync(Document document, CancellationToken cancellation)
    {
        if (!editors.TryGetValue(document.Id, out var editor))
        {
            editor = await DocumentEditor.CreateAsync(original.GetDocument(document.Id)!, cancellation).ConfigureAwait(false);
            editors.Add(document.Id, editor);
        }

        return editor;
    }

    /// <summary>True the first time it is asked for this key: for edits that several diagnostics of one run share.</summary>
    public bool Once(string key) => done.Add(key);

    /// <summary>What an editing service remembers of this run, made on first use.</summary>
    public T State<T>()
        where T : class, new()
    {
        if (!states.TryGetValue(typeof(T), out var state))
        {
            states.Add(typeof(T), state = new T());
        }

        return (T)state;
    }

    /// <summary>Adds a piece of work that runs once when all diagnostics have been applied, in order of registration.</summary>
    public void AtEnd(Func<CancellationToken, Task> finish) => finishers.Add(finish);

    /// <summary>Makes a namespace available in a document. Nothing happens where it already is.</summary>
    public void Use(Document document, string namespaceName)
    {
        if (!usings.TryGetValue(document.Id, out var names))
        {
            usings.Add(document.Id, names = new SortedSet<string>(StringComparer.Ordinal));
        }

        names.Add(namespaceName);
    }

    /// <summary>Removes, when the run ends, the using directives of a document that only the replaced code has needed.</summary>
    /// <param name="document">The document.</param>
    /// <param name="replaced">A namespace that gave way to one with the same extension methods.</param>
    public void TidyUsings(Document document, string? replaced = null) =>
        tidied[document.Id] = replaced ?? (tidied.TryGetValue(document.Id, out var known) ? known : null);

    /// <summary>The text of an additional document, or of a file of options, as edited so far.</summary>
    public async Task<SourceText> TextOfAsync(TextDocument document, CancellationToken cancellation) =>
        additionalTexts.TryGetValue(document.Id, out var text) ? text : await document.GetTextAsync(cancellation).ConfigureAwait(false);

    /// <summary>
    /// Replaces the text of an additional document or file of options, in every project that includes the same file: each would write its own
    /// copy of a central package file, and the last one would win.
    /// </summary>
    public void SetText(TextDocument document, SourceText text)
    {
        additionalTexts[document.Id] = text;
        if (document.FilePath is { } path)
        {
            foreach (var id in original.GetDocumentIdsWithFilePath(path))
            {
                if (original.GetAdditionalDocument(id) is not null || original.GetAnalyzerConfigDocument(id) is not null)
                {
                    additionalTexts[id] = text;
                }
            }
        }
    }

    /// <summary>Adds a new source file in the folder of <paramref name="near"/>'s project.</summary>
    public void AddDocument(Document near, string name, string text) => newDocuments.Add((near.Id, name, text));

    /// <summary>The solution with all edits applied, usings added, and the touched places simplified and formatted.</summary>
    public async Task<Solution> ToSolutionAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < finishers.Count; i++)
        {
            await finishers[i](cancellation).ConfigureAwait(false);
        }

        var solution = original;
        foreach (var pair in editors)
        {
            solution = solution.WithDocumentSyntaxRoot(pair.Key, pair.Value.GetChangedRoot());
        }

        foreach (var (near, name, text) in newDocuments)
        {
            var project = solution.GetDocument(near)!.Project;
            solution = project.AddDocument(name, SourceText.From(text, System.Text.Encoding.UTF8)).Project.Solution;
        }

        foreach (var id in editors.Keys.Union(usings.Keys).ToList())
        {
            var document = solution.GetDocument(id)!;
            if (usings.TryGetValue(id, out var names))
            {
                document = await Usings.AddAsync(document, names, cancellation).ConfigureAwait(false);
            }

            document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
            document = await Formatter.FormatAsync(document, Formatter.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
            solution = document.Project.Solution;
        }

        var whole = solution;
        foreach (var tidy in tidied)
        {
            var id = tidy.Key;
            var document = await UnusedUsings.RemoveAsync(original.GetDocument(id)!, whole.GetDocument(id)!, cancellation).ConfigureAwait(false);
            if (tidy.Value is { } replaced)
            {
                document = await UnusedUsings.TryRemoveAsync(document, replaced, cancellation).ConfigureAwait(false);
            }

            solution = solution.WithDocumentSyntaxRoot(id, (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!);
        }

        foreach (var pair in additionalTexts)
        {
            solution = original.GetAnalyzerConfigDocument(pair.Key) is null ? solution.WithAdditionalDocumentText(pair.Key, pair.Value) : solution.WithAnalyzerConfigDocumentText(pair.Key, pair.Value);
        }

        return solution;
    }
}
