using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Caches;

/// <summary>
/// What is known of the key of a cache entry without running the program: how its text begins, or the method, field or type
/// that makes it.
/// </summary>
/// <param name="Text">How the key begins, or null.</param>
/// <param name="IsWhole">Whether <paramref name="Text"/> is the whole key.</param>
/// <param name="Symbol">The method, field, property or type that makes it, or null.</param>
/// <param name="Parameter">The parameter that is the key, or null.</param>
internal sealed record CacheKey(string? Text, bool IsWhole, ISymbol? Symbol, IParameterSymbol? Parameter)
{
    /// <summary>A key of which nothing is known.</summary>
    public static readonly CacheKey Any = new(null, false, null, null);

    private const int MaxDepth = 4;
    private const int LeastPrefix = 3;

    /// <summary>Whether nothing is known of it.</summary>
    public bool IsAny => Text is null && Symbol is null && Parameter is null;

    /// <summary>Whether only the caller knows it.</summary>
    public bool IsGiven => Text is null && Symbol is null && Parameter is not null;

    /// <summary>How a message names the key, or null.</summary>
    public string? Display => Text is { Length: > 0 } ? (IsWhole ? Text : Text + "*") : Symbol is IMethodSymbol or { IsStatic: true } ? Symbol.Name : null;

    /// <summary>Whether the two can be the key of one entry, as far as text or maker shows it.</summary>
    public bool Meets(CacheKey other)
    {
        if (Symbol is not null && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol))
        {
            return true;
        }

        if (Text is null || other.Text is null)
        {
            return false;
        }

        var (shorter, longer) = Text.Length <= other.Text.Length ? (this, other) : (other, this);
        return shorter.Text!.Length == longer.Text!.Length ? shorter.Text == longer.Text
            : !shorter.IsWhole && shorter.Text.Length >= LeastPrefix && longer.Text.StartsWith(shorter.Text, StringComparison.Ordinal);
    }

    /// <summary>The key that an operation makes.</summary>
    public static CacheKey Of(IOperation? value, RuleContext context, int depth = 0)
    {
        if (value is null || depth > MaxDepth)
        {
            return Any;
        }

        if (value.ConstantValue is { HasValue: true, Value: string text })
        {
            return new CacheKey(text, true, null, null);
        }

        switch (value)
        {
            case IConversionOperation conversion:
                return Of(conversion.Operand, context, depth);
            case IParenthesizedOperation inner:
                return Of(inner.Operand, context, depth);
            case IInterpolatedStringOperation { Parts: [var first, ..] } interpolated:
                return OfInterpolated(interpolated, first, context, depth);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return Of(sum.LeftOperand, context, depth + 1) is { Text: not null } left ? left with { IsWhole = false } : Any;
            case IInvalidOperation { ChildOperations.Count: > 0 } invalid:
                // Half-typed code: what begins the text may be there already.
                return Of(invalid.ChildOperations.First(), context, depth + 1) with { IsWhole = false };
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, context, depth + 1);
            case ITypeOfOperation typeOf:
                return new CacheKey(null, true, typeOf.TypeOperand, null);
            case IObjectCreationOperation { Type: { } made }:
                return new CacheKey(null, false, made, null);
            case IParameterReferenceOperation parameter:
                return new CacheKey(null, false, null, parameter.Parameter);
            case ILocalReferenceOperation local:
                return OfLocal(local, context, depth);
            case IFieldReferenceOperation { Field: var field }:
                return field.IsConst && field.ContainingType.TypeKind == TypeKind.Enum ? new CacheKey(null, true, field, null) : OfInitializer(field, context, depth);
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property }:
                return OfInitializer(property, context, depth);
            case IInvocationOperation call:
                return OfCall(call, context, depth);
            default:
                return Any;
        }
    }

    private static CacheKey OfInterpolated(IInterpolatedStringOperation interpolated, IInterpolatedStringContentOperation first, RuleContext context, int depth)
    {
        if (first is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } })
        {
            return new CacheKey(text, interpolated.Parts.Length == 1, null, null);
        }

        if (first is not IInterpolationOperation { Expression: var expression } || Of(expression, context, depth + 1) is not { Text: { } start } head)
        {
            return Any;
        }

        var more = head.IsWhole && interpolated.Parts.Length > 1 && interpolated.Parts[1] is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string next } } ? next : "";
        return new CacheKey(start + more, false, null, null);
    }

    private static CacheKey OfLocal(ILocalReferenceOperation reference, RuleContext context, int depth)
    {
        IOperation? only = null;
        foreach (var operation in reference.Root().DescendantsAndSelf())
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local) => declarator.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, reference.Local) => assignment.Value,
                _ => null,
            };
            if (value is not null && (only ??= value) != value)
            {
                return Any;
            }
        }

        return Of(only, context, depth + 1);
    }

    /// <summary>A constant, or a member whose initializer or getter shows its text; else the member itself.</summary>
    private static CacheKey OfInitializer(ISymbol member, RuleContext context, int depth)
    {
        var named = new CacheKey(null, true, member.OriginalDefinition, null);
        if (!member.IsStatic && !member.IsInSource())
        {
            // The key of a pair, the name of a claim: anybody's.
            return Any;
        }

        if (!member.IsInSource(context.Compilation) || member is IFieldSymbol { IsReadOnly: false })
        {
            return named;
        }

        return BodyOf(member, context) is { } body && TextOf(body, context, depth) is { Text: { } text } found ? named with { Text = text, IsWhole = found.IsWhole } : named;
    }

    private static CacheKey OfCall(IInvocationOperation call, RuleContext context, int depth)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction || method.OriginalDefinition.IsInSource(context.Compilation))
        {
            var definition = (method.ReducedFrom ?? method).OriginalDefinition;
            var found = BodyOf(definition, context) is { } body ? TextOf(body, context, depth) : Any;

            // A general helper (CacheKey.With("prices", id)) says less than what it is given.
            if (found.Text is null && definition.IsStatic && FirstText(call, context, depth) is { } given)
            {
                return given;
            }

            return new CacheKey(found.Text, found.IsWhole && found.Text is not null && call.Arguments.IsEmpty, definition, null);
        }

        // string.Format("price:{0}", id), string.Join, key.ToLower(), "price:{0}".FormatInvariant(id)
        return call.Instance is { } instance ? Of(instance, context, depth + 1) with { IsWhole = false } : FirstText(call, context, depth) ?? Any;
    }

    private static CacheKey? FirstText(IInvocationOperation call, RuleContext context, int depth)
    {
        foreach (var argument in call.Arguments)
        {
            if (Of(argument.Value, context, depth + 1) is { } key && (key.Text is not null || key.Symbol is INamedTypeSymbol or { IsStatic: true }))
            {
                var hole = key.Text?.IndexOf('{') ?? -1;
                return hole == 0 ? null : key with { Text = hole > 0 ? key.Text!.Substring(0, hole) : key.Text, IsWhole = false };
            }
        }

        return null;
    }

    /// <summary>What the only value that a body returns, or that a member is initialized with, says.</summary>
    private static CacheKey TextOf(IOperation body, RuleContext context, int depth)
    {
        var returned = body is IFieldInitializerOperation or IPropertyInitializerOperation
            ? body.ChildOperations.FirstOrDefault()
            : body.DescendantsOutsideLambdas().OfType<IReturnOperation>().LastOrDefault()?.ReturnedValue ?? (body as IMethodBodyBaseOperation is null && body is not IBlockOperation ? body : null);
        return Of(returned, context, depth + 1);
    }

    private static IOperation? BodyOf(ISymbol member, RuleContext context)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(context.Cancellation);
            var place = syntax switch
            {
                Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer: { } initializer } => initializer,
                Microsoft.CodeAnalysis.CSharp.Syntax.PropertyDeclarationSyntax { Initializer: { } initializer } => initializer,
                Microsoft.CodeAnalysis.CSharp.Syntax.PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow,
                Microsoft.CodeAnalysis.CSharp.Syntax.PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors.FirstOrDefault(a => a.Keyword.ValueText == "get") is { } getter && (getter.Body ?? (SyntaxNode?)getter.ExpressionBody) is not null ? getter : null,
                _ => syntax,
            };
            if (place is not null && context.Uses.ModelOf(syntax.SyntaxTree).GetOperation(place, context.Cancellation) is { } body)
            {
                return body;
            }
        }

        return null;
    }
}
