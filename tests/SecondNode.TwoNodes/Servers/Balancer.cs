using System.Diagnostics;
using SecondNode.Tests.Testing;

namespace SecondNode.TwoNodes.Servers;

/// <summary>
/// nginx in front of the nodes, round robin and without affinity. The turns of each visitor (host <c>v1</c>, <c>v2</c>, …) are
/// counted apart, so that one visitor's requests go to the nodes in turn whatever the others do at the same time.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    /// <summary>The header in which it names the node that has answered.</summary>
    public const string NodeHeader = "X-Node";

    private const int Visitors = 1000;

    private readonly TemporaryFolder folder;
    private readonly Process process;
    private int visitors;

    private Balancer(TemporaryFolder folder, Process process, int port, IReadOnlyList<string> nodes)
    {
        this.folder = folder;
        this.process = process;
        Port = port;
        Nodes = nodes;
    }

    public int Port { get; }

    /// <summary>The names of the nodes, in the order of their turns.</summary>
    public IReadOnlyList<string> Nodes { get; }

    public static async Task<Balancer> StartAsync(IReadOnlyList<Uri> nodes)
    {
        for (var attempt = 1; ; attempt++)
        {
            var folder = new TemporaryFolder();
            Watchdog.Remove(folder.Path);
            var port = Wait.FreePort();
            await File.WriteAllTextAsync(folder["nginx.conf"], Configuration(port, nodes));
            var process = Process.Start(new ProcessStartInfo(
                Programs.Find("nginx")!, ["-p", folder.Path, "-c", folder["nginx.conf"], "-e", folder["error.log"]]) { RedirectStandardInput = true })!;
            process.StandardInput.Close();
            Watchdog.Watch(process.Id);
            var balancer = new Balancer(folder, process, port, [.. nodes.Select(node => node.Authority)]);
            if (await Wait.UntilAsync(async () => process.HasExited || await Wait.AnswersAsync(port), TimeSpan.FromSeconds(20)) && !process.HasExited)
            {
                return balancer;
            }

            var log = File.Exists(folder["error.log"]) ? await File.ReadAllTextAsync(folder["error.log"]) : "";
            await balancer.DisposeAsync();
            Assert.True(attempt < 3, "nginx did not start:\n" + log);
        }
    }

    /// <summary>The host by which a new visitor is known.</summary>
    public string NextVisitor()
    {
        var visitor = Interlocked.Increment(ref visitors);
        Assert.True(visitor <= Visitors, "More visitors than the balancer knows.");
        return $"v{visitor}.localhost";
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

    private static string Configuration(int port, IReadOnlyList<Uri> nodes)
    {
        var servers = string.Concat(nodes.Select(node => $" server {node.Authority} max_fails=0;"));
        var groups = string.Join("\n    ", Enumerable.Range(1, Visitors).Select(visitor => $"upstream v{visitor} {{{servers} }}"));
        return $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            events { worker_connections 4096; }
            http {
                access_log off;
                server_tokens off;
                client_max_body_size 20m;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                map $host $visitor { ~^(?<name>v\d+)\. $name; default v1; }
                # Styles and scripts that a browser loads with a page do not count as a turn of its visitor.
                map $http_sec_fetch_dest $group { style assets; script assets; default $visitor; }
                map $http_upgrade $to_keep { "" ""; default upgrade; }
                upstream assets { {{servers}} }
                {{groups}}
                server {
                    listen 127.0.0.1:{{port}};
                    add_header {{NodeHeader}} $upstream_addr always;
                    proxy_http_version 1.1;
                    proxy_next_upstream off;
                    proxy_set_header Host $http_host;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection $to_keep;
                    location = /favicon.ico { return 204; }
                    location / { proxy_pass http://$group; }
                }
            }
            """;
    }
}
