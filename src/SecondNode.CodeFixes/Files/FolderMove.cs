using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Moves one folder of the node to a directory that configuration names: every path of the project that leads into the
/// folder, writes and reads alike, and for a folder of the web root the middleware that serves it. Found and checked as a
/// whole; where one path cannot follow, there is no move. Static code has no configuration at hand: where it takes part, all
/// paths read the environment variable of the same name.
/// </summary>
internal sealed class FolderMove
{
    private FolderMove(NodeRoot root, string folder, ImmutableArray<(NodeRootUse Use, ServiceAccess? Injected, string? Configuration, bool Suppress)> sites, ServedFolder? served)
    {
        Root = root;
        Folder = folder;
        Sites = sites;
        Served = served;
        ByVariable = root.OnlyVariable || sites.Any(s => s.Injected is null && s.Configuration is null);
    }

    public NodeRoot Root { get; }

    /// <summary>The folder below the directory.</summary>
    public string Folder { get; }

    /// <summary>Whether the directory comes out of the environment, because not all code that uses it can have the configuration.</summary>
    public bool ByVariable { get; }

    private ImmutableArray<(NodeRootUse Use, ServiceAccess? Injected, string? Configuration, bool Suppress)> Sites { get; }

    private ServedFolder? Served { get; }

    /// <summary>The move of the folder that the path beginning at a location leads into, or null where it cannot be whole.</summary>
    public static async Task<FolderMove?> FindAsync(Project project, Location beginning, CancellationToken cancellation)
    {
        if (beginning.SourceTree is not { } tree || project.GetDocument(tree) is not { } document ||
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || !root.FullSpan.Contains(beginning.SourceSpan))
        {
            return null;
        }

        var uses = await UsesAsync(project, cancellation).ConfigureAwait(false);
        var written = uses.FirstOrDefault(u => u.Document.Id == document.Id && u.Expression.Span == beginning.SourceSpan);
        if (written is not { Folder.Length: > 0 } || NodeRoot.Of(written.Member) is not { } nodeRoot || uses.Any(u => u.Folder == ""))
        {
            return null;
        }

        // A path that leads to an outer folder takes the inner ones with it, unless it ends in that folder.
        var place = written.Place!;
        while (uses.FirstOrDefault(u => u.Place is { } outer && outer != place && IsIn(place, outer) && !u.EndsInItsFolder()) is { } wider)
        {
            place = wider.Place!;
        }

        var moved = uses.Where(u => u.Place is { } inner && IsIn(inner, place)).ToList();
        var isServed = place.StartsWith("wwwroot/", StringComparison.OrdinalIgnoreCase);
        if (moved.Any(u => NodeRoot.Of(u.Member) != nodeRoot && NodeRoot.Of(u.Member)?.Key != nodeRoot.Key) || place.IndexOf("..", StringComparison.Ordinal) >= 0 ||
            (isServed && Path.GetFileName(place).Contains('.')) || await IsUsedByOthersAsync(project, place, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var sites = ImmutableArray.CreateBuilder<(NodeRootUse, ServiceAccess?, string?, bool)>();
        foreach (var use in moved)
        {
            var model = (await use.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            var suppress = model.GetNullableContext(use.Expression.SpanStart).AnnotationsEnabled();
            if (nodeRoot.OnlyVariable)
            {
                sites.Add((use, null, null, suppress));
                continue;
            }

            var inScope = use.Expression.Ancestors().OfType<GlobalStatementSyntax>().Any() ? ConfigurationAccess.Find(model, use.Expression, cancellation) : null;
            var injected = inScope is null ? await ConstructorInjection.FindAsync(use.Document, use.Expression, Service.Of("Microsoft.Extensions.Configuration.IConfiguration", "configuration"), cancellation).ConfigureAwait(false) : null;
            inScope ??= injected is null ? ConfigurationAccess.Find(model, use.Expression, cancellation) : null;
            if (injected is null && inScope is null && isServed)
            {
                return null;
            }

            sites.Add((use, injected, inScope, suppress));
        }

        ServedFolder? served = null;
        if (isServed && !moved.Any(u => u.Expression.Ancestors().OfType<ObjectCreationExpressionSyntax>().Any(c => c.Type.ToString().EndsWith("PhysicalFileProvider", StringComparison.Ordinal))))
        {
            served = await ServedFolder.FindAsync(project, place, cancellation).ConfigureAwait(false);
            if (served is null)
            {
                return null;
            }
        }

        return new FolderMove(nodeRoot, nodeRoot.Member == "WebRootPath" ? place["wwwroot/".Length..] : place, sites.ToImmutable(), served);
    }

    /// <summary>Writes the move, once a run.</summary>
    public async Task ApplyAsync(SolutionEdits edits, Project project, CancellationToken cancellation)
    {
        if (!edits.Once($"folder {project.Id.Id} {Root.Key} {Folder}"))
        {
            return;
        }

        if (ByVariable)
        {
            await ApplyVariableAsync(edits, cancellation).ConfigureAwait(false);
            return;
        }

        foreach (var (use, injected, configuration, suppress) in Sites)
        {
            var source = injected is null ? configuration! : (await injected.ApplyAsync(edits, cancellation).ConfigureAwait(false)).ToString();

            // A relative value keeps its meaning wherever the process was started.
            var home = use.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WebRootPath" or "ContentRootPath" } access ? $", {access.Expression.WithoutTrivia()}.ContentRootPath" : "";
            var replacement = SyntaxFactory.ParseExpression($"Path.GetFullPath({source}[\"{Root.Key}\"]{(suppress ? "!" : "")}{home})").WithTriviaFrom(use.Expression);
            var editor = await edits.EditorAsync(use.Document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(use.Expression, replacement);
            edits.Use(use.Document, "System.IO");
            await SafeNames.ApplyAsync(edits, use.Document, use.Expression, null, cancellation).ConfigureAwait(false);
        }

        if (Served is not null)
        {
            await Served.ApplyAsync(edits, Root, Folder, cancellation).ConfigureAwait(false);
        }

        await AppSettings.AddAsync(edits, project, Root.Key, Root.Value, cancellation).ConfigureAwait(false);
    }

    private async Task ApplyVariableAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        foreach (var (use, _, _, _) in Sites)
        {
            var choice = $"Environment.GetEnvironmentVariable(\"{Root.Variable}\") ?? {use.Expression.WithoutTrivia()}";
            var replacement = SyntaxFactory.ParseExpression(use.Expression.Parent is ArgumentSyntax ? choice : "(" + choice + ")").WithTriviaFrom(use.Expression);
            var editor = await edits.EditorAsync(use.Document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(use.Expression, replacement);
            edits.Use(use.Document, "System");
            await SafeNames.ApplyAsync(edits, use.Document, use.Expression, null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a folder or file is, or lies in, another.</summary>
    public static bool IsIn(string inner, string outer) => inner == outer || inner.StartsWith(outer + "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Every place in a project where a path may begin with a directory of the node.</summary>
    public static async Task<List<NodeRootUse>> UsesAsync(Project project, CancellationToken cancellation)
    {
        var found = new List<NodeRootUse>();
        foreach (var document in project.Documents.OrderBy(d => d.FilePath ?? d.Name, StringComparer.Ordinal))
        {
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            {
                continue;
            }

            SemanticModel? model = null;
            foreach (var name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (NodeRoot.MayBe(name.Identifier.ValueText))
                {
                    model ??= await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
                    if (model is not null && NodeRootUse.At(document, name, model, cancellation) is { } use)
                    {
                        found.Add(use);
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Whether the folder is also named by a literal of its own in this project, or by another project of the solution.</summary>
    public static async Task<bool> IsUsedByOthersAsync(Project project, string place, CancellationToken cancellation)
    {
        var name = place.StartsWith("wwwroot/", StringComparison.OrdinalIgnoreCase) ? place["wwwroot/".Length..] : place;
        foreach (var other in project.Solution.Projects)
        {
            foreach (var document in other.Documents)
            {
                var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
                if (other.Id == project.Id)
                {
                    if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root &&
                        root.DescendantTokens().Any(t => t.IsKind(SyntaxKind.StringLiteralToken) && t.ValueText.Length > name.Length && t.ValueText[0] is not ('/' or '\\') && IsIn(t.ValueText.Replace('\\', '/').TrimStart('~', '/', '.'), place)))
                    {
                        // "wwwroot/uploads/x" as one literal that begins the path somewhere else; one that begins with a separator goes on with a path.
                        return true;
                    }
                }
                else if (Contains(text, "\"" + name) && (Contains(text, "RootPath") || Contains(text, "GetCurrentDirectory") || Contains(text, "BaseDirectory")))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Contains(SourceText text, string value) => text.ToString().IndexOf(value, StringComparison.OrdinalIgnoreCase) >= 0;
}
