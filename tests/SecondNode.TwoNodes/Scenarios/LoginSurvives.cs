using System.Net;
using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>Somebody signs in and opens one page after the other.</summary>
internal sealed class LoginSurvives() : Scenario(
    "who has signed in stays signed in",
    "Program.cs SN5001",
    "the next request that lands on another node is signed out",
    "the admin area",
    "the login form")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var administrator = await stage.AdministratorAsync();
        var pages = await administrator.OpenOnEachNodeAsync("/admin/media");
        return pages.All(page => page.Status == HttpStatusCode.OK) ? Right
            : pages.Any(page => page.AsksToSignIn) ? Wrong
            : Odd(pages);
    }
}
