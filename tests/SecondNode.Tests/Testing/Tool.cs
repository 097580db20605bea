using System.Diagnostics;
using System.Text;

namespace SecondNode.Tests.Testing;

/// <summary>Runs command-line tools in a folder, with a time limit, and keeps what they print.</summary>
public static class Tool
{
    /// <summary>Runs <c>dotnet</c>; the build servers that would outlive the test are off.</summary>
    public static Task<Result> DotnetAsync(string folder, params string[] arguments) => RunAsync(folder, "dotnet", arguments);

    /// <summary>Runs a program to its end, or kills it with its children after ten minutes.</summary>
    public static async Task<Result> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // The test host's own settings must not reach the tool's host.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) || k.StartsWith("MSBuild", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new Result(process.ExitCode, output.ToString());

        void Append(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    /// <summary>What a tool answered.</summary>
    public sealed record Result(int ExitCode, string Output)
    {
        /// <summary>Fails the test with the tool's own words where it failed.</summary>
        public Result Succeeded()
        {
            Assert.True(ExitCode == 0, Output);
            return this;
        }
    }
}

/// <summary>A folder of a test's own, removed at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("secondnode-").FullName;

    public string Path { get; }

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A tool that is still closing a file must not fail the test.
        }
    }
}
