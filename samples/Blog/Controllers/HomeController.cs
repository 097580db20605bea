using Blog.Models;
using Blog.Services;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;

namespace Blog.Controllers;

public sealed class HomeController(PostService posts, CommentService comments, MediaLibrary media, PageCache pages, ViewRenderer renderer) : Controller
{
    [HttpGet("/")]
    public async Task<IActionResult> Index(int page = 1, CancellationToken cancellationToken = default)
    {
        // Only the first page is worth remembering.
        var html = page <= 1
            ? await pages.GetOrRenderAsync(PageCache.Home, async () => await RenderAsync(await posts.FrontPageAsync(cancellationToken)))
            : await RenderAsync(await posts.LatestAsync(page, cancellationToken));
        return View(new HomePage(new HtmlString(html)));
    }

    [HttpGet("/posts/{slug}")]
    public async Task<IActionResult> Post(string slug, CancellationToken cancellationToken) =>
        await ShowPostAsync(slug, new CommentForm(), cancellationToken);

    [HttpPost("/posts/{slug}/comments"), ValidateAntiForgeryToken]
    public async Task<IActionResult> Comment(string slug, [Bind(Prefix = nameof(PostPage.Comment))] CommentForm form, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return await ShowPostAsync(slug, form, cancellationToken);
        }

        if (await comments.AddAsync(slug, form, cancellationToken) is not { } receipt)
        {
            return NotFound();
        }

        HttpContext.Session.SetNotice(receipt.Status == CommentStatus.Approved
            ? $"Thank you, yours is comment number {receipt.Number}."
            : "Thank you. Your comment appears once the editor has read it.");
        return RedirectToAction(nameof(Post), new { slug });
    }

    [HttpGet("/comments.json")]
    public async Task<IActionResult> Comments(CancellationToken cancellationToken) => Json(await comments.LatestAsync(cancellationToken));

    [HttpGet("/media/{id:int}")]
    public async Task<IActionResult> Media(int id, CancellationToken cancellationToken)
    {
        if (await media.FindAsync(id, cancellationToken) is not { } item)
        {
            return NotFound();
        }

        var path = media.PathOf(item);
        return System.IO.File.Exists(path) ? PhysicalFile(path, item.ContentType) : NotFound();
    }

    [Route("/error/{code:int?}")]
    public IActionResult Error(int code = 500) => View(code);

    private async Task<IActionResult> ShowPostAsync(string slug, CommentForm form, CancellationToken cancellationToken)
    {
        if (await posts.FindPublishedAsync(slug, cancellationToken) is not { } post)
        {
            return NotFound();
        }

        var article = await pages.GetOrRenderAsync(PageCache.KeyOf(slug), async () =>
            await renderer.RenderAsync("/Views/Home/_Article.cshtml", await posts.FindForPageAsync(post.Id, cancellationToken)));
        return View("Post", new PostPage(slug, post.Title, new HtmlString(article), form));
    }

    private async Task<string> RenderAsync(PostList list) => await renderer.RenderAsync("/Views/Home/_List.cshtml", list);
}
