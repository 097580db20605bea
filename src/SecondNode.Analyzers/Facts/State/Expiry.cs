using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Recognizes the hand-written cache whose entries grow old: whoever asks for one compares the clock, and loads it again from
/// where all nodes load theirs. How old it may become is the owner's choice, as with a memory cache.
/// </summary>
internal static class Expiry
{
    private const int MaxDepth = 2;

    private const ValueOrigin Loaded = ValueOrigin.Database | ValueOrigin.Remote | ValueOrigin.Service | ValueOrigin.File;

    /// <summary>Whether nothing is put in or taken out but by members that compare the clock, and everything is loaded from elsewhere.</summary>
    public static bool Limits(ImmutableArray<StateUse> all, ImmutableArray<StateUse> changes, ValueOrigin origin, RuleContext context) =>
        (origin & Loaded) != ValueOrigin.None && (origin & (ValueOrigin.Request | ValueOrigin.Unknown)) == ValueOrigin.None &&
        changes.GroupBy(c => c.Member, SymbolEqualityComparer.Default).All(member =>
            all.Any(u => u.Effect is StateEffect.Probe or StateEffect.Read && SymbolEqualityComparer.Default.Equals(u.Member, member.Key)) && ComparesClock(member.First().Operation.Root(), context, 0));

    /// <summary>Whether a body, or a member of the same object that it asks, compares the clock with something.</summary>
    public static bool ComparesClock(IOperation body, RuleContext context) => ComparesClock(body, context, 0);

    private static bool ComparesClock(IOperation body, RuleContext context, int depth) =>
        body.DescendantsAndSelf().Any(o => o switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } comparison => comparison.DescendantsAndSelf().Any(IsClock),
            IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: { ReturnType.SpecialType: SpecialType.System_Boolean } method } when depth < MaxDepth => BodyOf(method, context) is { } inner && ComparesClock(inner, context, depth + 1),
            _ => false,
        });

    private static bool IsClock(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { Name: "Now" or "UtcNow", ContainingType.Name: "DateTime" or "DateTimeOffset" } } or
        IPropertyReferenceOperation { Property: { Name: "TickCount" or "TickCount64", ContainingType.Name: "Environment" } } or
        IInvocationOperation { TargetMethod: { Name: "GetUtcNow" or "GetLocalNow" or "GetTimestamp" or "GetElapsedTime" } };

    private static IOperation? BodyOf(IMethodSymbol method, RuleContext context) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is MethodDeclarationSyntax declaration && method.IsInSource(context.Compilation) && context.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
            ? context.Uses.ModelOf(declaration.SyntaxTree).GetOperation(declaration, context.Cancellation)
            : null;
}
