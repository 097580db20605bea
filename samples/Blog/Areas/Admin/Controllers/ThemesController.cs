using Blog.Areas.Admin.Models;
using Blog.Models;
using Blog.Services;
using Microsoft.AspNetCore.Mvc;

namespace Blog.Areas.Admin.Controllers;

public sealed class ThemesController(ThemeService themes) : AdminController
{
    public async Task<IActionResult> Index(CancellationToken cancellationToken) =>
        View(new ThemesPage([.. Theme.All.Values.OrderBy(theme => theme.Title)], await themes.ActiveAsync(cancellationToken)));

    [HttpPost]
    public async Task<IActionResult> Activate(string name, CancellationToken cancellationToken)
    {
        if (!Theme.All.TryGetValue(name, out var theme))
        {
            return NotFound();
        }

        await themes.ActivateAsync(theme, cancellationToken);
        HttpContext.Session.SetNotice($"Theme {theme.Title} activated.");
        return RedirectToAction(nameof(Index)); // expect: SN4002
    }
}
