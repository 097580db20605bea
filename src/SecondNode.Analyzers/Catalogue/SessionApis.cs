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

    /// <summary>The tickets of cookies, in a store.</summary>
    Tickets,

    /// <summary>What a cookie or a redirect refers to, in a format that keeps it instead of encrypting it.</summary>
    Protected,

    /// <summary>Tokens of signed-in users, in a store.</summary>
    Tokens,

    /// <summary>Authorization codes and refresh tokens that the application gives out, in a store.</summary>
    Grants,
}

/// <summary>Registrations that choose where the state of users is kept.</summary>
internal static class SessionApis
{
    private const string Services = "Microsoft.Extensions.DependencyInjection.";
    private const string Identity = "Microsoft.Identity.Web.";
    private const string Duende = "Duende.IdentityServer.Stores.";
    private const string IdentityServer4 = "IdentityServer4.Stores.";
    private const string Katana = "Microsoft.Owin.Security.";

    public static readonly ImmutableArray<ApiRow<UserState>> Rows = ImmutableArray.Create<ApiRow<UserState>>(
        new(Services + "MvcViewFeaturesMvcBuilderExtensions", "AddSessionStateTempDataProvider", UserState.TempDataInSession),
        new("Microsoft.AspNetCore.Mvc.ViewFeatures.SessionStateTempDataProvider", ".ctor", UserState.TempDataInSession),
        new(Services + "IdentityServerServiceCollectionExtensions", "AddOidcStateDataFormatterCache", UserState.LoginStateInCache, Verified: false),
        new(Identity + "MicrosoftIdentityAppCallsWebApiAuthenticationBuilder", "AddInMemoryTokenCaches", UserState.TokensInMemory),
        new(Identity + "TokenCacheProviders.InMemory.InMemoryTokenCacheProviderExtension", "AddInMemoryTokenCaches", UserState.TokensInMemory),
        new(Identity + "MicrosoftIdentityAppCallsWebApiAuthenticationBuilderExtension", "AddSessionTokenCaches", UserState.TokensInSession));

    /// <summary>Contracts of stores, each by a member; the effect is what an implementation keeps.</summary>
    public static readonly ImmutableArray<ApiRow<UserState>> Stores = ImmutableArray.Create<ApiRow<UserState>>(
        new("Microsoft.AspNetCore.Authentication.Cookies.ITicketStore", "StoreAsync", UserState.Tickets),
        new("Microsoft.AspNetCore.Authentication.ISecureDataFormat`1", "Protect", UserState.Protected),
        new(Identity + "TokenCacheProviders.IMsalTokenCacheProvider", "Initialize", UserState.Tokens),
        new("Duende.AccessTokenManagement.OpenIdConnect.IUserTokenStore", "StoreTokenAsync", UserState.Tokens, Verified: false),
        new("IdentityModel.AspNetCore.AccessTokenManagement.IUserAccessTokenStore", "StoreTokenAsync", UserState.Tokens, Verified: false),
        new(Duende + "IServerSideSessionStore", "CreateSessionAsync", UserState.Tickets, Verified: false),
        new(Duende + "IAuthorizationParametersMessageStore", "WriteAsync", UserState.Protected, Verified: false),
        new(Duende + "IPersistedGrantStore", "StoreAsync", UserState.Grants, Verified: false),
        new(Duende + "IDeviceFlowStore", "StoreDeviceAuthorizationAsync", UserState.Grants, Verified: false),
        new(IdentityServer4 + "IAuthorizationParametersMessageStore", "WriteAsync", UserState.Protected, Verified: false),
        new(IdentityServer4 + "IPersistedGrantStore", "StoreAsync", UserState.Grants, Verified: false),
        new(IdentityServer4 + "IDeviceFlowStore", "StoreDeviceAuthorizationAsync", UserState.Grants, Verified: false),
        new(Katana + "Cookies.IAuthenticationSessionStore", "StoreAsync", UserState.Tickets, Verified: false),
        new(Katana + "Infrastructure.IAuthenticationTokenProvider", "Create", UserState.Grants, Verified: false));
}
