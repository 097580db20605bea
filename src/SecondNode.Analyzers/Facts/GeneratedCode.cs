using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Keeps the rules out of generated code: files that are named or marked so, and members with <c>[GeneratedCode]</c>, as
/// <see cref="GeneratedCodeAnalysisFlags.None"/> would. The driver reads every token of a file for the latter, before the
/// first diagnostic in it; here an index of words says that there are none.
/// </summary>
internal static class GeneratedCode
{
    private const string Name = "GeneratedCode";
    private const string FullName = "GeneratedCodeAttribute";

    private static readonly int[] Words = [WordIndex.HashOf(Name), WordIndex.HashOf(FullName)];

    /// <summary>Runs an action over a file unless it is generated.</summary>
    public static void Skip(SemanticModelAnalysisContext file, Action<SemanticModelAnalysisContext> action)
    {
        if (!file.IsGeneratedCode)
        {
            action(file);
        }
    }

    /// <summary>Runs an action over a symbol unless its declaration is generated.</summary>
    public static void Skip(SymbolAnalysisContext symbol, Action<SymbolAnalysisContext> action)
    {
        if (!symbol.IsGeneratedCode)
        {
            action(symbol);
        }
    }

    /// <summary>Reports a diagnostic unless it is in a generated member.</summary>
    public static void Report(this SemanticModelAnalysisContext file, Diagnostic diagnostic)
    {
        if (!IsIn(diagnostic.Location))
        {
            file.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>Reports a diagnostic unless it is in a generated member.</summary>
    public static void Report(this SymbolAnalysisContext symbol, Diagnostic diagnostic)
    {
        if (!IsIn(diagnostic.Location))
        {
            symbol.ReportDiagnostic(diagnostic);
        }
    }

    private static bool IsIn(Location location) =>
        location.SourceTree is { } tree && TreeFacts.Of(tree).MayMentionAny(Words) && tree.GetRoot().FindNode(location.SourceSpan).AncestorsAndSelf().Any(IsMarked);

    private static bool IsMarked(SyntaxNode node) =>
        node is MemberDeclarationSyntax { AttributeLists: { Count: > 0 } lists } && lists.Any(list => list.Attributes.Any(a => a.Name.LastName()?.Identifier.ValueText is Name or FullName));
}
