using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// The hub of the replica rules: what is known of one compilation's connections and data accesses. Where the program nowhere
/// says replica, <see cref="HasEvidence"/> is false and nothing else is computed.
/// </summary>
internal sealed class ReplicaModel
{
    private readonly RuleContext context;
    private readonly Lazy<int[]> writeNames;
    private readonly Lazy<bool> declaresWrites;

    public ReplicaModel(RuleContext context)
    {
        this.context = context;
        var settings = context.Settings;
        var tree = context.Compilation.SyntaxTrees.FirstOrDefault();
        var replicaTypes = Read(Settings.ReplicaTypesOption);
        var primaryTypes = Read(Settings.PrimaryTypesOption);
        var declaredNames = Read(Settings.ReplicaConnectionNamesOption);
        var appStrings = AppConnectionStrings.Of(context.AnalyzerOptions.AdditionalFiles, context.Cancellation);
        HasEvidence = !replicaTypes.IsEmpty || !declaredNames.IsEmpty || appStrings.AnySaysReplica || context.Compilation.SyntaxTrees.Any(t => context.FactsOf(t).SaysReplica);

        writeNames = new(() => NamesOfWrites(context.Types));
        declaresWrites = new(() => context.Compilation.SyntaxTrees.Any(t => context.FactsOf(t).Mentions("WritesEntity")));
        Contexts = new ContextTypes(context);
        Values = new ValueSources(context, Contexts);
        Texts = new ConstantText(Values);
        Connections = new ConnectionSources(Values, Texts, appStrings, declaredNames);
        Types = new TypeRoles(context, Contexts, new TypeRegistrations(context), Connections, replicaTypes, primaryTypes);
        Roles = new HandleRoles(Types, Connections, Values, Contexts);
        Types.Use(Roles);
        Queries = new QuerySources(Contexts, Values);
        Effects = new BodyEffects(this);

        ImmutableArray<string> Read(Option<ImmutableArray<string>?> option) => (tree is null ? null : settings.Read(option, tree)) ?? ImmutableArray<string>.Empty;
    }

    /// <summary>Whether anything in the program, its settings or its options speaks of a replica.</summary>
    public bool HasEvidence { get; }

    public ContextTypes Contexts { get; }

    public ValueSources Values { get; }

    public ConstantText Texts { get; }

    public ConnectionSources Connections { get; }

    public TypeRoles Types { get; }

    public HandleRoles Roles { get; }

    public QuerySources Queries { get; }

    public BodyEffects Effects { get; }

    /// <summary>Whether a body could write at all, by the names in it: most cannot, and are not looked at.</summary>
    public bool MayWrite(SyntaxNode body) => declaresWrites.Value || context.FactsOf(body.SyntaxTree).MayMentionAny(writeNames.Value, body.Span);

    private static int[] NamesOfWrites(KnownTypes types) =>
        DataApis.Rows
            .Where(r => r.Effect is not (DataCall.DocumentRead or DataCall.KeyRead or DataCall.EntityRead) && types.Has(r.Type))
            .Select(r => r.Member)
            .Concat(BodyEffects.SavingNames)
            .Distinct(StringComparer.Ordinal)
            .Select(WordIndex.HashOf)
            .ToArray();
}
