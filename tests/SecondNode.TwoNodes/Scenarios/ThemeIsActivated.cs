using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>The administrator activates a theme; the list after the redirect shows it as the active one.</summary>
internal sealed class ThemeIsActivated() : Scenario(
    "the activated theme is shown after the redirect",
    "Areas/Admin/Controllers/ThemesController.cs SN4002",
    "which lags behind: the user sees the old state",
    "the new theme",
    "the old theme")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        // What the play before has activated is known everywhere: it must not pass for what this one does.
        await stage.CatchUpAsync();
        using var administrator = await stage.AdministratorAsync();
        var theme = stage.Number % 2 == 0 ? "midnight" : "orchard";
        var page = await administrator.FollowAsync(await administrator.SubmitAsync("/admin/themes", "/admin/themes/activate", ("name", theme)));
        var active = ActiveIn(page.Text);
        return active == theme ? Right : active.Length > 0 ? Wrong : Odd(page);
    }

    /// <summary>The theme whose card is marked as active. What the page itself wears is another question: every page asks the replica for that.</summary>
    private static string ActiveIn(string page)
    {
        const string id = "id=\"theme-";
        var card = page.IndexOf("<form class=\"card active\"", StringComparison.Ordinal);
        var at = card < 0 ? -1 : page.IndexOf(id, card, StringComparison.Ordinal);
        return at < 0 ? "" : page[(at + id.Length)..page.IndexOf('"', at + id.Length)];
    }
}
