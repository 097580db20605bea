using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A post that every node has shown is edited.</summary>
internal sealed class PageIsFresh() : Scenario(
    "an edited post shows its new text on both nodes",
    "Services/PageCache.cs SN2001",
    "requests that land on another node keep seeing the old entries",
    "the new text",
    "the old text")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var reader = stage.NewBrowser();
        var page = "/posts/" + stage.Post.Slug;
        Assert.All(await reader.OpenOnEachNodeAsync(page), answer => Assert.Contains("Old words.", answer.Text));

        using var administrator = await stage.AdministratorAsync();
        var editor = $"/admin/posts/edit/{stage.Post.Id}";
        var saved = await administrator.SubmitAsync(
            editor, editor, ("Form.Id", $"{stage.Post.Id}"), ("Form.Title", "New"), ("Form.Summary", "New"), ("Form.Body", stage.Word), ("Form.IsPublished", "true"));
        saved.Expected("Saving the post");

        var answers = await reader.OpenOnEachNodeAsync(page);
        return answers.All(answer => answer.Text.Contains(stage.Word)) ? Right
            : answers.Any(answer => answer.Text.Contains("Old words.")) ? Wrong
            : Odd(answers);
    }
}
