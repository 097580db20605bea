using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.CodeFixes.Realtime;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Realtime;

public class AddBackplaneTests
{
    private const string Project = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n";
    private const string Hub = "\nvar app = builder.Build();\napp.MapHub<ChatHub>(\"/chat\");\napp.Run();\n\nclass ChatHub : Hub\n{\n    public Task Say(string text) => Clients.Others.SendAsync(\"said\", text);\n}\n";
    private const string Start = "using Microsoft.AspNetCore.SignalR;\n\nvar builder = WebApplication.CreateBuilder(args);\n";

    [Theory]
    [InlineData(
        "builder.Services.{|SN6001:AddSignalR|}(); // chat\n",
        "builder.Services.AddSignalR().AddStackExchangeRedis(builder.Configuration.GetConnectionString(\"Redis\")); // chat\n")]
    [InlineData(
        "builder.Services.{|SN6001:AddSignalR|}(options => options.EnableDetailedErrors = true).AddJsonProtocol();\n",
        "builder.Services.AddSignalR(options => options.EnableDetailedErrors = true).AddStackExchangeRedis(builder.Configuration.GetConnectionString(\"Redis\")).AddJsonProtocol();\n")]
    [InlineData(
        "builder.Services\n    // chat\n    .{|SN6001:AddSignalR|}()\n    .AddJsonProtocol();\n",
        "builder.Services\n    // chat\n    .AddSignalR()\n    .AddStackExchangeRedis(builder.Configuration.GetConnectionString(\"Redis\"))\n    .AddJsonProtocol();\n")]
    [InlineData(
        "var signalR = builder.Services.{|SN6001:AddSignalR|}();\nsignalR.AddJsonProtocol();\n",
        "var signalR = builder.Services.AddSignalR().AddStackExchangeRedis(builder.Configuration.GetConnectionString(\"Redis\"));\nsignalR.AddJsonProtocol();\n")]
    public Task Redis_FixIsALinkOfTheChain(string before, string after) =>
        Verify<NoBackplane, AddBackplane>.Async(Start + before + Hub, Start + after + Hub, WithRedis);

    [Fact]
    public Task NullableFile_FixForgives() => Verify<NoBackplane, AddBackplane>.Async(
        "#nullable enable\n" + Start + "builder.Services.{|SN6001:AddSignalR|}();\n" + Hub,
        "#nullable enable\n" + Start + "builder.Services.AddSignalR().AddStackExchangeRedis(builder.Configuration.GetConnectionString(\"Redis\")!);\n" + Hub,
        WithRedis);

    [Theory]
    [InlineData("builder.Services.AddStackExchangeRedisCache(o => o.Configuration = builder.Configuration[\"Cache:Redis\"]);\n", "builder.Configuration[\"Cache:Redis\"]")]
    [InlineData("builder.Services.AddStackExchangeRedisCache(o => { o.Configuration = builder.Configuration.GetConnectionString(\"Store\")!; });\n", "builder.Configuration.GetConnectionString(\"Store\")")]
    [InlineData("builder.Services.AddSingleton<StackExchange.Redis.IConnectionMultiplexer>(_ => StackExchange.Redis.ConnectionMultiplexer.Connect(builder.Configuration[\"Store\"] ?? \"localhost\"));\n", "builder.Configuration[\"Store\"]")]
    public Task RedisUsedElsewhere_FixReadsTheSameSetting(string elsewhere, string expression) => Verify<NoBackplane, AddBackplane>.Async(
        Start + elsewhere + "builder.Services.{|SN6001:AddSignalR|}();\n" + Hub,
        Start + elsewhere + $"builder.Services.AddSignalR().AddStackExchangeRedis({expression});\n" + Hub);

    [Fact]
    public Task OpenedConnection_FixUsesIt() => Verify<NoBackplane, AddBackplane>.Async(
        "using StackExchange.Redis;\n" + Start + "var redis = ConnectionMultiplexer.Connect(\"localhost\");\nbuilder.Services.{|SN6001:AddSignalR|}();\n" + Hub,
        "using StackExchange.Redis;\n" + Start + "var redis = ConnectionMultiplexer.Connect(\"localhost\");\nbuilder.Services.AddSignalR().AddStackExchangeRedis(options => options.ConnectionFactory = _ => Task.FromResult<IConnectionMultiplexer>(redis));\n" + Hub);

    [Fact]
    public Task MissingPackage_FixAddsIt() => Verify<NoBackplane, AddBackplane>.Async(
        Start + "builder.Services.{|SN6001:AddSignalR|}();\n" + Hub,
        Start + "builder.Services.AddSignalR().AddStackExchangeRedis(builder.Configuration.GetConnectionString(\"Redis\"));\n" + Hub,
        test =>
        {
            WithRedis(test);
            test.Framework = Framework.Web;
            test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            test.AdditionalFiles["/app/App.csproj"] = Project;
            test.FixedAdditionalFiles["/app/App.csproj"] = Project.Replace("</Project>", "\n  <ItemGroup>\n    <PackageReference Include=\"Microsoft.AspNetCore.SignalR.StackExchangeRedis\" Version=\"10.0.15\" />\n  </ItemGroup>\n</Project>");
        });

    [Fact]
    public Task Azure_FixAddsPackageAndSetting() => Verify<NoBackplane, AddBackplane>.Async(
        Start + "builder.Services.{|SN6001:AddSignalR|}();\n" + Hub,
        Start + "builder.Services.AddSignalR().AddAzureSignalR();\n" + Hub,
        test =>
        {
            test.CodeActionEquivalenceKey = AddBackplane.AzureKey;
            test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
            test.AdditionalFiles["/app/App.csproj"] = Project;
            test.FixedAdditionalFiles["/app/App.csproj"] = Project.Replace("</Project>", "\n  <ItemGroup>\n    <PackageReference Include=\"Microsoft.Azure.SignalR\" Version=\"1.34.0\" />\n  </ItemGroup>\n</Project>");
            test.AdditionalFiles["/app/appsettings.json"] = "{\n}\n";
            test.FixedAdditionalFiles["/app/appsettings.json"] = "{\n  \"Azure\": {\n    \"SignalR\": {\n      \"ConnectionString\": \"Endpoint=https://<name>.service.signalr.net;AuthType=azure;Version=1.0;\"\n    }\n  }\n}\n";
        });

    [Fact]
    public Task StartupWithField_FixUsesIt() => Verify<NoBackplane, AddBackplane>.Async(
        [
            "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();",
            Startup("services.{|SN6001:AddSignalR|}();"),
        ],
        [
            "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();",
            Startup("services.AddSignalR().AddStackExchangeRedis(_configuration.GetConnectionString(\"Redis\"));"),
        ],
        WithRedis);

    [Fact]
    public Task WithoutConfigurationOrPackage_HasNoFix() => Verify<NoBackplane, AddBackplane>.NoFixAsync(
        "using Microsoft.AspNetCore.SignalR;\nvar services = new ServiceCollection();\nservices.{|SN6001:AddSignalR|}();\nWebApplication.Create().MapHub<ChatHub>(\"/chat\");\nclass ChatHub : Hub { Task Say() => Clients.All.SendAsync(\"x\"); }");

    [Fact]
    public Task Mapping_HasNoFix() => Verify<NoBackplane, AddBackplane>.NoFixAsync(
        "using Microsoft.AspNetCore.SignalR;\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddServerSideBlazor();\nbuilder.Build().{|SN6001:MapHub<ChatHub>|}(\"/chat\");\nclass ChatHub : Hub { Task Say() => Clients.All.SendAsync(\"x\"); }");

    private static string Startup(string registration) => $$"""
        using Microsoft.AspNetCore.SignalR;

        public class Startup
        {
            private readonly IConfiguration _configuration;

            public Startup(IConfiguration configuration) => _configuration = configuration;

            public void ConfigureServices(IServiceCollection services)
            {
                {{registration}}
            }

            public void Configure(IApplicationBuilder app) => app.UseRouting().UseEndpoints(endpoints => endpoints.MapHub<ChatHub>("/chat"));
        }

        public class ChatHub : Hub
        {
            public Task Say() => Clients.All.SendAsync("said");
        }
        """;

    private static void WithRedis(FixTest<NoBackplane, AddBackplane> test)
    {
        test.CodeActionEquivalenceKey = AddBackplane.RedisKey;
        test.AdditionalFiles["/app/appsettings.json"] = "{\n  \"AllowedHosts\": \"*\"\n}\n";
        test.FixedAdditionalFiles["/app/appsettings.json"] = "{\n  \"AllowedHosts\": \"*\",\n  \"ConnectionStrings\": {\n    \"Redis\": \"localhost:6379,abortConnect=false\"\n  }\n}\n";
    }
}
