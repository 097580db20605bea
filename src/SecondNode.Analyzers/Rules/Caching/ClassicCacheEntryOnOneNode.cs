using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2005: SN2004 for the caches of .NET Framework: System.Web's cache and System.Runtime.Caching.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClassicCacheEntryOnOneNode() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN2005",
        Family.Caching,
        Level.Certain,
        "Entry of MemoryCache.Default or HttpRuntime.Cache is invalidated or overwritten on this node only",
        "'{0}' {1}",
        "HttpRuntime.Cache and MemoryCache.Default belong to one process. Who removes or replaces an entry because what it was made from has changed does so on the " +
        "node that handles the request; every other node serves the old entry until it expires. An entry that is stored and never made again on a miss is not even found there.");

    private static readonly string[] Changing = ["Remove", "Set", "Insert", "Cache", "Default", "Trim"];

    /// <summary>The static and inherited members that hold a cache, besides what the source declares.</summary>
    private static readonly ImmutableArray<string> Members = ImmutableArray.Create("Cache", "Default");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        EvictedPages.Register(start, context, Descriptor);
        if (!context.MayMentionAny(CacheApis.ClassicHolders) || !context.MayMentionAny(Changing) ||
            (!context.Types.Has("System.Web.Caching.Cache", "System.Web") && !context.Types.Has("System.Runtime.Caching.ObjectCache", "System.Runtime.Caching")))
        {
            return;
        }

        var findings = new Lazy<ILookup<SyntaxTree, CacheFinding>>(() => CacheReport.ByTree(
            CacheJudge.Judge(context, new CacheUses(context, CacheApis.ClassicRows, CacheApis.ClassicHolders, Members).Collect().RemoveAll(FollowsItsSource))));
        start.RegisterSemanticModelAction(model => CacheReport.Report(model, Descriptor, findings.Value));
    }

    /// <summary>An entry that depends on a file which is deployed to every node, or on a row of the database, goes on every node when its source changes.</summary>
    private static bool FollowsItsSource(CacheUse use) =>
        use.Stores && use.Operation is IInvocationOperation call &&
        call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "dependencies")?.Value.DescendantsAndSelf().OfType<IObjectCreationOperation>().FirstOrDefault() is { } dependency &&
        (dependency.Type?.Name is "SqlCacheDependency" or "AggregateCacheDependency" || dependency.Arguments.FirstOrDefault()?.Value.DescendantsAndSelf().Any(v => v.ConstantValue is { HasValue: true, Value: null }) == false);
}
