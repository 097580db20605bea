using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Keys;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Keys;

public class DevelopmentKeysTests
{
    private const string IdentityServer = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IIdentityServerBuilder { }
            public static class IdentityServerBuilderExtensionsCrypto
            {
                public static IIdentityServerBuilder AddDeveloperSigningCredential(this IIdentityServerBuilder builder, bool persistKey = true) => builder;
                public static IIdentityServerBuilder AddSigningCredential(this IIdentityServerBuilder builder, object certificate) => builder;
            }
            public static class IdentityServerServiceCollectionExtensions
            {
                public static IIdentityServerBuilder AddIdentityServer(this IServiceCollection services) => null;
                public static IIdentityServerBuilder AddOperationalStore(this IIdentityServerBuilder builder) => builder;
            }
            public interface IPersistedGrantStore { }
            public static class IdentityServerBuilderExtensionsInMemory
            {
                public static IIdentityServerBuilder AddInMemoryPersistedGrants(this IIdentityServerBuilder builder) => builder;
            }
        }
        """;

    [Theory]
    [InlineData("services.AddOpenIddict().AddServer(o => o.{|SN5003:AddDevelopmentEncryptionCertificate|}());")]
    [InlineData("services.AddOpenIddict().AddServer(o => o.{|SN5003:AddDevelopmentSigningCertificate|}());")]
    [InlineData("services.AddOpenIddict().AddServer(o => { o.{|SN5003:AddEphemeralEncryptionKey|}().{|SN5003:AddEphemeralSigningKey|}(); });")]
    [InlineData("services.AddOpenIddict().AddClient(o => o.{|SN5003:AddDevelopmentEncryptionCertificate|}().{|SN5003:AddDevelopmentSigningCertificate|}());")]
    [InlineData("services.AddOpenIddict().AddClient(o => o.{|SN5003:AddEphemeralEncryptionKey|}().{|SN5003:AddEphemeralSigningKey|}());")]
    [InlineData("services.AddDataProtection().{|SN5003:UseEphemeralDataProtectionProvider|}();")]
    [InlineData("services.AddSingleton<IDataProtectionProvider>({|SN5003:new EphemeralDataProtectionProvider()|});")]
    [InlineData("DataProtectionBuilderExtensions.{|SN5003:UseEphemeralDataProtectionProvider|}(services.AddDataProtection());")]
    [InlineData("services.AddDataProtection()?.{|SN5003:UseEphemeralDataProtectionProvider|}();")]
    [InlineData("services.{|SN5003:AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>|}();")]
    public Task DevelopmentKey_Reports(string statement) => Verify<DevelopmentKeys>.Async(Program(statement));

    [Theory]
    [InlineData("AddDeveloperSigningCredential")]
    [InlineData("AddInMemoryPersistedGrants")]
    public Task IdentityServer_Reports(string method) =>
        Verify<DevelopmentKeys>.Async([$"var app = WebApplication.Create();\nIIdentityServerBuilder server = null;\nserver.{{|SN5003:{method}|}}();", IdentityServer]);

    [Theory]
    [InlineData("if (builder.Environment.IsDevelopment()) { server.AddDeveloperSigningCredential(); }")]
    [InlineData("if (!builder.Environment.IsDevelopment()) { server.AddSigningCredential(1); } else { server.AddDeveloperSigningCredential(); }")]
    [InlineData("if (args.Length > 0) { server.AddSigningCredential(1); } else { server.AddDeveloperSigningCredential(); }")]
    [InlineData("_ = builder.Environment.IsDevelopment() ? server.AddDeveloperSigningCredential() : server.AddSigningCredential(1);")]
    [InlineData("AddDevelopmentKeys(server); static void AddDevelopmentKeys(IIdentityServerBuilder s) => s.AddDeveloperSigningCredential();")]
    [InlineData("server.AddSigningCredential(1);")]
    public Task OnlyInDevelopment_IsSilent(string statements) =>
        Verify<DevelopmentKeys>.Async(["var builder = WebApplication.CreateBuilder(args);\nIIdentityServerBuilder server = null;\n" + statements, IdentityServer]);

    [Theory]
    [InlineData("services.{|SN5003:AddIdentityServer|}();")]
    [InlineData("services.AddIdentityServer().{|SN5003:AddInMemoryPersistedGrants|}();")]
    [InlineData("services.AddIdentityServer().AddOperationalStore();")]
    [InlineData("var server = services.AddIdentityServer(); if (args.Length > 0) { server.AddOperationalStore(); }")]
    [InlineData("services.AddIdentityServer(); services.AddSingleton(typeof(IPersistedGrantStore), typeof(object));")]
    [InlineData("if (builder.Environment.IsDevelopment()) { services.AddIdentityServer(); }")]
    public Task IdentityServer_ReportsWithoutAStoreOfGrants(string statement) => Verify<DevelopmentKeys>.Async([Program(statement), IdentityServer]);

    /// <summary>The versions that make signing keys themselves have a type for the options of that; the keys are in a folder beside the application.</summary>
    [Theory]
    [InlineData("services.{|SN5003:AddIdentityServer|}(); services.AddSingleton(typeof(IPersistedGrantStore), typeof(object));")]
    [InlineData("services.AddIdentityServer().AddOperationalStore();")]
    [InlineData("services.AddIdentityServer().AddSigningCredential(1); services.AddSingleton(typeof(IPersistedGrantStore), typeof(object));")]
    [InlineData("services.AddIdentityServer(); services.AddSingleton(typeof(IPersistedGrantStore), typeof(object)); new Duende.IdentityServer.Configuration.IdentityServerOptions().KeyManagement.KeyPath = \"/mnt/keys\";")]
    public Task KeysOfDuende_ReportWithoutAStoreOfKeys(string statement) => Verify<DevelopmentKeys>.Async([
        Program(statement),
        IdentityServer,
        "namespace Duende.IdentityServer.Configuration { public class KeyManagementOptions { public string KeyPath { get; set; } = \"\"; } public class IdentityServerOptions { public KeyManagementOptions KeyManagement { get; } = new(); } }",
    ]);

    [Fact]
    public Task LibraryThatOffersDevelopmentKeys_IsSilent() => Verify<DevelopmentKeys>.Async(
        [
            "public static class Setup { public static void AddTokens(this IServiceCollection services, IIdentityServerBuilder server) { server.AddDeveloperSigningCredential().AddInMemoryPersistedGrants(); services.AddOpenIddict().AddServer(o => o.AddEphemeralSigningKey()); } }",
            IdentityServer,
        ],
        test => test.OutputKind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task DesktopClient_IsSilent() => Verify<DevelopmentKeys>.Async(
        "var services = Host.CreateApplicationBuilder(args).Services;\nservices.AddOpenIddict().AddClient(o => o.AddDevelopmentEncryptionCertificate().AddDevelopmentSigningCertificate());");

    [Fact]
    public Task OpenIddictInDevelopment_IsSilent() => Verify<DevelopmentKeys>.Async("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            if (builder.Environment.IsDevelopment())
            {
                options.AddDevelopmentEncryptionCertificate().AddDevelopmentSigningCertificate();
            }
            else
            {
                options.AddSigningCertificate("thumbprint").AddEncryptionCertificate("thumbprint");
            }
        });
        """);

    [Fact]
    public Task DebugBuildOnly_IsSilent() => Verify<DevelopmentKeys>.Async("""
        #define DEBUG
        using Microsoft.AspNetCore.DataProtection;
        var builder = WebApplication.CreateBuilder(args);
        #if DEBUG
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        #endif
        """);

    [Theory]
    [InlineData("IDataProtectionProvider? given = null; var used = given ?? new EphemeralDataProtectionProvider();")]
    [InlineData("IDataProtectionProvider? given = null; given ??= new EphemeralDataProtectionProvider();")]
    [InlineData("services.AddDataProtection();")]
    [InlineData("services.AddOpenIddict().AddServer(o => o.AddSigningCertificate(\"x\"));")]
    [InlineData("new Other().UseEphemeralDataProtectionProvider();")]
    public Task RealKeysAndDefaults_AreSilent(string statement) =>
        Verify<DevelopmentKeys>.Async([Program(statement), "class Other { public void UseEphemeralDataProtectionProvider() { } }"]);

    /// <summary>The package of the stores is missing: the compiler resolves nothing of the chain behind it.</summary>
    [Theory]
    [InlineData("services.AddOpenIddict().AddCore(o => o.UseEntityFrameworkCore()).AddServer(options => options.{|SN5003:AddDevelopmentEncryptionCertificate|}().{|SN5003:AddDevelopmentSigningCertificate|}());")]
    [InlineData("services.AddIdentityServer().{|SN5003:AddDeveloperSigningCredential|}();")]
    [InlineData("if (builder.Environment.IsDevelopment()) { services.AddIdentityServer().AddDeveloperSigningCredential(); }")]
    [InlineData("services.AddIdentityServer(); services.Missing().AddSigningCredential();")]
    public Task UnresolvedChain_ReportsWhatOnlyTheNameCanMean(string statement) => Verify<DevelopmentKeys>.Async(
        Program(statement), t => t.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task HalfTyped_IsSilent() => Verify<DevelopmentKeys>.Async(Program("services.AddDataProtection().UseEphem"), t => t.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);

    [Fact]
    public Task TestProject_IsSilent() => Verify<DevelopmentKeys>.Async(
        Program("services.AddDataProtection().UseEphemeralDataProtectionProvider();"), t => t.GlobalOptions["build_property.IsTestProject"] = "true");

    [Fact]
    public Task EphemeralProvider_FixStoresTheKeysInRedis() => Verify<DevelopmentKeys, StoreKeysForAllNodes>.Async(
        """
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);

        // Cookies
        builder.Services.AddDataProtection()
            .SetApplicationName("Shop") // a name
            .{|SN5003:UseEphemeralDataProtectionProvider|}(); // for now
        """,
        """
        using Microsoft.AspNetCore.DataProtection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);

        // Cookies
        builder.Services.AddDataProtection()
            .SetApplicationName("Shop") // a name
            .PersistKeysToStackExchangeRedis(ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")), "DataProtection-Keys"); // for now
        """,
        KeyTests.WithFiles);

    [Fact]
    public Task SigningKey_HasNoFix() => Verify<DevelopmentKeys, StoreKeysForAllNodes>.NoFixAsync(
        "var services = WebApplication.CreateBuilder().Services;\nservices.AddOpenIddict().AddServer(o => o.{|SN5003:AddEphemeralSigningKey|}());");

    private static string Program(string statement) => "using Microsoft.AspNetCore.DataProtection;\nvar builder = WebApplication.CreateBuilder(args);\nvar services = builder.Services;\n" + statement;
}
