using SecondNode.TwoNodes.Proof;
using SecondNode.TwoNodes.Visitors;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>The administrator has called a comment spam; the same one comes again, to one node and to the other.</summary>
internal sealed class SpamIsRemembered() : Scenario(
    "spam that was judged once is held back by both nodes",
    "Services/SpamFilter.cs SN2001",
    "requests that land on another node keep seeing the old entries",
    "held back",
    "published again")
{
    private const string HeldBack = "Thank you. Your comment appears once the editor has read it.";

    public override async Task<string> PlayAsync(Stage stage)
    {
        using var visitor = stage.NewBrowser();
        var offer = $"Cheap{stage.Word} watches{stage.Word} today{stage.Word}";
        Assert.StartsWith("Thank you, yours", (await SendAsync(visitor, stage, offer, stage.Nodes[0])).Notice);

        using var administrator = await stage.AdministratorAsync();
        var comment = await stage.CommentAsync(offer);
        var judged = await administrator.SubmitAsync("/admin/media", $"/admin/comments/judge/{comment}", ("spam", "true"));
        judged.Expected("Judging the comment");

        var answers = new List<Answer>();
        foreach (var node in stage.Nodes)
        {
            answers.Add(await SendAsync(visitor, stage, offer, node));
        }

        return answers.All(answer => answer.Notice == HeldBack) ? Right
            : answers.Any(answer => answer.Notice.StartsWith("Thank you, yours", StringComparison.Ordinal)) ? Wrong
            : Odd(answers);
    }

    private static async Task<Answer> SendAsync(Browser visitor, Stage stage, string text, string node)
    {
        var page = "/posts/" + stage.Post.Slug;
        return await visitor.FollowAsync(await visitor.SubmitAsync(node, page, page + "/comments", ("Comment.Name", "Eve"), ("Comment.Text", text)));
    }
}
