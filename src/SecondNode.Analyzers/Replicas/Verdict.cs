namespace SecondNode.Analyzers.Replicas;

/// <summary>How sure a stale read is.</summary>
internal enum Verdict
{
    /// <summary>No finding.</summary>
    Silent,

    /// <summary>A role or the data rests on names.</summary>
    Possible,

    /// <summary>The code proves both.</summary>
    Certain,
}

/// <summary>Weighs the roles of the two ends of a stale read.</summary>
internal static class Verdicts
{
    public static Verdict Of(StaleRead stale, ReplicaModel model)
    {
        var connections = model.Connections;
        var names = model.Declared.Names;
        var read = stale.Read.Claim;
        var writeEnd = stale.Change.HandleType is not null ? stale.Change : stale.Write;
        var write = writeEnd.Claim;
        if (!read.MayBeReplica || write.Role is Role.Replica or Role.Either || (names == "false" && read.Trust < Trust.Convention) || IsIgnored(stale, model.Declared))
        {
            return Verdict.Silent;
        }

        // One connection, or two names for one database. (A read that is sent away by its own argument may share the handle.)
        var isSame = connections.AreSame(read.Source, write.Source);
        if ((stale.Read.IsCausal && IsSameHandle(stale.Read, writeEnd)) || (read.Trust < Trust.Proof && (isSame || IsSameHandle(stale.Read, writeEnd))))
        {
            return Verdict.Silent;
        }

        var areDifferent = read.Source is not null && write.Source is not null && !isSame;
        var byRole = read.Trust switch
        {
            Trust.HardName or Trust.SoftName when names == "true" => Verdict.Certain,
            Trust.Proof or Trust.Convention => Verdict.Certain,
            Trust.HardName => areDifferent || HaveOwnTypes(stale.Read, writeEnd) ? Verdict.Certain : Verdict.Possible,
            Trust.SoftName => areDifferent ? Verdict.Certain : Verdict.Possible,
            Trust.WeakName => areDifferent && write.SaysPrimary ? Verdict.Certain : areDifferent || write.SaysPrimary ? Verdict.Possible : Verdict.Silent,
            _ => Verdict.Silent,
        };
        var isGuess = read.Role == Role.Either || stale.Overlap == Overlap.Likely || !stale.Change.IsCertain || !stale.Write.IsCertain || !stale.Read.IsCertain;
        return byRole == Verdict.Certain && isGuess ? Verdict.Possible : byRole;
    }

    private static bool IsIgnored(StaleRead stale, ReplicaDeclarations declared) =>
        stale.Change.What.Any(written => stale.Read.What.Any(looked => written.With(looked) != Overlap.None && (declared.Ignores(written) || declared.Ignores(looked)))) &&
        stale.Change.What.All(written => stale.Read.What.All(looked => written.With(looked) == Overlap.None || declared.Ignores(written) || declared.Ignores(looked)));

    private static bool IsSameHandle(DataEffect left, DataEffect right) =>
        left.HandleSymbol is { } symbol && Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(symbol, right.HandleSymbol);

    /// <summary>Two contexts of two types, or two connections: plain injection cannot have given the same one.</summary>
    private static bool HaveOwnTypes(DataEffect left, DataEffect right)
    {
        var leftType = left.HandleType;
        var rightType = right.HandleType;
        return leftType is null || rightType is null
            ? left.HandleTypeId is { } id && right.HandleTypeId is { } other && id != other
            : !Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(leftType, rightType) || TypeRoles.IsConnection(leftType) || TypeRoles.IsDataSource(leftType);
    }
}
