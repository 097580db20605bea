using System.Diagnostics;

namespace SecondNode.TwoNodes.Servers;

/// <summary>
/// Stops our servers and removes their folders when this process ends without doing so itself, even where it is killed: a
/// shell of its own hears of it by the end of its input.
/// </summary>
internal static class Watchdog
{
    private const string Script = """
        exec 3<&0
        (
            trap '' INT TERM HUP
            while read -r verb what; do
                case $verb in
                    stop) pids="$pids $what" ;;
                    remove) folders="$folders $what" ;;
                    forget) pids=$(for pid in $pids; do [ "$pid" = "$what" ] || printf ' %s' "$pid"; done) ;;
                esac
            done
            [ -z "$pids" ] || { kill -QUIT $pids; sleep 2; kill -KILL $pids; }
            for folder in $folders; do rm -rf "$folder"; done
        ) <&3 >/dev/null 2>&1 &
        """;

    private static readonly Lazy<StreamWriter?> Input = new(Start);

    /// <summary>Watches over a server.</summary>
    public static void Watch(int process) => Tell("stop", $"{process}");

    /// <summary>A server that has ended: its number may soon be somebody else's.</summary>
    public static void Forget(int process) => Tell("forget", $"{process}");

    /// <summary>Removes a folder in the end.</summary>
    public static void Remove(string folder) => Tell("remove", folder);

    private static void Tell(string verb, string what)
    {
        if (Input.Value is { } input)
        {
            lock (input)
            {
                input.WriteLine($"{verb} {what}");
            }
        }
    }

    private static StreamWriter? Start()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true })!;
        shell.StandardInput.AutoFlush = true;
        return shell.StandardInput;
    }
}
