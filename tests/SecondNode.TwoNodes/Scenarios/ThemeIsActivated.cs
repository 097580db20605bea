using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>The administrator activates a theme; the page after the redirect wears it.</summary>
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
        return page.Theme == theme ? Right : page is { Succeeded: true, Theme.Length: > 0 } ? Wrong : Odd(page);
    }
}
