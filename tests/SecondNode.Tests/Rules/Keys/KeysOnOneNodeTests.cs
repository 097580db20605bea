using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Keys;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Keys;

public class KeysOnOneNodeTests
{
    [Theory]
    [InlineData("{|SN5002:PersistKeysToRegistry|}(Microsoft.Win32.Registry.CurrentUser)")]
    [InlineData("{|SN5002:ProtectKeysWithDpapi|}()")]
    [InlineData("{|SN5002:ProtectKeysWithDpapi|}(protectToLocalMachine: true)")]
    [InlineData("SetApplicationName(\"x\").{|SN5002:PersistKeysToRegistry|}(Microsoft.Win32.Registry.CurrentUser).{|SN5002:ProtectKeysWithDpapi|}()")]
    public Task BoundToTheMachine_Reports(string call) => Verify<KeysOnOneNode>.Async(Program($"builder.Services.AddDataProtection().{call};"));

    [Theory]
    [InlineData("new DirectoryInfo(Path.Combine(builder.Environment.ContentRootPath, \"keys\"))")]
    [InlineData("new DirectoryInfo(builder.Environment.ContentRootPath + \"/keys\")")]
    [InlineData("new DirectoryInfo(Path.Combine(builder.Environment.WebRootPath, \"keys\"))")]
    [InlineData("new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, \"keys\"))")]
    [InlineData("new DirectoryInfo(Path.Combine(Directory.GetCurrentDirectory(), \"keys\"))")]
    [InlineData("new DirectoryInfo(Path.Combine(Path.GetTempPath(), \"keys\"))")]
    [InlineData("new DirectoryInfo(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData))")]
    [InlineData("Directory.CreateDirectory(\"keys\")")]
    [InlineData("new DirectoryInfo(\"./keys/\")")]
    [InlineData("new DirectoryInfo(@\"C:\\keys\")")]
    [InlineData("new(\"keys\")")]
    public Task LocalDirectory_Reports(string directory) => Verify<KeysOnOneNode>.Async(Program($"builder.Services.AddDataProtection().{{|SN5002:PersistKeysToFileSystem|}}({directory});"));

    [Theory]
    [InlineData("new DirectoryInfo(builder.Configuration[\"Keys\"])")]
    [InlineData("new DirectoryInfo(Path.Combine(builder.Configuration[\"Data\"], \"keys\"))")]
    [InlineData("new DirectoryInfo(Environment.GetEnvironmentVariable(\"KEYS\"))")]
    [InlineData("new DirectoryInfo(@\"\\\\server\\share\\keys\")")]
    [InlineData("new DirectoryInfo(\"//server/share/keys\")")]
    [InlineData("new DirectoryInfo(\"/mnt/keys\")")]
    [InlineData("new DirectoryInfo(args[0])")]
    public Task SharedOrChosenDirectory_IsSilent(string directory) => Verify<KeysOnOneNode>.Async(Program($"builder.Services.AddDataProtection().PersistKeysToFileSystem({directory});"));

    [Theory]
    [InlineData("new DirectoryInfo(\"/app/keys\")")]
    [InlineData("new DirectoryInfo(builder.Configuration[\"Keys\"] ?? Path.Combine(builder.Environment.ContentRootPath, \"keys\"))")]
    public Task PossiblyLocalDirectory_IsASuggestion(string directory) => Verify<KeysOnOneNode>.Async(
        Program($"builder.Services.AddDataProtection().{{|#0:PersistKeysToFileSystem|}}({directory});"),
        t =>
        {
            t.ExpectedDiagnostics.Add(new Microsoft.CodeAnalysis.Testing.DiagnosticResult("SN5002", Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithLocation(0));
        });

    [Fact]
    public Task LocalDirectoryOfAnotherFile_Reports() => Verify<KeysOnOneNode>.Async(
        [Program("builder.Services.AddDataProtection().{|SN5002:PersistKeysToFileSystem|}(new DirectoryInfo(Places.Keys(builder.Environment)));"),
        "static class Places { public static string Keys(IWebHostEnvironment env) => Path.Combine(env.ContentRootPath, Name); const string Name = \"App_Data\"; }"]);

    [Fact]
    public Task DeclaredAsShared_IsSilent() => Verify<KeysOnOneNode>.Async(
        Program("builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(\"keys/protection\"));"),
        t => t.GlobalOptions["secondnode.shared_paths"] = "keys");

    [Fact]
    public Task LocalDirectory_FixReadsItFromTheConfiguration() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        var keys = new DirectoryInfo("keys");
        builder.Services.AddDataProtection()
            // the key ring
            .{|SN5002:PersistKeysToFileSystem|}(keys)
            .SetApplicationName("x");
        """,
        """
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        var keys = new DirectoryInfo("keys");
        builder.Services.AddDataProtection()
            // the key ring
            .PersistKeysToFileSystem(new DirectoryInfo(builder.Configuration["DataProtection:KeyDirectory"]))
            .SetApplicationName("x");
        """,
        KeyTests.WithSetting<KeysOnOneNode, StoreKeysForAllNodes>(StoreKeysForAllNodes.DirectoryKey, "KeyDirectory", "/mnt/shared/data-protection-keys"));

    [Theory]
    [InlineData("ProtectKeysWithDpapiNG()")]
    [InlineData("ProtectKeysWithDpapiNG(\"SID=S-1-5-21\", Microsoft.AspNetCore.DataProtection.XmlEncryption.DpapiNGProtectionDescriptorFlags.None)")]
    [InlineData("ProtectKeysWithCertificate(\"thumbprint\")")]
    [InlineData("PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\")")]
    public Task UsableByAllNodes_IsSilent(string call) => Verify<KeysOnOneNode>.Async(Program($"builder.Services.AddDataProtection().{call};"));

    [Theory]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.Services.AddDataProtection().ProtectKeysWithDpapi(); }")]
    [InlineData("if (builder.Environment.IsProduction()) { } else { builder.Services.AddDataProtection().ProtectKeysWithDpapi(); }")]
    public Task OnlyInDevelopment_IsSilent(string statement) => Verify<KeysOnOneNode>.Async(Program(statement));

    [Fact]
    public Task SingleNode_IsSilent() => Verify<KeysOnOneNode>.Async(
        Program("builder.Services.AddDataProtection().ProtectKeysWithDpapi();"), t => t.GlobalOptions["secondnode.single_node"] = "true");

    [Fact]
    public Task Registry_FixStoresTheKeysInRedis() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataProtection().{|SN5002:PersistKeysToRegistry|}(Microsoft.Win32.Registry.CurrentUser);
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")), "DataProtection-Keys");
        """,
        KeyTests.WithFiles);

    [Fact]
    public Task NullChecks_FixForgivesTheMissingSetting() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.Async(
        """
        #nullable enable
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataProtection().{|SN5002:ProtectKeysWithDpapi|}();
        """,
        """
        #nullable enable
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataProtection().ProtectKeysWithCertificate(builder.Configuration["DataProtection:CertificateThumbprint"]!);
        """);

    [Fact]
    public Task Registry_FixReusesTheConnectionInScope() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var redis = await ConnectionMultiplexer.ConnectAsync("redis:6379");
        builder.Services.AddDataProtection().{|SN5002:PersistKeysToRegistry|}(Microsoft.Win32.Registry.CurrentUser);
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var redis = await ConnectionMultiplexer.ConnectAsync("redis:6379");
        builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(redis, "DataProtection-Keys");
        """);

    [Fact]
    public Task Registry_FixStoresTheKeysInASharedDirectory() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;

        class Startup(IConfiguration configuration)
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services
                    .AddDataProtection()
                    .{|SN5002:PersistKeysToRegistry|}(Microsoft.Win32.Registry.CurrentUser)
                    .SetApplicationName("x");
            }

            static void Main() { }
        }
        """,
        """
        using Microsoft.AspNetCore.DataProtection;

        class Startup(IConfiguration configuration)
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services
                    .AddDataProtection()
                    .PersistKeysToFileSystem(new DirectoryInfo(configuration["DataProtection:KeyDirectory"]))
                    .SetApplicationName("x");
            }

            static void Main() { }
        }
        """,
        KeyTests.WithSetting<KeysOnOneNode, StoreKeysForAllNodes>(StoreKeysForAllNodes.DirectoryKey, "KeyDirectory", "/mnt/shared/data-protection-keys"));

    [Fact]
    public Task Dpapi_FixEncryptsWithACertificate() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataProtection()
            .PersistKeysToFileSystem(new DirectoryInfo(@"\\server\keys"))
            .{|SN5002:ProtectKeysWithDpapi|}(protectToLocalMachine: true);
        """,
        """
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataProtection()
            .PersistKeysToFileSystem(new DirectoryInfo(@"\\server\keys"))
            .ProtectKeysWithCertificate(builder.Configuration["DataProtection:CertificateThumbprint"]);
        """,
        KeyTests.WithSetting<KeysOnOneNode, StoreKeysForAllNodes>(StoreKeysForAllNodes.CertificateKey, "CertificateThumbprint", ""));

    [Fact]
    public Task StoreAndEncryptionInOneStatement_FixChangesBoth() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var redis = ConnectionMultiplexer.Connect("redis:6379");
        builder.Services.AddDataProtection().{|SN5002:PersistKeysToRegistry|}(Microsoft.Win32.Registry.CurrentUser).{|SN5002:ProtectKeysWithDpapi|}();
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var redis = ConnectionMultiplexer.Connect("redis:6379");
        builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(redis, "DataProtection-Keys").ProtectKeysWithCertificate(builder.Configuration["DataProtection:CertificateThumbprint"]);
        """,
        t => t.NumberOfIncrementalIterations = 2);

    [Fact]
    public Task NoConfigurationInScope_HasNoFix() => Verify<KeysOnOneNode, StoreKeysForAllNodes>.NoFixAsync(
        """
        using Microsoft.AspNetCore.DataProtection;

        new ServiceCollection().AddDataProtection().{|SN5002:ProtectKeysWithDpapi|}();
        """);

    private static string Program(string statement) => "using Microsoft.AspNetCore.DataProtection;\nvar builder = WebApplication.CreateBuilder(args);\n" + statement;
}
