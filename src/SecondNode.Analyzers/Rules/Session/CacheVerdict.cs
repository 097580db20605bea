using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Session;

/// <summary>
/// The one place of a compilation where a reviewer would say that the distributed cache is not distributed: the call that
/// registers the memory cache, else <c>AddSession</c> that relies on MVC's, else <c>UseSession</c> of a session that another
/// project registers.
/// </summary>
internal sealed class CacheVerdict
{
    public const string EntriesAreLocal = "is not distributed: what one node stores or removes through IDistributedCache, the other nodes do not see";

    private const string SessionIsLocal = "keeps sessions in the memory of one node: when the other node serves the next request, the session is empty";
    private const string SessionIsSilentlyLocal = "keeps sessions in the memory of one node, because nothing replaces the memory cache that MVC registers: when the other node serves the next request, the session is empty";
    private const string SessionMayBeLocal = "keeps sessions in the memory of one node unless the application registers a shared IDistributedCache, because the one that MVC registers is a memory cache";
    private const string MvcIsLocal = "registers a memory cache as IDistributedCache and nothing replaces it: what one node stores or removes there, the other nodes do not see";
    private const string NobodyUsesIt = "is not distributed: whatever comes to use IDistributedCache is kept by each node for itself";

    private static readonly string[] MvcCalls = ["AddControllersWithViews", "AddRazorPages", "AddMvc"];
    private const string MemoryCache = "MemoryDistributedCache";
    private static readonly string[] RegisteringPrefixes = ["Add", "TryAdd", "Singleton", "Scoped", "Transient", "Describe", "Replace"];

    /// <summary>The words of which one stands in every file that has a place to report.</summary>
    public static readonly string[] Words = ["AddDistributedMemoryCache", "AddSession", "UseSession", .. MvcCalls, MemoryCache];

    private CacheVerdict(InvocationExpressionSyntax call, string place, string consequence, DiagnosticSeverity severity)
    {
        Call = call;
        Name = call.Expression.LastName()!;
        Place = place;
        Consequence = consequence;
        Severity = severity;
    }

    /// <summary>The call that is reported.</summary>
    public InvocationExpressionSyntax Call { get; }

    /// <summary>Its name: the location.</summary>
    public SimpleNameSyntax Name { get; }

    /// <summary>What stands there, for the fix.</summary>
    public string Place { get; }

    /// <summary>What it breaks, for the message.</summary>
    public string Consequence { get; }

    public DiagnosticSeverity Severity { get; }

    /// <summary>Whether a method of that name may register a service.</summary>
    public static bool Registers(string name) => RegisteringPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The call that registers <c>IDistributedCache</c> with what is created here.</summary>
    public static InvocationExpressionSyntax? RegistrationAround(SyntaxNode creation) =>
        creation.Ancestors().TakeWhile(a => a is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax)).OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call => call.Expression.LastName() is { } name && Registers(name.Identifier.ValueText) && MentionsService(call, name));

    /// <summary>The place to report, or null where all is well or nothing is certain enough to speak of.</summary>
    public static CacheVerdict? Of(RuleContext context)
    {
        // What the application has is asked first: whether something shared takes its place is the dearer question.
        return Find(context) is { } found && !context.Registrations.HasShared(SharedServices.DistributedCache) ? found : null;
    }

    private static CacheVerdict? Find(RuleContext context)
    {
        var consumers = new CacheConsumers(context);
        if (FirstCall(context, IsMemoryRegistration) is { } registration)
        {
            return OfRegistration(context, consumers, registration);
        }

        if (!consumers.HasSession)
        {
            return OfMvc(context, consumers);
        }

        var explicitElsewhere = IsCalledElsewhere(context, "AddDistributedMemoryCache");
        if (!explicitElsewhere && !MvcCalls.Any(context.Registrations.Calls))
        {
            // Session without any cache throws at the first request: not a matter of nodes.
            return null;
        }

        if (FirstCall(context, IsAddSession) is { } addSession)
        {
            return context.Scope.IsCompositionRoot
                ? new(addSession, CacheInMemory.Session, explicitElsewhere ? SessionIsLocal : SessionIsSilentlyLocal, SessionSeverity(context, addSession))
                : new(addSession, CacheInMemory.Session, SessionMayBeLocal, DiagnosticSeverity.Info);
        }

        return context.Scope.IsCompositionRoot && IsCalledElsewhere(context, "AddSession") && FirstCall(context, IsUseSession) is { } useSession
            ? new(useSession, "", SessionIsLocal, SessionSeverity(context, useSession))
            : null;
    }

    /// <summary>Code that takes the distributed cache and gets, unasked, the memory cache that MVC registers.</summary>
    private static CacheVerdict? OfMvc(RuleContext context, CacheConsumers consumers) =>
        context.Scope.IsCompositionRoot && consumers.HasEntries && !IsCalledElsewhere(context, "AddDistributedMemoryCache") &&
        FirstCall(context, (_, written, call) => MvcCalls.Contains(written.Name) && IsDeclaredBy(context, call, "Microsoft.Extensions.DependencyInjection.MvcServiceCollectionExtensions")) is { } mvc
            ? new(mvc, CacheInMemory.Session, MvcIsLocal, DiagnosticSeverity.Warning)
            : null;

    private static CacheVerdict OfRegistration(RuleContext context, CacheConsumers consumers, InvocationExpressionSyntax call)
    {
        var session = consumers.HasSession && !(consumers.HasEntries && IsSticky(context, call));
        var consequence = session ? SessionIsLocal : consumers.HasEntries ? EntriesAreLocal : NobodyUsesIt;
        var severity =
            // A library may be composed with an application that registers a provider, in any order.
            !context.Scope.IsCompositionRoot ? DiagnosticSeverity.Info :
            consumers.HasEntries ? DiagnosticSeverity.Warning :
            consumers.HasSession ? SessionSeverity(context, call) : DiagnosticSeverity.Info;
        return new(call, CacheInMemory.Registration, consequence, severity);
    }

    private static DiagnosticSeverity SessionSeverity(RuleContext context, SyntaxNode place) =>
        IsSticky(context, place) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;

    private static bool IsSticky(RuleContext context, SyntaxNode place) => context.Settings.Read(Settings.StickySessionsOption, place.SyntaxTree) == true;

    /// <summary>Whether another project of the application, referenced from source, has the call.</summary>
    private static bool IsCalledElsewhere(RuleContext context, string name) =>
        context.Registrations.Calls(name) && context.Registrations.Trees.Any(tree => !context.Compilation.ContainsSyntaxTree(tree) && context.Registrations.Facts(tree).CallsNamed(other => other == name).Any());

    /// <summary>The first such call, in the order of files and source, that does not only run in development.</summary>
    private static InvocationExpressionSyntax? FirstCall(RuleContext context, Func<RuleContext, WrittenCall, InvocationExpressionSyntax, bool> predicate)
    {
        var hashes = Words.Select(WordIndex.HashOf).ToArray();
        foreach (var facts in context.AllFacts.Where(facts => facts.MayMentionAny(hashes)))
        {
            var tree = facts.Tree;
            foreach (var written in facts.Calls)
            {
                if ((written.Name is "AddDistributedMemoryCache" or "AddSession" or "UseSession" || MvcCalls.Contains(written.Name) || written.Types.Contains(MemoryCache)) &&
                    tree.GetRoot(context.Cancellation).FindNode(written.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>(n => n.Span == written.Span) is { } call &&
                    call.Expression.LastName() is not null && predicate(context, written, call) && !DevelopmentCode.Contains(call))
                {
                    return call;
                }
            }
        }

        return null;
    }

    private static bool IsMemoryRegistration(RuleContext context, WrittenCall written, InvocationExpressionSyntax call)
    {
        if (written.Name == "AddDistributedMemoryCache")
        {
            return IsDeclaredBy(context, call, "Microsoft.Extensions.DependencyInjection.MemoryCacheServiceCollectionExtensions");
        }

        return Registers(written.Name) && written.Types.Contains("IDistributedCache") && written.Types.Contains(MemoryCache) &&
            call.DescendantNodes().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText == MemoryCache &&
                context.Types.Is(context.Uses.ModelOf(call.SyntaxTree).GetTypeInfo(n, context.Cancellation).Type ?? context.Uses.ModelOf(call.SyntaxTree).GetSymbolInfo(n, context.Cancellation).Symbol as ITypeSymbol,
                    "Microsoft.Extensions.Caching.Distributed.MemoryDistributedCache"));
    }

    private static bool IsAddSession(RuleContext context, WrittenCall written, InvocationExpressionSyntax call) =>
        written.Name == "AddSession" && IsDeclaredBy(context, call, "Microsoft.Extensions.DependencyInjection.SessionServiceCollectionExtensions");

    private static bool IsUseSession(RuleContext context, WrittenCall written, InvocationExpressionSyntax call) =>
        written.Name == "UseSession" && IsDeclaredBy(context, call, "Microsoft.AspNetCore.Builder.SessionMiddlewareExtensions");

    private static bool IsDeclaredBy(RuleContext context, InvocationExpressionSyntax call, string type)
    {
        var info = context.Uses.ModelOf(call.SyntaxTree).GetSymbolInfo(call, context.Cancellation);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method &&
            context.Types.All(type).Contains((method.ReducedFrom ?? method).ContainingType, SymbolEqualityComparer.Default);
    }

    private static bool MentionsService(InvocationExpressionSyntax call, SimpleNameSyntax name) =>
        (name as GenericNameSyntax)?.TypeArgumentList.Arguments.Any(IsService) == true ||
        call.ArgumentList.Arguments.Any(a => a.Expression is TypeOfExpressionSyntax type && IsService(type.Type));

    private static bool IsService(TypeSyntax type) => type.ToString().EndsWith("IDistributedCache", StringComparison.Ordinal);
}
