using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// The text of a string expression as far as it is constant: literals, concatenations, interpolations, and constants, read-only
/// fields and variables that are given one value. What is not constant becomes a hole.
/// </summary>
internal sealed class ConstantText(ValueSources sources)
{
    private const int MaxDepth = 24;
    private const int MaxLength = 20_000;

    /// <summary>The text, or null where nothing of it is constant.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="body">The values of the body in which it stands, where they are known.</param>
    /// <param name="open">Answers what the code around cannot know: a part that depends on the class or the type argument. Null where nobody does.</param>
    public string? Of(IOperation? value, BodyValues? body, Func<IOperation, string?>? open = null)
    {
        if (value is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Append(value, body, text, 0, open);
        return text.Length is 0 or > MaxLength || text.ToString().Trim(SqlTokens.Hole, ' ').Length == 0 ? null : text.ToString();
    }

    private void Append(IOperation value, BodyValues? body, StringBuilder text, int depth, Func<IOperation, string?>? open)
    {
        value = value.Unwrap();
        if (value.ConstantValue is { HasValue: true, Value: { } constant })
        {
            text.Append(Convert.ToString(constant, System.Globalization.CultureInfo.InvariantCulture));
            return;
        }

        if (depth > MaxDepth || text.Length > MaxLength)
        {
            text.Append(SqlTokens.Hole);
            return;
        }

        if (open?.Invoke(value) is { } known)
        {
            text.Append(known);
            return;
        }

        switch (value)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                Append(sum.LeftOperand, body, text, depth + 1, open);
                Append(sum.RightOperand, body, text, depth + 1, open);
                break;
            case IInterpolatedStringOperation interpolated:
                foreach (var part in interpolated.Parts)
                {
                    switch (part)
                    {
                        case IInterpolatedStringTextOperation literal:
                            Append(literal.Text, body, text, depth + 1, open);
                            break;
                        case IInterpolationOperation hole:
                            Append(hole.Expression, body, text, depth + 1, open);
                            break;
                        default:
                            text.Append(SqlTokens.Hole);
                            break;
                    }
                }

                break;
            case IInvocationOperation { TargetMethod: { Name: "Trim" or "TrimEnd" or "TrimStart" or "ToString", ContainingType.SpecialType: SpecialType.System_String }, Instance: { } trimmed }:
                Append(trimmed, body, text, depth + 1, open);
                break;
            case IInvocationOperation { TargetMethod: { Name: "ToString", ContainingType: { Name: "StringBuilder" } }, Instance: { } builder } when body is not null && builder.Unwrap() is ILocalReferenceOperation { Local: var built }:
                AppendPieces(built, body, text, depth, open);
                break;
            case IInvocationOperation { Type.SpecialType: SpecialType.System_String or SpecialType.None, TargetMethod: { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsAbstract: false } method }:
                AppendOnly(sources.Of(method.OriginalDefinition), body: null, text, depth, open);
                break;
            case ILocalReferenceOperation { Local: var local }:
                AppendBuilt(body?.Of(local) is { Count: > 0 } inBody ? inBody : sources.Of(local), body, text, depth, open);
                break;
            case IFieldReferenceOperation { Field: { IsReadOnly: true } field }:
                AppendOnly(sources.Of(field), body: null, text, depth, open);
                break;
            case IPropertyReferenceOperation { Property: { SetMethod: null, IsIndexer: false, IsVirtual: false, IsAbstract: false, ContainingType.TypeKind: not TypeKind.Interface } property }:
                AppendOnly(sources.Of(property), body: null, text, depth, open);
                break;
            default:
                text.Append(SqlTokens.Hole);
                break;
        }
    }

    /// <summary>A variable that is given one value, to which more may be added.</summary>
    private void AppendBuilt(IReadOnlyList<IOperation> values, BodyValues? body, StringBuilder text, int depth, Func<IOperation, string?>? open)
    {
        var added = values.Where(v => v.Parent is ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add }).ToList();
        AppendOnly(added.Count == 0 ? values : values.Except(added).ToList(), body, text, depth, open);
        foreach (var value in added)
        {
            Append(value, body, text, depth + 1, open);
        }
    }

    /// <summary>What a builder is made with and what is appended to it, in the order of the source.</summary>
    private void AppendPieces(ILocalSymbol builder, BodyValues body, StringBuilder text, int depth, Func<IOperation, string?>? open)
    {
        if (body.Of(builder) is not [var made] || made.Unwrap() is not IObjectCreationOperation creation)
        {
            text.Append(SqlTokens.Hole);
            return;
        }

        foreach (var argument in creation.Arguments.Where(a => a.Value.Type?.SpecialType == SpecialType.System_String))
        {
            Append(argument.Value, body, text, depth + 1, open);
        }

        foreach (var call in body.Calls.Where(c => c.TargetMethod.Name is "Append" or "AppendLine" && c.Arguments.Length > 0 && IsOf(c, builder)).OrderBy(c => c.Syntax.Span.End))
        {
            Append(call.Arguments[call.Arguments.Length - 1].Value, body, text, depth + 1, open);
            text.Append(call.TargetMethod.Name == "AppendLine" ? "\n" : "");
        }
    }

    private static bool IsOf(IInvocationOperation call, ILocalSymbol builder)
    {
        var receiver = call.Instance?.Unwrap();
        while (receiver is IInvocationOperation { TargetMethod.ContainingType.Name: "StringBuilder", Instance: { } inner })
        {
            receiver = inner.Unwrap();
        }

        return receiver is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, builder);
    }

    private void AppendOnly(IReadOnlyList<IOperation> values, BodyValues? body, StringBuilder text, int depth, Func<IOperation, string?>? open)
    {
        if (values.Count == 1)
        {
            Append(values[0], body, text, depth + 1, open);
        }
        else
        {
            text.Append(SqlTokens.Hole);
        }
    }
}
