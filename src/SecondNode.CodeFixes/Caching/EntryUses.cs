using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

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
        var (self, qualifier) = Field(name);
        if (!state.Symbol.IsStatic && qualifier is not null)
        {
            // What names the entries is static: this. goes, and another object is not followed.
            if (qualifier != "this")
            {
                return null;
            }

            qualifier = null;
        }

        return self.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Expression == self && member.Parent is InvocationExpressionSyntax call && call.Expression == member => OfCall(call, member.Name.Identifier.ValueText, qualifier),
            ElementAccessExpressionSyntax { ArgumentList.Arguments.Count: 1 } element when element.Expression == self && IsPlain => OfElement(element, qualifier),
            _ => null,
        };
    }

    /// <summary>The whole expression that names the field, and its qualifier.</summary>
    public static (ExpressionSyntax Self, string? Qualifier) Field(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (access, access.Expression.WithoutTrivia().ToString()) : (name, null);

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
            return Factory(call, isFactory) is { } create ? Use(call, (c, store) => store.Call("GetOrSetAsJson", type, Key(qualifier, Arg(c, 0)), create(c))) : null;
        }

        var kind = ((INamedTypeSymbol)state.ValueType).FullName();
        if (kind == "System.Threading.Tasks.Task" && SymbolEqualityComparer.Default.Equals(payload, ((INamedTypeSymbol)state.ValueType).TypeArguments[0]))
        {
            return Factory(call, isFactory) is { } create ? Use(call, (c, store) => store.Sync("GetOrSetAsJsonAsync", type, store.WithToken(Key(qualifier, Arg(c, 0)), create(c)))) : null;
        }

        return kind == "System.Lazy" && isFactory ? Lazy(call, type, qualifier) : null;
    }

    /// <summary><c>GetOrAdd(key, _ => new Lazy&lt;T&gt;(() => Load())).Value</c>: the lazy wrapper kept two threads from loading twice; the store keeps the value.</summary>
    private StateUse? Lazy(InvocationExpressionSyntax call, string type, string? qualifier)
    {
        if (call.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value ||
            call.ArgumentList.Arguments[1].Expression is not LambdaExpressionSyntax { ExpressionBody: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax { ExpressionBody: not null } }, ..] } } ||
            Factory(call, true) is not { } create)
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
        if (Factory(call, isFactory) is not { } create || call.ArgumentList.Arguments[2].Expression is not ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var key, var old], AsyncKeyword.RawKind: 0 } update ||
            (Mentions(update, key.Identifier.ValueText) && !IsSimple(call.ArgumentList.Arguments[0].Expression)))
        {
            return null;
        }

        return Use(call, (c, store) =>
        {
            var lambda = (ParenthesizedLambdaExpressionSyntax)Arg(c, 2);
            var body = Substitute(lambda.Body, key.Identifier.ValueText, Arg(c, 0));
            return store.Call("AddOrUpdateAsJson", type, Key(qualifier, Arg(c, 0)), create(c), StoreCalls.Lambda(body, old.Identifier.Text));
        }, racy: true);
    }

    private StateUse? OfElement(ElementAccessExpressionSyntax element, string? qualifier)
    {
        var type = Payload(element.SpanStart);
        switch (element.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == element && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression):
                return Use(assignment, (c, store) => store.Call("SetAsJson", TypeFor(assignment.Right), Key(qualifier, ElementKey(((AssignmentExpressionSyntax)c).Left)), ((AssignmentExpressionSyntax)c).Right));
            case AssignmentExpressionSyntax assignment when assignment.Left == element:
                if (Operator(assignment.OperatorToken.Text.TrimEnd('=')) is not { } op || !CanCalculate || !IsName(ElementKey(element)))
                {
                    return null;
                }

                return Use(assignment, (c, store) => Calculate(store, type, Key(qualifier, ElementKey(((AssignmentExpressionSyntax)c).Left)), op, Parenthesized(((AssignmentExpressionSyntax)c).Right)), racy: true);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix when CanCalculate && IsName(ElementKey(element)):
                return Use(prefix, (c, store) => Calculate(store, type, Key(qualifier, ElementKey(((PrefixUnaryExpressionSyntax)c).Operand)), prefix.OperatorToken.Text[..1], One), racy: true);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Parent: ExpressionStatementSyntax } postfix when CanCalculate && IsName(ElementKey(element)):
                return Use(postfix, (c, store) => Calculate(store, type, Key(qualifier, ElementKey(((PostfixUnaryExpressionSyntax)c).Operand)), postfix.OperatorToken.Text[..1], One), racy: true);
            case PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax when element.Parent.IsKind(SyntaxKind.PreIncrementExpression) || element.Parent.IsKind(SyntaxKind.PostIncrementExpression) ||
                element.Parent.IsKind(SyntaxKind.PreDecrementExpression) || element.Parent.IsKind(SyntaxKind.PostDecrementExpression) || element.Parent.IsKind(SyntaxKind.AddressOfExpression):
            case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax:
                return null;
            default:
                return Use(element, (c, store) => store.Call("GetRequiredFromJson", type, Key(qualifier, ElementKey((ExpressionSyntax)c))));
        }
    }

    private static ExpressionSyntax One => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1));

    private bool CanCalculate => payload.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or
        SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal or SpecialType.System_String;

    private static string? Operator(string text) => text is "+" or "-" or "*" or "/" or "|" or "&" or "%" ? text : null;

    /// <summary>Reads, calculates and writes one entry.</summary>
    private static ExpressionSyntax Calculate(StoreCalls store, string type, ExpressionSyntax key, string op, ExpressionSyntax operand)
    {
        var sum = (BinaryExpressionSyntax)SyntaxFactory.ParseExpression($"a {op} b");
        return store.Call("SetAsJson", null, key, sum
            .WithLeft(store.Call("GetRequiredFromJson", type, key).WithTrailingTrivia(SyntaxFactory.Space))
            .WithRight(operand.WithoutTrivia()));
    }

    /// <summary>Makes <c>() => value</c> of the second argument of GetOrAdd or AddOrUpdate; null where it cannot be one.</summary>
    public Func<SyntaxNode, ExpressionSyntax>? Factory(InvocationExpressionSyntax call, bool isFactory)
    {
        var arguments = call.ArgumentList.Arguments;
        var made = arguments[1].Expression;
        if (!isFactory)
        {
            return HasAwait(arguments[1]) ? null : c => StoreCalls.Lambda(Arg(c, 1));
        }

        var hasArgument = arguments.Count == 3 && call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetOrAdd" };
        switch (made)
        {
            case LambdaExpressionSyntax lambda:
                var names = lambda switch
                {
                    SimpleLambdaExpressionSyntax simple => [simple.Parameter.Identifier.ValueText],
                    ParenthesizedLambdaExpressionSyntax several => several.ParameterList.Parameters.Select(p => p.Identifier.ValueText).ToArray(),
                    _ => [],
                };
                if (names.Length != (hasArgument ? 2 : 1) || (Mentions(lambda, names[0]) && !IsSimple(arguments[0].Expression)) || (hasArgument && !IsSimple(arguments[2].Expression)))
                {
                    return null;
                }

                return c =>
                {
                    var current = (LambdaExpressionSyntax)Arg(c, 1);
                    var body = Substitute(current.Body, names[0], Arg(c, 0));
                    return StoreCalls.Lambda(hasArgument ? Substitute(body, names[1], Arg(c, 2)) : body, isAsync: current.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword));
                };
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when !hasArgument && IsSimple(arguments[0].Expression):
                return c => StoreCalls.Lambda(SyntaxFactory.InvocationExpression(Arg(c, 1).WithoutTrivia(), SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(Arg(c, 0).WithoutTrivia())))));
            default:
                return null;
        }
    }

    /// <summary>Puts an expression in the place of a lambda's parameter.</summary>
    private static CSharpSyntaxNode Substitute(CSharpSyntaxNode body, string name, ExpressionSyntax value)
    {
        var inserted = Parenthesized(value.WithoutTrivia());
        return body.ReplaceNodes(Names(body, name), (original, _) => inserted.WithTriviaFrom(original));
    }

    private static bool Mentions(LambdaExpressionSyntax lambda, string name) => Names(lambda.Body, name).Any();

    private static IEnumerable<IdentifierNameSyntax> Names(SyntaxNode node, string name) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name && n.Parent is not (NameColonSyntax or NameEqualsSyntax) && !(n.Parent is MemberAccessExpressionSyntax m && m.Name == n));

    /// <summary>Whether an expression can be written twice: evaluating it again gives the same and does nothing.</summary>
    private bool IsSimple(ExpressionSyntax expression) =>
        expression switch
        {
            IdentifierNameSyntax or LiteralExpressionSyntax or ThisExpressionSyntax or PredefinedTypeSyntax => true,
            MemberAccessExpressionSyntax member => IsSimple(member.Expression),
            ParenthesizedExpressionSyntax inner => IsSimple(inner.Expression),
            InterpolatedStringExpressionSyntax text => text.Contents.OfType<InterpolationSyntax>().All(i => IsSimple(i.Expression)),
            BinaryExpressionSyntax binary => IsSimple(binary.Left) && IsSimple(binary.Right),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call =>
                IsSimple(called.Expression) && call.ArgumentList.Arguments.All(a => a.RefKindKeyword.IsKind(SyntaxKind.None) && IsSimple(a.Expression)) &&
                model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Object },
            _ => false,
        };

    private static bool IsName(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or LiteralExpressionSyntax || (expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or ThisExpressionSyntax });

    private static bool HasAwait(SyntaxNode node) => node.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax).Any(n => n is AwaitExpressionSyntax);

    private StateUse Use(ExpressionSyntax node, Func<ExpressionSyntax, StoreCalls, ExpressionSyntax> rewrite, bool racy = false) =>
        new(document, node, (current, store) => rewrite((ExpressionSyntax)current, store)) { Racy = racy };

    /// <summary>The type argument of a write, where the value has another type of its own (a derived one, a literal, null) and would be written as that.</summary>
    private string? TypeFor(ExpressionSyntax value) =>
        SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(value, cancellation).Type, payload) ? null : Payload(value.SpanStart);

    private ExpressionSyntax Key(string? qualifier, ExpressionSyntax key) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression(qualifier is null ? state.KeyName : qualifier + "." + state.KeyName),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(key.WithoutTrivia()))));

    private static ExpressionSyntax Arg(SyntaxNode call, int index) => ((InvocationExpressionSyntax)call).ArgumentList.Arguments[index].Expression;

    private static ExpressionSyntax ElementKey(ExpressionSyntax element) => ((ElementAccessExpressionSyntax)element).ArgumentList.Arguments[0].Expression;

    public static bool IsDiscard(ArgumentSyntax argument) =>
        argument.Expression is IdentifierNameSyntax { Identifier.ValueText: "_" } or DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax };

    public static bool IsIgnored(ExpressionSyntax call) =>
        call.Parent is ExpressionStatementSyntax ||
        call.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } ||
        (call.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } });

    private static PrefixUnaryExpressionSyntax? Negated(ExpressionSyntax call)
    {
        SyntaxNode node = call;
        while (node.Parent is ParenthesizedExpressionSyntax)
        {
            node = node.Parent;
        }

        return node.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not ? not : null;
    }

    private static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
        {
            expression = inner.Expression;
        }

        return expression;
    }

    private static ExpressionSyntax Parenthesized(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax or InterpolatedStringExpressionSyntax
            ? expression
            : SyntaxFactory.ParenthesizedExpression(expression);
}

/// <summary>What the rewrites ask of types.</summary>
internal static class PayloadTypes
{
    public static bool IsValueTypeNullable(this ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
