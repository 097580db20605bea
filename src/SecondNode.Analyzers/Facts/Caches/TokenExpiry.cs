using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>
/// Finds cache entries that a cancellation token expires: a type gives out change tokens of its token sources, and cancels
/// them when what the entries were made from has changed.
/// </summary>
internal static class TokenExpiry
{
    private const string ChangeToken = "CancellationChangeToken";

    /// <summary>The places that cancel.</summary>
    public static ImmutableArray<CacheFinding> Find(RuleContext context)
    {
        var found = ImmutableArray.CreateBuilder<CacheFinding>();
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var tree in context.Trees)
        {
            foreach (var name in context.FactsOf(tree).Names(ChangeToken))
            {
                if (name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } made && made.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration &&
                    context.Uses.ModelOf(tree) is var model && model.GetDeclaredSymbol(declaration, context.Cancellation) is INamedTypeSymbol type && seen.Add(type) &&
                    context.Types.Is(model.GetTypeInfo(made, context.Cancellation).Type, "Microsoft.Extensions.Primitives.CancellationChangeToken") &&
                    Judge(type, context) is { } finding)
                {
                    found.Add(finding);
                }
            }
        }

        return found.ToImmutable();
    }

    private static CacheFinding? Judge(INamedTypeSymbol type, RuleContext context)
    {
        // A file provider or an endpoint source that gives out tokens is no cache: somebody must keep entries.
        if (!type.DeclaringSyntaxReferences.Any(r => context.FactsOf(r.SyntaxTree) is var facts && (facts.Mentions("IMemoryCache") || facts.Mentions("MemoryCacheEntryOptions") || facts.Mentions("ICacheEntry") || facts.Mentions("AddExpirationToken"))) ||
            NodeLocal.IsDeclared(type, context.Settings) || Broadcasts.Reach(type) || Broadcasts.HasSharedSibling(type, context) || type.AllInterfaces.Any(i => i.Name is "IMemoryCache"))
        {
            return null;
        }

        var places = new List<(SyntaxNode Name, ISymbol? Member, ExecutionPhase Phase)>();
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            var model = context.Uses.ModelOf(reference.SyntaxTree);
            foreach (var call in reference.GetSyntax(context.Cancellation).DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                var name = (call.Expression as MemberAccessExpressionSyntax)?.Name ?? (call.Expression as MemberBindingExpressionSyntax)?.Name;
                if (name?.Identifier.ValueText is "Cancel" or "CancelAsync" && model.GetOperation(call, context.Cancellation) is IInvocationOperation { TargetMethod.ContainingType.Name: "CancellationTokenSource" } operation &&
                    model.GetEnclosingSymbol(call.SpanStart, context.Cancellation) is { } symbol && symbol.Name is not ("Dispose" or "DisposeAsync" or "StopAsync") && !Broadcasts.Raises(operation, type))
                {
                    places.Add((name, symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } ? symbol.ContainingSymbol : symbol, context.Phases.At(call, model)));
                }
            }
        }

        var told = places.Where(p => p.Phase != ExecutionPhase.None && !p.Phase.IsOnlyStartup()).OrderByDescending(p => p.Phase.ServesRequests()).ToList();
        return told.Count == 0
            ? null
            : new CacheFinding(CacheStory.Expired, told[0].Name, told[0].Phase.ServesRequests(), StateNames.Of(told[0].Member, told[0].Name), null, null, told.Skip(1).Select(p => p.Name).ToImmutableArray());
    }
}
