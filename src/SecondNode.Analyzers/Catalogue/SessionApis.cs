using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Where a registration keeps what belongs to a signed-in user, or to one redirect.</summary>
internal enum UserState
{
    /// <summary>TempData, in session.</summary>
    TempDataInSession,

    /// <summary>The state of a login at another server, in the distributed cache.</summary>
    LoginStateInCache,

    /// <summary>Access and refresh tokens, in the memory of the process.</summary>
    TokensInMemory,

    /// <summary>Access and refresh tokens, in session.</summary>
    TokensInSession,
}

/// <summary>Registrations that choose where the state of users is kept.</summary>
internal static class SessionApis
{
    private const string Services = "Microsoft.Extensions.DependencyInjection.";
    private const string Identity = "Microsoft.Identity.Web.";

    public static readonly ImmutableArray<ApiRow<UserState>> Rows = ImmutableArray.Create<ApiRow<UserState>>(
        new(Services + "MvcViewFeaturesMvcBuilderExtensions", "AddSessionStateTempDataProvider", UserState.TempDataInSession),
        new(Services + "IdentityServerServiceCollectionExtensions", "AddOidcStateDataFormatterCache", UserState.LoginStateInCache, Verified: false),
        new(Identity + "MicrosoftIdentityAppCallsWebApiAuthenticationBuilder", "AddInMemoryTokenCaches", UserState.TokensInMemory),
        new(Identity + "TokenCacheProviders.InMemory.InMemoryTokenCacheProviderExtension", "AddInMemoryTokenCaches", UserState.TokensInMemory),
        new(Identity + "MicrosoftIdentityAppCallsWebApiAuthenticationBuilderExtension", "AddSessionTokenCaches", UserState.TokensInSession));
}
