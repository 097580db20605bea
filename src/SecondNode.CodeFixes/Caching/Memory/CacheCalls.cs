using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching.Memory;

/// <summary>One call on a memory cache, written on the shared store.</summary>
/// <param name="Use">The rewrite.</param>
/// <param name="Payload">The type of the entry; null for a removal.</param>
/// <param name="Helper">The class of the helper that it calls; null where the interface itself has the method.</param>
/// <param name="Options">Options that are made elsewhere and passed here.</param>
internal sealed record CacheCallRewrite(StateUse Use, ITypeSymbol? Payload, string? Helper, ISymbol? Options = null)
{
    /// <summary>The call, where more than it is replaced.</summary>
    public InvocationExpressionSyntax? Call { get; init; }

    /// <summary>A place in the function that makes the call.</summary>
    public SyntaxNode? At { get; init; }
}

/// <summary>The rewrites of the calls on a memory cache. Keys must be text; what only a process can do has none.</summary>
/// <param name="document">The document of the calls.</param>
/// <param name="model">Its model.</param>
/// <param name="patterns">Whether <c>TryGetValue(key, out var x)</c> in asynchronous code becomes an awaited pattern.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class CacheCalls(Document document, SemanticModel model, bool patterns, CancellationToken cancellation)
{
    /// <summary>The rewrite of a call, or null.</summary>
    public CacheCallRewrite? Classify(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0 || arguments.Any(a => a.NameColon is not null) || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method ||
            model.GetTypeInfo(arguments[0].Expression, cancellation).Type is not { SpecialType: SpecialType.System_String })
        {
            return null;
        }

        var payload = method.TypeArguments.Length == 1 ? method.TypeArguments[0] : null;
        if (method.Name == "Remove" && payload is null)
        {
            return new CacheCallRewrite(Use(call, (c, store) => store.Call("Remove", null, Arg(c, 0))), null, null);
        }

        if (method.Name == "CreateEntry")
        {
            return CreatedEntry.Classify(call, document, model, cancellation);
        }

        if (payload is null || !JsonShape.RoundTrips(payload, model.Compilation))
        {
            return null;
        }

        return (method.Name, arguments.Count) switch
        {
            ("Get", 1) => new CacheCallRewrite(Use(call, (c, store) => store.Call("GetFromJson", Display(payload, call), Arg(c, 0))), payload, JsonHelpers.EntryClass),
            ("TryGetValue", 2) => new CacheCallRewrite(TryGet(call, payload), payload, JsonHelpers.EntryClass),
            ("Set", 2 or 3) => Set(call, method, payload),
            ("GetOrCreate" or "GetOrCreateAsync", 2) => Create(call, payload),
            _ => null,
        };
    }

    private string Display(ITypeSymbol type, SyntaxNode at) => type.ToMinimalDisplayString(model, at.SpanStart);

    private StateUse TryGet(InvocationExpressionSyntax call, ITypeSymbol payload)
    {
        var target = call.ArgumentList.Arguments[1].Expression;
        if (patterns && AsyncContext.MayAwait(call) && target is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier.Text: var variable } } && payload is not { IsValueType: true, OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
        {
            var negated = call.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not ? not : null;
            var plain = Display(payload.WithNullableAnnotation(NullableAnnotation.NotAnnotated), call);
            return Use((ExpressionSyntax?)negated ?? call, (c, store) =>
            {
                var inner = c is PrefixUnaryExpressionSyntax prefix ? prefix.Operand : c;
                return StoreCalls.Is(store.Call("GetFromJson", payload.IsValueType ? plain + "?" : plain, Arg(inner, 0)), (negated is null ? "{ } " : "not { } ") + variable);
            });
        }

        // The type of the variable is written: it decides what is read.
        var type = Display(payload, call);
        return Use(call, (c, store) => store.Sync("TryGetFromJson", type.TrimEnd('?') == type || payload.IsValueType ? type : type.TrimEnd('?'), SyntaxFactory.Argument(Arg(c, 0).WithoutTrivia()), ((InvocationExpressionSyntax)c).ArgumentList.Arguments[1].WithoutTrivia()));
    }

    private CacheCallRewrite? Set(InvocationExpressionSyntax call, IMethodSymbol method, ITypeSymbol payload)
    {
        var value = call.ArgumentList.Arguments[1].Expression;
        var written = SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(value, cancellation).Type, payload) ? null : Display(payload, call);
        if (call.ArgumentList.Arguments.Count == 2)
        {
            return new CacheCallRewrite(Use(call, (c, store) => store.Call("SetAsJson", written, Arg(c, 0), Arg(c, 1))), payload, JsonHelpers.EntryClass);
        }

        var third = call.ArgumentList.Arguments[2].Expression;
        ISymbol? held = null;
        Func<ExpressionSyntax, ExpressionSyntax>? options = null;
        switch (method.Parameters[method.Parameters.Length - 1].Type.FullName())
        {
            case "System.TimeSpan":
                options = current => EntryOptions.Of("AbsoluteExpirationRelativeToNow", current);
                break;
            case "System.DateTimeOffset":
                options = current => EntryOptions.Of("AbsoluteExpiration", current);
                break;
            case "Microsoft.Extensions.Caching.Memory.MemoryCacheEntryOptions" when EntryOptions.Rewrite(third) is not null:
                options = current => EntryOptions.Rewrite(current)!;
                break;
            case "Microsoft.Extensions.Caching.Memory.MemoryCacheEntryOptions" when model.GetSymbolInfo(third, cancellation).Symbol is ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private }:
                held = model.GetSymbolInfo(third, cancellation).Symbol;
                options = current => current;
                break;
        }

        return options is null ? null : new CacheCallRewrite(Use(call, (c, store) => store.Call("SetAsJson", written, Arg(c, 0), Arg(c, 1), options(Arg(c, 2)))), payload, JsonHelpers.EntryClass, held);
    }

    private CacheCallRewrite? Create(InvocationExpressionSyntax call, ITypeSymbol payload)
    {
        if (call.ArgumentList.Arguments[1].Expression is not LambdaExpressionSyntax lambda || EntryOptions.RewriteFactory(lambda) is null)
        {
            return null;
        }

        var member = (MemberAccessExpressionSyntax)call.Expression;
        var name = member.Name.Identifier.ValueText == "GetOrCreate" ? "GetOrCreateAsJson" : "GetOrCreateAsJsonAsync";
        var use = Use(call, (c, _) =>
        {
            var current = (InvocationExpressionSyntax)c;
            var access = (MemberAccessExpressionSyntax)current.Expression;
            var renamed = access.Name is GenericNameSyntax generic ? generic.WithIdentifier(SyntaxFactory.Identifier(name)) : (SimpleNameSyntax)SyntaxFactory.IdentifierName(name);
            var factory = (LambdaExpressionSyntax)current.ArgumentList.Arguments[1].Expression;
            return current.ReplaceNodes(new SyntaxNode[] { access.Name, factory }, (original, _) => original is LambdaExpressionSyntax ? EntryOptions.RewriteFactory(factory)!.WithTriviaFrom(factory) : renamed.WithTriviaFrom(access.Name));
        });
        return new CacheCallRewrite(use, payload, JsonHelpers.FactoryClass);
    }

    private StateUse Use(ExpressionSyntax node, Func<ExpressionSyntax, StoreCalls, ExpressionSyntax> rewrite) =>
        new(document, node, (current, store) => rewrite((ExpressionSyntax)current, store));

    private static ExpressionSyntax Arg(ExpressionSyntax call, int index) => ((InvocationExpressionSyntax)call).ArgumentList.Arguments[index].Expression;
}
