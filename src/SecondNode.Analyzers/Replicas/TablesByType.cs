using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The tables that a base class leaves open in its statements: a property that derived classes override, the name of a type argument. One call says which.</summary>
internal sealed class TablesByType(IInvocationOperation call, CallTarget target, ConstantText texts, ValueSources values)
{
    private const int MaxDepth = 8;

    /// <summary>Whether a statement leaves the name of a table open.</summary>
    public static bool IsOpen(IOperation statement, BodyValues body) => IsOpen(statement, body, 0);

    /// <summary>What the called class says of a part that is left open; null where it is no such part, or the class says nothing.</summary>
    public string? NameOf(IOperation part)
    {
        switch (part)
        {
            case IPropertyReferenceOperation { Property.Name: "Name", Instance: ITypeOfOperation { TypeOperand: ITypeParameterSymbol parameter } }:
                return target.Types.Of(parameter) is { } given and not ITypeParameterSymbol ? given.Name : null;
            case IPropertyReferenceOperation { Property: var property } when IsOpen(part):
                for (var current = (call.Instance?.Unwrap().Type as INamedTypeSymbol is { TypeKind: TypeKind.Class } own ? own : target.Holder); current is not null; current = current.BaseType)
                {
                    foreach (var member in current.GetMembers(property.Name))
                    {
                        return member is IPropertySymbol { IsAbstract: false, IsIndexer: false } said && values.Of(said.OriginalDefinition) is [var only] ? texts.Of(only, body: null) : null;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static bool IsOpen(IOperation statement, BodyValues body, int depth) =>
        statement.DescendantsAndSelf().Any(part => IsOpen(part) || (depth < MaxDepth && part is ILocalReferenceOperation { Local: var local } && body.Of(local) is [var value] && IsOpen(value, body, depth + 1)));

    private static bool IsOpen(IOperation part) =>
        part is IPropertyReferenceOperation { Property: { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true }, Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } }
            or IPropertyReferenceOperation { Property.Name: "Name", Instance: ITypeOfOperation { TypeOperand: ITypeParameterSymbol } };
}
