using System.Security.Cryptography;
using Npgsql;
using SecondNode.Tests.Testing;

namespace SecondNode.TwoNodes.Servers;

/// <summary>
/// A PostgreSQL primary and its streaming standby, which applies what it receives a moment later, as a standby far away or
/// under load does. Both are made for the occasion, on free ports of the loopback interface, and removed at the end.
/// </summary>
internal sealed class PostgresPair : IAsyncDisposable
{
    /// <summary>How far the standby lags behind.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(1.5);

    private const string User = "blog";

    private readonly string folder;
    private readonly string password = RandomNumberGenerator.GetHexString(24);
    private readonly List<string> started = [];
    private int primaryPort;
    private int standbyPort;

    private PostgresPair(string folder) => this.folder = folder;

    public static async Task<PostgresPair> StartAsync()
    {
        // The server refuses to run as root; the folder belongs to the user who runs it.
        var folder = (await RunAsync("mktemp", "-d", Path.Combine(Path.GetTempPath(), "secondnode-postgres-XXXXXX"))).Trim();
        Watchdog.Remove(folder);
        var pair = new PostgresPair(folder);
        try
        {
            await pair.CreatePrimaryAsync();
            await pair.CreateStandbyAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public string Primary(string database) => ConnectionString(primaryPort, database);

    public string Standby(string database) => ConnectionString(standbyPort, database);

    /// <summary>Waits until the standby has applied everything that is on the primary now.</summary>
    public async Task CatchUpAsync()
    {
        await using var primary = NpgsqlDataSource.Create(Primary("postgres"));
        await using var position = primary.CreateCommand("select pg_current_wal_lsn()::text");
        var reached = (string)(await position.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        await using var standby = NpgsqlDataSource.Create(Standby("postgres"));
        var caughtUp = await Wait.UntilAsync(
            async () =>
            {
                await using var question = standby.CreateCommand($"select pg_last_wal_replay_lsn() >= '{reached}'::pg_lsn");
                return await question.ExecuteScalarAsync(TestContext.Current.CancellationToken) is true;
            },
            TimeSpan.FromSeconds(30));
        Assert.True(caughtUp, $"The standby has not reached {reached}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var data in Enumerable.Reverse(started))
        {
            var process = ProcessOf(data);
            await RunAsync(Program("pg_ctl"), "stop", "-D", data, "-m", "immediate", "-w", "-t", "30");
            Watchdog.Forget(process);
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task CreatePrimaryAsync()
    {
        var data = Path.Combine(folder, "primary");
        var secret = Path.Combine(folder, "password");
        await RunAsync("install", "-m", "600", "/dev/null", secret);
        await File.WriteAllTextAsync(secret, password);
        await RunAsync(Program("initdb"), "-D", data, "-U", User, "-A", "scram-sha-256", "--pwfile", secret, "--no-sync", "-E", "UTF8", "--locale", "C");

        // Nothing here has to survive a power failure.
        await File.AppendAllLinesAsync(Path.Combine(data, "postgresql.conf"),
            ["listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", "fsync = off", "full_page_writes = off", "autovacuum = off", "max_connections = 300", "wal_keep_size = 256MB"]);
        primaryPort = await StartAsync(data);
    }

    private async Task CreateStandbyAsync()
    {
        var data = Path.Combine(folder, "standby");
        await RunAsync("env", $"PGPASSWORD={password}", Program("pg_basebackup"), "-h", "127.0.0.1", "-p", $"{primaryPort}", "-U", User, "-D", data, "-R", "-X", "stream", "-c", "fast", "--no-sync");
        await File.AppendAllLinesAsync(Path.Combine(data, "postgresql.conf"), [$"recovery_min_apply_delay = '{Lag.TotalMilliseconds}ms'", "max_standby_streaming_delay = -1"]);
        standbyPort = await StartAsync(data);
    }

    private async Task<int> StartAsync(string data)
    {
        // Between finding a port and taking it somebody else may: then the next one is tried.
        for (var attempt = 1; ; attempt++)
        {
            var port = Wait.FreePort();
            var log = Path.Combine(folder, Path.GetFileName(data) + ".log");
            var start = await TryRunAsync(Program("pg_ctl"), "start", "-D", data, "-l", log, "-w", "-t", "60", "-o", $"-p {port}");
            if (start.ExitCode == 0)
            {
                started.Add(data);
                Watchdog.Watch(ProcessOf(data));
                return port;
            }

            Assert.True(attempt < 3, "PostgreSQL did not start:\n" + start.Output + (File.Exists(log) ? await File.ReadAllTextAsync(log) : ""));
        }
    }

    private string ConnectionString(int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = database,
        Username = User,
        Password = password,
        Timeout = 15,
        CommandTimeout = 30,
    }.ConnectionString;

    private static int ProcessOf(string data) => int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First());

    private static string Program(string name) => Programs.Find(name) ?? throw new InvalidOperationException(name + " is not installed.");

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await TryRunAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} failed:\n{result.Output}");
        return result.Output;
    }

    private static Task<Tool.Result> TryRunAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? Tool.RunAsync("/", "runuser", ["-u", "postgres", "--", program, .. arguments])
        : Tool.RunAsync("/", program, arguments);
}
