using Npgsql;
using SecondNode.Tests.Testing;
using SecondNode.TwoNodes.Blogs;
using SecondNode.TwoNodes.Servers;
using SecondNode.TwoNodes.Visitors;

namespace SecondNode.TwoNodes.Proof;

/// <summary>What a world is made of.</summary>
/// <param name="Name">Its name, which is its database's too.</param>
/// <param name="Assembly">The blog, as it is or repaired.</param>
/// <param name="Nodes">How many processes of it.</param>
/// <param name="Strangers">Whether the nodes share no keys.</param>
/// <param name="HasStandby">Whether pages that only read ask a standby, or the one database there is.</param>
internal sealed record Plan(string Name, string Assembly, int Nodes, bool Strangers, bool HasStandby);

/// <summary>
/// The blog at work: its nodes behind a balancer, each with content, home and temporary directories of its own, as on machines
/// of their own. They share what their environment names: the databases, Redis, and one directory (a mount).
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private const int Posts = 400;

    private readonly PostgresPair databases;
    private readonly TemporaryFolder machines = new();
    private readonly List<WebNode> nodes = [];
    private Balancer? balancer;
    private NpgsqlDataSource? database;
    private List<(int Id, string Slug)> posts = [];
    private int usedPosts;

    private World(Plan plan, PostgresPair databases)
    {
        Plan = plan;
        this.databases = databases;
    }

    public Plan Plan { get; }

    public Balancer Balancer => balancer!;

    /// <summary>What the nodes have logged.</summary>
    public string Log => string.Join("\n\n", nodes.Select(node => node.Log));

    public static async Task<World> StartAsync(Plan plan, FixedBlog blog, PostgresPair databases, RedisServer redis)
    {
        var world = new World(plan, databases);
        try
        {
            await world.StartAsync(blog, redis);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public Browser NewBrowser() => new(Balancer, Plan.Strangers);

    /// <summary>A post that nobody else uses.</summary>
    public (int Id, string Slug) TakePost() => posts[Interlocked.Increment(ref usedPosts) - 1];

    /// <summary>Waits until pages show everything that is saved now.</summary>
    public Task CatchUpAsync() => Plan.HasStandby ? databases.CatchUpAsync() : Task.CompletedTask;

    /// <summary>A number that the database knows.</summary>
    public async Task<int> NumberAsync(string question, string? value = null)
    {
        await using var command = database!.CreateCommand(question);
        if (value is not null)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is int number ? number : throw new InvalidOperationException($"Nothing: {question} {value}");
    }

    public async ValueTask DisposeAsync()
    {
        if (balancer is not null)
        {
            await balancer.DisposeAsync();
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        machines.Dispose();
    }

    private async Task StartAsync(FixedBlog blog, RedisServer redis)
    {
        Watchdog.Remove(machines.Path);
        var primary = databases.Primary(Plan.Name);
        for (var number = 1; number <= Plan.Nodes; number++)
        {
            var machine = $"node{number}";
            blog.DeployTo(machines[machine]);
            nodes.Add(await WebNode.StartAsync(
                Plan.Assembly,
                machines[machine],
                ("HOME", Directory.CreateDirectory(machines[machine + ".home"]).FullName),
                ("TMPDIR", Directory.CreateDirectory(machines[machine + ".tmp"]).FullName),
                ("Database:Provider", "PostgreSql"),
                ("ConnectionStrings:Blog", primary),
                ("ConnectionStrings:BlogReplica", Plan.HasStandby ? databases.Standby(Plan.Name) : primary),
                ("ConnectionStrings:Redis", redis.ConnectionString),
                ("Storage:ContentRoot", machines["shared"]),
                ("Storage:WebRoot", machines["shared"])));
        }

        database = NpgsqlDataSource.Create(primary);
        await SeedAsync();
        await CatchUpAsync();
        balancer = await Balancer.StartAsync([.. nodes.Select(node => node.Address)]);
        await WarmUpAsync();
    }

    /// <summary>Posts of an older day, so that every scenario has one of its own.</summary>
    private async Task SeedAsync()
    {
        await using var insert = database!.CreateCommand($"""
            insert into "Posts" ("Slug", "Title", "Summary", "Body", "IsPublished", "CreatedAt", "UpdatedAt", "PublishedAt", "AuthorId")
            select 'post-' || n, 'Post ' || n, '', 'Old words.', true, now() - interval '30 days', now() - interval '30 days', now() - interval '30 days', 1
            from generate_series(1, {Posts}) n returning "Id", "Slug"
            """);
        await using var reader = await insert.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            posts.Add((reader.GetInt32(0), reader.GetString(1)));
        }
    }

    /// <summary>Every node has served every kind of page once: what comes after is not about the first request of a process.</summary>
    private async Task WarmUpAsync()
    {
        foreach (var notAt in new[] { Balancer.Nodes[^1], Balancer.Nodes[0] })
        {
            using var browser = NewBrowser();
            foreach (var answer in await browser.OpenOnEachNodeAsync("/posts/we-got-popular"))
            {
                answer.Expected("The first visit");
            }

            await browser.SignInAsync("admin", "admin", notAt);
            foreach (var page in new[] { "/admin/themes", "/admin/posts", "/admin/media", "/admin/comments", "/admin/posts/edit/1" })
            {
                (await browser.OpenSignedInAsync(page)).Expected("The first visit");
                (await browser.OpenSignedInAsync(page)).Expected("The second visit");
            }
        }
    }
}
