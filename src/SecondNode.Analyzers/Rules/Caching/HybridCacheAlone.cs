using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2006: entries of HybridCache are invalidated, and there is no second level that all nodes share.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HybridCacheAlone() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN2006",
        Family.Caching,
        Level.Certain,
        "HybridCache without a shared second level",
        "'{0}' has no second level that all nodes share: what '{1}' changes stays as it was in the memory of the other nodes",
        "HybridCache keeps entries in the memory of the node and, where an IDistributedCache is registered, in that. Without one (a memory implementation " +
        "is ignored) every node has its own entries, and RemoveAsync, RemoveByTagAsync and SetAsync act on one node only.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (context.Scope.IsCompositionRoot)
        {
            RegisteredCacheRule.Register(start, context, Descriptor, CacheCallKind.Hybrid, CacheCallKind.HybridChange, _ => !context.Registrations.HasShared(SharedServices.DistributedCache));
        }
    }
}
