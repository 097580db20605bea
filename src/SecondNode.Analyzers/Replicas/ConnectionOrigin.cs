using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// What a connection is made of: the connection string, data source or factory. Where a read opens its own connection, it can open one from what the write
/// has opened its from.
/// </summary>
internal static class ConnectionOrigin
{
    private const int MaxDepth = 8;

    /// <summary>The replacement of the replica's origin by the primary's, or null where they are not of one kind or the primary's cannot be named there.</summary>
    public static Replacement? Move(StaleRead stale, BodyValues here)
    {
        var change = stale.Change.Handle is not null ? stale.Change : stale.Write;
        if (stale.Read.Handle is not { } read || change.Handle is not { } write || Of(read, stale.Read.Body ?? here, 0) is not { } from || Of(write, change.Body ?? here, 0) is not { } to ||
            from.Maker != to.Maker || !SymbolEqualityComparer.Default.Equals(from.Value.Type, to.Value.Type) || from.Value.Syntax is not ExpressionSyntax place || place.SyntaxTree != stale.Read.Site.Syntax.SyntaxTree ||
            place.ToString() == to.Value.Syntax.ToString())
        {
            return null;
        }

        return IsNameable(to.Value, place) ? new Replacement(place, to.Value.Syntax.ToString()) : null;
    }

    private static (IOperation Value, string Maker)? Of(IOperation connection, BodyValues body, int depth)
    {
        switch (connection.Unwrap())
        {
            case ILocalReferenceOperation { Local: var local } when depth < MaxDepth && body.Of(local) is [var value]:
                return Of(value, body, depth + 1);
            case IObjectCreationOperation { Arguments: [{ Value: var first, IsImplicit: false }, ..], Type: { } type } when TypeRoles.IsConnection(type):
                return (first.Unwrap(), "new " + type.Name);
            case IInvocationOperation { Type: { } made } call when call.Receiver() is { } source && (TypeRoles.IsConnection(made.Awaited()) || TypeRoles.IsDataSource(made)):
                return (source.Unwrap(), call.TargetMethod.Name);
            default:
                return null;
        }
    }

    /// <summary>Whether an expression means the same at a place: members of the type that both stand in, its primary constructor's parameters, the method's own, and settings asked by such.</summary>
    private static bool IsNameable(IOperation value, SyntaxNode place)
    {
        var isSameType = value.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && type == place.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        switch (value)
        {
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation }:
                return isSameType;
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }:
                return isSameType && value.Syntax.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null;
            case IParameterReferenceOperation { Parameter: var parameter }:
                return parameter.DeclaringSyntaxReferences.Any(r => r.GetSyntax().Parent?.Parent is { } function && function.Span.Contains(place.Span));
            case IInvocationOperation { TargetMethod.Name: "GetConnectionString" } call when call.Receiver() is { } configuration:
                return IsNameable(configuration.Unwrap(), place) && call.Arguments.All(a => a.Value.ConstantValue.HasValue || a.Value == call.Receiver());
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } configuration, Arguments: [{ Value.ConstantValue.HasValue: true }] }:
                return IsNameable(configuration.Unwrap(), place);
            default:
                return false;
        }
    }
}
