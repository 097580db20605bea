using Blog.Areas.Admin.Models;
using Blog.Models;
using Blog.Services;
using Microsoft.AspNetCore.Mvc;

namespace Blog.Areas.Admin.Controllers;

/// <summary>What the editor's script talks to.</summary>
public sealed class DraftsController(DraftStore drafts) : AdminController
{
    [HttpPost]
    public async Task<IActionResult> Save([Bind(Prefix = nameof(EditorPage.Form))] PostForm form, CancellationToken cancellationToken)
    {
        var draft = new Draft(form.Title, form.Summary, form.Body, DateTime.UtcNow);
        await drafts.SaveAsync(UserName, form.Id, draft, cancellationToken);
        return Json(new { draft.SavedAt });
    }

    [HttpPost]
    public IActionResult Discard(int id)
    {
        drafts.Discard(UserName, id);
        return RedirectToAction("Edit", "Posts", new { id });
    }
}
