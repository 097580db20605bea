using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>The editor saves a draft by itself; later the author opens the post in another browser.</summary>
internal sealed class DraftIsKept() : Scenario(
    "the editor offers the draft",
    "Services/DraftStore.cs SN3002",
    "the next request finds no file or an old one on another node",
    "the draft",
    "no draft")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var author = await stage.AdministratorAsync();
        var editor = $"/admin/posts/edit/{stage.Post.Id}";
        var saved = await author.SubmitAsync(editor, "/admin/drafts/save", ("Form.Id", $"{stage.Post.Id}"), ("Form.Title", "Post"), ("Form.Summary", "s"), ("Form.Body", stage.Word));
        saved.Expected("Saving the draft");

        using var later = await stage.AdministratorAsync(notAt: saved.Node);
        var first = await later.OpenSignedInAsync(editor);
        var second = await later.OpenSignedInAsync(editor);
        return first.Text.Contains(stage.Word) && second.Text.Contains(stage.Word) ? Right
            : first.Succeeded && second.Succeeded ? Wrong
            : Odd(first, second);
    }
}
