using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What SQL text does that is run by Dapper, by a command, or on a context's database.</summary>
internal sealed class SqlEffects(HandleRoles roles, ConstantText texts, ValueSources values)
{
    private static readonly string[] Statements = ["select ", "insert ", "update ", "delete ", "merge ", "with "];

    public IEnumerable<DataEffect> Of(IInvocationOperation call, DataCall api, BodyValues body)
    {
        switch (api)
        {
            case DataCall.ContextSql when call.Receiver()?.Unwrap() is { } facade:
                var context = facade is IPropertyReferenceOperation { Property.Name: "Database", Instance: { } owner } ? owner : facade;
                return Run(call, context, texts.Of(call.Argument("sql") ?? call.Argument(call.TargetMethod.IsExtensionMethod ? 1 : 0), body), isProcedure: false, returnsRows: false, body);
            case DataCall.SqlExecute or DataCall.SqlQuery when call.Argument(0) is { } connection:
                var (text, isProcedure) = DapperText(call, body);
                return Run(call, connection, text, isProcedure, api == DataCall.SqlQuery, body);
            case DataCall.EntityWrite or DataCall.EntityRead when call.Argument(0) is { } connection && call.TargetMethod.TypeArguments.FirstOrDefault().ElementOrSelf() is { } entity:
                return Of(call, connection, api == DataCall.EntityRead ? ImmutableArray.Create(DataItem.OfEntity(entity, null)) : ImmutableArray<DataItem>.Empty, api == DataCall.EntityWrite ? ImmutableArray.Create(DataItem.OfEntity(entity, null)) : ImmutableArray<DataItem>.Empty, isCertain: true, body);
            case DataCall.StatementRun when call.Instance is { } session && call.Arguments.Length > 0:
                var (statement, asked) = StatementText.Of(call.Arguments[0].Value, body, values);
                return statement is null ? [] : Run(call, session, texts.Of(statement, body), isProcedure: false, returnsRows: true, body, asked);
            case DataCall.CommandExecute or DataCall.CommandQuery when call.Instance is { } command:
                var parts = CommandParts.Of(command, body);
                return parts.Connection is null ? [] : Run(call, parts.Connection, texts.Of(parts.Text, body), parts.IsProcedure, api == DataCall.CommandQuery, body);
            default:
                return [];
        }
    }

    /// <summary>A command that is handed to a helper which opens a connection and runs it: where to, a flag of the call says.</summary>
    public IEnumerable<DataEffect> OfHelper(IInvocationOperation call, BodyValues body)
    {
        if (TextForHelper(call, body) is { } sql)
        {
            var choice = roles.OfArguments(call);
            return Run(call, call, sql, isProcedure: false, returnsRows: choice is not null, body, choice?.Claim ?? RoleClaim.Nothing)
                .Select(effect => effect with { Handle = null, Choice = choice?.Argument, IsCertain = false });
        }

        if (!call.TargetMethod.Name.StartsWith("Execute", StringComparison.Ordinal) || call.Arguments.FirstOrDefault(a => IsCommand(a.Value.Unwrap().Type))?.Value is not { } command ||
            CommandParts.Of(command.Unwrap(), body) is not { Connection: null, Text: { } written, IsProcedure: var isProcedure } || texts.Of(written, body) is not { } text)
        {
            return [];
        }

        var asked = roles.OfArguments(call);
        return Run(call, command, text, isProcedure, returnsRows: call.TargetMethod.Name.IndexOf("NonQuery", StringComparison.Ordinal) < 0, body, asked?.Claim ?? RoleClaim.Nothing)
            .Select(effect => effect with { Handle = null, Choice = asked?.Argument, IsCertain = false });
    }

    /// <summary>A statement that is handed, as text, to a method of the program.</summary>
    private string? TextForHelper(IInvocationOperation call, BodyValues body)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Type.SpecialType: SpecialType.System_String, Name: "sql" or "query" or "statement" or "commandText" or "cmdText" } && !call.TargetMethod.IsOfFramework() &&
                texts.Of(argument.Value, body) is { } text && Statements.Any(verb => text.TrimStart().StartsWith(verb, StringComparison.OrdinalIgnoreCase)))
            {
                return text;
            }
        }

        return null;
    }

    private static bool IsCommand(ITypeSymbol? type) =>
        type is not null && (type.Name is "DbCommand" or "IDbCommand" || type.AllInterfaces.Any(i => i.Name == "IDbCommand"));

    private (string? Text, bool IsProcedure) DapperText(IInvocationOperation call, BodyValues body)
    {
        var sql = call.Argument("sql");
        var type = call.Argument("commandType");
        if (sql is null && call.Argument("command")?.Unwrap() is { } command)
        {
            if (command is ILocalReferenceOperation local && body.Of(local.Local) is { Count: 1 } values)
            {
                command = values[0].Unwrap();
            }

            if (command is IObjectCreationOperation creation)
            {
                foreach (var argument in creation.Arguments)
                {
                    sql = argument.Parameter?.Name == "commandText" ? argument.Value : sql;
                    type = argument.Parameter?.Name == "commandType" ? argument.Value : type;
                }
            }
        }

        return (texts.Of(sql, body), type is not null && EnumMember.Of(type) == "StoredProcedure");
    }

    private IEnumerable<DataEffect> Run(IInvocationOperation call, IOperation connection, string? text, bool isProcedure, bool returnsRows, BodyValues body, RoleClaim? asked = null)
    {
        if (text is null)
        {
            return [];
        }

        if (isProcedure || (text.IndexOf(' ') < 0 && text.IndexOf('\n') < 0))
        {
            var procedure = ProcedureName.Of(text);
            return procedure.Noun is null
                ? []
                : Of(call, connection, procedure.Reads ? Tables(ImmutableArray.Create(procedure.Noun)) : ImmutableArray<DataItem>.Empty, procedure.Writes ? Tables(ImmutableArray.Create(procedure.Noun)) : ImmutableArray<DataItem>.Empty, isCertain: false, body, asked);
        }

        var sql = SqlText.Parse(text);
        if (sql.WaitsForReplica)
        {
            return [new DataEffect(EffectKind.Settle, call, connection, RoleClaim.Nothing, ImmutableArray<DataItem>.Empty)];
        }

        return Of(call, connection, returnsRows ? Tables(sql.Reads) : ImmutableArray<DataItem>.Empty, Tables(sql.Writes), isCertain: asked is null, body, asked ?? SqlHint.Of(text));
    }

    private IEnumerable<DataEffect> Of(IInvocationOperation call, IOperation connection, ImmutableArray<DataItem> reads, ImmutableArray<DataItem> writes, bool isCertain, BodyValues body, RoleClaim? asked = null)
    {
        var claim = reads.IsEmpty && writes.IsEmpty ? RoleClaim.Nothing : asked ?? roles.Of(connection, body);
        if (!reads.IsEmpty && HandleRoles.IsWorthKnowing(claim, connection))
        {
            yield return new DataEffect(EffectKind.Read, call, connection, claim, reads, isCertain) { Choice = connection };
        }

        if (!writes.IsEmpty)
        {
            // What a statement asks for is how it is read: a write goes to where writes go.
            yield return new DataEffect(EffectKind.Write, call, connection, asked is { MayBeReplica: true } ? RoleClaim.Nothing : claim, writes, isCertain);
        }
    }

    private static ImmutableArray<DataItem> Tables(ImmutableArray<string> names) => names.Select(DataItem.OfTable).ToImmutableArray();
}

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
    public static (IOperation? Connection, IOperation? Text, bool IsProcedure) Of(IOperation command, BodyValues body)
    {
        IOperation? connection = null;
        IOperation? text = null;
        IOperation? type = null;
        var symbol = command.ReferencedSymbol();
        var values = symbol is ILocalSymbol ? body.Of(symbol) : [command];
        if (values.Count != 1)
        {
            return default;
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
            // A command whose text is set twice runs either: nothing is known.
            var set = body.Of(symbol, "CommandText");
            text = set.Count == 1 ? set[0] : set.Count > 1 ? null : text;
            connection = body.Of(symbol, "Connection") is { Count: 1 } connections ? connections[0] : connection;
            type = body.Of(symbol, "CommandType").FirstOrDefault();
        }

        return (connection, text, type is not null && EnumMember.Of(type) == "StoredProcedure");
    }
}

/// <summary>What the name of a stored procedure says of it: a verb and a noun, <c>User_ReadByIds</c>, <c>usp_UpdateOrder</c>.</summary>
internal static class ProcedureName
{
    private static readonly HashSet<string> ReadVerbs = ["read", "get", "find", "list", "search", "select", "count", "exists", "load", "fetch"];
    private static readonly HashSet<string> WriteVerbs = ["create", "insert", "add", "update", "upsert", "replace", "set", "save", "delete", "remove", "merge", "bump", "sync"];
    private static readonly HashSet<string> Prefixes = ["usp", "sp", "dbo", "proc", "prc"];

    /// <summary>Verb and noun; the noun in the singular and lower case, null where the name is not understood.</summary>
    public static (bool Reads, bool Writes, string? Noun) Of(string name)
    {
        var dot = name.LastIndexOf('.');
        var words = RoleWords.Words(dot < 0 ? name : name.Substring(dot + 1)).Where(w => !Prefixes.Contains(w)).ToList();
        var verb = words.FindIndex(w => ReadVerbs.Contains(w) || WriteVerbs.Contains(w));
        if (verb < 0 || words.Count < 2 || name.IndexOf(SqlTokens.Hole) >= 0)
        {
            return (false, false, null);
        }

        var nouns = verb > 0 ? words.Take(verb) : words.Skip(1).TakeWhile(w => w is not ("by" or "for" or "with" or "from" or "in" or "many" or "all"));
        var noun = string.Concat(nouns);
        noun = noun.EndsWith("ies", StringComparison.Ordinal) ? noun.Substring(0, noun.Length - 3) + "y" : noun.EndsWith("s", StringComparison.Ordinal) ? noun.Substring(0, noun.Length - 1) : noun;
        return noun.Length < 3 ? (false, false, null) : (ReadVerbs.Contains(words[verb]), WriteVerbs.Contains(words[verb]), noun);
    }
}
