using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Keys;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Keys;

public class NoApplicationNameTests
{
    [Theory]
    [InlineData("builder.Services.AddDataProtection().{|SN5005:PersistKeysToStackExchangeRedis|}((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");")]
    [InlineData("builder.Services.AddDataProtection().{|SN5005:PersistKeysToFileSystem|}(new DirectoryInfo(builder.Configuration[\"Keys\"]!));")]
    [InlineData("builder.Services.AddDataProtection().ProtectKeysWithCertificate(\"x\").{|SN5005:PersistKeysToStackExchangeRedis|}((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");")]
    [InlineData("var protection = builder.Services.AddDataProtection(); protection.{|SN5005:PersistKeysToStackExchangeRedis|}((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");")]
    [InlineData("builder.Services.AddDataProtection(o => { }).{|SN5005:PersistKeysToStackExchangeRedis|}((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");")]
    public Task NoName_Reports(string statement) => Verify<NoApplicationName>.Async(Program(statement));

    [Theory]
    [InlineData("builder.Services.AddDataProtection().SetApplicationName(\"x\").PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");")]
    [InlineData("builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\").SetApplicationName(\"x\");")]
    [InlineData("builder.Services.AddDataProtection(o => o.ApplicationDiscriminator = \"x\").PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");")]
    [InlineData("builder.Services.Configure<DataProtectionOptions>(o => o.ApplicationDiscriminator = \"x\"); builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");")]
    [InlineData("builder.Services.AddDataProtection();")]
    [InlineData("builder.Services.AddDataProtection().PersistKeysToRegistry(null);")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddDataProtection().PersistKeysToFileSystem(null);")]
    public Task NamedOrNotShared_IsSilent(string statement) => Verify<NoApplicationName>.Async(Program(statement));

    [Fact]
    public Task NamedInAnotherFile_IsSilent() => Verify<NoApplicationName>.Async(
        [Program("Keys.Add(builder.Services).PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\"); builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");"),
        """
        using Microsoft.AspNetCore.DataProtection;
        static class Keys
        {
            public static IDataProtectionBuilder Add(IServiceCollection services) => services.AddDataProtection().SetApplicationName("x");
        }
        """]);

    /// <summary>An extension of a library does not know what its caller sets.</summary>
    [Fact]
    public Task ExtensionOfTheBuilder_IsSilent() => Verify<NoApplicationName>.Async(
        ["return;",
        """
        using Microsoft.AspNetCore.DataProtection;
        static class Keys
        {
            public static IDataProtectionBuilder PersistKeysToOurRedis(this IDataProtectionBuilder builder) => builder.PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, "x");
        }
        """]);

    [Fact]
    public Task OneLine_FixInsertsTheName() => Verify<NoApplicationName, NameApplication>.Async(
        Program("builder.Services.AddDataProtection().{|SN5005:PersistKeysToStackExchangeRedis|}((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");"),
        Program("builder.Services.AddDataProtection().SetApplicationName(\"TestProject\").PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");"));

    [Fact]
    public Task SeveralLines_FixInsertsALine() => Verify<NoApplicationName, NameApplication>.Async(
        Program("""
            builder.Services
                .AddDataProtection() // keys
                // in Redis
                .{|SN5005:PersistKeysToStackExchangeRedis|}((StackExchange.Redis.IConnectionMultiplexer)null, "keys")
                .ProtectKeysWithCertificate("x");
            """),
        Program("""
            builder.Services
                .AddDataProtection() // keys
                .SetApplicationName("TestProject")
                // in Redis
                .PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, "keys")
                .ProtectKeysWithCertificate("x");
            """));

    [Fact]
    public Task LocalBuilder_FixInsertsTheName() => Verify<NoApplicationName, NameApplication>.Async(
        Program("var protection = builder.Services.AddDataProtection();\nprotection.{|SN5005:PersistKeysToStackExchangeRedis|}((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");"),
        Program("var protection = builder.Services.AddDataProtection();\nprotection.SetApplicationName(\"TestProject\").PersistKeysToStackExchangeRedis((StackExchange.Redis.IConnectionMultiplexer)null, \"keys\");"));

    private static string Program(string statement) => "using Microsoft.AspNetCore.DataProtection;\n\nvar builder = WebApplication.CreateBuilder(args);\n" + statement;
}
