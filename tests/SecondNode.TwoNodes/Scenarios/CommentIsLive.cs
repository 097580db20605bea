using SecondNode.TwoNodes.Proof;
using SecondNode.TwoNodes.Visitors;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>Two readers have the same post open, connected to one node each, when a comment is sent.</summary>
internal sealed class CommentIsLive() : Scenario(
    "a new comment reaches every reader at once",
    "Program.cs SN6001",
    "does not reach the clients that are connected to another node",
    "both readers see it",
    "one reader does not see it")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long the second reader may get it after the first.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    public override int AtATime => 3;

    public override async Task<string> PlayAsync(Stage stage)
    {
        using var readers = stage.NewBrowser();
        await using var one = await readers.ReadLiveAsync(stage.Post.Slug);
        await using var two = await readers.ReadLiveAsync(stage.Post.Slug);
        Assert.Equal(stage.Nodes.Order(), new[] { one.Node, two.Node }.Distinct().Order());

        using var visitor = stage.NewBrowser();
        var page = "/posts/" + stage.Post.Slug;
        var sent = await visitor.SubmitAsync(page, page + "/comments", ("Comment.Name", "Ada"), ("Comment.Text", stage.Word));
        sent.Expected("Sending the comment");

        // Whoever is connected to the node that took the comment hears of it in any case.
        var (near, far) = one.Node == sent.Node ? (one, two) : (two, one);
        Assert.True(await near.GetsAsync(stage.Word, Patience), "The node that took the comment did not tell its own reader.");
        return await stage.AsideAsync(() => far.GetsAsync(stage.Word, Delay)) ? Right : Wrong;
    }
}
