using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A picture is uploaded, and its readers look at it.</summary>
internal sealed partial class UploadIsServed() : Scenario(
    "an uploaded picture is served by both nodes",
    "Services/MediaLibrary.cs SN3001",
    "a request for it that lands on another node finds nothing",
    "the picture",
    "a 404")
{
    /// <summary>A PNG of one blue pixel. Words behind its end hurt nobody.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGOQz3/9HwAEowJ5adwt2AAAAABJRU5ErkJggg==");

    public override int AtATime => 5;

    public override async Task<string> PlayAsync(Stage stage)
    {
        using var administrator = await stage.AdministratorAsync();
        byte[] picture = [.. Pixel, .. Encoding.UTF8.GetBytes(stage.Word)];
        var form = new MultipartFormDataContent { { new ByteArrayContent(picture), "file", stage.Word + ".png" } };
        var media = await administrator.FollowAsync(await administrator.SubmitAsync("/admin/media", "/admin/media/upload", form));
        var address = Address().Match(media.Notice);
        Assert.True(address.Success, "Uploading: " + media.Notice);

        // The row of the picture is read from the standby, which is another matter.
        await stage.CatchUpAsync();
        using var reader = stage.NewBrowser();
        var answers = await reader.OpenOnEachNodeAsync(address.Groups[1].Value);
        return answers.All(answer => answer.Status == HttpStatusCode.OK && answer.Bytes.AsSpan().SequenceEqual(picture)) ? Right
            : answers.Any(answer => answer.Status == HttpStatusCode.NotFound) ? Wrong
            : Odd(answers);
    }

    [GeneratedRegex(@"is uploaded as (/media/\d+)\.")]
    private static partial Regex Address();
}
