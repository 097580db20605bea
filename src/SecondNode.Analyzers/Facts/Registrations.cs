using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// What the application registers, in this compilation and in the projects it references. Names decide, because the
/// answers only ever make a rule silent or tell it where to look: a provider that is registered anywhere counts, whatever
/// the order, the branch or the configuration.
/// </summary>
internal sealed class Registrations
{
    /// <summary>Generic methods that mention a service without registering one.</summary>
    private static readonly string[] NotRegistering =
        ["Get", "TryGet", "Resolve", "Create", "Configure", "PostConfigure", "Remove", "OfType", "Is", "Contains", "Any", "Decorate", "Mock", "Substitute", "Cast", "nameof", "Invoke"];

    private readonly ConcurrentDictionary<SharedService, bool> shared = new();
    private readonly Lazy<ImmutableArray<SyntaxTree>> trees;
    private readonly Lazy<ImmutableArray<TreeFacts>> files;
    private readonly Lazy<HashSet<string>> callNames;
    private readonly ConcurrentDictionary<string, bool> called = new(StringComparer.Ordinal);
    private readonly Lazy<ProviderAssemblies> assemblies;
    private readonly RuleContext context;

    public Registrations(RuleContext context)
    {
        this.context = context;
        trees = new(() => VisibleTrees(context.Compilation));
        files = new(() => Trees.Select(context.FactsOf).ToImmutableArray());
        callNames = new(() => new HashSet<string>(files.Value.SelectMany(facts => facts.CallNames), StringComparer.Ordinal));
        assemblies = new(() => new ProviderAssemblies(context));
    }

    /// <summary>The files of this compilation and of the projects it references from source, as an IDE does.</summary>
    public ImmutableArray<SyntaxTree> Trees => trees.Value;

    /// <summary>Whether a method of that name is called in a visible file. Only names that begin like a registration are known.</summary>
    public bool Calls(string name) => callNames.Value.Contains(name) && called.GetOrAdd(name, n =>
    {
        var hash = WordIndex.HashOf(n);
        return files.Value.Any(facts => facts.MayMention(hash) && facts.CallsNamed(other => other == n).Any());
    });

    /// <summary>Whether the name is written in a visible file.</summary>
    public bool Mentions(string name) => FilesMentioning(name).Any();

    /// <summary>Whether an implementation that all nodes share is registered, or may be, somewhere that is visible.</summary>
    public bool HasShared(SharedService service) => shared.GetOrAdd(service, FindShared);

    /// <summary>The facts of a visible file.</summary>
    public TreeFacts Facts(SyntaxTree tree)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        return context.FactsOf(tree);
    }

    private bool FindShared(SharedService service)
    {
        // What is written comes first: it is cheap, and most safe applications call a provider by a known name.
        string[] none = [];
        if (callNames.Value.Any(name => IsProvider(name, service, none) && Calls(name)) || RegistersShared(service))
        {
            return true;
        }

        var providers = assemblies.Value.MethodsOf(service);
        return providers.Any(Calls) || assemblies.Value.HelpersOf(service).Any(name => Mentions(name) && !IsDeclaredInSource(name)) || Trees.Any(tree => IsInInactiveCode(tree, service, providers));
    }

    private IEnumerable<TreeFacts> FilesMentioning(string name)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var hash = WordIndex.HashOf(name);
        return files.Value.Where(facts => facts.MayMention(hash) && facts.Names(name).Any());
    }

    private bool IsProvider(string name, SharedService service, IReadOnlyCollection<string> providers)
    {
        if (service.NotProviders.Contains(name))
        {
            return false;
        }

        return service.Providers.Contains(name) || providers.Contains(name) ||
            (service.ProviderPattern is { } pattern &&
             name.StartsWith(pattern.Start, StringComparison.Ordinal) && name.EndsWith(pattern.End, StringComparison.Ordinal) && name.Contains(pattern.Middle) &&
             !IsDeclaredInSource(name));
    }

    /// <summary>A helper of the application is visible itself: what it calls decides, not its name.</summary>
    private bool IsDeclaredInSource(string name) =>
        SourceCompilations(context.Compilation).Any(c => c.ContainsSymbolsWithName(name, SymbolFilter.TypeAndMember, context.Cancellation));

    /// <summary><c>AddSingleton&lt;IService, T&gt;</c>, factories, descriptors, <c>As&lt;IService&gt;</c>, and types that implement the service.</summary>
    private bool RegistersShared(SharedService service)
    {
        var implementations = Implementations(service);
        var hashes = implementations.Append(service.SimpleName).Select(WordIndex.HashOf).ToArray();
        return files.Value.Any(facts => facts.MayMentionAny(hashes) &&
            facts.CallsNamed(MayRegister).Any(call => call.Types.Contains(service.SimpleName) ? !call.Types.Any(service.Local.Contains) : call.Types.Any(implementations.Contains)));

        static bool MayRegister(string name) => !NotRegistering.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>
    /// The names of the application's classes that implement the service, directly or through a class of its own: registered
    /// by <c>AsImplementedInterfaces</c> and the like, they need not be mentioned together with it.
    /// </summary>
    private HashSet<string> Implementations(SharedService service)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var bases = new Queue<string>([service.SimpleName]);
        while (bases.Count > 0)
        {
            var wanted = bases.Dequeue();
            foreach (var facts in FilesMentioning(wanted))
            {
                foreach (var type in facts.Tree.GetRoot(context.Cancellation).DescendantNodes(n => n is not MemberDeclarationSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<ClassDeclarationSyntax>())
                {
                    var inherits = type.BaseList?.Types.Select(t => (t.Type as QualifiedNameSyntax)?.Right ?? t.Type).OfType<SimpleNameSyntax>().Select(n => n.Identifier.ValueText).ToList() ?? [];
                    if (inherits.Contains(wanted) && !inherits.Any(service.Local.Contains) && found.Add(type.Identifier.ValueText))
                    {
                        bases.Enqueue(type.Identifier.ValueText);
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Whether a provider is called in the part of a file that this build leaves out: <c>#if DEBUG … #else</c>.</summary>
    private bool IsInInactiveCode(SyntaxTree tree, SharedService service, IReadOnlyCollection<string> providers)
    {
        if (!Facts(tree).HasConditions)
        {
            return false;
        }

        var root = tree.GetRoot(context.Cancellation);
        for (var directive = root.ContainsDirectives ? root.GetFirstDirective() : null; directive is not null; directive = directive.GetNextDirective())
        {
            if (directive is BranchingDirectiveTriviaSyntax { BranchTaken: false } &&
                directive.ParentTrivia.Token.LeadingTrivia.Any(t => t.IsKind(SyntaxKind.DisabledTextTrivia) && t.SpanStart >= directive.FullSpan.End && Names(t.ToString())))
            {
                return true;
            }
        }

        return false;

        bool Names(string text) => SyntaxFactory.ParseTokens(text).Any(t => t.IsKind(SyntaxKind.IdentifierToken) && IsProvider(t.ValueText, service, providers));
    }

    private static ImmutableArray<SyntaxTree> VisibleTrees(Compilation compilation) =>
        SourceCompilations(compilation).SelectMany(c => c.SyntaxTrees).OfType<CSharpSyntaxTree>().OrderBy(tree => tree.FilePath, StringComparer.Ordinal).ToImmutableArray<SyntaxTree>();

    private static IEnumerable<Compilation> SourceCompilations(Compilation compilation)
    {
        yield return compilation;
        foreach (var reference in compilation.References)
        {
            if (reference is CompilationReference { Compilation: CSharpCompilation referenced })
            {
                yield return referenced;
            }
        }
    }
}
