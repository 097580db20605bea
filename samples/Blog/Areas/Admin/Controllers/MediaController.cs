using Blog.Services;
using Microsoft.AspNetCore.Mvc;

namespace Blog.Areas.Admin.Controllers;

public sealed class MediaController(MediaLibrary media) : AdminController
{
    public async Task<IActionResult> Index(CancellationToken cancellationToken) => View(await media.ListAsync(cancellationToken));

    [HttpPost, RequestSizeLimit(MediaLibrary.MaximumLength + 64 * 1024)]
    public async Task<IActionResult> Upload(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null || !MediaLibrary.Accepts(file))
        {
            HttpContext.Session.SetNotice("Pictures and PDF files of up to 10 MB can be uploaded.");
            return RedirectToAction(nameof(Index));
        }

        var item = await media.SaveAsync(file, cancellationToken);
        HttpContext.Session.SetNotice($"{item.FileName} is uploaded as /media/{item.Id}.");
        return RedirectToAction(nameof(Index)); // expect: SN4002
    }

    [HttpPost]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        await media.DeleteAsync(id, cancellationToken);
        HttpContext.Session.SetNotice("The file is deleted.");
        return RedirectToAction(nameof(Index)); // expect: SN4002
    }
}
