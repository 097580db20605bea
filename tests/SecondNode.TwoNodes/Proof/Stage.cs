using SecondNode.TwoNodes.Visitors;

namespace SecondNode.TwoNodes.Proof;

/// <summary>Where a scenario is played once: a world, and what in it is this play's alone.</summary>
internal sealed class Stage(World world, int number, SemaphoreSlim places)
{
    /// <summary>A word that no other play uses.</summary>
    public string Word { get; } = $"{world.Plan.Name}word{number}";

    /// <summary>A published post that no other play uses.</summary>
    public (int Id, string Slug) Post { get; } = world.TakePost();

    /// <summary>Which play of its scenario this is.</summary>
    public int Number => number;

    public IReadOnlyList<string> Nodes => world.Balancer.Nodes;

    public Browser NewBrowser() => world.NewBrowser();

    /// <summary>A browser in which the administrator has just signed in.</summary>
    /// <param name="notAt">Where the nodes are strangers: not at this one.</param>
    public async Task<Browser> AdministratorAsync(string? notAt = null)
    {
        var browser = NewBrowser();
        try
        {
            await browser.SignInAsync("admin", "admin", notAt);
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>For scenarios in which the standby's lag is not at stake.</summary>
    public Task CatchUpAsync() => AsideAsync(async () =>
    {
        await world.CatchUpAsync();
        return true;
    });

    /// <summary>Waits while others play.</summary>
    public async Task<T> AsideAsync<T>(Func<Task<T>> wait)
    {
        places.Release();
        try
        {
            return await wait();
        }
        finally
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>The number under which a comment is judged.</summary>
    public Task<int> CommentAsync(string text) => world.NumberAsync("""select "Id" from "Comments" where "Text" = $1 order by "Id" limit 1""", text);

    /// <summary>The number of an upload.</summary>
    public Task<int> UploadAsync(string name) => world.NumberAsync("""select "Id" from "Media" where "FileName" = $1""", name);
}
