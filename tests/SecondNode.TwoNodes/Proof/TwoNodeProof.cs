using System.Diagnostics;
using SecondNode.TwoNodes.Blogs;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Proof;

/// <summary>How a scenario ended in one world: what was seen, and how often.</summary>
internal sealed record Outcome(IReadOnlyList<string> Seen)
{
    public bool Always(string what) => Seen.Count > 0 && Seen.All(seen => seen == what);

    /// <summary>For people: what was seen, most often first.</summary>
    public override string ToString() => string.Join(" | ", Seen.GroupBy(seen => seen).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} × {group.Key}"));
}

/// <summary>A scenario and how it ended in the three worlds.</summary>
internal sealed record Row(Scenario Scenario, Outcome OneNode, Outcome Before, Outcome After);

/// <summary>
/// Plays all scenarios: on one node; on two nodes of the sample as it is; and on two nodes of a copy on which the bulk fix was
/// run and nothing edited by hand. The worlds stay until the end, for whoever wants to look around.
/// </summary>
internal sealed class TwoNodeProof(FixedBlog blog, Action<string> tell) : IAsyncDisposable
{
    /// <summary>How often each scenario must end well in a row after the fix.</summary>
    public const int Rounds = 20;

    private const int RoundsBefore = 3;

    /// <summary>How many plays go on at a time. It is a proof, not a load test.</summary>
    private const int Places = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim places = new(Places);
    private readonly List<World> worlds = [];
    private PostgresPair? databases;
    private RedisServer? redis;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>How long it took, without the builds.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Two nodes of the sample as it is.</summary>
    public World Before => worlds[1];

    /// <summary>Two nodes of the repaired copy.</summary>
    public World After => worlds[2];

    public async Task RunAsync()
    {
        var watch = Stopwatch.StartNew();
        tell($"PostgreSQL: a primary, and a standby that lags {PostgresPair.Lag.TotalSeconds} s behind; Redis");
        databases = await PostgresPair.StartAsync();
        redis = await RedisServer.StartAsync();

        var oneNode = await PlayAsync(new Plan("one", blog.UnfixedAssembly, Nodes: 1, Strangers: false, HasStandby: false), rounds: 1);
        var before = await PlayAsync(new Plan("before", blog.UnfixedAssembly, Nodes: 2, Strangers: true, HasStandby: true), RoundsBefore);
        var after = await PlayAsync(new Plan("after", blog.Assembly, Nodes: 2, Strangers: false, HasStandby: true), Rounds);
        Rows = [.. Scenario.All.Select(scenario => new Row(scenario, oneNode[scenario], before[scenario], after[scenario]))];
        Time = watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var world in worlds)
        {
            await world.DisposeAsync();
        }

        if (redis is not null)
        {
            await redis.DisposeAsync();
        }

        if (databases is not null)
        {
            await databases.DisposeAsync();
        }
    }

    private async Task<IReadOnlyDictionary<Scenario, Outcome>> PlayAsync(Plan plan, int rounds)
    {
        var world = await World.StartAsync(plan, blog, databases!, redis!);
        worlds.Add(world);
        tell($"World “{plan.Name}”: {plan.Nodes} {(plan.Nodes == 1 ? "node" : "nodes")} behind nginx; every scenario {rounds} {(rounds == 1 ? "time" : "times")}");
        var outcomes = await Task.WhenAll(Scenario.All.Select(async scenario => (scenario, outcome: await PlayAsync(world, scenario, rounds))));
        return outcomes.ToDictionary(played => played.scenario, played => played.outcome);
    }

    private async Task<Outcome> PlayAsync(World world, Scenario scenario, int rounds)
    {
        var watch = Stopwatch.StartNew();
        var seen = new string[rounds];
        var options = new ParallelOptions { MaxDegreeOfParallelism = scenario.AtATime, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(0, rounds, options, async (round, cancellation) =>
        {
            await places.WaitAsync(cancellation);
            try
            {
                seen[round] = await scenario.PlayAsync(new Stage(world, round, places)).WaitAsync(Limit, cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                seen[round] = exception.Message.ReplaceLineEndings(" ");
            }
            finally
            {
                places.Release();
            }
        });
        var outcome = new Outcome(seen);
        tell($"  {scenario.Rule}  {scenario.Title}: {outcome}  ({watch.Elapsed.TotalSeconds:F1} s)");
        return outcome;
    }
}
