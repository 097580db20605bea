using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Lets web.config name the directory that a classic ASP.NET site keeps <c>App_Data</c> in: every <c>MapPath("~/App_Data/…")</c>
/// of the project, or none. Other folders are served by IIS, where a virtual directory moves them without a change of code.
/// </summary>
internal sealed class MappedFolder
{
    /// <summary>The setting; without it everything stays where it is.</summary>
    public const string Key = "Storage:App_Data";

    private const string Folder = "App_Data";
    private readonly ImmutableArray<(Document Document, InvocationExpressionSyntax Call, string? Inner)> sites;

    private MappedFolder(ImmutableArray<(Document Document, InvocationExpressionSyntax Call, string? Inner)> sites) => this.sites = sites;

    /// <summary>The change for the path that begins with the call at a location, or null where it cannot be whole.</summary>
    public static async Task<MappedFolder?> FindAsync(Project project, Location beginning, CancellationToken cancellation)
    {
        var sites = ImmutableArray.CreateBuilder<(Document, InvocationExpressionSyntax, string?)>();
        var found = false;
        foreach (var document in project.Documents.OrderBy(d => d.FilePath ?? d.Name, StringComparer.Ordinal))
        {
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            {
                continue;
            }

            SemanticModel? model = null;
            var seen = new HashSet<SyntaxNode>();
            foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c => c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MapPath" }))
            {
                model ??= await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
                if (model?.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { ContainingNamespace: { } space, Parameters.Length: 1 } || !space.ToDisplayString().StartsWith("System.Web", StringComparison.Ordinal))
                {
                    continue;
                }

                // A path that is not written down may lead into the folder as well.
                var pieces = Pieces(call.ArgumentList.Arguments[0].Expression);
                if (model.GetConstantValue(pieces[0], cancellation) is not { HasValue: true, Value: string first })
                {
                    return null;
                }

                seen.Add(call);
                var place = first.Replace('\\', '/').TrimStart('~', '/');
                if (!FolderMove.IsIn(place.TrimEnd('/'), Folder) || IsDefault(call))
                {
                    continue;
                }

                if (pieces.Count > 2 || (pieces.Count == 2 && !(place.EndsWith("/", StringComparison.Ordinal) && IsPlainName(pieces[1], model, cancellation))) || place.Contains(".."))
                {
                    return null;
                }

                var folders = place.Length > Folder.Length + 1 ? SymbolDisplay.FormatLiteral(place[(Folder.Length + 1)..].TrimEnd('/'), quote: true) : null;
                var name = pieces.Count == 2 ? SafeNames.Of(pieces[1], model, cancellation) : null;
                sites.Add((document, call, string.Join(", ", new[] { folders, name }.Where(p => !string.IsNullOrEmpty(p) && p != "\"\"")) is { Length: > 0 } rest ? rest : null));
                found |= call.SyntaxTree == beginning.SourceTree && call.Span == beginning.SourceSpan;
            }

            // The folder by another way.
            if (root.DescendantTokens().Any(t => t.IsKind(SyntaxKind.StringLiteralToken) && t.ValueText.Contains(Folder) && t.ValueText != Key && !t.Parent!.Ancestors().Any(seen.Contains)))
            {
                return null;
            }
        }

        return found ? new MappedFolder(sites.ToImmutable()) : null;
    }

    /// <summary>Writes the change, once a run.</summary>
    public async Task ApplyAsync(SolutionEdits edits, CancellationToken cancellation)
    {
        foreach (var (document, call, rest) in sites)
        {
            if (edits.Once($"mapped {document.Id.Id} {call.SpanStart}"))
            {
                var root = $"WebConfigurationManager.AppSettings[\"{Key}\"] ?? {call.Expression.WithoutTrivia()}(\"~/{Folder}\")";
                var path = rest is not null ? $"Path.Combine({root}, {rest})" : call.Parent is ArgumentSyntax ? root : $"({root})";
                (await edits.EditorAsync(document, cancellation).ConfigureAwait(false)).ReplaceNode(call, SyntaxFactory.ParseExpression(path).WithTriviaFrom(call));
                edits.Use(document, "System.IO");
                edits.Use(document, "System.Web.Configuration");
            }
        }
    }

    private static List<ExpressionSyntax> Pieces(ExpressionSyntax path) =>
        path is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum ? [.. Pieces(sum.Left), sum.Right] : [path];

    /// <summary>
    /// Whether a piece is surely one name. <c>MapPath</c> refuses a path that leaves the site, <c>Path.Combine</c> does not: text of any
    /// other kind would open the disk.
    /// </summary>
    private static bool IsPlainName(ExpressionSyntax piece, SemanticModel model, CancellationToken cancellation) =>
        (piece is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetFileName" or "GetRandomFileName", Expression: var type } } && type.ToString().EndsWith("Path", StringComparison.Ordinal)) ||
        SafeNames.Of(piece, model, cancellation) != piece.WithoutTrivia().ToString();

    /// <summary>What stands where the setting does not.</summary>
    private static bool IsDefault(InvocationExpressionSyntax call) => call.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: ElementAccessExpressionSyntax } choice && choice.Right == call;
}
