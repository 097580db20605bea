using System.Text.RegularExpressions;
using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A comment is called spam; the list after the redirect says so.</summary>
internal sealed class JudgementIsListed() : Scenario(
    "the list after judging a comment shows the judgement",
    "Areas/Admin/Controllers/CommentsController.cs SN4002",
    "which lags behind: the user sees the old state",
    "spam",
    "still approved")
{
    public override int AtATime => 5;

    public override async Task<string> PlayAsync(Stage stage)
    {
        using var visitor = stage.NewBrowser();
        var page = "/posts/" + stage.Post.Slug;
        var text = stage.Word + "judged";
        (await visitor.SubmitAsync(page, page + "/comments", ("Comment.Name", "Eve"), ("Comment.Text", text))).Expected("Sending the comment");
        await stage.CatchUpAsync();

        using var administrator = await stage.AdministratorAsync();
        var judged = await administrator.SubmitAsync("/admin/comments", $"/admin/comments/judge/{await stage.CommentAsync(text)}", ("spam", "true"));
        var list = await administrator.FollowAsync(judged);
        return Regex.Match(list.Text, $@"{text}</td>\s*<td>.*?</td>\s*<td>(\w+)</td>", RegexOptions.Singleline).Groups[1].Value switch
        {
            "Spam" => Right,
            "Approved" => Wrong,
            _ => Odd(list),
        };
    }
}
