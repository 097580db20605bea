using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>The part of SN2004 about libraries that keep entries in the memory of the node and invalidate them there: reported where the code chooses that.</summary>
internal static class LibraryCaches
{
    private static readonly ApiTable<CacheCallKind> QueryResults = new(CacheRegistrations.Rows.Where(r => r.Effect == CacheCallKind.QueryResults));
    private static readonly ApiTable<CacheCallKind> Easy = new(CacheRegistrations.Rows.Where(r => r.Effect is CacheCallKind.Easy or CacheCallKind.EasyChange));

    private static readonly ApiTable<CacheCallKind> Coravel = new(CacheRegistrations.Rows.Where(r => r.Effect is CacheCallKind.Coravel or CacheCallKind.CoravelChange));

    /// <summary>Names that choose a store which all nodes share, beside or instead.</summary>
    private static readonly string[] SharedQueryResults = ["UseStackExchangeRedisCacheProvider", "UseEasyCachingCoreProvider", "UseCacheManagerCoreProvider", "UseHybridCacheProvider", "UseFusionCacheProvider", "UseCustomCacheProvider"];

    private static readonly string[] SharedEasy = ["UseHybrid", "UseRedis", "UseCSRedis", "UseFreeRedis", "UseMemcached"];

    private static readonly string[] SharedCoravel = ["AddSQLServerCache", "AddPostgreSQLCache"];

    /// <summary>Registers what looks for them.</summary>
    public static void Register(CompilationStartAnalysisContext start, RuleContext context, DiagnosticDescriptor descriptor)
    {
        if (context.MayMentionAny(QueryResults.WrittenNames) && !SharedQueryResults.Any(context.Registrations.Mentions))
        {
            start.RegisterNamedCalls(
                context,
                QueryResults.WrittenNames,
                operation =>
                {
                    if (operation.Operation is IInvocationOperation call && QueryResults.Match(call.TargetMethod) is not null && !DevelopmentCode.Contains(call.Syntax))
                    {
                        Report(operation, descriptor, null, "keeps the results of queries in the memory of one node: what another node saves does not evict them");
                    }
                });
        }

        if (context.MayMentionAny(["UseInMemory"]) && !SharedEasy.Any(context.Registrations.Mentions))
        {
            RegisterRegistered(start, context, descriptor, "UseInMemory", new(() => RegisteredCache.Find(context, Easy, CacheCallKind.Easy, CacheCallKind.EasyChange)));
        }

        // The name is anybody's: it counts where the library is written of, too.
        if (context.MayMentionAny(["Coravel"]) && context.MayMentionAny(["AddCache"]) && context.MayMentionAny(["Forget", "Flush"]) && !SharedCoravel.Any(context.Registrations.Mentions))
        {
            RegisterRegistered(start, context, descriptor, "AddCache", new(() =>
                context.Registrations.Trees.Any(tree => context.FactsOf(tree).Calls.Any(call => call.Types.Contains("ICache")))
                    ? null
                    : RegisteredCache.Find(context, Coravel, CacheCallKind.Coravel, CacheCallKind.CoravelChange, method => (method.ReducedFrom ?? method).Parameters.Length == 1)));
        }
    }

    /// <summary>Reports where a library's cache is registered whose entries somebody invalidates.</summary>
    private static void RegisterRegistered(CompilationStartAnalysisContext start, RuleContext context, DiagnosticDescriptor descriptor, string name, Lazy<RegisteredCache?> found)
    {
        start.RegisterNamedCalls(
            context,
            [name],
            operation =>
            {
                if (found.Value is { } cache && cache.Registration.Is(operation.Operation))
                {
                    Report(operation, descriptor, cache.Change.Name.GetLocation(), $"keeps entries in the memory of one node: what '{cache.Changer(context)}' changes stays as it was on the other nodes");
                }
            });
    }

    private static void Report(NamedCall operation, DiagnosticDescriptor descriptor, Location? change, string consequence)
    {
        if ((operation.Operation.Syntax as InvocationExpressionSyntax)?.Expression.LastName() is { } name)
        {
            operation.Report(Diagnostic.Create(descriptor, name.GetLocation(), change is null ? null : new[] { change }, ImmutableDictionary<string, string?>.Empty.Add("story", "Library"), name.Identifier.ValueText, consequence));
        }
    }
}
