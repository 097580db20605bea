using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SecondNode.TwoNodes.Servers;

/// <summary>Waits until a server is ready, never for what a scenario is to prove.</summary>
internal static class Wait
{
    public static async Task<bool> UntilAsync(Func<Task<bool>> ready, TimeSpan limit)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < limit; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            if (await ready())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether somebody listens on a port of the loopback interface.</summary>
    public static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A port that is free at this moment; who starts a server on it must be ready to be late.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
