using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Caches;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>Says what goes wrong with a cache of one node, in the words that the rules about memory caches share.</summary>
internal static class CacheReport
{
    /// <summary>The findings by the file that they are in.</summary>
    public static ILookup<SyntaxTree, CacheFinding> ByTree(ImmutableArray<CacheFinding> findings) => findings.ToLookup(f => f.Place.SyntaxTree);

    /// <summary>Reports the findings of one file.</summary>
    public static void Report(SemanticModelAnalysisContext analysis, DiagnosticDescriptor descriptor, ILookup<SyntaxTree, CacheFinding> findings)
    {
        foreach (var finding in findings[analysis.SemanticModel.SyntaxTree])
        {
            analysis.Report(Diagnostic.Create(
                descriptor,
                finding.Place.GetLocation(),
                finding.IsCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                finding.Others.Select(o => o.GetLocation()).Distinct(),
                ImmutableDictionary<string, string?>.Empty.Add("story", finding.Story.ToString()),
                finding.Subject,
                Consequence(finding)));
        }
    }

    private static string Consequence(CacheFinding finding)
    {
        var entry = finding.Key is { } key ? $"the cache entry '{key}'" : "cache entries";
        return finding.Story switch
        {
            CacheStory.Removed => $"removes {entry} on this node only: the other nodes serve the old value until it expires",
            CacheStory.Replaced => $"replaces {entry} on this node only: the other nodes serve the old value until it expires",
            CacheStory.Stored => $"keeps {entry} in the memory of this node only: a request that lands on another node does not find it",
            CacheStory.Expired => "expires cache entries by a token of this node: the other nodes serve the old values until they expire",
            _ => $"removes cache entries on this node only{(finding.Caller is { } caller ? $", and '{caller}' relies on it" : "")}: the other nodes serve the old values until they expire",
        };
    }
}
