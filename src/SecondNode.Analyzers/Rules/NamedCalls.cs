using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Rules;

/// <summary>A call or construction that a rule has asked for by name.</summary>
/// <param name="Operation">What it is when bound; an invalid operation where the code does not compile.</param>
/// <param name="File">Where to report.</param>
internal readonly record struct NamedCall(IOperation Operation, SemanticModelAnalysisContext File)
{
    /// <summary>Reports what is wrong with it.</summary>
    public void Report(Diagnostic diagnostic) => File.Report(diagnostic);
}

/// <summary>
/// Looks at calls and constructions by the names that are written. An operation action would have the compiler make the operations of
/// every body of the compilation, a quarter of its own time again; here nothing is bound but what has one of the names.
/// </summary>
internal static class NamedCalls
{
    /// <summary>Shows the rule every file in which one of the names may be written.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="names">The names.</param>
    /// <param name="analyze">The rule.</param>
    public static void RegisterFilesNaming(this CompilationStartAnalysisContext start, RuleContext context, IEnumerable<string> names, Action<SemanticModelAnalysisContext> analyze)
    {
        var hashes = names.Select(WordIndex.HashOf).ToArray();
        start.RegisterSemanticModelAction(file =>
        {
            if (context.FactsOf(file.SemanticModel.SyntaxTree).MayMentionAny(hashes))
            {
                analyze(file);
            }
        });
    }

    /// <summary>Asks the rule about every call, or construction, that has one of the names: its own, that of the constructed type, or of a type that is handed to it.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="names">The simple names of methods and types.</param>
    /// <param name="analyze">The rule.</param>
    /// <param name="isWanted">Which places are worth binding, by what is written there; null for all.</param>
    public static void RegisterNamedCalls(this CompilationStartAnalysisContext start, RuleContext context, IEnumerable<string> names, Action<NamedCall> analyze, Func<SimpleNameSyntax, TreeFacts, bool>? isWanted = null)
    {
        var words = new Lazy<(string Name, int Hash)[]>(() =>
        {
            var own = names.Distinct(StringComparer.Ordinal).ToList();
            return own.Concat(context.Aliases.Everywhere(own)).Select(name => (name, WordIndex.HashOf(name))).ToArray();
        });
        start.RegisterSemanticModelAction(file =>
        {
            var facts = context.FactsOf(file.SemanticModel.SyntaxTree);
            var mentioned = words.Value.Where(word => facts.MayMention(word.Hash)).Select(word => word.Name).ToList();
            if (mentioned.Count == 0)
            {
                return;
            }

            var written = mentioned.SelectMany(name => context.Aliases.InFile(name, facts)).Concat(mentioned).SelectMany(facts.Names).Where(name => isWanted?.Invoke(name, facts) != false).ToList();
            if (written.Count == 0)
            {
                return;
            }

            var places = written.Select(CallOf).OfType<ExpressionSyntax>().Concat(written.Any(IsDeclaredType) ? facts.ImplicitConstructions() : []);
            foreach (var place in places.Distinct().OrderBy(place => place.SpanStart).ThenByDescending(place => place.Span.Length))
            {
                if (file.SemanticModel.GetOperation(place, file.CancellationToken) is { } operation)
                {
                    analyze(new NamedCall(operation, file));
                }
            }
        });
    }

    /// <summary>Whether a call stands in the file and is one when bound: half-typed code is left alone.</summary>
    public static bool HasCall(this SemanticModelAnalysisContext file, SyntaxNode call) =>
        call.SyntaxTree == file.SemanticModel.SyntaxTree && file.SemanticModel.GetOperation(call, file.CancellationToken) is IInvocationOperation;

    /// <summary>The call of what is named, the construction of it, or the call that is handed it as a type.</summary>
    private static ExpressionSyntax? CallOf(SimpleNameSyntax name)
    {
        for (SyntaxNode node = name; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax:
                    return (ExpressionSyntax)parent;
                case MemberAccessExpressionSyntax access when access.Name == node:
                case MemberBindingExpressionSyntax or TypeSyntax or TypeArgumentListSyntax or TypeOfExpressionSyntax or ArgumentSyntax { Expression: TypeOfExpressionSyntax } or ArgumentListSyntax:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether something is declared of the named type: <c>new(…)</c> leaves it out.</summary>
    private static bool IsDeclaredType(SimpleNameSyntax name) => SyntaxFacts.IsInTypeOnlyContext(name) && name.Parent is not BaseObjectCreationExpressionSyntax;
}
