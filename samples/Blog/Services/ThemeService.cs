using Blog.Data;
using Blog.Models;
using Microsoft.EntityFrameworkCore;

namespace Blog.Services;

public sealed class ThemeService(BlogDbContext db, BlogReplicaContext replica)
{
    private const string SettingName = "theme";

    /// <summary>The theme of the page at hand. Every request asks, so the replica answers.</summary>
    public async Task<Theme> ActiveAsync(CancellationToken cancellationToken = default)
    {
        var setting = await replica.Settings.FirstOrDefaultAsync(s => s.Name == SettingName, cancellationToken);
        return setting is not null && Theme.All.TryGetValue(setting.Value, out var theme) ? theme : Theme.All[Theme.Default];
    }

    public async Task ActivateAsync(Theme theme, CancellationToken cancellationToken)
    {
        var setting = await db.Settings.FirstOrDefaultAsync(s => s.Name == SettingName, cancellationToken);
        if (setting is null)
        {
            db.Settings.Add(new Setting { Name = SettingName, Value = theme.Name });
        }
        else
        {
            setting.Value = theme.Name;
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
