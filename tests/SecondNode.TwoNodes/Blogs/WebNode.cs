using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Blogs;

/// <summary>One node: a web application as a process of its own, on a free port of the loopback interface, killed at the end.</summary>
internal sealed partial class WebNode : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder log = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebNode(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Read(e.Data);
        process.ErrorDataReceived += (_, e) => Read(e.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The node ended before it listened."));
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What the node has logged.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    /// <summary>Starts an assembly with a folder as its content root, and waits until it listens.</summary>
    public static async Task<WebNode> StartAsync(string assembly, string contentRoot, params (string Name, string Value)[] settings)
    {
        // The server picks the port itself: nobody else can take it in between.
        var start = new ProcessStartInfo("dotnet", [assembly, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = contentRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__")] = value;
        }

        var node = new WebNode(start);
        node.process.Start();
        Watchdog.Watch(node.process.Id);
        node.process.StandardInput.Close();
        node.process.BeginOutputReadLine();
        node.process.BeginErrorReadLine();
        try
        {
            node.Address = await node.listening.Task.WaitAsync(StartLimit, TestContext.Current.CancellationToken);
            return node;
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            await node.DisposeAsync();
            throw new InvalidOperationException("The node did not start:\n" + node.Log, exception);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
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
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (log)
        {
            log.AppendLine(line);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
