using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A visitor sends a comment; the page after the redirect says thank you.</summary>
internal sealed class NoticeAppears() : Scenario(
    "the notice appears after the redirect",
    "Program.cs SN1001",
    "when the other node serves the next request, the session is empty",
    "the notice",
    "no notice")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var visitor = stage.NewBrowser();
        var page = "/posts/" + stage.Post.Slug;
        var sent = await visitor.SubmitAsync(page, page + "/comments", ("Comment.Name", "Ada"), ("Comment.Text", stage.Word));
        var answer = await visitor.FollowAsync(sent, luck: false);
        return answer.Notice switch
        {
            var notice when notice.StartsWith("Thank you", StringComparison.Ordinal) => Right,
            "" when answer.Succeeded => Wrong,
            _ => Odd(answer),
        };
    }
}
