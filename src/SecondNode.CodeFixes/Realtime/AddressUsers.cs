using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Realtime;

/// <summary>Mends SN6002 where a hub keeps a map only to find the connection of somebody: SignalR knows users and groups on all nodes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddressUsers))]
[Shared]
public sealed class AddressUsers() : SecondNodeCodeFix("SN6002")
{
    /// <summary><c>Clients.User</c>.</summary>
    public const string UserKey = "SN6002.User";

    /// <summary><c>Clients.Group</c>.</summary>
    public const string GroupKey = "SN6002.Group";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await ConnectionMap.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } map)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        if (map.IsByUser)
        {
            choices.Add(new FixChoice(UserKey, "Send to the user, on whatever node (all connections of the user get it)"));
        }

        if (!map.HasGroups)
        {
            choices.Add(new FixChoice(GroupKey, "Send to a group of that name, on whatever node (all connections that join get it)"));
        }

        for (var i = choices.Count - 1; i >= 0; i--)
        {
            var edits = new SolutionEdits(document.Project.Solution);
            if (!await WriteAsync(edits, document, map, choices[i].Key, cancellation).ConfigureAwait(false) ||
                !await Rehearsal.CompilesAsync(document.Project.Solution, await edits.ToSolutionAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false))
            {
                choices.RemoveAt(i);
            }
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await ConnectionMap.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } map)
        {
            await WriteAsync(edits, document, map, choice.Key, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<bool> WriteAsync(SolutionEdits edits, Document document, ConnectionMap map, string key, CancellationToken cancellation)
    {
        if (ConnectionMapRewriter.For(map, key == UserKey) is not { } rewriter)
        {
            return false;
        }

        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(map.Type, rewriter.Visit(map.Type));
        edits.TidyUsings(document);
        return true;
    }
}
