using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.Analyzers.Facts.Files;
using SecondNode.Analyzers.Facts.State;
using SecondNode.Analyzers.Options;
using SecondNode.Analyzers.Replicas;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// What the rules know of one compilation. Everything is computed on first use, once for all rules; nothing outlives the
/// compilation.
/// </summary>
internal sealed class RuleContext
{
    /// <summary>
    /// Binding is the cost of the rules, and rules look at the same members: they share one context, and with it the
    /// semantic models. The table holds compilations weakly, and a context dies with its compilation.
    /// </summary>
    private static readonly ConditionalWeakTable<Compilation, RuleContext> Contexts = new();

    /// <summary>From so many questions on, an index of all words is cheaper than to ask every file.</summary>
    private const int ManyWords = 100;

    private int wordsAsked;

    private readonly Lazy<FileFindings> files;
    private readonly Lazy<SiteConfiguration?> site;
    private readonly Lazy<SessionUses> sessions;
    private readonly Lazy<ImmutableArray<TreeFacts>> allFacts;
    private readonly Lazy<WordFiles> wordFiles;
    private readonly Lazy<ImmutableArray<SyntaxTree>> trees;
    private readonly Lazy<ReplicaModel> replicas;

    public RuleContext(Compilation compilation, AnalyzerOptions options)
    {
        Compilation = compilation;
        AnalyzerOptions = options;
        Types = new KnownTypes(compilation);
        Settings = new Settings(options.AnalyzerConfigOptionsProvider);
        Scope = ProjectScope.Of(compilation, Settings, Types);
        Aliases = new TypeAliases(this);
        Uses = new SymbolUses(this);
        Lifetimes = new Lifetimes(this);
        Phases = new ExecutionPhases(this);
        Registrations = new Registrations(this);
        Implementations = new Implementations(this);
        SingleInstances = new SingleInstances(this);
        Collections = new DeclaredCollections(this);
        State = new StateJudge(this);
        files = new Lazy<FileFindings>(() => new FileFindings(this));
        site = new Lazy<SiteConfiguration?>(() =>
            SiteConfiguration.Of(options.AdditionalFiles, Settings.BuildProperty("ProjectDir"), Cancellation) is { } found &&
            (found.IsOfAWholeSite || Scope.Kind == ProjectKind.Web || Registrations.Mentions("OwinStartup")) ? found : null);
        sessions = new Lazy<SessionUses>(() => new SessionUses(this));
        replicas = new Lazy<ReplicaModel>(() => new ReplicaModel(this));
        allFacts = new Lazy<ImmutableArray<TreeFacts>>(() => Trees.Select(FactsOf).ToImmutableArray());
        wordFiles = new Lazy<WordFiles>(() => new WordFiles(AllFacts));
        trees = new Lazy<ImmutableArray<SyntaxTree>>(() => Compilation.SyntaxTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).ToImmutableArray());
    }

    public Compilation Compilation { get; }

    public AnalyzerOptions AnalyzerOptions { get; }

    /// <summary>The files in the order of their paths: the first place of a finding must not depend on the order of the build.</summary>
    public ImmutableArray<SyntaxTree> Trees => trees.Value;

    /// <summary>The token of the request that asks. Answers are shared and outlive it: what it cuts short is not kept.</summary>
    public CancellationToken Cancellation => Request.Cancellation;

    /// <summary>Framework types by metadata name, each resolved once.</summary>
    public KnownTypes Types { get; }

    /// <summary>The typed options of the project.</summary>
    public Settings Settings { get; }

    /// <summary>What kind of project this is.</summary>
    public ProjectScope Scope { get; }

    /// <summary>Where types go by other names.</summary>
    public TypeAliases Aliases { get; }

    /// <summary>Where a source symbol is used, in the whole compilation.</summary>
    public SymbolUses Uses { get; }

    /// <summary>How long the instances of a type live.</summary>
    public Lifetimes Lifetimes { get; }

    /// <summary>The collections that fields and auto-properties hold.</summary>
    public DeclaredCollections Collections { get; }

    /// <summary>What collections that live as long as the node hold and who changes them: the rules about state look at the same uses.</summary>
    public StateJudge State { get; }

    /// <summary>Which types have one instance for each node.</summary>
    public SingleInstances SingleInstances { get; }

    /// <summary>Which types of the source implement an interface.</summary>
    public Implementations Implementations { get; }

    /// <summary>Who runs a member: start-up, background work, requests.</summary>
    public ExecutionPhases Phases { get; }

    /// <summary>What the application registers, across its visible projects.</summary>
    public Registrations Registrations { get; }

    /// <summary>What file writes do: uploads and other files are judged from the same traces.</summary>
    public FileFindings Files => files.Value;

    /// <summary>What the web.config of a classic ASP.NET site says; null where the compiler was handed none, or only that of a part of a site.</summary>
    public SiteConfiguration? Site => site.Value;

    /// <summary>Whether the code runs on System.Web itself. The adapters that bring its types to ASP.NET Core keep session and keys in other places.</summary>
    public bool IsSystemWeb => Types.Assembly("System.Web")?.GetTypeByMetadataName("System.Web.HttpContext") is not null;

    /// <summary>Connections, their roles, and what code does over them.</summary>
    public ReplicaModel Replicas => replicas.Value;

    /// <summary>Where the code of a classic ASP.NET site uses its session.</summary>
    public SessionUses Sessions => sessions.Value;

    /// <summary>The context of a compilation, shared by all rules that run over it with the same options.</summary>
    public static RuleContext Of(Compilation compilation, AnalyzerOptions options)
    {
        var context = Contexts.GetValue(compilation, c => new RuleContext(c, options));
        return context.AnalyzerOptions.AnalyzerConfigOptionsProvider == options.AnalyzerConfigOptionsProvider && context.AnalyzerOptions.AdditionalFiles == options.AdditionalFiles
            ? context
            : new RuleContext(compilation, options);
    }

    /// <summary>The syntactic facts of a tree: incremental, one edited file recomputes one tree.</summary>
    public TreeFacts FactsOf(SyntaxTree tree)
    {
        Cancellation.ThrowIfCancellationRequested();
        return TreeFacts.Of(tree);
    }

    /// <summary>The facts of all files, in the order of <see cref="Trees"/>.</summary>
    public ImmutableArray<TreeFacts> AllFacts => allFacts.Value;

    /// <summary>The files in which the word may be written, in the order of <see cref="Trees"/>.</summary>
    public IEnumerable<TreeFacts> FilesMentioning(string word)
    {
        var hash = WordIndex.HashOf(word);
        return IsIndexed() ? wordFiles.Value.Of(hash) : AllFacts.Where(facts => facts.MayMention(hash));
    }

    /// <summary>Whether one of the words may be written somewhere in the compilation: what a rule asks before it registers anything.</summary>
    public bool MayMentionAny(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            if (MayMention(WordIndex.HashOf(word)))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayMention(int hash)
    {
        if (IsIndexed())
        {
            return wordFiles.Value.Has(hash);
        }

        foreach (var facts in AllFacts)
        {
            if (facts.MayMention(hash))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the words of all files are worth an index by now.</summary>
    private bool IsIndexed() => wordFiles.IsValueCreated || Interlocked.Increment(ref wordsAsked) > ManyWords;
}
