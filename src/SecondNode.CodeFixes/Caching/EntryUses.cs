using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using static SecondNode.CodeFixes.Caching.CallShapes;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// The uses of a static map when every entry of it becomes an entry of the shared store. What no key-value store can answer
/// (counting, enumerating, clearing, compare-and-swap) has no rewrite.
/// </summary>
internal sealed class EntryUses(StateField state, ITypeSymbol payload, Document document, SemanticModel model, bool patterns, CancellationToken cancellation)
{
    /// <summary>The type behind a lazy or asynchronous value: what is stored is what it makes.</summary>
    public static ITypeSymbol PayloadOf(ITypeSymbol value) =>
        value is INamedTypeSymbol { TypeArguments: [var inner] } named && named.FullName() is "System.Lazy" or "System.Threading.Tasks.Task" ? PayloadOf(inner) : value;

    /// <summary>The rewrite of one use, or null.</summary>
    public StateUse? Classify(SimpleNameSyntax name)
    {
        if (StateMention.Of(state, name, model) is not var (self, qualifier))
        {
            return null;
        }

        return self.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Expression == self && member.Parent is InvocationExpressionSyntax call && call.Expression == member => OfCall(call, member.Name.Identifier.ValueText, qualifier),
            ElementAccessExpressionSyntax { ArgumentList.Arguments.Count: 1 } element when element.Expression == self && IsPlain => new ElementUses(payload, document, model, key => Key(qualifier, key), cancellation).Classify(element),
            _ => null,
        };
    }

    private EntryFactories Factories => new(model, cancellation);

    private bool IsPlain => SymbolEqualityComparer.Default.Equals(payload, state.ValueType);

    private string Payload(int position) => payload.ToMinimalDisplayString(model, position);

    private StateUse? OfCall(InvocationExpressionSyntax call, string method, string? qualifier)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0 || arguments.Any(a => a.NameColon is not null) || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol symbol)
        {
            return null;
        }

        var type = Payload(call.SpanStart);
        var ignored = IsIgnored(call);
        switch (method, arguments.Count)
        {
            case ("TryGetValue", 2) when IsPlain:
                return TryGet(call, type, qualifier);
            case ("ContainsKey", 1):
                return Exists(call, qualifier);
            case ("GetValueOrDefault", 1) when IsPlain && !payload.IsValueTypeNullable():
                return Use(call, (c, store) => store.Call("GetFromJson", type, Key(qualifier, Arg(c, 0))));
            case ("GetValueOrDefault", 2) when IsPlain:
                return Use(call, (c, store) => store.Sync("GetFromJson", type, SyntaxFactory.Argument(Key(qualifier, Arg(c, 0))), SyntaxFactory.Argument(Arg(c, 1))));
            case ("Add", 2) when IsPlain && symbol.ReturnsVoid:
                return Use(call, (c, store) => store.Call("SetAsJson", TypeFor(arguments[1].Expression), Key(qualifier, Arg(c, 0)), Arg(c, 1)));
            // Extensions of libraries; the names say it.
            case ("AddOrReplace" or "AddOrUpdate", 2) when IsPlain && ignored && symbol.IsExtensionMethod && symbol.Parameters is [{ Type: var keyed }, { Type: var stored }] &&
                SymbolEqualityComparer.Default.Equals(keyed, state.KeyType) && SymbolEqualityComparer.Default.Equals(stored, payload):
                return Use(call, (c, store) => store.Call("SetAsJson", TypeFor(arguments[1].Expression), Key(qualifier, Arg(c, 0)), Arg(c, 1)));
            case ("TryAdd", 2) when IsPlain && ignored && !HasAwait(arguments[1]):
                return Use(call, (c, store) => store.Call("GetOrSetAsJson", type, Key(qualifier, Arg(c, 0)), StoreCalls.Lambda(Arg(c, 1))));
            case ("Remove" or "TryRemove", 1 or 2):
                return Remove(call, symbol, type, ignored, qualifier);
            case ("GetOrAdd", 2 or 3):
                return GetOrAdd(call, symbol, type, qualifier);
            case ("AddOrUpdate", 3) when IsPlain:
                return AddOrUpdate(call, symbol, type, qualifier);
            default:
                return null;
        }
    }

    private StateUse? TryGet(InvocationExpressionSyntax call, string type, string? qualifier)
    {
        var target = call.ArgumentList.Arguments[1];
        if (IsDiscard(target))
        {
            return Exists(call, qualifier);
        }

        var nullable = payload.NullableAnnotation == NullableAnnotation.Annotated || payload.IsValueTypeNullable();
        if (patterns && Editing.AsyncContext.MayAwait(call) && !nullable && target.Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax { Identifier.Text: var variable } })
        {
            var negated = Negated(call);
            var optional = payload.IsValueType ? type + "?" : type;
            return Use((ExpressionSyntax?)negated ?? call, (c, store) =>
            {
                var inner = (InvocationExpressionSyntax)(negated is null ? c : Unwrap(((PrefixUnaryExpressionSyntax)c).Operand));
                return StoreCalls.Is(store.Call("GetFromJson", optional, Key(qualifier, Arg(inner, 0))), (negated is null ? "{ } " : "not { } ") + variable);
            });
        }

        return Use(call, (c, store) => store.Sync("TryGetFromJson", type, SyntaxFactory.Argument(Key(qualifier, Arg(c, 0))), ((InvocationExpressionSyntax)c).ArgumentList.Arguments[1].WithoutTrivia()));
    }

    private StateUse Exists(InvocationExpressionSyntax call, string? qualifier)
    {
        var negated = Negated(call);
        return Use((ExpressionSyntax?)negated ?? call, (c, store) =>
        {
            var inner = negated is null ? c : Unwrap(((PrefixUnaryExpressionSyntax)c).Operand);
            return StoreCalls.Is(store.Call("Get", null, Key(qualifier, Arg(inner, 0))), negated is null ? "not null" : "null");
        });
    }

    private StateUse? Remove(InvocationExpressionSyntax call, IMethodSymbol symbol, string type, bool ignored, string? qualifier)
    {
        var arguments = call.ArgumentList.Arguments;
        if (symbol.Parameters.Length == 0 || !SymbolEqualityComparer.Default.Equals(symbol.Parameters[0].Type, state.KeyType))
        {
            return null;
        }

        if (ignored && (arguments.Count == 1 || IsDiscard(arguments[1])))
        {
            var node = call.Parent is AssignmentExpressionSyntax discarding ? (ExpressionSyntax)discarding : call;
            return Use(node, (c, store) => store.Call("Remove", null, Key(qualifier, Arg(c is AssignmentExpressionSyntax assignment ? assignment.Right : c, 0))));
        }

        return IsPlain
            ? Use(call, (c, store) => store.Sync("TryTakeFromJson", type, SyntaxFactory.Argument(Key(qualifier, Arg(c, 0))), arguments.Count == 2
                ? ((InvocationExpressionSyntax)c).ArgumentList.Arguments[1].WithoutTrivia()
                : SyntaxFactory.Argument(null, SyntaxFactory.Token(SyntaxKind.OutKeyword).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.IdentifierName("_"))), racy: true)
            : null;
    }

    private StateUse? GetOrAdd(InvocationExpressionSyntax call, IMethodSymbol symbol, string type, string? qualifier)
    {
        if (!symbol.ContainingType.IsNamed("System.Collections.Concurrent.ConcurrentDictionary"))
        {
            return null;
        }

        var isFactory = symbol.OriginalDefinition.Parameters[1].Type.TypeKind == TypeKind.Delegate;
        if (IsPlain)
        {
            return Factories.Of(call, isFactory) is { } create ? Use(call, (c, store) => store.Call("GetOrSetAsJson", type, Key(qualifier, Arg(c, 0)), create(c))) : null;
        }

        var kind = ((INamedTypeSymbol)state.ValueType).FullName();
        if (kind == "System.Threading.Tasks.Task" && SymbolEqualityComparer.Default.Equals(payload, ((INamedTypeSymbol)state.ValueType).TypeArguments[0]))
        {
            return Factories.Of(call, isFactory) is { } create ? Use(call, (c, store) => store.Sync("GetOrSetAsJsonAsync", type, store.WithToken(Key(qualifier, Arg(c, 0)), create(c)))) : null;
        }

        return kind == "System.Lazy" && isFactory ? Lazy(call, type, qualifier) : null;
    }

    /// <summary><c>GetOrAdd(key, _ => new Lazy&lt;T&gt;(() => Load())).Value</c>: the lazy wrapper kept two threads from loading twice; the store keeps the value.</summary>
    private StateUse? Lazy(InvocationExpressionSyntax call, string type, string? qualifier)
    {
        if (call.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value ||
            call.ArgumentList.Arguments[1].Expression is not LambdaExpressionSyntax { ExpressionBody: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax { ExpressionBody: not null } }, ..] } } ||
            Factories.Of(call, true) is not { } create)
        {
            return null;
        }

        var inner = ((INamedTypeSymbol)state.ValueType).TypeArguments[0];
        var isTask = inner.FullName() == "System.Threading.Tasks.Task" && inner is INamedTypeSymbol { TypeArguments.Length: 1 };
        return isTask || SymbolEqualityComparer.Default.Equals(inner, payload)
            ? Use(value, (c, store) =>
            {
                var current = ((MemberAccessExpressionSyntax)c).Expression;
                var made = (LambdaExpressionSyntax)create(current);
                var lambda = ((BaseObjectCreationExpressionSyntax)made.ExpressionBody!).ArgumentList!.Arguments[0].Expression;
                return isTask
                    ? store.Sync("GetOrSetAsJsonAsync", type, store.WithToken(Key(qualifier, Arg(current, 0)), lambda))
                    : store.Call("GetOrSetAsJson", type, Key(qualifier, Arg(current, 0)), lambda);
            })
            : null;
    }

    private StateUse? AddOrUpdate(InvocationExpressionSyntax call, IMethodSymbol symbol, string type, string? qualifier)
    {
        var isFactory = symbol.OriginalDefinition.Parameters[1].Type.TypeKind == TypeKind.Delegate;
        if (Factories.Of(call, isFactory) is not { } create || call.ArgumentList.Arguments[2].Expression is not ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var key, var old], AsyncKeyword.RawKind: 0 } update ||
            (EntryFactories.Mentions(update, key.Identifier.ValueText) && !Factories.IsSimple(call.ArgumentList.Arguments[0].Expression)))
        {
            return null;
        }

        return Use(call, (c, store) =>
        {
            var lambda = (ParenthesizedLambdaExpressionSyntax)Arg(c, 2);
            var body = EntryFactories.Substitute(lambda.Body, key.Identifier.ValueText, Arg(c, 0));
            return store.Call("AddOrUpdateAsJson", type, Key(qualifier, Arg(c, 0)), create(c), StoreCalls.Lambda(body, old.Identifier.Text));
        }, racy: true);
    }

    private StateUse Use(ExpressionSyntax node, Func<ExpressionSyntax, StoreCalls, ExpressionSyntax> rewrite, bool racy = false) =>
        new(document, node, (current, store) => rewrite((ExpressionSyntax)current, store)) { Racy = racy };

    /// <summary>The type argument of a write, where the value has another type of its own (a derived one, a literal, null) and would be written as that.</summary>
    private string? TypeFor(ExpressionSyntax value) =>
        SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(value, cancellation).Type, payload) ? null : Payload(value.SpanStart);

    private ExpressionSyntax Key(string? qualifier, ExpressionSyntax key) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression(qualifier is null ? state.KeyName : qualifier + "." + state.KeyName),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(key.WithoutTrivia()))));
}

/// <summary>What the rewrites ask of types.</summary>
internal static class PayloadTypes
{
    public static bool IsValueTypeNullable(this ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
