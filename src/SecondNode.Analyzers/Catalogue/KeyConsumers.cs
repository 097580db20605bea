using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>How telling a consumer of Data Protection is, the most telling first: the finding is reported there.</summary>
internal enum KeyUse
{
    /// <summary>Login cookies.</summary>
    Login,

    /// <summary>State of external logins.</summary>
    ExternalLogin,

    /// <summary>Bearer tokens that the application makes itself.</summary>
    BearerToken,

    /// <summary>Links that are sent by e-mail.</summary>
    AccountToken,

    /// <summary>The cookie that names the session.</summary>
    Session,

    /// <summary>What a Blazor page hands to its circuit.</summary>
    Circuit,

    /// <summary>Tokens of forms.</summary>
    Form,

    /// <summary>The cookie that carries TempData.</summary>
    TempData,

    /// <summary>The application's own protected values.</summary>
    Own,

    /// <summary>Registers what forms and TempData need; protects nothing by itself.</summary>
    Pages,

    /// <summary>Registers Data Protection itself.</summary>
    Itself,
}

/// <summary>Registrations and calls that protect something with the key ring of Data Protection.</summary>
internal static class KeyConsumers
{
    private const string Services = "Microsoft.Extensions.DependencyInjection.";

    public static readonly ImmutableArray<ApiRow<KeyUse>> Rows = ImmutableArray.Create<ApiRow<KeyUse>>(
        new(Services + "DataProtectionServiceCollectionExtensions", "AddDataProtection", KeyUse.Itself),
        new(Services + "CookieExtensions", "AddCookie", KeyUse.Login),
        new(Services + "IdentityServiceCollectionExtensions", "AddIdentity", KeyUse.Login),
        new(Services + "IdentityServiceCollectionExtensions", "AddIdentityApiEndpoints", KeyUse.Login),
        new(Services + "IdentityServiceCollectionUIExtensions", "AddDefaultIdentity", KeyUse.Login, Verified: false),
        new("Microsoft.AspNetCore.Identity.IdentityCookieAuthenticationBuilderExtensions", "AddIdentityCookies", KeyUse.Login),
        new("Microsoft.AspNetCore.Identity.IdentityCookieAuthenticationBuilderExtensions", "AddApplicationCookie", KeyUse.Login),
        new(Services + "IdentityServerServiceCollectionExtensions", "AddIdentityServer", KeyUse.Login, Verified: false),
        new("Microsoft.Identity.Web.MicrosoftIdentityWebAppAuthenticationBuilderExtensions", "AddMicrosoftIdentityWebApp", KeyUse.Login, Verified: false),
        new("Microsoft.Identity.Web.MicrosoftIdentityWebAppServiceCollectionExtensions", "AddMicrosoftIdentityWebAppAuthentication", KeyUse.Login, Verified: false),
        new(Services + "OpenIdConnectExtensions", "AddOpenIdConnect", KeyUse.ExternalLogin),
        new(Services + "OAuthExtensions", "AddOAuth", KeyUse.ExternalLogin),
        new(Services + "GoogleExtensions", "AddGoogle", KeyUse.ExternalLogin, Verified: false),
        new(Services + "FacebookAuthenticationOptionsExtensions", "AddFacebook", KeyUse.ExternalLogin, Verified: false),
        new(Services + "MicrosoftAccountExtensions", "AddMicrosoftAccount", KeyUse.ExternalLogin, Verified: false),
        new(Services + "TwitterExtensions", "AddTwitter", KeyUse.ExternalLogin, Verified: false),
        new(Services + "WsFederationExtensions", "AddWsFederation", KeyUse.ExternalLogin, Verified: false),
        new(Services + "BearerTokenExtensions", "AddBearerToken", KeyUse.BearerToken),
        new("Microsoft.AspNetCore.Identity.IdentityBuilderExtensions", "AddDefaultTokenProviders", KeyUse.AccountToken),
        new("Microsoft.AspNetCore.Identity.IdentityBuilder", "AddTokenProvider", KeyUse.AccountToken),
        new(Services + "SessionServiceCollectionExtensions", "AddSession", KeyUse.Session),
        new(Services + "ComponentServiceCollectionExtensions", "AddServerSideBlazor", KeyUse.Circuit),
        new(Services + "ServerRazorComponentsBuilderExtensions", "AddInteractiveServerComponents", KeyUse.Circuit),
        new(Services + "AntiforgeryServiceCollectionExtensions", "AddAntiforgery", KeyUse.Form),
        new("Microsoft.AspNetCore.DataProtection.IDataProtectionProvider", "CreateProtector", KeyUse.Own),
        new("Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions", "CreateProtector", KeyUse.Own),
        new("Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions", "GetDataProtector", KeyUse.Own),
        new(Services + "MvcServiceCollectionExtensions", "AddControllersWithViews", KeyUse.Pages),
        new(Services + "MvcServiceCollectionExtensions", "AddRazorPages", KeyUse.Pages),
        new(Services + "MvcServiceCollectionExtensions", "AddMvc", KeyUse.Pages),
        new(Services + "RazorComponentsServiceCollectionExtensions", "AddRazorComponents", KeyUse.Pages));

    public static readonly ApiTable<KeyUse> Apis = new(Rows);

    /// <summary>What is protected, and what the user sees where the next node cannot read it.</summary>
    public static (string What, string Then) Words(KeyUse use) =>
        use switch
        {
            KeyUse.Login => ("encrypts login cookies", "the next request that lands on another node is signed out"),
            KeyUse.ExternalLogin => ("encrypts the state of external logins", "a login that comes back to another node fails"),
            KeyUse.BearerToken => ("encrypts bearer tokens", "the next request that lands on another node is answered with 401"),
            KeyUse.AccountToken => ("encrypts the tokens of e-mail confirmation and password reset", "a link that is opened on another node is invalid"),
            KeyUse.Session => ("encrypts the session cookie", "the next request that lands on another node has lost its session"),
            KeyUse.Circuit => ("protects what a page hands to its circuit", "a circuit that connects to another node cannot start"),
            KeyUse.Form => ("protects forms against forgery", "a form that is posted to another node is answered with 400"),
            KeyUse.TempData => ("encrypts the TempData cookie", "TempData is lost when another node serves the next request"),
            _ => ("protects values", "another node cannot read what this one has protected"),
        };
}
