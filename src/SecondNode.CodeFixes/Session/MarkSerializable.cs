using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>Mends SN1005: marks the type of the value, and the types that it holds, as serializable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkSerializable() : SecondNodeCodeFix(ValueNotSerializable.Id)
{
    /// <summary>The only choice.</summary>
    public const string Key = "SN1005.Serializable";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var problems = await ProblemsAsync(document, diagnostic, cancellation).ConfigureAwait(false);
        if (problems.IsEmpty || !SerializableMarks.CanMend(document.Project.Solution, problems))
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var names = string.Join(", ", problems.Select(p => p.Type.Name).Distinct());
        return ImmutableArray.Create(new FixChoice(Key, $"Mark {names} as [Serializable]"));
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation) =>
        await SerializableMarks.WriteAsync(edits, await ProblemsAsync(document, diagnostic, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    private static async Task<ImmutableArray<SerializationProblem>> ProblemsAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is { } node && model is not null
            ? Serialization.ProblemsOf(model.GetOperation(node, cancellation))
            : ImmutableArray<SerializationProblem>.Empty;
    }
}
