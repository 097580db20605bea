using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>SN2007: entries of FusionCache are invalidated, and no backplane tells the other nodes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FusionCacheAlone() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    public const string Id = "SN2007";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Caching,
        Level.Certain,
        "FusionCache without a backplane",
        "'{0}' has no backplane: what '{1}' changes stays as it was in the memory of the other nodes",
        "FusionCache keeps entries in the memory of every node. Its backplane tells the other nodes when an entry is set, removed or expired; without one, " +
        "and even with a distributed second level, they serve their old entries until these expire.");

    /// <summary>Names that give it a backplane, or say that there shall be none. MemoryBackplane does not count: it stays in the process.</summary>
    private static readonly string[] Backplanes =
    [
        "WithBackplane", "WithRegisteredBackplane", "TryWithRegisteredBackplane", "TryWithAutoSetup", "WithStackExchangeRedisBackplane", "AddFusionCacheStackExchangeRedisBackplane",
        "WithoutBackplane", "SetupBackplane", "IFusionCacheBackplane",
    ];

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context) =>
        RegisteredCacheRule.Register(start, context, Descriptor, CacheCallKind.Fusion, CacheCallKind.FusionChange, cache =>
            !Backplanes.Any(context.Registrations.Mentions) && (context.Scope.IsCompositionRoot || cache.Registration.Syntax.Ancestors().FirstOrDefault(a => a is StatementSyntax) is ExpressionStatementSyntax));
}
