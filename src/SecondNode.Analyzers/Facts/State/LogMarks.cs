using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>Recognizes marks that only keep a message from being logged twice: that each node logs it once is harmless.</summary>
internal static class LogMarks
{
    private const int MaxUses = 20;

    /// <summary>Whether nothing follows from it but log messages, at once or later.</summary>
    public static bool Are(ImmutableArray<StateUse> all, RuleContext context)
    {
        var used = all.Where(u => u.Member is not (null or IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.StaticConstructor })).ToList();
        return used.Count > 0 && used.GroupBy(u => u.Member!, SymbolEqualityComparer.Default).All(member => member.Key is IMethodSymbol method && OnlyLeadsToLogs(member.ToList(), method, context));
    }

    /// <summary>Whether the member does nothing but log, or note what is to be logged, where the mark was not there.</summary>
    private static bool OnlyLeadsToLogs(List<StateUse> uses, IMethodSymbol method, RuleContext context)
    {
        // if (seen.Add(key)) { … }, or all of a member that gives no answer.
        var branches = uses.Select(u => u.Operation.Ancestors().OfType<IConditionalOperation>().FirstOrDefault(c => uses.Any(p => c.Condition.Syntax.Span.Contains(p.Operation.Syntax.Span)))).ToList();
        if (branches.All(b => b is { WhenFalse: null } && Logs(b.WhenTrue)))
        {
            return branches.All(b => AreLogs(b!.WhenTrue, uses, method, context));
        }

        return (method.ReturnsVoid || method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 }) && AreLogs(uses[0].Operation.Root(), uses, method, context);
    }

    private static bool AreLogs(IOperation body, List<StateUse> uses, IMethodSymbol method, RuleContext context)
    {
        var consequences = body.DescendantsAndSelf().OfType<IExpressionStatementOperation>().Select(s => s.Operation)
            .Where(o => !IsToALocal(o) && !uses.Any(u => o.Syntax.Span.Contains(u.Operation.Syntax.Span))).ToList();
        return consequences.Count > 0 && consequences.All(c => Logs(c) || (FilledBy(c) is { } noted && IsForLogsOnly(noted, method, context))) &&
            !body.DescendantsAndSelf().Any(o => o is IReturnOperation { ReturnedValue: not null, IsImplicit: false });
    }

    private static bool IsToALocal(IOperation consequence) => consequence is IAssignmentOperation { Target: ILocalReferenceOperation };

    /// <summary>The field of the object that a statement puts something into.</summary>
    private static IFieldSymbol? FilledBy(IOperation consequence) =>
        consequence is IInvocationOperation { Instance: IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: { DeclaredAccessibility: Accessibility.Private } field } } ? field : null;

    /// <summary>Whether the other members look at the field only to log what is in it, and to empty it.</summary>
    private static bool IsForLogsOnly(IFieldSymbol field, IMethodSymbol filledBy, RuleContext context)
    {
        if (context.Uses.AtMost(field, MaxUses) is not { } uses)
        {
            return false;
        }

        var logged = false;
        foreach (var use in uses)
        {
            var member = use.Name.FirstAncestorOrSelf<MemberDeclarationSyntax>();
            if (member is null or FieldDeclarationSyntax || SymbolEqualityComparer.Default.Equals(use.Model.GetDeclaredSymbol(member, context.Cancellation), filledBy))
            {
                continue;
            }

            var statements = use.Name.Ancestors().TakeWhile(n => n != member).OfType<StatementSyntax>().Where(s => s is not BlockSyntax).ToList();
            if (statements.FirstOrDefault() is { } nearest && use.Model.GetOperation(nearest, context.Cancellation) is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "Clear" } })
            {
                continue;
            }

            if (!statements.Any(s => use.Model.GetOperation(s, context.Cancellation) is { } statement && Logs(statement)))
            {
                return false;
            }

            logged = true;
        }

        return logged;
    }

    private static bool Logs(IOperation statement) => statement.DescendantsAndSelf().OfType<IInvocationOperation>().Any(IsLog);

    private static bool IsLog(IInvocationOperation call)
    {
        var receiver = (call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null))?.Type?.Name;
        return IsLogger(call.TargetMethod.ContainingType?.Name) || IsLogger(receiver);
    }

    private static bool IsLogger(string? type) => type is not null && (type.Contains("Logger") || type is "Log" or "Trace" or "Debug" or "Console");
}
