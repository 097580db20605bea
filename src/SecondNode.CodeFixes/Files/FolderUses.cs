using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Files;

/// <summary>One call or construction that is handed a path of the folder.</summary>
/// <param name="Document">The file.</param>
/// <param name="Call">The call or construction.</param>
/// <param name="Method">What is called.</param>
/// <param name="Path">The argument that is the path.</param>
internal sealed record FolderCall(Document Document, ExpressionSyntax Call, IMethodSymbol Method, ExpressionSyntax Path)
{
    /// <summary>The arguments after the path.</summary>
    public ImmutableArray<ArgumentSyntax> Rest => ((ArgumentListSyntax)Path.Parent!.Parent!).Arguments.Skip(1).ToImmutableArray();
}

/// <summary>
/// Everything that a project does with the paths that lead into one folder: they are followed from the directory of the node by way of
/// locals and private helpers to the calls that they end in. Whole, or null: one use that the caller cannot accept and nothing moves.
/// </summary>
internal sealed class FolderUses
{
    private const int MostDepth = 4;
    private readonly Func<ExpressionSyntax, IMethodSymbol, bool> accepts;
    private readonly CancellationToken cancellation;
    private readonly List<(Document Document, InvocationExpressionSyntax Path)> paths = [];
    private readonly List<FolderCall> calls = [];
    private readonly List<(Document Document, InvocationExpressionSyntax Path)> joined = [];
    private readonly List<(Document Document, StatementSyntax Statement)> obsolete = [];

    private FolderUses(string place, Func<ExpressionSyntax, IMethodSymbol, bool> accepts, CancellationToken cancellation)
    {
        Place = place;
        this.accepts = accepts;
        this.cancellation = cancellation;
    }

    /// <summary>The folder or file, below the content root.</summary>
    public string Place { get; }

    /// <summary>Whether the web server hands the folder out.</summary>
    public bool IsServed => Place.StartsWith("wwwroot/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The calls of <c>Path.Combine</c> that begin with the directory.</summary>
    public IReadOnlyList<(Document Document, InvocationExpressionSyntax Path)> Paths => paths;

    /// <summary>Further calls of <c>Path.Combine</c>, whose first piece is a path of the folder already.</summary>
    public IReadOnlyList<(Document Document, InvocationExpressionSyntax Path)> Joined => joined;

    /// <summary>What is done with the paths.</summary>
    public IReadOnlyList<FolderCall> Calls => calls;

    /// <summary>Statements that only make the directory.</summary>
    public IReadOnlyList<(Document Document, StatementSyntax Statement)> Obsolete => obsolete;

    /// <summary>The uses of the folder that the path beginning at a location leads into; null where one of them is none that the caller accepts.</summary>
    public static async Task<FolderUses?> FindAsync(Project project, Location beginning, Func<ExpressionSyntax, IMethodSymbol, bool> accepts, CancellationToken cancellation)
    {
        var uses = await FolderMove.UsesAsync(project, cancellation).ConfigureAwait(false);
        var written = uses.FirstOrDefault(u => u.Document.FilePath == beginning.SourceTree?.FilePath && u.Expression.Span == beginning.SourceSpan);
        if (written is not { Folder.Length: > 0, Place: { } place } || uses.Any(u => u.Folder == "") || await FolderMove.IsUsedByOthersAsync(project, place, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var found = new FolderUses(place, accepts, cancellation);
        foreach (var use in uses.Where(u => u.Place is { } other && (FolderMove.IsIn(other, place) || FolderMove.IsIn(place, other))))
        {
            if (use.Member != written.Member || use.Expression.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax path, Arguments: { Count: > 1 } pieces } } || pieces[0].Expression != use.Expression ||
                path.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Combine" or "Join" } ||
                !await found.FollowAsync(use.Document, path, 0).ConfigureAwait(false))
            {
                return null;
            }

            // What is only made does not have to be named anew.
            if (!found.obsolete.Any(o => o.Statement.Span.Contains(path.Span) && o.Document.Id == use.Document.Id))
            {
                found.paths.Add((use.Document, path));
            }
        }

        return found;
    }

    /// <summary>Every use that a path is put to; false where one is not a call that is accepted.</summary>
    private async Task<bool> FollowAsync(Document document, ExpressionSyntax path, int depth)
    {
        if (depth > MostDepth || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return false;
        }

        switch (path.Parent)
        {
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ExpressionSyntax call } list } argument when model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && list.Arguments[0] == argument:
                if (method is { ContainingType.Name: "Directory", Name: "CreateDirectory" or "Exists" } && Making(call) is { } statement)
                {
                    if (!obsolete.Any(o => o.Document.Id == document.Id && o.Statement.Span == statement.Span))
                    {
                        obsolete.Add((document, statement));
                    }

                    return true;
                }

                if (method.ContainingType.FullName() == "System.IO.Path" && method.Name is "Combine" or "Join" && call is InvocationExpressionSyntax combined)
                {
                    joined.Add((document, combined));
                    return await FollowAsync(document, call, depth + 1).ConfigureAwait(false);
                }

                if (!accepts(call, method))
                {
                    return false;
                }

                calls.Add(new FolderCall(document, call, method, path));
                return true;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax or FieldDeclarationSyntax } declarator } when declarator.Parent?.Parent is not FieldDeclarationSyntax field || IsPrivate(field):
                return await FollowSymbolAsync(document.Project.Solution, model.GetDeclaredSymbol(declarator, cancellation), depth).ConfigureAwait(false);
            case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or PropertyDeclarationSyntax } arrow when arrow.Parent is MemberDeclarationSyntax member && IsPrivate(member):
                return await FollowSymbolAsync(document.Project.Solution, model.GetDeclaredSymbol(member, cancellation), depth).ConfigureAwait(false);
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax } assignment when assignment.Right == path && path.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null &&
                model.GetSymbolInfo(assignment.Left, cancellation).Symbol is IFieldSymbol { IsReadOnly: true, DeclaredAccessibility: Accessibility.Private } kept:
                return await FollowSymbolAsync(document.Project.Solution, kept, depth, assignment.Left).ConfigureAwait(false);
            default:
                return false;
        }
    }

    /// <summary><c>Directory.CreateDirectory(path);</c>, or the whole of <c>if (!Directory.Exists(path)) …</c> around it.</summary>
    private static StatementSyntax? Making(ExpressionSyntax call)
    {
        var guard = call.FirstAncestorOrSelf<IfStatementSyntax>(n => n is IfStatementSyntax);
        if (guard is { Else: null, Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Exists", Expression: var type } } } } &&
            type.ToString().EndsWith("Directory", StringComparison.Ordinal) && Only(guard.Statement) is { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateDirectory" } } })
        {
            return guard.Parent is BlockSyntax or GlobalStatementSyntax ? guard : null;
        }

        return call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateDirectory" }, Parent: ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement } ? statement : null;

        static ExpressionStatementSyntax? Only(StatementSyntax statement) => statement as ExpressionStatementSyntax ?? (statement is BlockSyntax { Statements: [ExpressionStatementSyntax only] } ? only : null);
    }

    private async Task<bool> FollowSymbolAsync(Solution solution, ISymbol? holder, int depth, ExpressionSyntax? assigned = null)
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

            if (assigned?.SyntaxTree.FilePath == root.SyntaxTree.FilePath && assigned.Span.Contains(name.Span))
            {
                continue;
            }

            ExpressionSyntax mention = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;
            mention = mention.Parent is InvocationExpressionSyntax call && call.Expression == mention ? call : mention;
            if (!await FollowAsync(location.Document, mention, depth + 1).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPrivate(MemberDeclarationSyntax member) => member.Modifiers.All(m => m.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.StaticKeyword or SyntaxKind.ReadOnlyKeyword);
}
