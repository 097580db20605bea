using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>Dismisses the uses of caches that are harmless for where they stand: constructors, error handling, caches of one request, types that tell the other nodes.</summary>
internal static class CacheCandidates
{
    /// <summary>Whether a use has to be judged at all.</summary>
    public static bool Include(CacheUse use, RuleContext context)
    {
        if (use.Member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } or IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "StopAsync" } or IFieldSymbol)
        {
            return false;
        }

        // A bad entry that this node drops, the other nodes drop when they meet it.
        if (use.Operation.Syntax.Ancestors().Any(a => a is CatchClauseSyntax))
        {
            return false;
        }

        if (use.Effect == CacheEffect.Clear && use.Operation is IInvocationOperation { TargetMethod.Name: "Compact" or "Trim", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: var share } }, ..] } && share is double and < 1 or int and < 100)
        {
            return false;
        }

        return !IsCacheItself(use.Type) && !NodeLocal.IsDeclared(use.Holder is IFieldSymbol or IPropertySymbol ? use.Holder : use.Type, context.Settings) && !NodeLocal.IsDeclared(use.Type, context.Settings) &&
            !DevelopmentCode.Contains(use.Place) && !IsPerRequest(use, context) && !Broadcasts.Reach(use.Type) && !Broadcasts.Raises(use.Operation, use.Type);
    }

    private static bool IsCacheItself(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.Name is "IMemoryCache" or "IAppCache" or "IDistributedCache");

    /// <summary>A cache that a short-lived object makes for itself.</summary>
    private static bool IsPerRequest(CacheUse use, RuleContext context) =>
        use.Holder is IFieldSymbol { IsStatic: false } field && context.Lifetimes.Of(use.Type) is Lifetime.Scoped or Lifetime.Transient && field.IsInSource(context.Compilation) &&
        context.Uses.Of(field).Any(u => u.Name.AncestorsAndSelf().OfType<AssignmentExpressionSyntax>().FirstOrDefault() is { Right: BaseObjectCreationExpressionSyntax } assignment && assignment.Left.Span.Contains(u.Name.Span)) |
        (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax });
}
