using System.Net;
using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A new post is written and saved.</summary>
internal sealed class NewPostIsSaved() : Scenario(
    "saving a new post tells that it is saved",
    "Services/PostService.cs SN4001",
    "which lags behind: the user sees the old state",
    "“…” is saved",
    "an error page")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var author = await stage.AdministratorAsync();
        var saved = await author.SubmitAsync(
            "/admin/posts/edit/0", "/admin/posts/edit/0", ("Form.Id", "0"), ("Form.Title", stage.Word), ("Form.Summary", "s"), ("Form.Body", "b"), ("Form.IsPublished", "true"));
        if (saved.Status == HttpStatusCode.InternalServerError)
        {
            return Wrong;
        }

        var list = await author.FollowAsync(saved);
        return list.Notice == $"“{stage.Word}” by The Editor is saved." ? Right : Odd(list);
    }
}
