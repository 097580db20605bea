using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Session;

/// <summary>
/// SN1001: session, or what else uses <c>IDistributedCache</c>, is kept by <c>MemoryDistributedCache</c>: the explicit one, or
/// the one that MVC registers silently for its cache tag helper.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CacheInMemory() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    public const string Id = "SN1001";

    /// <summary>The property that tells the fix what stands at the location: one of the values below.</summary>
    internal const string Place = nameof(Place);

    /// <summary>A call that registers the memory cache: a provider takes its place.</summary>
    internal const string Registration = nameof(Registration);

    /// <summary><c>AddSession</c>, or the call of MVC: a provider is missing before it.</summary>
    internal const string Session = nameof(Session);

    private const string MemoryCache = "MemoryDistributedCache";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, Family.Session, Level.Certain,
        "Session or distributed cache is kept in the memory of one node",
        "'{0}' {1}",
        "MemoryDistributedCache implements IDistributedCache without distributing anything: every node has its own. MVC registers it when nothing else does, so that session works on one node without any cache being chosen. On two nodes a session is empty, and a cached entry missing or outdated, whenever the load balancer picks the other node.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.Types.Has("Microsoft.Extensions.DependencyInjection.MemoryCacheServiceCollectionExtensions", "Microsoft.Extensions.Caching.Memory") || !context.AllFacts.Any(IsCandidate))
        {
            return;
        }

        var verdict = new Lazy<CacheVerdict?>(() => CacheVerdict.Of(context));
        start.RegisterFilesNaming(context, CacheVerdict.Words, file => Report(file, verdict));
        start.RegisterNamedCalls(context, [MemoryCache], call => ReportCreation(call, context));
    }

    private static bool IsCandidate(TreeFacts facts) =>
        facts.Mentions("AddDistributedMemoryCache") || facts.Mentions("AddSession") || facts.Mentions("UseSession") || facts.Mentions(MemoryCache) || facts.Mentions("IDistributedCache");

    private static void Report(SemanticModelAnalysisContext file, Lazy<CacheVerdict?> verdict)
    {
        if (verdict.Value is { } found && file.HasCall(found.Call))
        {
            file.Report(Diagnostic.Create(
                Descriptor, found.Name.GetLocation(), found.Severity, null,
                ImmutableDictionary<string, string?>.Empty.Add(Place, found.Place), found.Name.Identifier.ValueText, found.Consequence));
        }
    }

    /// <summary>A cache made by hand, that no container knows of.</summary>
    private static void ReportCreation(NamedCall operation, RuleContext context)
    {
        if (operation.Operation is not IObjectCreationOperation { Type.Name: MemoryCache } creation || !context.Types.Is(creation.Type, "Microsoft.Extensions.Caching.Distributed.MemoryDistributedCache") ||
            CacheVerdict.RegistrationAround(creation.Syntax) is not null || DevelopmentCode.Contains(creation.Syntax) ||
            context.Registrations.HasShared(SharedServices.DistributedCache))
        {
            return;
        }

        var fallback = creation.Syntax.Ancestors().TakeWhile(a => a is ExpressionSyntax).Any(a => a is BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax { OperatorToken.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.QuestionQuestionEqualsToken });
        var severity = context.Scope.IsCompositionRoot && !fallback ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
        operation.Report(Diagnostic.Create(
            Descriptor, creation.Syntax.GetLocation(), severity, null, ImmutableDictionary<string, string?>.Empty, MemoryCache, CacheVerdict.EntriesAreLocal));
    }
}
