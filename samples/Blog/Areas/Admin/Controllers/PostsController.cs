using Blog.Areas.Admin.Models;
using Blog.Services;
using Microsoft.AspNetCore.Mvc;

namespace Blog.Areas.Admin.Controllers;

public sealed class PostsController(PostService posts, DraftStore drafts) : AdminController
{
    public async Task<IActionResult> Index(CancellationToken cancellationToken) => View(await posts.AllAsync(cancellationToken));

    [HttpGet]
    public async Task<IActionResult> Edit(int id, CancellationToken cancellationToken)
    {
        var post = id == 0 ? null : await posts.FindForEditAsync(id, cancellationToken);
        if (id != 0 && post is null)
        {
            return NotFound();
        }

        var form = post is null ? new PostForm() : PostForm.Of(post);
        return View(new EditorPage(form, await drafts.FindAsync(UserName, id, cancellationToken)));
    }

    [HttpPost]
    public async Task<IActionResult> Edit([Bind(Prefix = nameof(EditorPage.Form))] PostForm form, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return View(new EditorPage(form, null));
        }

        var saved = await posts.SaveAsync(form, UserName, cancellationToken);
        drafts.Discard(UserName, form.Id);
        HttpContext.Session.SetNotice($"“{saved.Title}” by {saved.Author!.DisplayName} is saved.");
        return RedirectToAction(nameof(Index)); // expect: SN4002
    }

    [HttpPost]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        await posts.DeleteAsync(id, cancellationToken);
        HttpContext.Session.SetNotice("The post is deleted.");
        return RedirectToAction(nameof(Index)); // expect: SN4002
    }
}
