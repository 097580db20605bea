using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        if (await FolderUses.FindAsync(project, beginning, CanBeCached, cancellation).ConfigureAwait(false) is not { IsServed: false } uses || !uses.Calls.Any(c => Written.Contains(c.Method.Name)))
        {
            return null;
        }

        var search = ConstructorInjection.Begin(project.Solution, Service.Of("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "cache"), cancellation);
        var calls = ImmutableArray.CreateBuilder<(Document, InvocationExpressionSyntax, string, ServiceAccess)>();
        foreach (var use in uses.Calls)
        {
            if (await search.AtAsync(use.Document, use.Call, 0).ConfigureAwait(false) is not { } access)
            {
                return null;
            }

            calls.Add((use.Document, (InvocationExpressionSyntax)use.Call, use.Method.Name, access));
        }

        return new CachedFile(
            project, uses.Place, uses.Paths.ToImmutableArray(), calls.ToImmutable(), uses.Obsolete.ToImmutableArray(),
            await CacheRegistration.FindAsync(project, hybrid: false, cancellation).ConfigureAwait(false));
    }

    private static bool CanBeCached(ExpressionSyntax expression, IMethodSymbol method)
    {
        if (expression is not InvocationExpressionSyntax call || method.ContainingType.FullName() != "System.IO.File")
        {
            return false;
        }

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
