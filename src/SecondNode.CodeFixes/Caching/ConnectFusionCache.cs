using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>Mends SN2007: a backplane in Redis tells all nodes when an entry of <c>AddFusionCache()</c> changes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConnectFusionCache))]
[Shared]
public sealed class ConnectFusionCache() : SecondNodeCodeFix(FusionCacheAlone.Id)
{
    /// <summary>Redis.</summary>
    public const string RedisKey = "SN2007.Redis";

    private const string Package = "ZiggyCreatures.FusionCache.Backplane.StackExchangeRedis";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var edits = new SolutionEdits(document.Project.Solution);
        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model) ||
            !await ProjectPackages.CanUseAsync(document.Project, Package, cancellation).ConfigureAwait(false) ||
            await RedisConnection.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) is not { } connection)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var left = await connection.ByHandAsync(document.Project, cancellation).ConfigureAwait(false);
        return ImmutableArray.Create(new FixChoice(RedisKey, "Tell the other nodes through a backplane in Redis" + left));
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model) ||
            await RedisConnection.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) is not { } connection)
        {
            return;
        }

        await ProjectPackages.AddAsync(edits, document.Project, Package, cancellation).ConfigureAwait(false);
        await connection.WriteAsync(edits, document, cancellation).ConfigureAwait(false);
        edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        var separator = Calls.Separator(call);
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(call, (node, _) => Calls.Append((ExpressionSyntax)node, [$"WithStackExchangeRedisBackplane(options => options.Configuration = {connection.Expression})"], separator));
    }

    /// <summary>The registration, written as <c>services.AddFusionCache(…)</c>, whose chain can go on.</summary>
    private static async Task<(InvocationExpressionSyntax Call, SemanticModel Model)?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } call &&
        await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model &&
        model.GetTypeInfo(call, cancellation).Type is { Name: "IFusionCacheBuilder" }
            ? (call, model)
            : null;
}
