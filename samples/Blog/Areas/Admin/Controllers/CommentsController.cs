using Blog.Services;
using Microsoft.AspNetCore.Mvc;

namespace Blog.Areas.Admin.Controllers;

public sealed class CommentsController(CommentService comments) : AdminController
{
    public async Task<IActionResult> Index(CancellationToken cancellationToken) => View(await comments.RecentAsync(cancellationToken));

    [HttpPost]
    public async Task<IActionResult> Judge(int id, bool spam, CancellationToken cancellationToken)
    {
        await comments.JudgeAsync(id, spam, cancellationToken);
        HttpContext.Session.SetNotice(spam ? "Spam. The filter has taken note." : "The comment is approved.");
        return RedirectToAction(nameof(Index)); // expect: SN4002
    }
}
