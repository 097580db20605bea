using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Session;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Session;

/// <summary>SN1006: what a user needs to stay signed in, to come back from a login, or to call other services, is kept by one node.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SignInStateOnNode() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    public const string Id = "SN1006";

    /// <summary>The property that tells the fix that a shared <c>IDistributedCache</c> is registered.</summary>
    internal const string HasSharedCache = nameof(HasSharedCache);

    private const string LoginState = "keeps the state of logins in a cache of this node: a login that comes back to another node fails";
    private const string MemoryTokens = "keeps the tokens of signed-in users in the memory of this node: another node has none and has to ask the user to sign in again";
    private const string SessionTokens = "keeps the tokens of signed-in users in a session that this node keeps for itself: another node has none and has to ask the user to sign in again";
    private const string ServiceTokens = "keeps tokens in the memory of this node: every node asks the identity provider for its own";

    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Session,
        Level.Certain,
        "Sign-in tickets, login state or tokens are cached on the node",
        "'{0}' {1}",
        "A cookie may carry only a reference to the ticket, a redirect only a reference to the state of the login, and the tokens of a user may stay on " +
        "the server. What the reference leads to must then be in a store that all nodes share.");

    /// <summary>What signs users in: their tokens cannot be asked for again without them.</summary>
    private static readonly string[] SignsIn = ["AddMicrosoftIdentityWebApp", "AddMicrosoftIdentityWebAppAuthentication", "AddSignIn"];

    private static readonly ApiTable<UserState> Apis = new(SessionApis.Rows.Where(row => row.Effect != UserState.TempDataInSession));

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (context.MayMentionAny(Apis.WrittenNames))
        {
            start.RegisterNamedCalls(context, Apis.WrittenNames, call => ReportCall(call, context));
        }

        if (context.MayMentionAny(SignInStores.Words))
        {
            start.RegisterSymbolAction(symbol => ReportStore(symbol, context), SymbolKind.NamedType);
        }
    }

    private static void ReportCall(NamedCall operation, RuleContext context)
    {
        if (operation.Operation is not IInvocationOperation call || Apis.Match(call.TargetMethod) is not { } row || DevelopmentCode.Contains(call.Syntax) || Judge(context, row.Effect, call.Syntax) is not var (severity, breaks))
        {
            return;
        }

        operation.Report(Diagnostic.Create(Descriptor, call.Syntax.CalledName().GetLocation(), severity, null, Properties(context), row.Member, breaks));
    }

    private static (DiagnosticSeverity Severity, string Breaks)? Judge(RuleContext context, UserState state, SyntaxNode place)
    {
        var sticky = context.Settings.Read(Settings.StickySessionsOption, place.SyntaxTree) == true;
        switch (state)
        {
            case UserState.LoginStateInCache:
                return context.Registrations.HasShared(SharedServices.DistributedCache) ? null : (Certain(context.Scope.IsCompositionRoot && !sticky), LoginState);
            case UserState.TokensInSession:
                return context.Registrations.HasShared(SharedServices.DistributedCache) || context.Registrations.HasShared(SharedServices.SessionStore)
                    ? null
                    : (Certain(context.Scope.IsCompositionRoot && !sticky), SessionTokens);
            default:
                // Registered beside a shared one, the last one wins: which that is depends on the order, so that nothing is said.
                var forUsers = SignsIn.Any(context.Registrations.Mentions);
                return context.Registrations.Calls("AddDistributedTokenCaches") ? null : (Certain(forUsers && !sticky), forUsers ? MemoryTokens : ServiceTokens);
        }
    }

    private static void ReportStore(SymbolAnalysisContext symbol, RuleContext context)
    {
        var type = (INamedTypeSymbol)symbol.Symbol;
        if (SignInStores.MemoryOf(context, type) is not { } memory || type.Locations.FirstOrDefault(l => l.IsInSource) is not { } place || DevelopmentCode.Contains(memory.Syntax))
        {
            return;
        }

        // A class that nobody makes is no store; the application that a library is composed with may be the one that does.
        var isMade = context.Registrations.Mentions(type.Name);
        if (isMade || !context.Scope.IsCompositionRoot)
        {
            var sticky = context.Settings.Read(Settings.StickySessionsOption, place.SourceTree!) == true;
            symbol.Report(Diagnostic.Create(
                Descriptor, place, Certain(isMade && !sticky), [memory.Syntax.GetLocation()], Properties(context), type.Name, StoryOf(memory)));
        }
    }

    private static string StoryOf(SignInMemory memory)
    {
        var (what, then) = memory.Kept switch
        {
            UserState.Tickets => ("sign-in tickets", "when another node serves the next request, the user is signed out"),
            UserState.Tokens => ("the tokens of signed-in users", "another node has none and has to ask the user to sign in again"),
            UserState.Grants => ("authorization codes and refresh tokens", "a token request that lands on another node fails"),
            _ => ("what a cookie or a login only refers to", "one that comes back to another node is unknown there"),
        };
        return $"keeps {what} in '{memory.Name}', in the memory of this node: {then}";
    }

    private static ImmutableDictionary<string, string?> Properties(RuleContext context) =>
        context.Registrations.HasShared(SharedServices.DistributedCache) ? ImmutableDictionary<string, string?>.Empty.Add(HasSharedCache, "true") : ImmutableDictionary<string, string?>.Empty;

    private static DiagnosticSeverity Certain(bool certain) => certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
}
