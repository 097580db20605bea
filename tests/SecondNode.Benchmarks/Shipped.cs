using System.Reflection;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Rules;
using SecondNode.CodeFixes;

namespace SecondNode.Benchmarks;

/// <summary>The shipped rules and fixes.</summary>
public static class Shipped
{
    public static readonly DiagnosticAnalyzer[] Rules = Instances<DiagnosticAnalyzer>(typeof(SecondNodeAnalyzer).Assembly);

    public static readonly SecondNodeCodeFix[] Fixes = Instances<SecondNodeCodeFix>(typeof(SecondNodeCodeFix).Assembly);

    private static T[] Instances<T>(Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t)).OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (T)Activator.CreateInstance(t)!)];
}
