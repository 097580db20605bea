using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a use of the machine key protects, most telling first.</summary>
internal enum MachineKeyUse
{
    /// <summary>The login cookie.</summary>
    Login,

    /// <summary>Data of the application's own.</summary>
    Data,

    /// <summary>Tokens against forged forms.</summary>
    AntiForgery,

    /// <summary>The state of a Web Forms page.</summary>
    ViewState,
}

/// <summary>The members by which a classic ASP.NET site protects something with its machine key.</summary>
internal static class MachineKeyApis
{
    public static readonly ImmutableArray<ApiRow<MachineKeyUse>> Rows = ImmutableArray.Create<ApiRow<MachineKeyUse>>(
        new("System.Web.Security.FormsAuthentication", "SetAuthCookie", MachineKeyUse.Login),
        new("System.Web.Security.FormsAuthentication", "GetAuthCookie", MachineKeyUse.Login),
        new("System.Web.Security.FormsAuthentication", "RedirectFromLoginPage", MachineKeyUse.Login),
        new("System.Web.Security.FormsAuthentication", "Encrypt", MachineKeyUse.Login),
        new("Owin.CookieAuthenticationExtensions", "UseCookieAuthentication", MachineKeyUse.Login, Verified: false),
        new("System.Web.Security.MachineKey", "Protect", MachineKeyUse.Data),
        new("System.Web.Security.MachineKey", "Encode", MachineKeyUse.Data),
        new("System.Web.Helpers.AntiForgery", "GetHtml", MachineKeyUse.AntiForgery, Verified: false),
        new("System.Web.Helpers.AntiForgery", "GetTokens", MachineKeyUse.AntiForgery, Verified: false),
        new("System.Web.Helpers.AntiForgery", "Validate", MachineKeyUse.AntiForgery, Verified: false),
        new("System.Web.Mvc.ValidateAntiForgeryTokenAttribute", ".ctor", MachineKeyUse.AntiForgery, Verified: false),
        new("System.Web.UI.Page", "IsPostBack", MachineKeyUse.ViewState),
        new("System.Web.UI.Control", "ViewState", MachineKeyUse.ViewState));

    /// <summary>The table of these rows.</summary>
    public static readonly ApiTable<MachineKeyUse> Apis = new(Rows);

    /// <summary>The names under which the rows are written: an attribute's without its suffix, too.</summary>
    public static readonly ImmutableArray<string> Words = ImmutableArray.CreateRange(Apis.WrittenNames.Append("ValidateAntiForgeryToken"));

    /// <summary>The two halves of the sentence: what is protected, and what the user sees on the other node.</summary>
    public static (string Protects, string Breaks) Story(MachineKeyUse use) =>
        use switch
        {
            MachineKeyUse.Login => ("protects the login cookie", "the other nodes reject the cookie and show the login form"),
            MachineKeyUse.Data => ("protects data", "no other node can read it"),
            MachineKeyUse.AntiForgery => ("protects forms", "the other nodes reject forms that this one has rendered"),
            _ => ("relies on the state of a page", "the other nodes reject pages that this one has rendered ('Validation of viewstate MAC failed')"),
        };
}
