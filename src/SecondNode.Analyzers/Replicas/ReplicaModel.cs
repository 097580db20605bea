using System.Collections.Immutable;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas.Exported;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// The hub of the replica rules: what is known of one compilation's connections and data accesses. Where the program nowhere
/// says replica, <see cref="HasEvidence"/> is false and nothing else is computed.
/// </summary>
internal sealed class ReplicaModel
{
    public ReplicaModel(RuleContext context)
    {
        Declared = new ReplicaDeclarations(context);
        var appStrings = AppConnectionStrings.Of(context.AnalyzerOptions.AdditionalFiles, context.Cancellation);
        HasEvidenceInSettings = !Declared.ConnectionNames.IsEmpty || appStrings.AnySaysReplica;
        Imported = ImportedEffects.Of(context);
        HasEvidence = HasEvidenceInSettings || Declared.Any || Imported.SaysReplica || context.AllFacts.Any(facts => facts.SaysReplica);

        Contexts = new ContextTypes(context);
        Routing = HasEvidence ? RoutingLibrary.In(context) : ImmutableArray<RoutingLibrary>.Empty;
        Values = new ValueSources(context, Contexts);
        Texts = new ConstantText(Values);
        Connections = new ConnectionSources(Values, Texts, appStrings, Declared);
        var registrations = new TypeRegistrations(context);
        Types = new TypeRoles(context, Contexts, registrations, Connections, Imported, Declared, Routing);
        InstanceNames = new InstanceNames(context, Contexts);
        Instances = new InstanceRoles(context, registrations, Connections, Values, InstanceNames);
        Roles = new HandleRoles(Types, Connections, Values, Contexts, Declared, Instances, new DelegateRoles(context, Contexts));
        Types.Use(Roles);
        Instances.Use(Roles);
        Queries = new QuerySources(Contexts, Values);
        Sharded = new ShardedContexts(context);
        Effects = new BodyEffects(this);
        Reach = new ReplicaReach(context, this);
        Redirects = new RedirectTargets(context, Texts);
        Reader = new EffectReader(context.Compilation, this);
        Summaries = new MethodSummaries(context, this);
        Bodies = new BodyFindings(context, this);
        Sharing = new ReadSharing(context);
        Moves = new MoveScope(context);
    }

    /// <summary>Whether anything in the program, its settings or its options speaks of a replica.</summary>
    public bool HasEvidence { get; }

    /// <summary>Whether connection strings are replicas' by what stands outside of the source: any name in it may be theirs.</summary>
    public bool HasEvidenceInSettings { get; }

    /// <summary>What the owner declares.</summary>
    public ReplicaDeclarations Declared { get; }

    /// <summary>The libraries that send queries to replicas by themselves.</summary>
    public ImmutableArray<RoutingLibrary> Routing { get; }

    public ContextTypes Contexts { get; }

    public ValueSources Values { get; }

    public ConstantText Texts { get; }

    public ConnectionSources Connections { get; }

    public TypeRoles Types { get; }

    public HandleRoles Roles { get; }

    /// <summary>The classes of which there may be instances for both servers.</summary>
    public InstanceNames InstanceNames { get; }

    /// <summary>Which of the two an instance is for.</summary>
    public InstanceRoles Instances { get; }

    public QuerySources Queries { get; }

    /// <summary>The contexts whose queries a library sends to read nodes.</summary>
    public ShardedContexts Sharded { get; }

    public BodyEffects Effects { get; }

    /// <summary>Which members may read a replica or write, by names.</summary>
    public ReplicaReach Reach { get; }

    /// <summary>What other projects say of their code.</summary>
    public ImportedEffects Imported { get; }

    /// <summary>What that means here.</summary>
    public EffectReader Reader { get; }

    /// <summary>Where redirects lead.</summary>
    public RedirectTargets Redirects { get; }

    /// <summary>What methods do, for those who call them.</summary>
    public MethodSummaries Summaries { get; }

    /// <summary>Who else calls the method that holds a read.</summary>
    public ReadSharing Sharing { get; }

    /// <summary>What else an edit moves.</summary>
    public MoveScope Moves { get; }

    /// <summary>What is found in bodies: several rules look at the same ones.</summary>
    public BodyFindings Bodies { get; }
}
