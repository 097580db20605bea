using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The values by which code asks a driver for one of its servers, and the settings objects that carry them.</summary>
internal static class ServerChoice
{
    private const int MaxDepth = 8;

    /// <summary>Settings that a client, database, collection or request is made with.</summary>
    private static readonly HashSet<string> SettingsTypes =
    [
        "MongoClientSettings", "MongoDatabaseSettings", "MongoCollectionSettings", "GridFSBucketOptions",
        "CosmosClientOptions", "ItemRequestOptions", "QueryRequestOptions", "ReadManyRequestOptions",
    ];

    /// <summary>What a value asks for, or null where it is no such value or cannot be read.</summary>
    /// <param name="value">A member of <c>TargetSessionAttributes</c>, <c>ReadPreference</c> or <c>ConsistencyLevel</c>.</param>
    public static RoleClaim? Of(IOperation value) => Of(value, 0);

    /// <summary>What a settings object says, or null where it says nothing.</summary>
    /// <param name="settings">The settings: created in place, or the variable that holds them.</param>
    /// <param name="values">What members are given.</param>
    /// <param name="connections">What connection strings say.</param>
    public static RoleClaim? OfSettings(IOperation settings, ValueSources values, ConnectionSources connections) => OfSettings(settings, values, connections, 0);

    /// <summary>Whether the type is one of settings that choose the server.</summary>
    public static bool IsSettings(ITypeSymbol? type) => type is not null && SettingsTypes.Contains(type.Name);

    private static RoleClaim? Of(IOperation value, int depth)
    {
        value = value.Unwrap();
        if (depth > MaxDepth)
        {
            return null;
        }

        if (value is IConditionalOperation { WhenFalse: { } otherwise } choice && IsChoice(value.Type))
        {
            var (whenTrue, whenFalse) = (Of(choice.WhenTrue, depth + 1), Of(otherwise, depth + 1));
            return whenTrue is null && whenFalse is null ? null : RoleClaim.OfChoice(choice.Condition, whenTrue ?? RoleClaim.Nothing, whenFalse ?? RoleClaim.Nothing);
        }

        switch (TypeName(value.Type))
        {
            case "TargetSessionAttributes":
                return EnumMember.Of(value) is { } session ? ConnectionText.OfTargetSession(session) : null;
            case "ReadPreference" or "ReadPreferenceMode":
                return EnumMember.Of(value) is { } preference ? ConnectionText.OfReadPreference(preference)
                    : value switch
                    {
                        IObjectCreationOperation { Arguments: [{ Value: var mode }, ..] } => Of(mode, depth + 1),
                        IInvocationOperation { TargetMethod.Name: "With", Instance: { } changed } => Of(changed, depth + 1),
                        _ => null,
                    };
            case "ConsistencyLevel":
                return EnumMember.Of(value) is { } level ? OfConsistency(level) : null;
            default:
                return null;
        }
    }

    /// <summary>The levels by which a read may see an old state: those of Cosmos DB, and of Cassandra, where one answer is enough.</summary>
    private static RoleClaim? OfConsistency(string level) =>
        level switch
        {
            "Eventual" or "ConsistentPrefix" => new RoleClaim(Role.Replica, Trust.Proof, "its consistency level is " + level),
            "One" or "LocalOne" => new RoleClaim(Role.Replica, Trust.Proof, "its consistency level is " + level + ", so that one node's answer is enough"),
            "All" or "EachQuorum" => new RoleClaim(Role.Primary, Trust.Proof, ""),
            _ => null,
        };

    private static RoleClaim? OfSettings(IOperation settings, ValueSources values, ConnectionSources connections, int depth)
    {
        settings = settings.Unwrap();
        if (depth > MaxDepth)
        {
            return null;
        }

        switch (settings)
        {
            case IObjectCreationOperation creation:
                return Assigned(creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? []);
            case ILocalReferenceOperation { Local: var local }:
                return Assigned(AssignmentsTo(settings, local)) ?? OfValues(values.Of(local));
            case IFieldReferenceOperation or IPropertyReferenceOperation when settings.ReferencedSymbol() is { } member:
                return OfValues(values.Of(member));
            case IInvocationOperation { TargetMethod.Name: "FromConnectionString" or "FromUrl" or "Create", Arguments: [{ Value: var argument }, ..] }:
                return connections.Of(Address(argument), body: null) is { MayBeReplica: true } claim ? claim : null;
            case IInvocationOperation { TargetMethod.Name: "Clone" or "Freeze", Instance: { } copied }:
                return OfSettings(copied, values, connections, depth + 1);
            default:
                return null;
        }

        RoleClaim? OfValues(ImmutableArray<IOperation> given) => given is [var only] ? OfSettings(only, values, connections, depth + 1) : null;
    }

    /// <summary>The text of an URL object.</summary>
    private static IOperation Address(IOperation argument) =>
        argument.Unwrap() switch
        {
            IObjectCreationOperation { Arguments: [{ Value: var text }, ..] } => text,
            IInvocationOperation { TargetMethod.Name: "Create", Arguments: [{ Value: var text }, ..] } => text,
            var url => url,
        };

    /// <summary>The assignments to members of a variable in the body in which it stands.</summary>
    private static IEnumerable<ISimpleAssignmentOperation> AssignmentsTo(IOperation mention, ILocalSymbol variable)
    {
        var root = mention;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<ISimpleAssignmentOperation>()
            .Where(a => a.Target is IPropertyReferenceOperation { Instance: { } owner } && SymbolEqualityComparer.Default.Equals(owner.ReferencedSymbol(), variable));
    }

    private static RoleClaim? Assigned(IEnumerable<ISimpleAssignmentOperation> assignments) =>
        assignments
            .Where(a => a.Target is IPropertyReferenceOperation { Property.Name: "ReadPreference" or "ConsistencyLevel" })
            .Select(a => Of(a.Value))
            .FirstOrDefault(claim => claim is not null);

    private static bool IsChoice(ITypeSymbol? type) => TypeName(type) is "TargetSessionAttributes" or "ReadPreference" or "ReadPreferenceMode" or "ConsistencyLevel";

    private static string? TypeName(ITypeSymbol? type) => type.Awaited()?.Name;
}
