using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SecondNode.Tests.Testing;

namespace SecondNode.TwoNodes.Servers;

/// <summary>A Redis of the test's own on a free port, with nothing kept on disk, killed at the end.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly Process process;

    private RedisServer(TemporaryFolder folder, Process process, int port)
    {
        this.folder = folder;
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync()
    {
        // Between finding a port and Redis taking it somebody else may: then the next one is tried.
        for (var attempt = 1; ; attempt++)
        {
            var folder = new TemporaryFolder();
            Watchdog.Remove(folder.Path);
            var port = Wait.FreePort();
            var process = Process.Start(new ProcessStartInfo(
                Programs.Find("redis-server")!, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.Path, "--logfile", folder["redis.log"]])
            {
                RedirectStandardInput = true,
            })!;
            process.StandardInput.Close();
            Watchdog.Watch(process.Id);
            var server = new RedisServer(folder, process, port);
            if (await server.AnswersAsync())
            {
                return server;
            }

            var log = File.Exists(folder["redis.log"]) ? await File.ReadAllTextAsync(folder["redis.log"]) : "";
            await server.DisposeAsync();
            if (attempt == 3)
            {
                throw new InvalidOperationException("redis-server does not answer:\n" + log);
            }
        }
    }

    /// <summary>The answer to a command without spaces in its arguments, as sent on the wire.</summary>
    public async Task<string> AskAsync(string command)
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\nQUIT\r\n"), limit.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        Watchdog.Forget(process.Id);
        process.Dispose();
        folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        for (var i = 0; i < 100 && !process.HasExited; i++)
        {
            try
            {
                if ((await AskAsync("PING")).StartsWith("+PONG", StringComparison.Ordinal))
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                // Not yet.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return false;
    }
}
