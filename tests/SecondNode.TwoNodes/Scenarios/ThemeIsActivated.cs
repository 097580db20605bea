using System.Text.RegularExpressions;
using SecondNode.TwoNodes.Proof;
using SecondNode.TwoNodes.Visitors;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>The administrator activates a theme; the list after the redirect has it as the active one.</summary>
internal sealed class ThemeIsActivated() : Scenario(
    "the activated theme is the active one after the redirect",
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
        var (theme, other) = stage.Number % 2 == 0 ? ("midnight", "daylight") : ("daylight", "midnight");
        var page = await administrator.FollowAsync(await administrator.SubmitAsync("/admin/themes", "/admin/themes/activate", ("name", theme)));
        return IsActive(page, theme) ? Right : IsActive(page, other) ? Wrong : Odd(page);
    }

    private static bool IsActive(Answer page, string theme) => Regex.IsMatch(page.Text, $"<form class=\"card active\"[^>]* id=\"theme-{theme}\"");
}
