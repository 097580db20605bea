using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The registrations after which a framework writes by itself, and the database that they give it.</summary>
internal sealed class StoreConnections(ReplicaModel model)
{
    private static readonly ApiTable<StoreConnection> Apis = new(DatabaseStoreApis.Rows);

    /// <summary>The names of which one is written wherever there is such a registration.</summary>
    public static IReadOnlyCollection<string> Names => Apis.WrittenNames;

    /// <summary>What is known of the database; null where the operation is no such registration, or does not say which one it is.</summary>
    public RoleClaim? Of(IOperation registration)
    {
        var (method, arguments) = registration switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments.Where(a => !(call.TargetMethod.IsExtensionMethod && a.Parameter?.Ordinal == 0)).ToImmutableArray()),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        return Apis.All(method).Select(row => Of(registration, arguments, row.Effect)).FirstOrDefault(claim => claim is not null);
    }

    /// <summary>The type that names the context in a call, or null.</summary>
    public (TypeSyntax Written, INamedTypeSymbol Type)? ContextOf(IOperation registration)
    {
        if (registration is not IInvocationOperation { Syntax: InvocationExpressionSyntax syntax } call)
        {
            return null;
        }

        if (call.TargetMethod.TypeArguments is [INamedTypeSymbol type] && syntax.CalledName() is GenericNameSyntax { TypeArgumentList.Arguments: [var written] })
        {
            return (written, type);
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unwrap() is ITypeOfOperation { TypeOperand: INamedTypeSymbol named, Syntax: TypeOfExpressionSyntax typeOf })
            {
                return (typeOf.Type, named);
            }
        }

        return null;
    }

    private RoleClaim? Of(IOperation registration, ImmutableArray<IArgumentOperation> arguments, StoreConnection given)
    {
        if (given.Setting is { } setting)
        {
            return TextOf(arguments, setting) is { } text ? model.Connections.Of(text, body: null) : null;
        }

        return given.Configures is { } property
            ? Parts(arguments).OfType<ISimpleAssignmentOperation>().FirstOrDefault(a => IsProperty(a, property)) is { } configured ? model.Types.OfConnectionsIn(configured.Value) : null
            : ContextOf(registration) is { } context ? model.Types.Of(context.Type) : null;
    }

    /// <summary>What an argument, a property of the options or a call on them is given.</summary>
    private static IOperation? TextOf(ImmutableArray<IArgumentOperation> arguments, string setting)
    {
        if (arguments.FirstOrDefault(a => a.Parameter?.Name == setting) is { Value: { Type.SpecialType: SpecialType.System_String } given })
        {
            return given;
        }

        foreach (var part in Parts(arguments))
        {
            switch (part)
            {
                case ISimpleAssignmentOperation assignment when IsProperty(assignment, setting):
                    return assignment.Value;
                case IInvocationOperation { TargetMethod.Name: var name } call when name == setting:
                    return call.Arguments.FirstOrDefault(a => a.Value.Unwrap().Type?.SpecialType == SpecialType.System_String)?.Value;
            }
        }

        return null;
    }

    private static bool IsProperty(ISimpleAssignmentOperation assignment, string name) => assignment.Target is IPropertyReferenceOperation { Property.Name: var set } && set == name;

    private static IEnumerable<IOperation> Parts(ImmutableArray<IArgumentOperation> arguments) => arguments.SelectMany(a => a.Value.DescendantsAndSelf());
}
