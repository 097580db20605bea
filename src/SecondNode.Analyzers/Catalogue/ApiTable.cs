using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>One known API and what it does.</summary>
/// <typeparam name="TEffect">The vocabulary of the family.</typeparam>
/// <param name="Type">The metadata name of the declaring type, for example <c>System.Collections.Generic.Dictionary`2</c>.</param>
/// <param name="Member">The method or property; <c>.ctor</c> for construction; <c>this[]</c> for an indexer.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Verified">False for a library that the tests cannot reference; the row says so instead of being guessed silently.</param>
internal sealed record ApiRow<TEffect>(string Type, string Member, TEffect Effect, bool Verified = true) : IApiRow;

/// <summary>A row as the catalogue's own test sees it.</summary>
internal interface IApiRow
{
    /// <summary>The metadata name of the declaring type.</summary>
    string Type { get; }

    /// <summary>The member's name.</summary>
    string Member { get; }

    /// <summary>Whether the name is checked against a real assembly.</summary>
    bool Verified { get; }
}

/// <summary>
/// Answers what a called member does, by the rows of one family. The member name is looked at first, so that almost every
/// call of a program is dismissed by one dictionary look-up; then the declaring type is compared by its metadata name, so
/// that a table belongs to no compilation and costs nothing where no row is used. Overrides, implementations of a row's
/// interface and extension methods called in reduced form match their row.
/// </summary>
internal sealed class ApiTable<TEffect>
{
    private readonly Dictionary<string, List<ApiRow<TEffect>>> byMember = new(StringComparer.Ordinal);
    private readonly HashSet<string> written = new(StringComparer.Ordinal);

    public ApiTable(IEnumerable<ApiRow<TEffect>> rows)
    {
        foreach (var row in rows)
        {
            if (!byMember.TryGetValue(row.Member, out var list))
            {
                byMember.Add(row.Member, list = []);
            }

            list.Add(row);
            written.Add(row.Member is ".ctor" or "this[]" ? MetadataName.SimpleNameOf(row.Type) : row.Member);
        }
    }

    /// <summary>The names of which one is written wherever a row is used: of its member, or of its type where the member has none.</summary>
    public IReadOnlyCollection<string> WrittenNames => written;

    /// <summary>Whether some row has a member of that name.</summary>
    public bool Knows(string memberName) => byMember.ContainsKey(memberName);

    /// <summary>The row of a method or property, or null.</summary>
    public ApiRow<TEffect>? Match(ISymbol? member)
    {
        if (RowsOf(member) is { } rows)
        {
            foreach (var row in rows)
            {
                if (IsOf(member!, row))
                {
                    return row;
                }
            }
        }

        return null;
    }

    /// <summary>The rows of a method or property, where an effect depends on more than the call.</summary>
    public IEnumerable<ApiRow<TEffect>> All(ISymbol? member) => RowsOf(member)?.Where(row => IsOf(member!, row)) ?? [];

    private List<ApiRow<TEffect>>? RowsOf(ISymbol? member) =>
        member is not null && byMember.TryGetValue(member is IPropertySymbol { IsIndexer: true } ? "this[]" : member.Name, out var rows) ? rows : null;

    private static bool IsOf(ISymbol member, ApiRow<TEffect> row) =>
        ((member as IMethodSymbol)?.ReducedFrom?.ContainingType ?? member.ContainingType)?.IsOrInherits(row.Type) == true;
}

/// <summary>Every row of every family, for the test that resolves the names against real assemblies.</summary>
internal static class AllApis
{
    public static IEnumerable<IApiRow> Rows => ImmutableArray<IApiRow>.Empty
        .Concat(CollectionApis.Rows)
        .Concat(FileApis.Rows).Concat(EscapeApis.Rows).Concat(FileDatabaseApis.Rows).Concat(FileLogApis.Rows)
        .Concat(PathApis.Rows)
        .Concat(KeyApis.Rows)
        .Concat(DataApis.Rows).Concat(SessionStoreApis.Rows).Concat(DatabaseStoreApis.Rows)
        .Concat(KeyConsumers.Rows)
        .Concat(RandomApis.Rows)
        .Concat(ClassicStateApis.Rows).Concat(MachineKeyApis.Rows)
        .Concat(RealtimeApis.Rows)
        .Concat(RealtimeApis.Sends)
        .Concat(CacheApis.Rows)
        .Concat(CacheApis.ClassicRows).Concat(CacheRegistrations.Rows)
        .Concat(SessionApis.Rows).Concat(SessionApis.Stores);
}
