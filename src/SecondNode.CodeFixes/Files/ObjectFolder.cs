using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Keeps a folder in the object store that the application has: uploads stream into it, and what the project reads, asks for and deletes
/// in the folder comes out of it. Whole only where every use of the folder can follow, so that no read stays behind.
/// </summary>
internal sealed class ObjectFolder
{
    private readonly ObjectStore store;
    private readonly Project project;
    private readonly FolderUses uses;
    private readonly ImmutableArray<(FolderCall Call, UploadSite? Upload, ServiceAccess Client, ServiceAccess? Bucket, bool Suppress)> calls;
    private readonly ServedFolder? served;

    private ObjectFolder(
        ObjectStore store, Project project, FolderUses uses, ImmutableArray<(FolderCall Call, UploadSite? Upload, ServiceAccess Client, ServiceAccess? Bucket, bool Suppress)> calls, ServedFolder? served)
    {
        this.store = store;
        this.project = project;
        this.uses = uses;
        this.calls = calls;
        this.served = served;
        Folder = served is null ? uses.Place : uses.Place["wwwroot/".Length..];
    }

    /// <summary>The folder, which becomes the beginning of the objects' names.</summary>
    public string Folder { get; }

    /// <summary>Whether the folder was below the web root, so that an endpoint takes over its addresses.</summary>
    public bool IsServed => served is not null;

    /// <summary>What people call the place where the uploads go.</summary>
    public string Place => store.Title;

    /// <summary>The change for the folder that the path beginning at a location leads into, or null where it cannot be whole.</summary>
    public static async Task<ObjectFolder?> FindAsync(Document document, Location beginning, CancellationToken cancellation)
    {
        foreach (var store in ObjectStore.All)
        {
            if (await FindAsync(store, document, beginning, cancellation).ConfigureAwait(false) is { } found)
            {
                // An upload alone has one shape; what reads may not.
                if (found.calls.All(c => c.Upload is not null))
                {
                    return found;
                }

                var edits = new SolutionEdits(document.Project.Solution);
                await found.ApplyAsync(edits, cancellation).ConfigureAwait(false);
                if (await Rehearsal.CompilesAsync(document.Project.Solution, await edits.ToSolutionAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false))
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static async Task<ObjectFolder?> FindAsync(ObjectStore store, Document document, Location beginning, CancellationToken cancellation)
    {
        var project = document.Project;
        if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation || compilation.GetTypesByMetadataName(store.Client).IsEmpty ||
            store.Needed.Any(n => compilation.GetTypesByMetadataName(n).IsEmpty) ||
            await FolderUses.FindAsync(project, beginning, (call, method) => UploadSite.MayBe(call) || ObjectCalls.CanBe(store, call, method), cancellation).ConfigureAwait(false) is not { } uses)
        {
            return null;
        }

        var registered = await IsRegisteredAsync(project, store, cancellation).ConfigureAwait(false);
        var clients = ConstructorInjection.Begin(project.Solution, Service.Of(store.Client, store.Name), cancellation);
        var buckets = ConstructorInjection.Begin(project.Solution, Service.Of("Microsoft.Extensions.Configuration.IConfiguration", "configuration"), cancellation);
        var calls = ImmutableArray.CreateBuilder<(FolderCall, UploadSite?, ServiceAccess, ServiceAccess?, bool)>();
        foreach (var call in uses.Calls)
        {
            var model = (await call.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            var upload = UploadSite.MayBe(call.Call) ? UploadSite.Of(call.Call, store, model, cancellation) : null;
            if ((upload is null && !ObjectCalls.CanBe(store, call.Call, call.Method)) || await clients.AtAsync(call.Document, call.Call, 0).ConfigureAwait(false) is not { } client || !(registered || client is ServiceAccess.Ready))
            {
                return null;
            }

            var bucket = store.BucketKey is null ? null : await buckets.AtAsync(call.Document, call.Call, 0).ConfigureAwait(false);
            if (bucket is null && store.BucketKey is not null)
            {
                return null;
            }

            calls.Add((call, upload, client, bucket, model.GetNullableContext(call.Call.SpanStart).AnnotationsEnabled()));
        }

        var served = uses.IsServed ? await ServedFolder.FindAsync(project, uses.Place, cancellation).ConfigureAwait(false) : null;
        return calls.Any(c => c.Item2 is not null) && (!uses.IsServed || (served is { MapsEndpoints: true } && registered)) ? new ObjectFolder(store, project, uses, calls.ToImmutable(), served) : null;
    }

    /// <summary>Writes the change, once a run.</summary>
    public async Task ApplyAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        if (!edits.Once($"objects {project.Id.Id} {Folder}"))
        {
            return;
        }

        foreach (var (call, upload, client, bucket, suppress) in calls)
        {
            var editor = await edits.EditorAsync(call.Document, cancellation).ConfigureAwait(false);
            var model = (await call.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            var key = Key(call.Path, model, cancellation).WithoutTrivia().ToString();
            var expression = (await client.ApplyAsync(edits, cancellation).ConfigureAwait(false)).ToString();
            var named = bucket is null ? null : $"{await bucket.ApplyAsync(edits, cancellation).ConfigureAwait(false)}[\"{store.BucketKey}\"]{(suppress ? "!" : "")}";
            if (upload is not null)
            {
                upload.Write(editor, store, expression, key, named);
                foreach (var needed in store.UploadNamespaces)
                {
                    edits.Use(call.Document, needed);
                }
            }
            else
            {
                var replaced = ObjectCalls.Outermost(call.Call);
                editor.ReplaceNode(replaced, SyntaxFactory.ParseExpression(ObjectCalls.Text(store, call, key, expression, named)).WithTriviaFrom(replaced));
            }

            if (key.Contains("Path.GetFileName("))
            {
                edits.Use(call.Document, "System.IO");
            }
        }

        foreach (var (document, path) in uses.Paths.Concat(uses.Joined))
        {
            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            if (!IsInside(document, path))
            {
                editor.ReplaceNode(path, Key(path, model, cancellation).WithTriviaFrom(path));
            }

            await SafeNames.ApplyAsync(edits, document, path, path, cancellation, IsRewritten).ConfigureAwait(false);
        }

        foreach (var (document, statement) in uses.Obsolete)
        {
            (await edits.EditorAsync(document, cancellation).ConfigureAwait(false)).RemoveNode(statement.Parent is GlobalStatementSyntax global ? global : statement, SyntaxRemoveOptions.KeepNoTrivia);
        }

        if (store.BucketKey is { } setting)
        {
            await AppSettings.AddAsync(edits, project, setting, "media", cancellation).ConfigureAwait(false);
        }

        if (served is not null)
        {
            await served.ServeBlobsAsync(edits, store, Folder, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the path is written anew with what is around it: a rewritten call, or a longer path.</summary>
    private bool IsInside(Document document, InvocationExpressionSyntax path) =>
        IsRewritten(document, path) ||
        uses.Joined.Any(j => j.Document.Id == document.Id && j.Path.Span != path.Span && j.Path.Span.Contains(path.Span)) ||
        uses.Obsolete.Any(o => o.Document.Id == document.Id && o.Statement.Span.Contains(path.Span));

    private bool IsRewritten(Document document, SyntaxNode node) => calls.Any(c => c.Call.Document.Id == document.Id && c.Call.Call.Span.Contains(node.Span));

    /// <summary>The key of the object: the pieces after the directory, with forward slashes on every system.</summary>
    private ExpressionSyntax Key(ExpressionSyntax path, SemanticModel model, CancellationToken cancellation)
    {
        if (path is not InvocationExpressionSyntax combined || !(uses.Paths.Any(p => p.Path.Span == path.Span && p.Path.SyntaxTree == path.SyntaxTree) || uses.Joined.Any(p => p.Path.Span == path.Span && p.Path.SyntaxTree == path.SyntaxTree)))
        {
            return path is InvocationExpressionSyntax helper
                ? helper.ReplaceNodes(helper.ArgumentList.Arguments.Select(a => a.Expression), (argument, _) => SyntaxFactory.ParseExpression(SafeNames.Of(argument, model, cancellation)).WithTriviaFrom(argument))
                : path;
        }

        var arguments = combined.ArgumentList.Arguments;
        var begins = uses.Joined.Any(j => j.Path.Span == path.Span && j.Path.SyntaxTree == path.SyntaxTree);
        var pieces = arguments.Skip(1).Select(a => SyntaxFactory.ParseExpression(SafeNames.Of(a.Expression, model, cancellation))).ToList();
        if (begins)
        {
            pieces.Insert(0, Key(arguments[0].Expression, model, cancellation).WithoutTrivia());
        }

        if (pieces.All(p => p is LiteralExpressionSyntax { Token.Value: string }))
        {
            return SyntaxFactory.ParseExpression(SymbolDisplay.FormatLiteral(string.Join("/", pieces.Select(p => ((string)((LiteralExpressionSyntax)p).Token.Value!).Replace('\\', '/').Trim('/'))), quote: true));
        }

        return pieces.Count == 2 && pieces[1] is not (BinaryExpressionSyntax or ConditionalExpressionSyntax) && pieces[0] is LiteralExpressionSyntax { Token.Value: string first }
            ? SyntaxFactory.ParseExpression(SymbolDisplay.FormatLiteral(first.Replace('\\', '/').Trim('/') + "/", quote: true) + " + " + pieces[1])
            : SyntaxFactory.ParseExpression("string.Join(\"/\", " + string.Join(", ", pieces.Select(p => p.ToString())) + ")");
    }

    /// <summary>Whether the client is a service of the application.</summary>
    private static async Task<bool> IsRegisteredAsync(Project project, ObjectStore store, CancellationToken cancellation)
    {
        foreach (var document in project.Documents)
        {
            if (await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false) is { } tree &&
                TreeFacts.Of(tree).Calls.Any(c => (c.Name.StartsWith("Add", StringComparison.Ordinal) || c.Name.StartsWith("TryAdd", StringComparison.Ordinal)) && (c.Types.Contains(store.ShortClient) || c.Name == store.Registration || (store.Implementation is { } type && c.Types.Contains(type)))))
            {
                return true;
            }
        }

        return false;
    }
}
