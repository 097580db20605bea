using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Rules.Files;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Files;

/// <summary>
/// Mends SN3004: the temporary directory of the files comes out of configuration, and is the node's own where the key is
/// not set. Every path of the project that leads into the same temporary folder follows, so that readers look where writers put.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ShareTemporaryFolder() : SecondNodeCodeFix(TemporaryFileOutlivesRequest.Id)
{
    /// <summary>The equivalence key.</summary>
    public const string Directory = "SN3004.directory";

    private const string Key = "Storage:Temp";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await SitesAsync(document.Project, diagnostic, cancellation).ConfigureAwait(false) is not { } sites)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var edits = new SolutionEdits(document.Project.Solution);
        await WriteAsync(edits, sites, cancellation).ConfigureAwait(false);
        return await Rehearsal.CompilesAsync(document.Project.Solution, await edits.ToSolutionAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)
            ? ImmutableArray.Create(new FixChoice(Directory, $"Keep these files in the directory that '{Key}' names, else in the temporary one (then set it to a directory that all nodes mount)"))
            : ImmutableArray<FixChoice>.Empty;
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await SitesAsync(document.Project, diagnostic, cancellation).ConfigureAwait(false) is { } sites)
        {
            await WriteAsync(edits, sites, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(SolutionEdits edits, ImmutableArray<Site> sites, CancellationToken cancellation)
    {
        foreach (var site in sites)
        {
            if (!edits.Once($"temporary {site.Document.Id.Id} {site.Call.SpanStart}"))
            {
                continue;
            }

            var configuration = site.Injected is null ? site.Configuration! : (await site.Injected.ApplyAsync(edits, cancellation).ConfigureAwait(false)).ToString();
            var path = ((MemberAccessExpressionSyntax)site.Call.Expression).Expression.WithoutTrivia();
            var folder = $"{configuration}[\"{Key}\"] ?? {path}.GetTempPath()";
            var text = Name(site.Call) == "GetTempFileName" ? $"{path}.Combine({folder}, {path}.GetRandomFileName())" : site.Call.Parent is ArgumentSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax ? folder : $"({folder})";
            var editor = await edits.EditorAsync(site.Document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(site.Call, SyntaxFactory.ParseExpression(text).WithTriviaFrom(site.Call));
            await SafeNames.ApplyAsync(edits, site.Document, site.Call, null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The calls that yield the temporary directory of the finding's file, and of all files beside it; null where one of them cannot follow.</summary>
    private static async Task<ImmutableArray<Site>?> SitesAsync(Project project, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (diagnostic.AdditionalLocations is not [{ SourceTree: { } tree } beginning, ..] || project.GetDocument(tree) is not { } document ||
            await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || !root.FullSpan.Contains(beginning.SourceSpan) ||
            root.FindNode(beginning.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model || !IsTemporary(call, model, cancellation))
        {
            return null;
        }

        var sites = ImmutableArray.CreateBuilder<Site>();
        if (Name(call) == "GetTempFileName")
        {
            // A file of its own: nothing else names it by way of the directory.
            return await SiteAsync(document, model, call, cancellation).ConfigureAwait(false) is { } only ? ImmutableArray.Create(only) : null;
        }

        var folder = NodeRootUse.FolderAfter(call, model, cancellation);
        foreach (var other in project.Documents.OrderBy(d => d.FilePath ?? d.Name, StringComparer.Ordinal))
        {
            if (await other.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } otherRoot)
            {
                continue;
            }

            SemanticModel? otherModel = null;
            foreach (var candidate in otherRoot.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c => Name(c) == "GetTempPath"))
            {
                otherModel ??= await other.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
                if (otherModel is null || !IsTemporary(candidate, otherModel, cancellation) || NodeRootUse.FolderAfter(candidate, otherModel, cancellation) != folder || candidate.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } chosen && chosen.Right == candidate)
                {
                    continue;
                }

                if (await SiteAsync(other, otherModel, candidate, cancellation).ConfigureAwait(false) is not { } site)
                {
                    return null;
                }

                sites.Add(site);
            }
        }

        return sites.Any(s => s.Call.Span == call.Span && s.Document.Id == document.Id) ? sites.ToImmutable() : null;
    }

    private static async Task<Site?> SiteAsync(Document document, SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (call.Expression is not MemberAccessExpressionSyntax)
        {
            return null;
        }

        var inStatements = call.Ancestors().OfType<GlobalStatementSyntax>().Any();
        var configuration = inStatements ? ConfigurationAccess.Find(model, call, cancellation) : null;
        var injected = configuration is null ? await ConstructorInjection.FindAsync(document, call, Service.Of("Microsoft.Extensions.Configuration.IConfiguration", "configuration"), cancellation).ConfigureAwait(false) : null;
        configuration ??= injected is null ? ConfigurationAccess.Find(model, call, cancellation) : null;
        return injected is null && configuration is null ? null : new Site(document, call, injected, configuration);
    }

    private static bool IsTemporary(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation) =>
        Name(call) is "GetTempPath" or "GetTempFileName" && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ContainingType: { Name: "Path", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } };

    private static string? Name(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? (call.Expression as SimpleNameSyntax)?.Identifier.ValueText;

    private sealed record Site(Document Document, InvocationExpressionSyntax Call, ServiceAccess? Injected, string? Configuration);
}
