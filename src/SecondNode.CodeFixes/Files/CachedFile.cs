using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Caching;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Keeps the text or bytes of small files in the distributed cache: every write, read, question and deletion below one folder
/// together, so that none stays behind on the disk. A cache evicts, so this is for content that can be made again.
/// </summary>
internal sealed class CachedFile
{
    private static readonly ImmutableHashSet<string> Written = ImmutableHashSet.Create(StringComparer.Ordinal, "WriteAllText", "WriteAllTextAsync", "WriteAllBytes", "WriteAllBytesAsync");

    private readonly Project project;
    private readonly ImmutableArray<(Document Document, InvocationExpressionSyntax Path)> paths;
    private readonly ImmutableArray<(Document Document, InvocationExpressionSyntax Call, string Method, ServiceAccess Access)> calls;
    private readonly ImmutableArray<(Document Document, StatementSyntax Statement)> obsolete;
    private readonly CacheRegistration? registration;

    private CachedFile(
        Project project,
        string folder,
        ImmutableArray<(Document, InvocationExpressionSyntax)> paths,
        ImmutableArray<(Document, InvocationExpressionSyntax, string, ServiceAccess)> calls,
        ImmutableArray<(Document, StatementSyntax)> obsolete,
        CacheRegistration? registration)
    {
        this.project = project;
        Folder = folder;
        this.paths = paths;
        this.calls = calls;
        this.obsolete = obsolete;
        this.registration = registration;
    }

    /// <summary>The folder or file that leaves the disk.</summary>
    public string Folder { get; }

    /// <summary>The change for the path that begins at a location, or null where it cannot be whole or does not compile.</summary>
    public static async Task<CachedFile?> FindAsync(Document document, Location beginning, CancellationToken cancellation)
    {
        if (await CollectAsync(document, beginning, cancellation).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var edits = new SolutionEdits(document.Project.Solution);
        await found.ApplyAsync(edits, register: false, cancellation).ConfigureAwait(false);
        return await Rehearsal.CompilesAsync(document.Project.Solution, await edits.ToSolutionAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false) ? found : null;
    }

    /// <summary>Writes the change, once a run.</summary>
    public async Task ApplyAsync(SolutionEdits edits, bool register, CancellationToken cancellation)
    {
        if (!edits.Once($"cached files {project.Id.Id} {Folder}"))
        {
            return;
        }

        foreach (var (document, path) in paths)
        {
            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(path, (current, _) => KeyOf((InvocationExpressionSyntax)current).WithTriviaFrom(current));
        }

        foreach (var (document, call, method, access) in calls)
        {
            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            var cache = (await access.ApplyAsync(edits, cancellation).ConfigureAwait(false)).ToString();
            SyntaxNode node = call.Parent switch
            {
                AwaitExpressionSyntax awaited when method.StartsWith("Read", StringComparison.Ordinal) => awaited,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not when method == "Exists" => not,
                _ => call,
            };
            editor.ReplaceNode(node, (current, _) => Rewrite((ExpressionSyntax)current, node.Parent, method, cache));
            edits.Use(document, "Microsoft.Extensions.Caching.Distributed");
            if (method.StartsWith("Read", StringComparison.Ordinal))
            {
                edits.Use(document, "System.IO");
            }
        }

        foreach (var (document, statement) in obsolete)
        {
            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            editor.RemoveNode(statement.Parent is GlobalStatementSyntax global ? global : statement, SyntaxRemoveOptions.KeepNoTrivia);
        }

        if (register && registration is not null)
        {
            await registration.ApplyAsync(edits, hybrid: false, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<CachedFile?> CollectAsync(Document document, Location beginning, CancellationToken cancellation)
    {
        var project = document.Project;
        var uses = await FolderMove.UsesAsync(project, cancellation).ConfigureAwait(false);
        var written = uses.FirstOrDefault(u => u.Document.FilePath == beginning.SourceTree?.FilePath && u.Expression.Span == beginning.SourceSpan);
        if (written is not { Folder.Length: > 0, Place: { } place } || place.StartsWith("wwwroot/", StringComparison.OrdinalIgnoreCase) || uses.Any(u => u.Folder == "") ||
            await FolderMove.IsUsedByOthersAsync(project, place, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var paths = new List<(Document, InvocationExpressionSyntax)>();
        var found = new List<(Document Document, InvocationExpressionSyntax Call, string Method)>();
        var obsolete = new List<(Document, StatementSyntax)>();
        foreach (var use in uses.Where(u => u.Place is { } other && (FolderMove.IsIn(other, place) || FolderMove.IsIn(place, other))))
        {
            if (use.Expression.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax path, Arguments: { Count: > 1 } pieces } } || pieces[0].Expression != use.Expression ||
                path.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Combine" or "Join" } ||
                !await FollowAsync(use.Document, path, found, obsolete, 0, cancellation).ConfigureAwait(false))
            {
                return null;
            }

            if (!obsolete.Any(o => o.Item2.Span.Contains(path.Span) && o.Item1.Id == use.Document.Id))
            {
                paths.Add((use.Document, path));
            }
        }

        if (!found.Any(f => Written.Contains(f.Method)))
        {
            return null;
        }

        var search = ConstructorInjection.Begin(project.Solution, Service.Of("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "cache"), cancellation);
        var calls = ImmutableArray.CreateBuilder<(Document, InvocationExpressionSyntax, string, ServiceAccess)>();
        foreach (var (where, call, method) in found)
        {
            if (await search.AtAsync(where, call, 0).ConfigureAwait(false) is not { } access)
            {
                return null;
            }

            calls.Add((where, call, method, access));
        }

        return new CachedFile(
            project, place, paths.ToImmutableArray(), calls.ToImmutable(), obsolete.ToImmutableArray(),
            await CacheRegistration.FindAsync(project, hybrid: false, cancellation).ConfigureAwait(false));
    }

    /// <summary>Every use that a path is put to; false where one is not a call of File that a cache can answer.</summary>
    private static async Task<bool> FollowAsync(
        Document document,
        ExpressionSyntax path,
        List<(Document, InvocationExpressionSyntax, string)> found,
        List<(Document, StatementSyntax)> obsolete,
        int depth,
        CancellationToken cancellation)
    {
        if (depth > 4 || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return false;
        }

        switch (path.Parent)
        {
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument when model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && list.Arguments[0] == argument:
                var type = method.ContainingType.FullName();
                if (type == "System.IO.Directory" && method.Name == "CreateDirectory" && call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement)
                {
                    obsolete.Add((document, statement));
                    return true;
                }

                if (type == "System.IO.Path" && method.Name is "Combine" or "Join")
                {
                    return await FollowAsync(document, call, found, obsolete, depth + 1, cancellation).ConfigureAwait(false);
                }

                if (type != "System.IO.File" || !CanBeCached(call, method))
                {
                    return false;
                }

                found.Add((document, call, method.Name));
                return true;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } when declarator.Parent?.Parent is LocalDeclarationStatementSyntax:
                return await FollowSymbolAsync(document.Project.Solution, model.GetDeclaredSymbol(declarator, cancellation), found, obsolete, depth, cancellation).ConfigureAwait(false);
            case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or PropertyDeclarationSyntax } arrow when arrow.Parent is MemberDeclarationSyntax member && member.Modifiers.All(m => m.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.StaticKeyword):
                return await FollowSymbolAsync(document.Project.Solution, model.GetDeclaredSymbol(member, cancellation), found, obsolete, depth, cancellation).ConfigureAwait(false);
            default:
                return false;
        }
    }

    private static async Task<bool> FollowSymbolAsync(
        Solution solution,
        ISymbol? holder,
        List<(Document, InvocationExpressionSyntax, string)> found,
        List<(Document, StatementSyntax)> obsolete,
        int depth,
        CancellationToken cancellation)
    {
        if (holder is null)
        {
            return false;
        }

        foreach (var location in (await SymbolFinder.FindReferencesAsync(holder, solution, cancellation).ConfigureAwait(false)).SelectMany(r => r.Locations))
        {
            var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
            if (root?.FindToken(location.Location.SourceSpan.Start).Parent is not IdentifierNameSyntax name)
            {
                return false;
            }

            ExpressionSyntax mention = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;
            mention = mention.Parent is InvocationExpressionSyntax call && call.Expression == mention ? call : mention;
            if (!await FollowAsync(location.Document, mention, found, obsolete, depth + 1, cancellation).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CanBeCached(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        var extra = method.Parameters.Skip(method.Name.StartsWith("Write", StringComparison.Ordinal) ? 2 : 1).ToList();
        if (call.ArgumentList.Arguments.Any(a => a.NameColon is not null) || extra.Any(p => p.Type.Name != "CancellationToken" && !p.HasExplicitDefaultValue) ||
            method.Parameters.Length > 1 && method.Parameters[1].Type.Name.EndsWith("Span", StringComparison.Ordinal) || method.Parameters.Any(p => p.Type.Name is "ReadOnlyMemory"))
        {
            return false;
        }

        return method.Name switch
        {
            "ReadAllText" or "ReadAllBytes" or "Exists" => true,
            "ReadAllTextAsync" or "ReadAllBytesAsync" => call.Parent is AwaitExpressionSyntax,
            "Delete" => call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax,
            var name => Written.Contains(name),
        };
    }

    private static ExpressionSyntax Rewrite(ExpressionSyntax node, SyntaxNode? around, string method, string cache)
    {
        var call = (InvocationExpressionSyntax)(node switch
        {
            AwaitExpressionSyntax awaited => awaited.Expression,
            PrefixUnaryExpressionSyntax not => not.Operand,
            _ => node,
        });
        var arguments = call.ArgumentList.Arguments;
        var path = arguments[0].Expression.WithoutTrivia().ToFullString();
        var rest = string.Concat(arguments.Skip(1).Select(a => ", " + a.WithoutTrivia().ToFullString()));
        var text = method switch
        {
            "WriteAllText" => $"{cache}.SetString({path}{rest})",
            "WriteAllTextAsync" => $"{cache}.SetStringAsync({path}{rest})",
            "WriteAllBytes" => $"{cache}.Set({path}{rest})",
            "WriteAllBytesAsync" => $"{cache}.SetAsync({path}{rest})",
            "Delete" => $"{cache}.Remove({path})",
            "Exists" => $"{cache}.Get({path}) is {(node is PrefixUnaryExpressionSyntax ? "null" : "not null")}",
            "ReadAllText" => $"{cache}.GetString({path}) ?? throw new FileNotFoundException(null, {path})",
            "ReadAllBytes" => $"{cache}.Get({path}) ?? throw new FileNotFoundException(null, {path})",
            "ReadAllTextAsync" => $"await {cache}.GetStringAsync({path}{rest}) ?? throw new FileNotFoundException(null, {path})",
            _ => $"await {cache}.GetAsync({path}{rest}) ?? throw new FileNotFoundException(null, {path})",
        };
        var loose = method == "Exists"
            ? around is not (LambdaExpressionSyntax or IfStatementSyntax or ConditionalExpressionSyntax or ArgumentSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ParenthesizedExpressionSyntax)
            : method.StartsWith("Read", StringComparison.Ordinal) && around is not (LambdaExpressionSyntax or ArgumentSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ParenthesizedExpressionSyntax);
        return SyntaxFactory.ParseExpression(loose ? $"({text})" : text).WithTriviaFrom(node);
    }

    /// <summary>The pieces after the directory, with forward slashes on every system: each node may be installed elsewhere.</summary>
    private static ExpressionSyntax KeyOf(InvocationExpressionSyntax path)
    {
        var pieces = path.ArgumentList.Arguments.Skip(1).Select(a => a.Expression.WithoutTrivia()).ToList();
        if (pieces.All(p => p is LiteralExpressionSyntax { Token.Value: string }))
        {
            return SyntaxFactory.ParseExpression(SymbolDisplay.FormatLiteral(string.Join("/", pieces.Select(p => ((string)((LiteralExpressionSyntax)p).Token.Value!).Replace('\\', '/').Trim('/'))), quote: true));
        }

        return SyntaxFactory.ParseExpression("string.Join(\"/\", " + string.Join(", ", pieces.Select(p => p.ToString())) + ")");
    }
}
