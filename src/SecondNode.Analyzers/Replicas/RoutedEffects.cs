using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What code does through libraries that send queries to replicas by themselves.</summary>
internal sealed class RoutedEffects(ImmutableArray<RoutingLibrary> libraries)
{
    private const int MaxDepth = 32;
    private static readonly RoleClaim Primary = new(Role.Primary, Trust.Proof, "");

    /// <summary>The replica's read that a call is, or null.</summary>
    public DataEffect? ReadOf(IInvocationOperation call, BodyValues body)
    {
        foreach (var library in libraries)
        {
            if (call.Receiver() is { } receiver && library.IsQuery(receiver.Unwrap().Type) && !library.IsQuery(call.Type) && call.Type?.SpecialType is not SpecialType.System_Void && call.TargetMethod.Name != "ToSql" &&
                RootOf(receiver, library, body, 0) is { } root && !body.Calls.Any(c => library.Transactions.Contains(c.TargetMethod.Name)))
            {
                var what = ((INamedTypeSymbol)root.Type!).TypeArguments.Where(t => t is { TypeKind: TypeKind.Class or TypeKind.TypeParameter }).Select(t => DataItem.OfEntity(t, null)).ToImmutableArray();
                return new DataEffect(EffectKind.Read, call, root.Receiver(), new RoleClaim(Role.Replica, Trust.Proof, library.Namespace + " sends queries there by its " + library.Configuration), what) { Choice = root };
            }
        }

        return null;
    }

    /// <summary>The write that a call is, or null.</summary>
    public DataEffect? WriteOf(IInvocationOperation call)
    {
        foreach (var library in libraries)
        {
            if (library.Runs.Contains(call.TargetMethod.Name) && library.Written(call.Receiver()?.Unwrap().Type) is { } entity)
            {
                return new DataEffect(EffectKind.Write, call, null, Primary, ImmutableArray.Create(DataItem.OfEntity(entity, null)));
            }
        }

        return null;
    }

    /// <summary>How the library is told to ask the primary.</summary>
    public static (string Target, ImmutableArray<Replacement> Edits)? Move(IInvocationOperation root)
    {
        foreach (var library in RoutingLibrary.Rows)
        {
            if (library.IsQuery(root.Type) && root.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax name } } syntax)
            {
                return (library.Master, ImmutableArray.Create(library.IsRoot ? new Replacement(name, library.Master + name.TypeArgumentList) : new Replacement(syntax, syntax + "." + library.Master + "()")));
            }
        }

        return null;
    }

    /// <summary>The call that begins a query; null where it cannot be followed, or asks the primary.</summary>
    private static IInvocationOperation? RootOf(IOperation query, RoutingLibrary library, BodyValues body, int depth)
    {
        for (; depth < MaxDepth; depth++)
        {
            switch (query.Unwrap())
            {
                case IInvocationOperation call when call.TargetMethod.Name == library.Master:
                    return null;
                case IInvocationOperation call when call.Receiver() is { } receiver && library.IsQuery(receiver.Unwrap().Type):
                    query = receiver;
                    break;
                case IInvocationOperation { TargetMethod.Arity: > 0 } root:
                    return root;
                case ILocalReferenceOperation { Local: var local } when body.Of(local) is [var value]:
                    query = value;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}
