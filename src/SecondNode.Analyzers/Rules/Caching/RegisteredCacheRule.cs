using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;
using SecondNode.Analyzers.Rules.Session;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>What the rules share that report at the registration of a cache: its entries are invalidated, and nothing carries that to the other nodes.</summary>
internal static class RegisteredCacheRule
{
    /// <summary>Reports the registration, once, where the rule has nothing against it.</summary>
    public static void Register(CompilationStartAnalysisContext start, RuleContext context, DiagnosticDescriptor descriptor, CacheCallKind registration, CacheCallKind change, Func<RegisteredCache, bool> isLocal)
    {
        var apis = new ApiTable<CacheCallKind>(CacheRegistrations.Rows.Where(row => row.Effect == registration || row.Effect == change));
        var names = CacheRegistrations.Rows.Where(row => row.Effect == registration).Select(row => row.Member).ToImmutableHashSet(StringComparer.Ordinal);
        if (!context.MayMentionAny(names))
        {
            return;
        }

        var found = new Lazy<RegisteredCache?>(() => RegisteredCache.Find(context, apis, registration, change) is { } cache && isLocal(cache) ? cache : null);
        start.RegisterFilesNaming(
            context,
            names,
            file =>
            {
                if (found.Value is { } cache && file.HasCall(cache.Registration.Syntax))
                {
                    file.Report(Diagnostic.Create(
                        descriptor,
                        cache.Registration.Name.GetLocation(),
                        new[] { cache.Change.Name.GetLocation() },
                        ImmutableDictionary<string, string?>.Empty.Add(CacheInMemory.Place, CacheInMemory.Session),
                        cache.Registration.Name.Identifier.ValueText,
                        cache.Changer(context)));
                }
            });
    }
}
