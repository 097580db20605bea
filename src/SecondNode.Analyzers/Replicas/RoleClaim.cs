using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The database server that a connection talks to.</summary>
internal enum Role
{
    /// <summary>Nothing is known: writes through it count as writes, reads from it are silent.</summary>
    Unknown,

    /// <summary>The server that takes writes.</summary>
    Primary,

    /// <summary>A copy that lags behind.</summary>
    Replica,

    /// <summary>One of the two, decided at run time.</summary>
    Either,
}

/// <summary>What founds a claim, in order of trust.</summary>
internal enum Trust
{
    None,

    /// <summary>A weak word alone: counts with a sibling that writes.</summary>
    WeakName,

    /// <summary>A name that says read-only.</summary>
    SoftName,

    /// <summary>A name that says replica.</summary>
    HardName,

    /// <summary>A registration or connection string that is named a replica's.</summary>
    Convention,

    /// <summary>An API whose meaning is replica, the content of a connection string, or the owner's declaration.</summary>
    Proof,
}

/// <summary>What is known of the role of one connection, context, data source or collection.</summary>
/// <param name="Role">Which server.</param>
/// <param name="Trust">How well founded that is.</param>
/// <param name="Evidence">The ground, as it reads in parentheses in a message; never the content of a connection string.</param>
/// <param name="Source">The identity of the connection string or data source: equal sources are one database. Null where it is not known.</param>
/// <param name="SaysPrimary">Whether one of its names says primary or write.</param>
internal sealed record RoleClaim(Role Role, Trust Trust, string Evidence, string? Source = null, bool SaysPrimary = false)
{
    /// <summary>Nothing is known.</summary>
    public static readonly RoleClaim Nothing = new(Role.Unknown, Trust.None, "");

    /// <summary>The parameter that decides, where the role is either of the two.</summary>
    public RoleSwitch? Switch { get; init; }

    /// <summary>The ground as a sentence has it: that of a name says that it is no more than that.</summary>
    public string Ground => Evidence.Length > 2 && Evidence[0] == '\'' && Evidence.IndexOf('\'', 1) == Evidence.Length - 1 ? "by the name " + Evidence : Evidence;

    /// <summary>Whether reads through it may see an old state.</summary>
    public bool MayBeReplica => Role is Role.Replica or Role.Either;

    /// <summary>A claim from a name alone.</summary>
    /// <param name="name">The name of a type, member, key or connection string.</param>
    /// <param name="what">What it is a name of, with the name, as it reads in a message.</param>
    /// <param name="source">The identity of the connection, where known.</param>
    public static RoleClaim OfName(string? name, string what, string? source = null) =>
        RoleWords.Of(name) switch
        {
            NameHint.Hard => new RoleClaim(Role.Replica, Trust.HardName, what, source),
            NameHint.Soft => new RoleClaim(Role.Replica, Trust.SoftName, what, source),
            NameHint.Weak => new RoleClaim(Role.Replica, Trust.WeakName, what, source),
            NameHint.Primary => new RoleClaim(Role.Unknown, Trust.None, "", source, SaysPrimary: true),
            _ => new RoleClaim(Role.Unknown, Trust.None, "", source),
        };

    /// <summary>
    /// Adds what a further name of the same thing says. A well-founded claim stands; between names the stronger word wins, and
    /// a name that says primary ends a claim that rests on a weaker word.
    /// </summary>
    public RoleClaim And(RoleClaim other)
    {
        if (Trust == Trust.Proof || (Role == Role.Primary && Trust > Trust.None))
        {
            return this;
        }

        if (other.Trust == Trust.Proof || (other.Role == Role.Primary && other.Trust > Trust.None))
        {
            return other;
        }

        var saysPrimary = SaysPrimary || other.SaysPrimary;
        var strongest = other.Trust > Trust ? other : this;
        if (saysPrimary && strongest.Trust is Trust.WeakName)
        {
            strongest = Nothing;
        }

        return strongest with { Source = Source ?? other.Source, SaysPrimary = saysPrimary && strongest.Role != Role.Replica };
    }

    /// <summary>What a conditional expression gives: a flag that is a parameter is known where the method is called.</summary>
    public static RoleClaim OfChoice(IOperation condition, RoleClaim whenTrue, RoleClaim whenFalse)
    {
        var either = Merge(ImmutableArray.Create(whenTrue, whenFalse));
        return either.Role == Role.Either && whenTrue.MayBeReplica != whenFalse.MayBeReplica && RoleSwitch.Of(condition, whenTrue.MayBeReplica) is { } decided
            ? either with { Switch = decided }
            : either;
    }

    /// <summary>What several values of one variable say together: their common role, else either.</summary>
    public static RoleClaim Merge(ImmutableArray<RoleClaim> claims)
    {
        if (claims.IsDefaultOrEmpty)
        {
            return Nothing;
        }

        var result = claims[0];
        for (var i = 1; i < claims.Length; i++)
        {
            var next = claims[i];
            if (next.MayBeReplica != result.MayBeReplica)
            {
                var replica = next.MayBeReplica ? next : result;
                result = replica with { Role = Role.Either, Source = null };
            }
            else if (next.Trust < result.Trust)
            {
                result = next with { Source = next.Source == result.Source ? next.Source : null };
            }
            else if (next.Source != result.Source)
            {
                result = result with { Source = null };
            }
        }

        return result;
    }
}

/// <summary>A flag by which a method's caller chooses the replica.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">Its value that means replica.</param>
internal sealed record RoleSwitch(IParameterSymbol Parameter, bool Value)
{
    /// <summary>The flag that a condition tests, or null.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="isReplica">Whether the replica is taken where it holds.</param>
    public static RoleSwitch? Of(IOperation condition, bool isReplica)
    {
        condition = condition.Unwrap();
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            (condition, isReplica) = (not.Operand.Unwrap(), !isReplica);
        }

        // enabled && isReadOnly: where the caller does not ask, it is the primary; where it asks, perhaps the replica.
        if (isReplica && condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both)
        {
            return Of(both.LeftOperand, isReplica) ?? Of(both.RightOperand, isReplica);
        }

        return condition is IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } flag } ? new RoleSwitch(flag, isReplica) : null;
    }
}
