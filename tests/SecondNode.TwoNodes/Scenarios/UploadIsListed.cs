using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Scenarios;

/// <summary>A document is uploaded; the list after the redirect has it.</summary>
internal sealed class UploadIsListed() : Scenario(
    "the list after an upload shows it",
    "Areas/Admin/Controllers/MediaController.cs SN4002",
    "which lags behind: the user sees the old state",
    "the new file",
    "the list without it")
{
    public override async Task<string> PlayAsync(Stage stage)
    {
        using var administrator = await stage.AdministratorAsync();
        var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF"u8.ToArray()), "file", stage.Word + "-listed.pdf" } };
        var list = await administrator.FollowAsync(await administrator.SubmitAsync("/admin/media", "/admin/media/upload", form));
        return list.Text.Contains($">{stage.Word}-listed.pdf<") ? Right : list.Succeeded ? Wrong : Odd(list);
    }
}
