using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The text of a statement of Cassandra's driver, and the consistency level that it asks for.</summary>
internal static class StatementText
{
    private const int MaxDepth = 16;

    public static (IOperation? Text, RoleClaim? Asked) Of(IOperation statement, BodyValues body, ValueSources values)
    {
        RoleClaim? asked = null;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            statement = statement.Unwrap();
            if (statement.Type?.SpecialType == SpecialType.System_String)
            {
                return (statement, asked);
            }

            switch (statement)
            {
                case IInvocationOperation { TargetMethod.Name: "SetConsistencyLevel", Instance: { } changed, Arguments: [{ Value: var level }] }:
                    asked ??= ServerChoice.Of(level);
                    statement = changed;
                    break;
                case IInvocationOperation { TargetMethod.Name: "Prepare" or "PrepareAsync", Arguments: [{ Value: var text }, ..] }:
                    statement = text;
                    break;
                case IInvocationOperation { Instance: { } receiver }:
                    statement = receiver;
                    break;
                case IObjectCreationOperation { Arguments: [{ Value: var first }, ..] }:
                    statement = first;
                    break;
                case ILocalReferenceOperation { Local: var local } when body.Of(local) is [var value]:
                    statement = value;
                    break;
                case IFieldReferenceOperation { Field: var field } when values.Of(field) is [var value]:
                    statement = value;
                    break;
                default:
                    return default;
            }
        }

        return default;
    }
}

/// <summary>The connection and the text of an ADO.NET command, by what its variable is given.</summary>
internal static class CommandParts
{
    private const int MaxTexts = 3;

    public static (IOperation? Connection, ImmutableArray<IOperation> Texts, bool IsProcedure) Of(IOperation command, BodyValues body)
    {
        IOperation? connection = null;
        IOperation? text = null;
        IOperation? type = null;
        var texts = ImmutableArray<IOperation>.Empty;
        var symbol = command.ReferencedSymbol();
        var values = symbol is ILocalSymbol ? body.Of(symbol) : [command];
        if (values.Count != 1)
        {
            return (null, ImmutableArray<IOperation>.Empty, false);
        }

        switch (values[0].Unwrap())
        {
            case IObjectCreationOperation creation:
                foreach (var argument in creation.Arguments)
                {
                    if (argument.Value.Unwrap().Type?.SpecialType == SpecialType.System_String)
                    {
                        text = argument.Value;
                    }
                    else if (TypeRoles.IsConnection(argument.Value.Unwrap().Type))
                    {
                        connection = argument.Value;
                    }
                }

                break;
            case IInvocationOperation { TargetMethod.Name: "CreateCommand" } creating:
                connection = creating.Receiver();
                text = creating.Arguments.FirstOrDefault(a => a.Value.Unwrap().Type?.SpecialType == SpecialType.System_String && !a.IsImplicit)?.Value;
                break;
        }

        if (symbol is not null)
        {
            var set = body.Of(symbol, "CommandText");
            if (set.Count > 0)
            {
                // A command whose text is set twice runs either: a few may be guessed, more are not known.
                texts = set.Count > MaxTexts ? ImmutableArray<IOperation>.Empty : set.ToImmutableArray();
                text = null;
            }

            connection = body.Of(symbol, "Connection") is { Count: 1 } connections ? connections[0] : connection;
            type = body.Of(symbol, "CommandType").FirstOrDefault();
        }

        return (connection, text is null ? texts : ImmutableArray.Create(text), type is not null && EnumMember.Of(type) == "StoredProcedure");
    }
}
