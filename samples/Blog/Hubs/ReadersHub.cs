using Microsoft.AspNetCore.SignalR;

namespace Blog.Hubs;

/// <summary>Whoever has a post open hears of its new comments.</summary>
public sealed class ReadersHub : Hub
{
    public const string Path = "/live";

    /// <summary>What the page's script listens to.</summary>
    public const string NewComment = "comment";

    public Task Read(string slug) => Groups.AddToGroupAsync(Context.ConnectionId, slug, Context.ConnectionAborted);
}
