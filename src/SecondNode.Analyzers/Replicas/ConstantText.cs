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
    public string? Of(IOperation? value, BodyValues? body)
    {
        if (value is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Append(value, body, text, 0);
        return text.Length is 0 or > MaxLength || text.ToString().Trim(SqlTokens.Hole, ' ').Length == 0 ? null : text.ToString();
    }

    private void Append(IOperation value, BodyValues? body, StringBuilder text, int depth)
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

        switch (value)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                Append(sum.LeftOperand, body, text, depth + 1);
                Append(sum.RightOperand, body, text, depth + 1);
                break;
            case IInterpolatedStringOperation interpolated:
                foreach (var part in interpolated.Parts)
                {
                    switch (part)
                    {
                        case IInterpolatedStringTextOperation literal:
                            Append(literal.Text, body, text, depth + 1);
                            break;
                        case IInterpolationOperation hole:
                            Append(hole.Expression, body, text, depth + 1);
                            break;
                        default:
                            text.Append(SqlTokens.Hole);
                            break;
                    }
                }

                break;
            case IInvocationOperation { TargetMethod: { Name: "Trim" or "TrimEnd" or "TrimStart" or "ToString", ContainingType.SpecialType: SpecialType.System_String }, Instance: { } trimmed }:
                Append(trimmed, body, text, depth + 1);
                break;
            case IInvocationOperation { Type.SpecialType: SpecialType.System_String or SpecialType.None, TargetMethod: { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsAbstract: false } method }:
                AppendOnly(sources.Of(method.OriginalDefinition), body: null, text, depth);
                break;
            case ILocalReferenceOperation { Local: var local }:
                AppendOnly(body?.Of(local) is { Count: > 0 } inBody ? inBody : sources.Of(local), body, text, depth);
                break;
            case IFieldReferenceOperation { Field: { IsReadOnly: true } field }:
                AppendOnly(sources.Of(field), body: null, text, depth);
                break;
            case IPropertyReferenceOperation { Property: { SetMethod: null, IsIndexer: false, ContainingType.TypeKind: not TypeKind.Interface } property }:
                AppendOnly(sources.Of(property), body: null, text, depth);
                break;
            default:
                text.Append(SqlTokens.Hole);
                break;
        }
    }

    private void AppendOnly(IReadOnlyList<IOperation> values, BodyValues? body, StringBuilder text, int depth)
    {
        if (values.Count == 1)
        {
            Append(values[0], body, text, depth + 1);
        }
        else
        {
            text.Append(SqlTokens.Hole);
        }
    }
}
