using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
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
        if (!context.MayMentionAny(SessionUses.Words) || !context.Types.Has("System.Web.SessionState.HttpSessionState") || context.Site is { Session: { Place: SessionPlace.None } or { OwnSerializer: true } })
        {
            return;
        }

        start.RegisterOperationAction(operation => Check(operation, context), OperationKind.SimpleAssignment, OperationKind.CoalesceAssignment, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext analysis, RuleContext context)
    {
        if (analysis.Operation is IInvocationOperation { TargetMethod.Name: not "Add" } || BagWrite.Of(analysis.Operation) is not { Bag: not ClassicBag.Application, Value: { } value } write)
        {
            return;
        }

        var problems = Serialization.ProblemsOf(value);
        if (problems.IsEmpty || (write.Bag == ClassicBag.TempData && !context.Sessions.HoldTempData))
        {
            return;
        }

        analysis.ReportDiagnostic(Diagnostic.Create(Descriptor, value.Syntax.GetLocation(), write.Entry, Reason(problems[0])));
    }

    private static string Reason(SerializationProblem problem)
    {
        var name = problem.Type.IsAnonymousType ? "an anonymous type" : "'" + problem.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + "'";
        var held = problem.Member.Length == 0 ? name : "'" + problem.Member + "' holds " + name + ", which";
        return held + (problem.CanBeMarked ? " is not marked [Serializable]" : " cannot be serialized");
    }
}
