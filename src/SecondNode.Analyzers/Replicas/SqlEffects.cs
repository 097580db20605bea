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
                return parts.Connection is null ? [] : OfTexts(parts.Texts, body, text => Run(call, parts.Connection, text, parts.IsProcedure, api == DataCall.CommandQuery, body));
            default:
                return [];
        }
    }

    /// <summary>The effects of a command that runs one of several texts.</summary>
    private IEnumerable<DataEffect> OfTexts(ImmutableArray<IOperation> written, BodyValues body, Func<string?, IEnumerable<DataEffect>> run) =>
        written.Select(text => texts.Of(text, body)).SelectMany(run).Select(effect => written.Length == 1 ? effect : effect with { IsCertain = false });

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
            CommandParts.Of(command.Unwrap(), body) is not { Connection: null, Texts: { IsEmpty: false } written, IsProcedure: var isProcedure })
        {
            return [];
        }

        var asked = roles.OfArguments(call);
        return OfTexts(written, body, text => Run(call, command, text, isProcedure, returnsRows: call.TargetMethod.Name.IndexOf("NonQuery", StringComparison.Ordinal) < 0, body, asked?.Claim ?? RoleClaim.Nothing))
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
