using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A visitor sends the first comment on a post and is told its number.</summary>
internal sealed class CommentIsCounted() : Scenario(
    "the first comment is number 1",
    "Services/CommentService.cs SN4001",
    "which lags behind: the user sees the old state",
    "number 1",
    "number 0")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var visitor = stage.NewBrowser();
        var page = "/posts/" + stage.Post.Slug;
        var answer = await visitor.FollowAsync(await visitor.SubmitAsync(page, page + "/comments", ("Comment.Name", "Bob"), ("Comment.Text", stage.Word)));
        return answer.Notice switch
        {
            "Thank you, yours is comment number 1." => Right,
            "Thank you, yours is comment number 0." => Wrong,
            _ => Odd(answer),
        };
    }
}
