using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Analyzers.Options;

/// <summary>The options of a project, typed. Each key is declared here once; the rules' pages and the README list them, checked by a test.</summary>
internal sealed class Settings(AnalyzerConfigOptionsProvider provider)
{
    public static readonly Option<bool?> SingleNodeOption = Option.Flag(
        "secondnode.single_node", false, "The application will only ever run as one process: all rules are silent.");

    public static readonly Option<bool?> StickySessionsOption = Option.Flag(
        "secondnode.sticky_sessions", false, "The load balancer sends one user to one node: findings about session become suggestions, because a node's end still loses it.");

    public static readonly Option<ImmutableArray<string>?> SharedPathsOption = Option.List(
        "secondnode.shared_paths", "Directories, or configuration keys that name directories, which all nodes mount: writes under them are silent.");

    public static readonly Option<string> SharedKeysPlatformOption = Option.Choice(
        "secondnode.shared_keys_platform", "none", "The platform that gives all instances one Data Protection key ring: its absence from the code is silent.", "none", "azure_appservice", "container_apps");

    public static readonly Option<string> CacheTargetOption = Option.Choice(
        "secondnode.cache_target", "distributed", "Which shared cache bulk fixes move static collections to.", "distributed", "hybrid");

    public static readonly Option<string> FileTargetOption = Option.Choice(
        "secondnode.file_target", "auto", "Where bulk fixes of local file writes send the content.", "auto", "object_store", "directory", "cache");

    public static readonly Option<ImmutableArray<string>?> SafeMembersOption = Option.List(
        "secondnode.safe_members", "Fields, properties or types, by full name, whose state is known to be harmless on many nodes.");

    public static readonly Option<ImmutableArray<string>?> ReplicaTypesOption = Option.List(
        "secondnode.replica_types", "Types, by full name, whose instances read a replica.");

    public static readonly Option<ImmutableArray<string>?> PrimaryTypesOption = Option.List(
        "secondnode.primary_types", "Types, by full name, whose instances talk to the primary; ends a false claim.");

    public static readonly Option<ImmutableArray<string>?> ReplicaConnectionNamesOption = Option.List(
        "secondnode.replica_connection_names", "Connection-string names of replicas; * at the end matches any rest.");

    public static readonly Option<ImmutableArray<string>?> ReplicaMembersOption = Option.List(
        "secondnode.replica_members", "Methods, properties or fields, by full name or documentation id, that give connections, connection strings or data of a replica.");

    public static readonly Option<ImmutableArray<string>?> ReplicaArgumentsOption = Option.List(
        "secondnode.replica_arguments", "Arguments that choose a replica, as parameter=value; any other constant chooses the primary.");

    public static readonly Option<string> TrustNamesOption = Option.Choice(
        "secondnode.trust_names", "suggest", "What a replica's name is worth where nothing else says that it is one: a suggestion, a warning (true), or nothing (false).", "suggest", "true", "false");

    public static readonly Option<ImmutableArray<string>?> IgnoredEntitiesOption = Option.List(
        "secondnode.ignored_entities", "Entities or tables of which an old state does no harm; * at either end matches any rest.");

    public static readonly Option<bool?> PinnedOption = Option.Flag(
        "secondnode.pinned", false, "Who has just written is served by the primary in the next requests, by a cookie or the like: redirects are silent.");

    /// <summary>Every option, for the documentation.</summary>
    public static readonly ImmutableArray<IOption> All =
        ImmutableArray.Create<IOption>(
            SingleNodeOption, StickySessionsOption, SharedPathsOption, SharedKeysPlatformOption, CacheTargetOption, FileTargetOption,
            SafeMembersOption, ReplicaTypesOption, PrimaryTypesOption, ReplicaConnectionNamesOption, ReplicaMembersOption, ReplicaArgumentsOption, TrustNamesOption,
            IgnoredEntitiesOption, PinnedOption);

    /// <summary>Whether the project declares that it runs as one process only.</summary>
    public bool SingleNode => SingleNodeOption.Read(provider.GlobalOptions) == true;

    /// <summary>An MSBuild property that the package makes visible to the compiler, or the empty string.</summary>
    public string BuildProperty(string name) => provider.GlobalOptions.TryGetValue("build_property." + name, out var value) && value is not null ? value : "";

    /// <summary>Reads an option for a file: its own .editorconfig section, else the global one.</summary>
    public T Read<T>(Option<T> option, SyntaxTree tree)
    {
        var options = provider.GetOptions(tree);
        return options.TryGetValue(option.Key, out _) ? option.Read(options) : option.Read(provider.GlobalOptions);
    }
}
