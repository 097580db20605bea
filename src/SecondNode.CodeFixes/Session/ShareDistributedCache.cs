using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using SecondNode.Analyzers.Rules.Caching;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Session;

/// <summary>
/// Mends SN1001, SN2006 and SN2008: registers a cache that all nodes share, in place of the memory cache, or before the
/// registration of what uses it (session, HybridCache, the output cache).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ShareDistributedCache() : SecondNodeCodeFix(CacheInMemory.Id, "SN2006", OutputCacheAlone.Id)
{
    /// <summary>Redis.</summary>
    public const string RedisKey = "SN1001.Redis";

    /// <summary>SQL Server.</summary>
    public const string SqlServerKey = "SN1001.SqlServer";

    /// <summary>PostgreSQL.</summary>
    public const string PostgresKey = "SN1001.Postgres";

    /// <summary>Redis, for the output cache.</summary>
    public const string OutputKey = "SN2008.Redis";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await CacheCall.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        foreach (var provider in ProvidersFor(diagnostic, call.Model.Compilation))
        {
            var left = await ProviderFiles.LeftAsync(document.Project, provider, call.Opened, cancellation).ConfigureAwait(false);
            choices.Add(new FixChoice(provider.Key, (provider == CacheProvider.OutputRedis ? "Keep the output cache in Redis" : $"Register {provider.Name} as the distributed cache") + left));
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await CacheCall.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call ||
            ProvidersFor(diagnostic, call.Model.Compilation).FirstOrDefault(p => p.Key == choice.Key) is not { } provider)
        {
            return;
        }

        var connection = await ProviderFiles.WriteAsync(edits, document, provider, call.Tree, call.Opened, cancellation).ConfigureAwait(false);
        if (call.Configuration is null && connection.IsConfigured)
        {
            edits.Use(document, provider.Package);
        }

        call.Write(await edits.EditorAsync(document, cancellation).ConfigureAwait(false), provider, connection);
    }

    private static ImmutableArray<CacheProvider> ProvidersFor(Diagnostic diagnostic, Compilation compilation) =>
        diagnostic.Id == OutputCacheAlone.Id ? ImmutableArray.Create(CacheProvider.OutputRedis) : CacheProvider.For(compilation);
}
