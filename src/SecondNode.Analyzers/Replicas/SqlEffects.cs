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
                return Run(call, context, call.Argument("sql") ?? call.Argument(call.TargetMethod.IsExtensionMethod ? 1 : 0), isProcedure: false, returnsRows: false, body);
            case DataCall.SqlExecute or DataCall.SqlQuery when call.Argument(0) is { } connection:
                var (text, isProcedure) = DapperText(call, body);
                return Run(call, connection, text, isProcedure, api == DataCall.SqlQuery, body);
            case DataCall.EntityWrite or DataCall.EntityRead when call.Argument(0) is { } connection && call.TargetMethod.TypeArguments.FirstOrDefault().ElementOrSelf() is { } entity:
                return Of(call, connection, api == DataCall.EntityRead ? ImmutableArray.Create(DataItem.OfEntity(entity, null)) : ImmutableArray<DataItem>.Empty, api == DataCall.EntityWrite ? ImmutableArray.Create(DataItem.OfEntity(entity, null)) : ImmutableArray<DataItem>.Empty, isCertain: true, body);
            case DataCall.StatementRun when call.Instance is { } session && call.Arguments.Length > 0:
                var (statement, asked) = StatementText.Of(call.Arguments[0].Value, body, values);
                return Run(call, session, statement, isProcedure: false, returnsRows: true, body, asked);
            case DataCall.CommandExecute or DataCall.CommandQuery when call.Instance is { } command:
                var parts = CommandParts.Of(command, body);
                return parts.Connection is null ? [] : OfTexts(parts.Texts, text => Run(call, parts.Connection, text, parts.IsProcedure, api == DataCall.CommandQuery, body));
            default:
                return [];
        }
    }

    /// <summary>The effects of a command that runs one of several texts.</summary>
    private static IEnumerable<DataEffect> OfTexts(ImmutableArray<IOperation> written, Func<IOperation, IEnumerable<DataEffect>> run) =>
        written.SelectMany(run).Select(effect => written.Length == 1 ? effect : effect with { IsCertain = false });

    /// <summary>A command that is handed to a helper which opens a connection and runs it: where to, a flag of the call says.</summary>
    public IEnumerable<DataEffect> OfHelper(IInvocationOperation call, BodyValues body)
    {
        if (TextForHelper(call, body) is { } sql)
        {
            var choice = roles.OfArguments(call);
            return Run(call, call, sql, isProcedure: false, returnsRows: choice is not null, body, choice?.Claim ?? RoleClaim.Nothing)
                .Select(effect => effect with { Handle = null, Choice = choice?.Argument, IsCertain = false, IsByTextAlone = true });
        }

        if (!call.TargetMethod.Name.StartsWith("Execute", StringComparison.Ordinal) || call.Arguments.FirstOrDefault(a => IsCommand(a.Value.Unwrap().Type))?.Value is not { } command ||
            CommandParts.Of(command.Unwrap(), body) is not { Connection: null, Texts: { IsEmpty: false } written, IsProcedure: var isProcedure })
        {
            return [];
        }

        var asked = roles.OfArguments(call);
        return OfTexts(written, text => Run(call, command, text, isProcedure, returnsRows: call.TargetMethod.Name.IndexOf("NonQuery", StringComparison.Ordinal) < 0, body, asked?.Claim ?? RoleClaim.Nothing))
            .Select(effect => effect with { Handle = null, Choice = asked?.Argument, IsCertain = false });
    }

    /// <summary>A statement that is handed, as text, to a method of the program.</summary>
    private IOperation? TextForHelper(IInvocationOperation call, BodyValues body)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Type.SpecialType: SpecialType.System_String, Name: "sql" or "query" or "statement" or "commandText" or "cmdText" } && !call.TargetMethod.IsOfFramework() &&
                texts.Of(argument.Value, body) is { } text && Statements.Any(verb => text.TrimStart().StartsWith(verb, StringComparison.OrdinalIgnoreCase)))
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static bool IsCommand(ITypeSymbol? type) =>
        type is not null && (type.Name is "DbCommand" or "IDbCommand" || type.AllInterfaces.Any(i => i.Name == "IDbCommand"));

    private static (IOperation? Text, bool IsProcedure) DapperText(IInvocationOperation call, BodyValues body)
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

        return (sql, type is not null && EnumMember.Of(type) == "StoredProcedure");
    }

    private IEnumerable<DataEffect> Run(IInvocationOperation call, IOperation connection, IOperation? written, bool isProcedure, bool returnsRows, BodyValues body, RoleClaim? asked = null)
    {
        var text = texts.Of(written, body);
        var (reads, writes, isByName, waits) = Parse(text, isProcedure);
        if (waits)
        {
            return [new DataEffect(EffectKind.Settle, call, connection, RoleClaim.Nothing, ImmutableArray<DataItem>.Empty)];
        }

        if (reads.IsEmpty && writes.IsEmpty)
        {
            return GivenBy(written, body, 0) is { } parameter ? Given(call, connection, new GivenText(parameter, null, isProcedure), returnsRows, body, asked)
                : text is not null && TablesByType.IsOpen(written!, body) ? Given(call, connection, new GivenText(null, written, isProcedure), returnsRows, body, asked)
                : [];
        }

        return Of(call, connection, returnsRows || isByName ? reads : ImmutableArray<DataItem>.Empty, writes, isCertain: asked is null && !isByName, body, asked ?? (isByName ? null : SqlHint.Of(text!)));
    }

    /// <summary>What a statement, or the procedure of that name, reads and writes.</summary>
    private static (ImmutableArray<DataItem> Reads, ImmutableArray<DataItem> Writes, bool IsByName, bool Waits) Parse(string? text, bool isProcedure)
    {
        var none = ImmutableArray<DataItem>.Empty;
        if (text is null)
        {
            return (none, none, false, false);
        }

        if (isProcedure || (text.IndexOf(' ') < 0 && text.IndexOf('\n') < 0))
        {
            var procedure = ProcedureName.Of(text);
            return procedure.Noun is null ? (none, none, true, false) : (procedure.Reads ? Tables(ImmutableArray.Create(procedure.Noun)) : none, procedure.Writes ? Tables(ImmutableArray.Create(procedure.Noun)) : none, true, false);
        }

        var sql = SqlText.Parse(text);
        return (Tables(sql.Reads), Tables(sql.Writes), false, sql.WaitsForReplica);
    }

    /// <summary>The effects of a statement that this method's caller gives.</summary>
    private IEnumerable<DataEffect> Given(IInvocationOperation call, IOperation connection, GivenText text, bool returnsRows, BodyValues body, RoleClaim? asked)
    {
        var claim = asked ?? roles.Of(connection, body);
        if (returnsRows && roles.IsWorthKnowing(claim, connection, body))
        {
            yield return new DataEffect(EffectKind.Read, call, connection, claim, ImmutableArray<DataItem>.Empty) { Choice = connection, Text = text };
        }

        yield return new DataEffect(EffectKind.Write, call, connection, claim, ImmutableArray<DataItem>.Empty) { Text = text };
    }

    /// <summary>The effect of a statement that the call of a method gives, or completes; null where the statement does not have it.</summary>
    /// <param name="effect">The effect as the called method has it.</param>
    /// <param name="call">The call.</param>
    /// <param name="target">The method.</param>
    /// <param name="body">The calling body.</param>
    public DataEffect? Given(DataEffect effect, IInvocationOperation call, CallTarget target, BodyValues body)
    {
        if (effect.Text is not { } asked)
        {
            return effect;
        }

        var given = asked.Written;
        string? text;
        if (asked.Parameter is { } parameter)
        {
            given = target.TakesArguments && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, target.Method) ? call.Argument(parameter.Ordinal) : null;
            text = texts.Of(given, body);
        }
        else
        {
            text = texts.Of(given, effect.Body, new TablesByType(call, target, texts, values).NameOf);
        }

        var (reads, writes, isByName, _) = Parse(text, asked.IsProcedure);
        if (reads.IsEmpty && writes.IsEmpty)
        {
            return asked.Parameter is null ? effect
                : GivenBy(given, body, 0) is { } outer ? effect with { Text = asked with { Parameter = outer } }
                : given is not null && text is not null && TablesByType.IsOpen(given, body) ? effect with { Text = new GivenText(null, given, asked.IsProcedure), Body = body }
                : null;
        }

        var what = effect.Kind == EffectKind.Read ? reads : writes;
        var claim = isByName || SqlHint.Of(text!) is not { } hint ? effect.Claim : effect.Kind == EffectKind.Read ? hint : RoleClaim.Nothing;
        return what.IsEmpty ? null : effect with { Text = null, DecidedAt = call, What = what, Claim = claim, IsCertain = effect.IsCertain && !isByName };
    }

    /// <summary>The parameter of the method from which a statement is made, with or without something added to it; null where there is none.</summary>
    private static IParameterSymbol? GivenBy(IOperation? text, BodyValues body, int depth)
    {
        const int max = 8;
        return depth > max ? null : text?.Unwrap() switch
        {
            IParameterReferenceOperation { Parameter.Type.SpecialType: SpecialType.System_String } parameter => DataEffect.ParameterOf(parameter),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => GivenBy(sum.LeftOperand, body, depth + 1) ?? GivenBy(sum.RightOperand, body, depth + 1),
            IInterpolatedStringOperation interpolated => interpolated.Parts.OfType<IInterpolationOperation>().Select(hole => GivenBy(hole.Expression, body, depth + 1)).FirstOrDefault(parameter => parameter is not null),
            IInvocationOperation { Instance: { } changed, TargetMethod.ContainingType.SpecialType: SpecialType.System_String } => GivenBy(changed, body, depth + 1),
            ILocalReferenceOperation { Local: var local } when body.Of(local) is { Count: > 0 } values => GivenBy(values[0], body, depth + 1),
            _ => null,
        };
    }

    private IEnumerable<DataEffect> Of(IInvocationOperation call, IOperation connection, ImmutableArray<DataItem> reads, ImmutableArray<DataItem> writes, bool isCertain, BodyValues body, RoleClaim? asked = null)
    {
        var claim = reads.IsEmpty && writes.IsEmpty ? RoleClaim.Nothing : asked ?? roles.Of(connection, body);
        if (!reads.IsEmpty && roles.IsWorthKnowing(claim, connection, body))
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
