using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2008: pages are evicted from an output cache that this node has for itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OutputCacheAlone() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    public const string Id = "SN2008";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Caching,
        Level.Certain,
        "Output-cache eviction reaches this node only",
        "'{0}' keeps pages in the memory of one node: what '{1}' evicts, the other nodes go on serving",
        "The output cache keeps responses in the memory of the node unless a store that all nodes share is registered. EvictByTagAsync then empties one " +
        "node's cache, and the old page is served by the others until it expires.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (context.Scope.IsCompositionRoot)
        {
            RegisteredCacheRule.Register(start, context, Descriptor, CacheCallKind.Output, CacheCallKind.OutputChange, _ =>
                (context.Registrations.Calls("UseOutputCache") || context.Registrations.Mentions("UseOutputCache")) && !context.Registrations.HasShared(SharedServices.OutputCacheStore));
        }
    }
}
