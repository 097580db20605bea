using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The member of an enumeration, or the static member of a type, that an expression names.</summary>
internal static class EnumMember
{
    /// <summary>The name, or null where it is not one member.</summary>
    public static string? Of(IOperation value)
    {
        value = value.Unwrap();
        if (value is IFieldReferenceOperation { Field.IsStatic: true } field)
        {
            return field.Field.Name;
        }

        if (value is IPropertyReferenceOperation { Property.IsStatic: true } property)
        {
            return property.Property.Name;
        }

        if (value.Type is { TypeKind: TypeKind.Enum } type && value.ConstantValue is { HasValue: true, Value: { } constant })
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { HasConstantValue: true } candidate && constant.Equals(candidate.ConstantValue))
                {
                    return member.Name;
                }
            }
        }

        return null;
    }
}
