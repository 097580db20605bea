using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>The call that registers a cache whose entries somebody invalidates, and who does.</summary>
/// <param name="Registration">The registration: where the store that all nodes share is missing.</param>
/// <param name="Change">The first invalidation.</param>
internal sealed record RegisteredCache(FoundCall<CacheCallKind> Registration, FoundCall<CacheCallKind> Change)
{
    /// <summary>How a message names who invalidates.</summary>
    public string Changer(RuleContext context) =>
        StateNames.Of(EnclosingMember.Named(context.Uses.ModelOf(Change.Syntax.SyntaxTree).GetEnclosingSymbol(Change.Syntax.SpanStart, context.Cancellation)), Change.Syntax);

    /// <summary>The registration and an invalidation of a cache; null where either is missing, or where nobody who serves requests invalidates.</summary>
    /// <param name="context">What is known of the compilation.</param>
    /// <param name="apis">The rows of the cache.</param>
    /// <param name="registration">What registers it.</param>
    /// <param name="change">What invalidates its entries.</param>
    /// <param name="isLocal">Which overloads register the memory of the node; null for all.</param>
    public static RegisteredCache? Find(RuleContext context, ApiTable<CacheCallKind> apis, CacheCallKind registration, CacheCallKind change, Func<IMethodSymbol, bool>? isLocal = null)
    {
        var calls = FoundCall<CacheCallKind>.All(context, apis).ToList();
        var registrations = calls.Where(c => c.Effect == registration && !DevelopmentCode.Contains(c.Syntax)).ToList();
        if (registrations.FirstOrDefault() is not { } registered || (isLocal is not null && !registrations.All(c => isLocal(c.Method))))
        {
            return null;
        }

        var changes = calls.Where(c => c.Effect == change && !c.Syntax.Ancestors().Any(a => a is CatchClauseSyntax) && !DevelopmentCode.Contains(c.Syntax)).ToList();
        var serving = changes.FirstOrDefault(c => context.Phases.At(c.Syntax, context.Uses.ModelOf(c.Syntax.SyntaxTree)) is var phase && phase != ExecutionPhase.None && !phase.IsOnlyStartup() && !phase.IsOnlyBackground());
        return serving is null ? null : new RegisteredCache(registered, serving);
    }
}
