using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>The changes of one entry of application state while requests are served.</summary>
/// <param name="First">The place to report: the change that proves most.</param>
/// <param name="Place">Its syntax.</param>
/// <param name="IsCertain">Whether requests change it; else it is background work, a memo that each node fills, or nobody that can be seen.</param>
/// <param name="Member">Who changes it.</param>
/// <param name="Others">The other changes.</param>
internal sealed record ApplicationChange(BagWrite First, ExpressionSyntax Place, bool IsCertain, ISymbol? Member, ImmutableArray<Location> Others);

/// <summary>Finds the entries of application state that change after start-up.</summary>
internal static class ApplicationWrites
{
    /// <summary>One of these words is in every file that changes application state.</summary>
    public static readonly ImmutableArray<string> Words = ImmutableArray.Create("Application", "HttpApplicationState", "HttpApplicationStateBase", "Contents");

    private static readonly string[] Methods = ["Add", "Set", "Remove", "RemoveAt", "RemoveAll", "Clear"];

    /// <summary>The entries, each with its changes; places whose key is not constant each for itself.</summary>
    public static ImmutableArray<ApplicationChange> Find(RuleContext context)
    {
        var found = new List<Change>();
        foreach (var (syntax, model) in BagPlaces.Find(context, Words, Methods))
        {
            if (Of(syntax, model, context) is { } write && !DevelopmentCode.Contains(syntax))
            {
                var phase = context.Phases.At(syntax, model);
                var member = EnclosingMember.Of(syntax, model, context.Cancellation);
                if (!phase.IsOnlyStartup() && !IsAtTheEnd(syntax) && !(member is not null && NodeLocal.IsDeclared(member, context.Settings)))
                {
                    found.Add(new Change(write, syntax, phase, member, phase.ServesRequests() && !IsMemo(write, syntax) && !IsLastError(write, syntax)));
                }
            }
        }

        return found
            .GroupBy(c => c.Write.Key ?? c.Place.SyntaxTree.FilePath + ":" + c.Place.SpanStart)
            .Select(Summary)
            .ToImmutableArray();
    }

    private static ApplicationChange Summary(IEnumerable<Change> changes)
    {
        var ordered = changes.OrderByDescending(c => c.Certain).ToList();
        var first = ordered[0];
        return new ApplicationChange(first.Write, first.Place, first.Certain, first.Member, ordered.Skip(1).Select(c => c.Place.GetLocation()).ToImmutableArray());
    }

    private static BagWrite? Of(ExpressionSyntax place, SemanticModel model, RuleContext context)
    {
        if (model.GetSymbolInfo(place, context.Cancellation).Symbol is not { } symbol || ClassicStateApis.Apis.Match(symbol) is not { Effect.Bag: ClassicBag.Application } ||
            model.GetOperation(place, context.Cancellation) is not { } operation)
        {
            return null;
        }

        return operation.Parent is IAssignmentOperation assignment && assignment.Target == operation ? BagWrite.Of(assignment) : BagWrite.Of(operation);
    }

    /// <summary>Made where it is missing: every node makes its own, and nobody replaces it.</summary>
    private static bool IsMemo(BagWrite write, SyntaxNode place)
    {
        if (place.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression })
        {
            return true;
        }

        foreach (var branch in place.Ancestors().TakeWhile(a => a is not MemberDeclarationSyntax).OfType<IfStatementSyntax>())
        {
            var condition = branch.Condition.ToString();
            if (branch.Statement.Span.Contains(place.Span) && condition.IndexOf(write.Entry, StringComparison.Ordinal) >= 0 && condition.IndexOf("null", StringComparison.Ordinal) >= 0 && condition.IndexOf("!=", StringComparison.Ordinal) < 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The last error, kept for whoever looks at it.</summary>
    private static bool IsLastError(BagWrite write, SyntaxNode place) =>
        write.Value?.Type.IsNamed("System.Exception") == true || place.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText is "Application_Error" or "OnError" or "Page_Error";

    private static bool IsAtTheEnd(SyntaxNode place) => place.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText is "Application_End" or "Application_OnEnd" or "Dispose";

    private sealed record Change(BagWrite Write, ExpressionSyntax Place, ExecutionPhase Phase, ISymbol? Member, bool Certain);
}
