using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Sends one upload to the object store instead of a file: a stream that is opened on a path, and one copy of an
/// <c>IFormFile</c> into it. Whole only where nothing else in the project uses the folder, so that no read stays behind.
/// </summary>
internal sealed class BlobUpload
{
    private readonly ObjectStore store;
    private readonly ServiceAccess? bucket;
    private readonly bool suppress;
    private readonly Document document;
    private readonly VariableDeclarationSyntax declaration;
    private readonly ExpressionSyntax upload;
    private readonly InvocationExpressionSyntax copy;
    private readonly InvocationExpressionSyntax path;
    private readonly ImmutableArray<SyntaxNode> obsolete;
    private readonly ServiceAccess container;
    private readonly ServedFolder? served;

    private BlobUpload(ObjectStore store, ServiceAccess? bucket, bool suppress, Document document, string folder, VariableDeclarationSyntax declaration, ExpressionSyntax upload, InvocationExpressionSyntax copy, InvocationExpressionSyntax path, ImmutableArray<SyntaxNode> obsolete, ServiceAccess container, ServedFolder? served)
    {
        this.store = store;
        this.bucket = bucket;
        this.suppress = suppress;
        this.document = document;
        Folder = folder;
        this.declaration = declaration;
        this.upload = upload;
        this.copy = copy;
        this.path = path;
        this.obsolete = obsolete;
        this.container = container;
        this.served = served;
    }

    /// <summary>The folder, which becomes the beginning of the blobs' names.</summary>
    public string Folder { get; }

    /// <summary>Whether the folder was below the web root, so that an endpoint takes over its addresses.</summary>
    public bool IsServed => served is not null;

    /// <summary>What people call the place where the uploads go.</summary>
    public string Place => store.Title;

    /// <summary>The configuration key that has to be set; null where there is none.</summary>
    public string? Setting => store.BucketKey;

    /// <summary>The change for the write at a location whose path begins at another, or null where it cannot be whole.</summary>
    public static async Task<BlobUpload?> FindAsync(Document document, Location write, Location beginning, CancellationToken cancellation)
    {
        foreach (var store in ObjectStore.All)
        {
            if (await FindAsync(store, document, write, beginning, cancellation).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static async Task<BlobUpload?> FindAsync(ObjectStore store, Document document, Location write, Location beginning, CancellationToken cancellation)
    {
        if (beginning.SourceTree != write.SourceTree || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || !root.FullSpan.Contains(write.SourceSpan) ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model || model.Compilation.GetTypesByMetadataName(store.Client).IsEmpty || store.Needed.Any(n => model.Compilation.GetTypesByMetadataName(n).IsEmpty) ||
            root.FindNode(write.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax opened || opened.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } variable } ||
            declaration.Parent is not (LocalDeclarationStatementSyntax or UsingStatementSyntax) || Opens(opened) is not { } pathArgument)
        {
            return null;
        }

        var member = opened.FirstAncestorOrSelf<SyntaxNode>(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax);
        if (member is null || Only(member, variable.Identifier.ValueText) is not { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax copy } argument } || copy.ArgumentList.Arguments[0] != argument ||
            copy.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CopyTo" or "CopyToAsync", Expression: var upload } access || (store.BucketKey is not null && access.Name.Identifier.ValueText == "CopyTo") ||
            model.GetTypeInfo(upload, cancellation).Type is not { } type || !(type.Name == "IFormFile" || type.AllInterfaces.Any(i => i.Name == "IFormFile")))
        {
            return null;
        }

        var path = pathArgument as InvocationExpressionSyntax;
        if (pathArgument is IdentifierNameSyntax local && Only(member, local.Identifier.ValueText) == local)
        {
            path = member.DescendantNodes().OfType<VariableDeclaratorSyntax>().FirstOrDefault(v => v.Identifier.ValueText == local.Identifier.ValueText)?.Initializer?.Value as InvocationExpressionSyntax;
        }

        var uses = await FolderMove.UsesAsync(document.Project, cancellation).ConfigureAwait(false);
        var written = uses.FirstOrDefault(u => u.Document.Id == document.Id && u.Expression.Span == beginning.SourceSpan);
        if (path is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Combine" or "Join" }, ArgumentList.Arguments.Count: > 2 } || written is not { Folder.Length: > 0 } ||
            path.ArgumentList.Arguments[0].Expression != written.Expression || uses.Any(u => u.Folder == ""))
        {
            return null;
        }

        var place = written.Place!;
        var others = uses.Where(u => u != written && u.Place is { } other && (FolderMove.IsIn(other, place) || FolderMove.IsIn(place, other))).ToList();
        var obsolete = others.Select(u => u.Expression.FirstAncestorOrSelf<ExpressionStatementSyntax>()).ToList();
        if (obsolete.Any(s => s is not { Parent: BlockSyntax, Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateDirectory" } } } || s.SyntaxTree != root.SyntaxTree) ||
            await FolderMove.IsUsedByOthersAsync(document.Project, place, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var container = await ConstructorInjection.FindAsync(document, opened, Service.Of(store.Client, store.Name), cancellation).ConfigureAwait(false);
        if (container is null || !(container is ServiceAccess.Ready || await IsRegisteredAsync(document.Project, store, cancellation).ConfigureAwait(false)))
        {
            return null;
        }

        var bucket = store.BucketKey is null ? null : await ConstructorInjection.FindAsync(document, opened, Service.Of("Microsoft.Extensions.Configuration.IConfiguration", "configuration"), cancellation).ConfigureAwait(false);
        if (bucket is null && store.BucketKey is not null)
        {
            return null;
        }

        ServedFolder? served = null;
        if (place.StartsWith("wwwroot/", StringComparison.OrdinalIgnoreCase))
        {
            served = await ServedFolder.FindAsync(document.Project, place, cancellation).ConfigureAwait(false);
            if (served is not { MapsEndpoints: true } || !await IsRegisteredAsync(document.Project, store, cancellation).ConfigureAwait(false))
            {
                return null;
            }
        }

        return new BlobUpload(store, bucket, model.GetNullableContext(opened.SpanStart).AnnotationsEnabled(), document, served is null ? place : place["wwwroot/".Length..], declaration, upload, copy, path, obsolete.OfType<SyntaxNode>().Distinct().ToImmutableArray(), container, served);
    }

    /// <summary>Writes the change, once a run.</summary>
    public async Task ApplyAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        if (!edits.Once($"blob {document.Id.Id} {copy.SpanStart}"))
        {
            return;
        }

        var client = await container.ApplyAsync(edits, cancellation).ConfigureAwait(false);
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        var name = BlobName((await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!, cancellation);
        var inline = path.FirstAncestorOrSelf<VariableDeclarationSyntax>() == declaration;
        var pathName = inline ? name.ToString() : path.FirstAncestorOrSelf<VariableDeclaratorSyntax>()!.Identifier.Text;
        if (!inline)
        {
            editor.ReplaceNode(path, name.WithTriviaFrom(path));
        }

        editor.ReplaceNode(declaration.Variables[0].Initializer!.Value, SyntaxFactory.ParseExpression(upload.WithoutTrivia() + ".OpenReadStream()"));
        if (!declaration.Type.IsVar)
        {
            editor.ReplaceNode(declaration.Type, SyntaxFactory.IdentifierName("var").WithTriviaFrom(declaration.Type));
        }

        var asynchronous = ((MemberAccessExpressionSyntax)copy.Expression).Name.Identifier.ValueText == "CopyToAsync";
        var token = copy.ArgumentList.Arguments.Count > 1 ? copy.ArgumentList.Arguments[1].Expression.WithoutTrivia().ToString() : "";
        var stream = declaration.Variables[0].Identifier.Text;
        var named = bucket is null ? null : $"{await bucket.ApplyAsync(edits, cancellation).ConfigureAwait(false)}[\"{store.BucketKey}\"]{(suppress ? "!" : "")}";
        editor.ReplaceNode(copy, SyntaxFactory.ParseExpression(store.Upload(client.ToString(), stream, pathName, named, upload.WithoutTrivia() + ".Length", asynchronous, token)).WithTriviaFrom(copy));
        foreach (var needed in store.UploadNamespaces)
        {
            edits.Use(document, needed);
        }

        if (name.ToString().Contains("Path.GetFileName("))
        {
            edits.Use(document, "System.IO");
        }

        if (store.BucketKey is { } key)
        {
            await AppSettings.AddAsync(edits, document.Project, key, "media", cancellation).ConfigureAwait(false);
        }

        await SafeNames.ApplyAsync(edits, document, path, path, cancellation).ConfigureAwait(false);
        foreach (var statement in obsolete)
        {
            editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia);
        }

        if (served is not null && edits.Once($"blobs served {document.Project.Id.Id} {Folder}"))
        {
            await served.ServeBlobsAsync(edits, store, Folder, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The pieces after the directory, with forward slashes on every system.</summary>
    private ExpressionSyntax BlobName(SemanticModel model, CancellationToken cancellation)
    {
        var pieces = path.ArgumentList.Arguments.Skip(1).Select(a => SyntaxFactory.ParseExpression(SafeNames.Of(a.Expression, model, cancellation))).ToList();
        if (pieces.Count == 2 && pieces[0] is LiteralExpressionSyntax { Token.Value: string first } && pieces[1] is not (BinaryExpressionSyntax or ConditionalExpressionSyntax))
        {
            return SyntaxFactory.ParseExpression(SymbolDisplay.FormatLiteral(first.Replace('\\', '/').Trim('/') + "/", quote: true) + " + " + pieces[1]);
        }

        return SyntaxFactory.ParseExpression("string.Join(\"/\", " + string.Join(", ", pieces.Select(p => p.ToString())) + ")");
    }

    /// <summary>The path of a call that opens a new file; appended parts are another matter.</summary>
    private static ExpressionSyntax? Opens(ExpressionSyntax opened) =>
        opened switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList: { Arguments: { Count: > 1 } arguments } list } when list.ToString().Contains("FileMode.Create") && !list.ToString().Contains("CreateNew") && arguments[0].NameColon is null => arguments[0].Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Create" or "OpenWrite", Expression: var type }, ArgumentList.Arguments: { Count: 1 } arguments } when type.ToString().EndsWith("File", StringComparison.Ordinal) => arguments[0].Expression,
            _ => null,
        };

    /// <summary>The only mention of a name besides its declaration.</summary>
    private static IdentifierNameSyntax? Only(SyntaxNode member, string name)
    {
        var found = member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name && !(n.Parent is MemberAccessExpressionSyntax access && access.Name == n)).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Whether the container is a service of the application.</summary>
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
