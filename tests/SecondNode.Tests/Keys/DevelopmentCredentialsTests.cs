using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Keys;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Keys;

public class DevelopmentCredentialsTests
{
    private const string IdentityServer = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IIdentityServerBuilder { }
            public interface IPersistedGrantStore { }
            public static class IdentityServerServiceCollectionExtensions
            {
                public static IIdentityServerBuilder AddIdentityServer(this IServiceCollection services) => null;
                public static IIdentityServerBuilder AddOperationalStore(this IIdentityServerBuilder builder) => builder;
            }
            public static class IdentityServerBuilderExtensionsCrypto
            {
                public static IIdentityServerBuilder AddDeveloperSigningCredential(this IIdentityServerBuilder builder, bool persistKey = true) => builder;
                public static IIdentityServerBuilder AddSigningCredential(this IIdentityServerBuilder builder, string name) => builder;
            }
        }
        """;

    [Fact]
    public Task OpenIddict_FixMakesBranches() => Verify<DevelopmentKeys, StoreKeysForAllNodes>.Async(
        """
        #nullable enable
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetTokenEndpointUris("token");

            // Keys
            options.{|SN5003:AddDevelopmentEncryptionCertificate|}()
                   .{|SN5003:AddDevelopmentSigningCertificate|}(); // for now

            options.UseAspNetCore();
        });
        """,
        """
        #nullable enable
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetTokenEndpointUris("token");

            // Keys
            if (builder.Environment.IsDevelopment())
            {
                options.AddDevelopmentEncryptionCertificate()
                    .AddDevelopmentSigningCertificate();
            }
            else
            {
                options.AddEncryptionCertificate(builder.Configuration["OpenIddict:EncryptionCertificate"]!)
                    .AddSigningCertificate(builder.Configuration["OpenIddict:SigningCertificate"]!);
            }
            // for now

            options.UseAspNetCore();
        });
        """.Replace("    }\n    // for now", "    } // for now"),
        test =>
        {
            test.AdditionalFiles["/app/appsettings.json"] = "{\n}\n";
            test.FixedAdditionalFiles["/app/appsettings.json"] = "{\n  \"OpenIddict\": {\n    \"EncryptionCertificate\": \"\",\n    \"SigningCertificate\": \"\"\n  }\n}\n";
        });

    [Fact]
    public Task LongerChain_FixLeavesTheRest() => Verify<DevelopmentKeys, StoreKeysForAllNodes>.Async(
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetTokenEndpointUris("token")
                .{|SN5003:AddEphemeralEncryptionKey|}()
                .DisableAccessTokenEncryption();
        });
        """,
        """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetTokenEndpointUris("token")
                .DisableAccessTokenEncryption();

            if (builder.Environment.IsDevelopment())
            {
                options.AddEphemeralEncryptionKey();
            }
            else
            {
                options.AddEncryptionCertificate(builder.Configuration["OpenIddict:EncryptionCertificate"]);
            }
        });
        """);

    [Theory]
    [InlineData(
        "builder.Services.AddIdentityServer()\n    .AddOperationalStore()\n    .{|SN5003:AddDeveloperSigningCredential|}(persistKey: false);\n",
        "var identityServer = builder.Services.AddIdentityServer()\n    .AddOperationalStore();\n",
        "identityServer")]
    [InlineData(
        "var server = builder.Services.AddIdentityServer().AddOperationalStore().{|SN5003:AddDeveloperSigningCredential|}(persistKey: false);\n",
        "var server = builder.Services.AddIdentityServer().AddOperationalStore();\n",
        "server")]
    [InlineData(
        "var server = builder.Services.AddIdentityServer();\nserver.AddOperationalStore().{|SN5003:AddDeveloperSigningCredential|}(persistKey: false);\n",
        "var server = builder.Services.AddIdentityServer();\nserver.AddOperationalStore();\n",
        "server")]
    public Task IdentityServer_FixMakesBranches(string before, string after, string receiver) => Verify<DevelopmentKeys, StoreKeysForAllNodes>.Async(
        ["var builder = WebApplication.CreateBuilder(args);\n" + before + "builder.Build().Run();\n", IdentityServer],
        [
            "var builder = WebApplication.CreateBuilder(args);\n" + after + $$"""

            if (builder.Environment.IsDevelopment())
            {
                {{receiver}}.AddDeveloperSigningCredential(persistKey: false);
            }
            else
            {
                {{receiver}}.AddSigningCredential(builder.Configuration["IdentityServer:SigningCertificate"]);
            }
            builder.Build().Run();

            """,
            IdentityServer,
        ]);

    [Fact]
    public Task Startup_FixUsesItsFields() => Verify<DevelopmentKeys, StoreKeysForAllNodes>.Async(
        [Startup("server.{|SN5003:AddDeveloperSigningCredential|}();"), IdentityServer],
        [
            Startup("""
            if (_env.IsDevelopment())
                    {
                        server.AddDeveloperSigningCredential();
                    }
                    else
                    {
                        server.AddSigningCredential(_configuration["IdentityServer:SigningCertificate"]);
                    }
            """),
            IdentityServer,
        ]);

    [Fact]
    public Task WithoutTheEnvironment_HasNoFix() => Verify<DevelopmentKeys, StoreKeysForAllNodes>.Async(
        [WithoutEnvironment, IdentityServer], [WithoutEnvironment, IdentityServer]);

    private const string WithoutEnvironment = """
        class Startup
        {
            static void Main() { }
            public void ConfigureServices(IServiceCollection services, IConfiguration configuration) => services.AddIdentityServer().AddOperationalStore().{|SN5003:AddDeveloperSigningCredential|}();
            public void Configure(IApplicationBuilder app) { }
        }
        """;

    private static string Startup(string statement) => $$"""
        class Startup
        {
            private readonly IConfiguration _configuration;
            private readonly IWebHostEnvironment _env;

            public Startup(IConfiguration configuration, IWebHostEnvironment env) => (_configuration, _env) = (configuration, env);

            static void Main() { }

            public void ConfigureServices(IServiceCollection services)
            {
                var server = services.AddIdentityServer().AddOperationalStore();
                {{statement}}
            }
        }
        class Web { void Use(IApplicationBuilder app) { } }
        """;
}
