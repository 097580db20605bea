using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Classic;

namespace SecondNode.Analyzers.Rules.Session;

/// <summary>SN1005: a value put in System.Web session that no store outside this process can hold.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ValueNotSerializable() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    internal const string Id = "SN1005";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Session,
        Level.Certain,
        "Value put in session cannot be serialized",
        "'{0}' is given a value that no session store shared by the nodes can hold: {1}",
        "In the memory of one process a session holds any object. A store that all nodes share holds bytes: ASP.NET serializes every value at the end of " +
        "the request, and throws where a type, or one that it holds, is not marked [Serializable]. Such a value keeps session tied to one node.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(SessionUses.Words) || !context.IsSystemWeb || context.Site is { Session: { Place: SessionPlace.None } or { OwnSerializer: true } })
        {
            return;
        }

        start.RegisterSemanticModelAction(model =>
        {
            foreach (var use in context.Sessions.Of(model.SemanticModel.SyntaxTree))
            {
                if (use.Value is { } value && Serialization.ProblemsOf(value) is [var problem, ..])
                {
                    model.Report(Diagnostic.Create(Descriptor, value.Syntax.GetLocation(), use.Entry, Reason(problem)));
                }
            }
        });
    }

    private static string Reason(SerializationProblem problem)
    {
        var name = problem.Type.IsAnonymousType ? "an anonymous type" : "'" + problem.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + "'";
        var held = problem.Member.Length == 0 ? name : "'" + problem.Member + "' holds " + name + ", which";
        return held + (problem.CanBeMarked ? " is not marked [Serializable]" : " cannot be serialized");
    }
}
