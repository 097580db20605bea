using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2004: a request removes or replaces an entry of a memory cache: the other nodes keep theirs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CacheEntryOnOneNode() : SecondNodeAnalyzer(Descriptor)
{
    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN2004",
        Family.Caching,
        Level.Certain,
        "Memory-cache entry is invalidated or overwritten on this node only",
        "'{0}' {1}",
        "A memory cache belongs to one process. Who removes or replaces an entry because what it was made from has changed does so on the node that " +
        "handles the request; every other node serves the old entry until it expires. An entry that is stored and never made again on a miss is not even found there.");

    private static readonly string[] Changing = ["Remove", "Set", "Clear", "Compact", "Add", "CancellationChangeToken"];

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        LibraryCaches.Register(start, context, Descriptor);
        if (!context.MayMentionAny(CacheApis.Holders) || !context.MayMentionAny(Changing))
        {
            return;
        }

        var findings = new Lazy<ILookup<SyntaxTree, CacheFinding>>(() => CacheReport.ByTree(
            CacheJudge.Judge(context, new CacheUses(context, CacheApis.Rows, CacheApis.Holders, System.Collections.Immutable.ImmutableArray<string>.Empty).Collect()).AddRange(TokenExpiry.Find(context))));
        start.RegisterSemanticModelAction(model => CacheReport.Report(model, Descriptor, findings.Value));
    }
}
