using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A post gets a new title; the list after the redirect has it.</summary>
internal sealed class SavedPostIsListed() : Scenario(
    "the list after saving a post shows its new title",
    "Areas/Admin/Controllers/PostsController.cs SN4002",
    "which lags behind: the user sees the old state",
    "the new title",
    "the old title")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var administrator = await stage.AdministratorAsync();
        var editor = $"/admin/posts/edit/{stage.Post.Id}";
        var saved = await administrator.SubmitAsync(
            editor, editor, ("Form.Id", $"{stage.Post.Id}"), ("Form.Title", stage.Word), ("Form.Summary", "s"), ("Form.Body", "b"), ("Form.IsPublished", "true"));
        var list = await administrator.FollowAsync(saved);
        return list.Text.Contains($"edit/{stage.Post.Id}\">{stage.Word}<") ? Right : list.Text.Contains($"edit/{stage.Post.Id}\">Post ") ? Wrong : Odd(list);
    }
}
