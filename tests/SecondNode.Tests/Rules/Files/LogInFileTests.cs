using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Files;
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

    [Theory]
    [InlineData("Serilog { public static class RollingFileLoggerConfigurationExtensions { public static void RollingFile(this object o, string pathFormat) { } } }", "Serilog.RollingFileLoggerConfigurationExtensions.RollingFile(args, \"app.txt\")")]
    [InlineData("NLog.Targets { public class FileTarget { } }", "new NLog.Targets.FileTarget()")]
    [InlineData("log4net.Appender { public class FileAppender { } }", "new log4net.Appender.FileAppender()")]
    [InlineData("log4net.Appender { public class RollingFileAppender { } }", "new log4net.Appender.RollingFileAppender()")]
    [InlineData("Microsoft.Extensions.Logging { public static class FileLoggerExtensions { public static void AddFile(this object builder, string path) { } } }", "Microsoft.Extensions.Logging.FileLoggerExtensions.AddFile(args, \"app.txt\")")]
    [InlineData("NReco.Logging.File { public static class FileLoggerExtensions { public static void AddFile(this object builder, string path) { } } }", "NReco.Logging.File.FileLoggerExtensions.AddFile(args, \"app.txt\")")]
    [InlineData("Karambolo.Extensions.Logging.File { public static class FileLoggerExtensions { public static void AddFile(this object builder) { } } }", "Karambolo.Extensions.Logging.File.FileLoggerExtensions.AddFile(args)")]
    public Task LibraryThatTheTestsDoNotHave_Reports(string declaration, string use) => Verify.Async(Program($"{{|SN3007:{use}|}};", "namespace " + declaration));

    private const string SerilogSettings = "Serilog { public static class ConfigurationLoggerConfigurationExtensions { public static LoggerConfiguration Configuration(this Configuration.LoggerSettingsConfiguration s, Microsoft.Extensions.Configuration.IConfiguration c) => null; } }";
    private const string ReadSerilog = "new LoggerConfiguration().ReadFrom.Configuration(new ConfigurationBuilder().Build())";
    private const string NLogWeb = "NLog.Web { public static class AspNetExtensions { public static void UseNLog(this object o) { } public static void AddNLogWeb(this object o) { } } }";
    private const string NLogLogging = "NLog.Extensions.Logging { public static class ConfigureExtensions { public static void AddNLog(this object o) { } } }";
    private const string Log4Net = "Microsoft.Extensions.Logging { public static class Log4NetExtensions { public static void AddLog4Net(this object o) { } } }";
    private const string NLogConfig = "<nlog xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><targets><target xsi:type='File' fileName='logs/nlog.txt' /></targets></nlog>";
    private const string Log4NetConfig = "<log4net><appender type='log4net.Appender.RollingFileAppender, log4net'><file value='logs/log4net.txt' /></appender></log4net>";

    [Theory]
    [InlineData(SerilogSettings, ReadSerilog, "appsettings.json", "{ \"Serilog\": { \"WriteTo\": [ { \"Name\": \"Console\" }, { \"Name\": \"File\", \"Args\": { \"path\": \"logs/a.txt\" } } ] } }", "logs/a.txt", "Serilog")]
    [InlineData(SerilogSettings, ReadSerilog, "appsettings.Production.json", "{ \"Serilog\": { \"WriteTo\": { \"Async\": { \"Name\": \"Async\", \"Args\": { \"configure\": [ { \"Name\": \"RollingFile\", \"Args\": { \"pathFormat\": \"b.txt\" } } ] } } } } }", "b.txt", "Serilog")]
    [InlineData(NLogWeb, "NLog.Web.AspNetExtensions.UseNLog(args)", "nlog.config", NLogConfig, "logs/nlog.txt", "NLog")]
    [InlineData(NLogWeb, "NLog.Web.AspNetExtensions.AddNLogWeb(args)", "appsettings.json", "{ \"NLog\": { \"targets\": { \"all\": { \"type\": \"File\", \"fileName\": \"c.txt\" } } } }", "c.txt", "NLog")]
    [InlineData(NLogLogging, "NLog.Extensions.Logging.ConfigureExtensions.AddNLog(args)", "NLog.config", NLogConfig, "logs/nlog.txt", "NLog")]
    [InlineData(Log4Net, "Microsoft.Extensions.Logging.Log4NetExtensions.AddLog4Net(args)", "log4net.config", Log4NetConfig, "logs/log4net.txt", "log4net")]
    [InlineData("log4net.Config { public static class XmlConfigurator { public static void Configure() { } } }", "log4net.Config.XmlConfigurator.Configure()", "web.config", "<configuration>" + Log4NetConfig + "</configuration>", "logs/log4net.txt", "log4net")]
    public Task FileThatConfigurationNames_Reports(string declaration, string use, string file, string content, string log, string kind) => Verify.Async(
        Program($"{{|#0:{use}|}};", "namespace " + declaration),
        test =>
        {
            test.TestState.AdditionalFiles.Add(("/app/" + file, content));
            test.ExpectedDiagnostics.Add(new DiagnosticResult(LogInFile.Descriptor).WithLocation(0).WithArguments(log, $"to a file of this node by {kind} ({file})"));
        });

    [Theory]
    [InlineData(SerilogSettings, ReadSerilog, "appsettings.json", "{ \"Serilog\": { \"WriteTo\": [ { \"Name\": \"Console\" } ] }, \"Other\": { \"Name\": \"File\" } }")]
    [InlineData(SerilogSettings, ReadSerilog, "appsettings.Development.json", "{ \"Serilog\": { \"WriteTo\": [ { \"Name\": \"File\" } ] } }")]
    [InlineData(NLogWeb, "NLog.Web.AspNetExtensions.UseNLog(args)", "nlog.config", "<nlog><targets><target type='Console' /></targets></nlog>")]
    [InlineData(NLogWeb, "NLog.Web.AspNetExtensions.UseNLog(args)", "nlog.config", "<nlog><targets>")]
    [InlineData(NLogWeb, "NLog.Web.AspNetExtensions.UseNLog(args)", "log4net.config", Log4NetConfig)]
    public Task ConfigurationWithoutAFile_IsSilent(string declaration, string use, string file, string content) => Verify.Async(
        Program(use + ";", "namespace " + declaration),
        test => test.TestState.AdditionalFiles.Add(("/app/" + file, content)));
}
