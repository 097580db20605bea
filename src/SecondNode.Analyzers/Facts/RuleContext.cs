using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Options;
using SecondNode.Analyzers.Scope;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// What one rule knows of one compilation. Everything is computed on first use; nothing outlives the compilation.
/// </summary>
internal sealed class RuleContext
{
    private readonly Func<SyntaxTree, TreeFacts> treeFacts;

    public RuleContext(Compilation compilation, AnalyzerOptions options, Func<SyntaxTree, TreeFacts> treeFacts, CancellationToken cancellation)
    {
        Compilation = compilation;
        AnalyzerOptions = options;
        this.treeFacts = treeFacts;
        Cancellation = cancellation;
        Types = new KnownTypes(compilation);
        Settings = new Settings(options.AnalyzerConfigOptionsProvider);
        Scope = ProjectScope.Of(compilation, Settings, Types);
        Uses = new SymbolUses(this);
        Lifetimes = new Lifetimes(this);
        Phases = new ExecutionPhases(this);
        Registrations = new Registrations(this);
        Implementations = new Implementations(this);
    }

    public Compilation Compilation { get; }

    public AnalyzerOptions AnalyzerOptions { get; }

    /// <summary>Cancelled when the host no longer wants this analysis; long walks check it.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Framework types by metadata name, each resolved once.</summary>
    public KnownTypes Types { get; }

    /// <summary>The typed options of the project.</summary>
    public Settings Settings { get; }

    /// <summary>What kind of project this is.</summary>
    public ProjectScope Scope { get; }

    /// <summary>Where a source symbol is used, in the whole compilation.</summary>
    public SymbolUses Uses { get; }

    /// <summary>How long the instances of a type live.</summary>
    public Lifetimes Lifetimes { get; }

    /// <summary>Which types of the source implement an interface.</summary>
    public Implementations Implementations { get; }

    /// <summary>Who runs a member: start-up, background work, requests.</summary>
    public ExecutionPhases Phases { get; }

    /// <summary>What the application registers, across its visible projects.</summary>
    public Registrations Registrations { get; }

    /// <summary>The syntactic facts of a tree: incremental, one edited file recomputes one tree.</summary>
    public TreeFacts FactsOf(SyntaxTree tree) => treeFacts(tree);
}
