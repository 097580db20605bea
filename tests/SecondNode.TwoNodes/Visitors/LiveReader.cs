using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Visitors;

/// <summary>A reader who has a post open: speaks with the hub as the page's script does, and keeps the comments that arrive.</summary>
internal sealed class LiveReader : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket socket;
    private readonly List<string> comments = [];
    private readonly TaskCompletionSource joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closing = new();
    private Task listening = Task.CompletedTask;

    private LiveReader(ClientWebSocket socket, string node)
    {
        this.socket = socket;
        Node = node;
    }

    /// <summary>The node that holds the connection.</summary>
    public string Node { get; }

    public static async Task<LiveReader> ConnectAsync(Uri balancer, string host, string slug)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Host", host);
        await socket.ConnectAsync(new Uri(balancer, "/live"), limit.Token);
        var reader = new LiveReader(socket, socket.HttpResponseHeaders![Balancer.NodeHeader].Single());
        reader.listening = reader.ListenAsync();
        await reader.SendAsync(new { protocol = "json", version = 1 });
        await reader.SendAsync(new { type = 1, invocationId = "1", target = "Read", arguments = new[] { slug } });
        await reader.joined.Task.WaitAsync(limit.Token);
        return reader;
    }

    /// <summary>Whether a comment arrives within a time.</summary>
    public Task<bool> GetsAsync(string text, TimeSpan limit) => Wait.UntilAsync(
        () =>
        {
            lock (comments)
            {
                return Task.FromResult(comments.Contains(text));
            }
        },
        limit);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await listening;
        socket.Dispose();
        closing.Dispose();
    }

    private Task SendAsync<T>(T message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + End), WebSocketMessageType.Text, endOfMessage: true, closing.Token);

    private async Task ListenAsync()
    {
        var buffer = new byte[8192];
        var text = new StringBuilder();
        try
        {
            while (await socket.ReceiveAsync(buffer, closing.Token) is { MessageType: WebSocketMessageType.Text } received)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
                var parts = text.ToString().Split(End);
                text.Clear().Append(parts[^1]);
                foreach (var part in parts[..^1])
                {
                    Hear(part);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            joined.TrySetException(exception);
        }
    }

    private void Hear(string text)
    {
        using var json = JsonDocument.Parse(text);
        var type = json.RootElement.TryGetProperty("type", out var kind) ? kind.GetInt32() : 0;
        if (type == 3)
        {
            joined.TrySetResult();
        }
        else if (type == 1 && json.RootElement.GetProperty("target").GetString() == "comment")
        {
            lock (comments)
            {
                comments.Add(json.RootElement.GetProperty("arguments")[1].GetString()!);
            }
        }
    }
}
