using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Rules;
using SecondNode.CodeFixes;

namespace SecondNode.Tests.Testing;

/// <summary>The shipped rules and fixes, found by reflection, so that no test forgets a new one.</summary>
public static class ShippedRules
{
    public static readonly DiagnosticAnalyzer[] Analyzers = Instances<DiagnosticAnalyzer>(typeof(SecondNodeAnalyzer).Assembly);

    public static readonly SecondNodeCodeFix[] Fixes = Instances<SecondNodeCodeFix>(typeof(SecondNodeCodeFix).Assembly);

    public static readonly DiagnosticDescriptor[] Descriptors =
        [.. Analyzers.SelectMany(a => a.SupportedDiagnostics).DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>The ids, as theory data.</summary>
    public static TheoryData<string> Ids => [.. Descriptors.Select(d => d.Id)];

    public static DiagnosticDescriptor Descriptor(string id) => Descriptors.Single(d => d.Id == id);

    public static bool HasFix(string id) => Fixes.Any(f => f.FixableDiagnosticIds.Contains(id));

    public static string PagePath(string id) =>
        Path.Combine(References.RepositoryRoot, "src", "SecondNode.Analyzers", "Rules", Descriptor(id).Category, id + ".md");

    private static T[] Instances<T>(Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t)).OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (T)Activator.CreateInstance(t)!)];
}
