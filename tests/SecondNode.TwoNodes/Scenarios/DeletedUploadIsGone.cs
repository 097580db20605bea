using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>An uploaded document is deleted; the list after the redirect does not have it any more.</summary>
internal sealed class DeletedUploadIsGone() : Scenario(
    "the list after deleting an upload is without it",
    "Areas/Admin/Controllers/MediaController.cs SN4002",
    "which lags behind: the user sees the old state",
    "gone",
    "still in the list")
{
    public override int AtATime => 5;

    public override async Task<string> PlayAsync(Stage stage)
    {
        using var administrator = await stage.AdministratorAsync();
        var name = stage.Word + "-deleted.pdf";
        var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF"u8.ToArray()), "file", name } };
        (await administrator.SubmitAsync("/admin/media", "/admin/media/upload", form)).Expected("Uploading");
        await stage.CatchUpAsync();
        var deleted = await administrator.SubmitAsync("/admin/media", $"/admin/media/delete/{await stage.UploadAsync(name)}");
        var list = await administrator.FollowAsync(deleted);
        return list.Text.Contains($">{name}<") ? Wrong : list.Succeeded ? Right : Odd(list);
    }
}
