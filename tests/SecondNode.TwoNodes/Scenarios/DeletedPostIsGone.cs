using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A post is deleted; the list after the redirect does not have it any more.</summary>
internal sealed class DeletedPostIsGone() : Scenario(
    "the list after deleting a post is without it",
    "Areas/Admin/Controllers/PostsController.cs SN4002",
    "which lags behind: the user sees the old state",
    "gone",
    "still in the list")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var administrator = await stage.AdministratorAsync();
        var deleted = await administrator.SubmitAsync($"/admin/posts/edit/{stage.Post.Id}", $"/admin/posts/delete/{stage.Post.Id}");
        var list = await administrator.FollowAsync(deleted);
        return !list.Text.Contains("Hello, world") ? Odd(list) : list.Text.Contains($"edit/{stage.Post.Id}\"") ? Wrong : Right;
    }
}
