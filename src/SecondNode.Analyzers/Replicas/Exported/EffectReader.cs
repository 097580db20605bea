using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Replicas.Exported;

/// <summary>Understands lines in the terms of this compilation: its types, and what it knows of the connections behind them.</summary>
internal sealed class EffectReader(Compilation compilation, ReplicaModel model)
{
    private const int MaxEffects = 64;
    private readonly ConcurrentDictionary<string, ITypeSymbol?> types = new(StringComparer.Ordinal);

    /// <summary>What the method does, at calls of <paramref name="method"/>; nothing where the line is not understood.</summary>
    /// <param name="row">The line.</param>
    /// <param name="method">The called method with its type arguments.</param>
    public MethodSummary Of(EffectRow row, IMethodSymbol method)
    {
        if (row.Bind(method.ContainingType.TypeArguments) is not { } bound)
        {
            return MethodSummary.Nothing;
        }

        for (var i = 0; i < method.TypeArguments.Length; i++)
        {
            bound["M" + i] = method.TypeArguments[i];
        }

        var count = row.Fields.Length - EffectRow.First;
        if (count > MaxEffects || EffectText.Indices(row.Fields[2], count) is not { } reads || EffectText.Pairs(row.Fields[3], count) is not { } readsAfterSave ||
            EffectText.Indices(row.Fields[4], count) is not { } saves || EffectText.Pairs(row.Fields[5], count) is not { } changes)
        {
            return MethodSummary.Nothing;
        }

        var effects = row.Fields.Skip(EffectRow.First).Select(f => Effect(f, method, bound)).ToList();
        return new MethodSummary(
            reads.Select(i => effects[i]).Where(IsRead).OfType<DataEffect>().ToImmutableArray(),
            readsAfterSave.Where(p => effects[p.First] is not null && p.Second is { } read && IsRead(effects[read])).Select(p => new ReadAfterSave(effects[p.First]!, effects[p.Second!.Value]!)).ToImmutableArray(),
            saves.Select(i => effects[i]).OfType<DataEffect>().ToImmutableArray(),
            changes.Where(p => effects[p.First] is not null && (p.Second is not { } write || effects[write] is not null)).Select(p => new Change(effects[p.First]!, p.Second is { } write ? effects[write] : null)).ToImmutableArray(),
            row.Settles);
    }

    /// <summary>The claim of a type's line.</summary>
    public static RoleClaim? Claim(EffectRow row) => row.IsMethod ? null : Claim(row.Fields[1]);

    private static bool IsRead(DataEffect? effect) => effect is { Kind: EffectKind.Read } && (effect.Claim.MayBeReplica || effect.Parameter is not null);

    private DataEffect? Effect(string text, IMethodSymbol method, Dictionary<string, ITypeSymbol> bound)
    {
        var fields = text.Split(';');
        if (fields.Length is not (6 or 7) || EffectText.Kind(fields[0]) is not { } kind || Claim(fields[2]) is not { } claim)
        {
            return null;
        }

        var given = fields[1].StartsWith("p", StringComparison.Ordinal) && EffectText.Index(fields[1].Substring(1), method.Parameters.Length) is { } ordinal ? method.Parameters[ordinal] : null;
        var handle = fields[1].StartsWith("t", StringComparison.Ordinal) ? TypeOf(fields[1].Substring(1), bound) : null;
        if (handle is not null && model.Contexts.IsContext(handle))
        {
            // Where the program is put together more may be known of a connection than where it is used.
            claim = model.Types.Of(handle).And(claim);
        }

        var flag = fields[3].Split('>');
        if (flag.Length == 2 && EffectText.Index(flag[0], method.Parameters.Length) is { } at)
        {
            claim = claim with { Switch = new RoleSwitch(method.Parameters[at], flag[1] == "1") };
        }

        GivenText? statement = null;
        if (fields.Length == 7)
        {
            var isProcedure = fields[6].EndsWith("p", StringComparison.Ordinal);
            if (!fields[6].StartsWith("s", StringComparison.Ordinal) || EffectText.Index(fields[6].Substring(1).TrimEnd('p'), method.Parameters.Length) is not { } position)
            {
                return null;
            }

            statement = new GivenText(method.Parameters[position], null, isProcedure);
        }

        var items = EffectText.Parts(fields[5]);
        var what = items.Select(i => Item(i, bound)).OfType<DataItem>().ToImmutableArray();
        return items.Length > 0 && what.IsEmpty ? null : new DataEffect(kind, null!, null, claim, what, fields[4] == "1") { Text = statement, GivenParameter = given, GivenType = handle ?? given?.Type, GivenTypeId = handle is null && fields[1].StartsWith("t:", StringComparison.Ordinal) ? EffectText.Unescape(fields[1].Substring(2)) : null };
    }

    private static RoleClaim? Claim(string text)
    {
        var fields = text.Split(',');
        return fields.Length == 5 && EffectText.Index(fields[0], (int)Role.Either + 1) is { } role && EffectText.Index(fields[1], (int)Trust.Proof + 1) is { } trust
            ? new RoleClaim((Role)role, (Trust)trust, EffectText.Unescape(fields[4]), fields[3].Length == 0 ? null : EffectText.Unescape(fields[3]), fields[2] == "1")
            : null;
    }

    private DataItem? Item(string text, Dictionary<string, ITypeSymbol> bound)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var fields = text.Substring(1).Split('=');
        switch (text[0])
        {
            case 'k' when fields.Length == 2:
                return DataItem.OfKey(EffectText.Unescape(fields[0]), EffectText.Unescape(fields[1]));
            case 'q' when fields.Length == 2:
                return new DataItem(null, Tables(fields[0]), null, EffectText.Unescape(fields[1]));
            case 'e' when fields.Length == 3 && fields[0].StartsWith(":", StringComparison.Ordinal):
                // A type that is not visible here still has its tables.
                return new DataItem(TypeOf(fields[0], bound), Tables(fields[1]), null, EffectText.Unescape(fields[2]));
            case 'e' when fields.Length == 3 && TypeOf(fields[0], bound) is { } entity:
                return DataItem.OfEntity(entity, null);
            default:
                return null;
        }
    }

    private static ImmutableArray<string> Tables(string text) => text.Length == 0 ? ImmutableArray<string>.Empty : text.Split(',').Select(EffectText.Unescape).ToImmutableArray();

    private ITypeSymbol? TypeOf(string reference, Dictionary<string, ITypeSymbol> bound) =>
        reference.StartsWith(":", StringComparison.Ordinal)
            ? types.GetOrAdd(reference, r => DocumentationCommentId.GetFirstSymbolForReferenceId(EffectText.Unescape(r.Substring(1)), compilation) as ITypeSymbol)
            : bound.TryGetValue(reference, out var type) ? type : null;
}
