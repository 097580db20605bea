using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What the owner of the code declares of its replicas, by options and attributes.</summary>
internal sealed class ReplicaDeclarations
{
    private readonly ImmutableArray<string> members;
    private readonly ImmutableArray<(string Parameter, string Value)> arguments;
    private readonly ImmutableArray<string> ignored;

    public ReplicaDeclarations(RuleContext context)
    {
        var tree = context.Compilation.SyntaxTrees.FirstOrDefault();
        Types = List(Settings.ReplicaTypesOption);
        PrimaryTypes = List(Settings.PrimaryTypesOption);
        ConnectionNames = List(Settings.ReplicaConnectionNamesOption);
        members = List(Settings.ReplicaMembersOption);
        ignored = List(Settings.IgnoredEntitiesOption);
        arguments = List(Settings.ReplicaArgumentsOption)
            .Select(text => (Text: text, At: text.IndexOf('=')))
            .Where(a => a.At > 0)
            .Select(a => (a.Text.Substring(0, a.At).Trim(), a.Text.Substring(a.At + 1).Trim()))
            .ToImmutableArray();
        Names = tree is null ? Settings.TrustNamesOption.Default : context.Settings.Read(Settings.TrustNamesOption, tree);
        IsPinned = tree is not null && context.Settings.Read(Settings.PinnedOption, tree) == true;

        ImmutableArray<string> List(Option<ImmutableArray<string>?> option) => (tree is null ? null : context.Settings.Read(option, tree)) ?? ImmutableArray<string>.Empty;
    }

    /// <summary>The types whose instances read a replica, by full name.</summary>
    public ImmutableArray<string> Types { get; }

    /// <summary>The types whose instances talk to the primary.</summary>
    public ImmutableArray<string> PrimaryTypes { get; }

    /// <summary>The names of the connection strings of replicas.</summary>
    public ImmutableArray<string> ConnectionNames { get; }

    /// <summary>What a name alone is worth: one of the values of <see cref="Settings.TrustNamesOption"/>.</summary>
    public string Names { get; }

    /// <summary>Whether who has just written is served by the primary in the next requests.</summary>
    public bool IsPinned { get; }

    /// <summary>Whether something is declared to be a replica's.</summary>
    public bool Any => Types.Length + ConnectionNames.Length + members.Length + arguments.Length > 0;

    /// <summary>The names by which code speaks of what is declared.</summary>
    public IEnumerable<string> Words =>
        Types.Concat(members.Select(m => m.Substring(0, m.IndexOf('(') is > 0 and var end ? end : m.Length))).Select(name => name.Substring(name.LastIndexOfAny(['.', ':']) + 1)).Select(name => name.IndexOf('`') is > 0 and var arity ? name.Substring(0, arity) : name)
            .Concat(arguments.Select(a => a.Parameter));

    /// <summary>The role that a member, type or parameter is declared to have, or null.</summary>
    public RoleClaim? Of(ISymbol? symbol) =>
        HandleRoles.Declared(symbol) ?? (symbol is not null && !members.IsEmpty && IsListed(symbol) ? new RoleClaim(Role.Replica, Trust.Proof, "'" + symbol.Name + "' is declared a replica's") : null);

    /// <summary>The role that a declared argument asks for: its value means a replica, any other the primary.</summary>
    public RoleClaim? OfArgument(IArgumentOperation argument)
    {
        if (arguments.IsEmpty || argument.Parameter is not { } parameter || TextOf(argument.Value) is not { } text)
        {
            return null;
        }

        var declared = arguments.Where(a => a.Parameter == parameter.Name).ToList();
        return declared.Count == 0 ? null
            : declared.Any(a => string.Equals(a.Value, text, StringComparison.OrdinalIgnoreCase)) ? new RoleClaim(Role.Replica, Trust.Proof, "'" + parameter.Name + "' is " + text)
            : new RoleClaim(Role.Primary, Trust.Proof, "");
    }

    /// <summary>Whether a parameter of that name is declared to choose the server.</summary>
    public bool Chooses(string parameter) => arguments.Any(a => a.Parameter == parameter);

    /// <summary>Whether an old state of the data does no harm.</summary>
    public bool Ignores(DataItem item) => ignored.Any(pattern => Matches(pattern, item.Entity?.Name) || Matches(pattern, item.Entity?.FullName()) || item.Tables.Any(t => Matches(pattern, t)));

    private bool IsListed(ISymbol symbol)
    {
        var id = symbol.OriginalDefinition.GetDocumentationCommentId();
        var name = symbol.ContainingType is { } type ? type.FullName() + "." + symbol.Name : null;
        return members.Any(m => m == id || m == name || (id is not null && id.StartsWith(m + "(", StringComparison.Ordinal)));
    }

    private static string? TextOf(IOperation value) =>
        EnumMember.Of(value) ?? (value.Unwrap().ConstantValue is { HasValue: true, Value: { } constant } ? constant as string ?? (constant is bool flag ? flag ? "true" : "false" : null) : null);

    private static bool Matches(string pattern, string? name)
    {
        if (name is null)
        {
            return false;
        }

        var core = pattern.Trim('*');
        return (pattern.StartsWith("*", StringComparison.Ordinal), pattern.EndsWith("*", StringComparison.Ordinal)) switch
        {
            (true, true) => name.IndexOf(core, StringComparison.OrdinalIgnoreCase) >= 0,
            (true, false) => name.EndsWith(core, StringComparison.OrdinalIgnoreCase),
            (false, true) => name.StartsWith(core, StringComparison.OrdinalIgnoreCase),
            _ => string.Equals(name, core, StringComparison.OrdinalIgnoreCase),
        };
    }
}
