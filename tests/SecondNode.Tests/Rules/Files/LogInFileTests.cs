using SecondNode.Tests.Testing;
using Verify = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Files.LogInFile>;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Logs in files of the node, where a project asks for the rule.</summary>
public class LogInFileTests
{
    private static string Program(string body, string types = "") => $$"""
        using Serilog;

        {{body}}
        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();
        {{types}}
        """;

    [Theory]
    [InlineData("Log.Logger = {|SN3007:new LoggerConfiguration().WriteTo.File(\"logs/app.txt\")|}.CreateLogger();")]
    [InlineData("Log.Logger = {|SN3007:new LoggerConfiguration().WriteTo.File(new Serilog.Formatting.Json.JsonFormatter(), \"app.txt\")|}.CreateLogger();")]
    [InlineData("{|SN3007:File.AppendAllText(\"logs/start.txt\", \"\")|};")]
    [InlineData("{|SN3007:File.AppendAllText(Path.Combine(AppContext.BaseDirectory, \"app.log\"), \"\")|};")]
    public Task LogInAFile_Reports(string body) => Verify.Async(Program(body));

    [Theory]
    [InlineData("Log.Logger = new LoggerConfiguration().CreateLogger();")]
    [InlineData("File.WriteAllText(\"notes.txt\", \"\");")]
    [InlineData("var file = new FileInfo(\"a\");")]
    public Task OtherFiles_AreSilent(string body) => Verify.Async(Program(body));

    [Fact]
    public Task LibrariesThatTheTestsDoNotHave_Report() => Verify.Async(Program(
        "var target = {|SN3007:new NLog.Targets.FileTarget()|}; var appender = {|SN3007:new log4net.Appender.RollingFileAppender()|}; var b = WebApplication.CreateBuilder(args); {|SN3007:b.Logging.AddFile(\"app.txt\")|};",
        """
        namespace NLog.Targets { public class FileTarget { } }
        namespace log4net.Appender { public class RollingFileAppender { } }
        namespace Microsoft.Extensions.Logging { public static class FileLoggerExtensions { public static ILoggingBuilder AddFile(this ILoggingBuilder builder, string path) => builder; } }
        """));
}
