using SecondNode.Analyzers.Rules.Replicas;
using SecondNode.Tests.Testing;
using Verifier = SecondNode.Tests.Testing.Verify<SecondNode.Analyzers.Rules.Replicas.SessionTokenStaysOnNode>;

namespace SecondNode.Tests.Rules.Replicas;

public class SessionTokenStaysOnNodeTests
{
    private const string Write = "app.MapPut(\"/\", async (Order order, CosmosClient client) => { await client.GetContainer(\"a\", \"b\").UpsertItemAsync(order); });";
    private const string Read = "app.MapGet(\"/{id}\", async (string id, CosmosClient client) => (await client.GetContainer(\"a\", \"b\").ReadItemAsync<Order>(id, new PartitionKey(id))).Resource);";

    private static string Program(string made, string endpoints) => $$"""
        using Microsoft.Azure.Cosmos;
        using Microsoft.Azure.Cosmos.Fluent;
        var builder = WebApplication.CreateBuilder(args);
        {{made}}
        var app = builder.Build();
        {{endpoints}}
        app.Run();
        public record Order(string Id);
        """;

    [Theory]
    [InlineData("builder.Services.AddSingleton(new {|SN4006:CosmosClient|}(\"a\"));")]
    [InlineData("CosmosClient client = {|SN4006:new|}(\"a\", \"b\", new CosmosClientOptions { ApplicationName = \"x\" }); builder.Services.AddSingleton(client);")]
    [InlineData("builder.Services.AddSingleton(_ => new CosmosClientBuilder(\"a\").WithApplicationName(\"x\").{|SN4006:Build|}());")]
    [InlineData("builder.Services.AddSingleton(await CosmosClient.{|SN4006:CreateAndInitializeAsync|}(\"a\", [(\"d\", \"c\")]));")]
    [InlineData("builder.Services.AddSingleton(new {|SN4006:CosmosClient|}(\"a\", new CosmosClientOptions { ConsistencyLevel = ConsistencyLevel.Session }));")]
    public Task Client_ThatWritesAndReads_Reports(string made) => Verifier.Async(Program(made, Write + Read));

    [Theory]
    [InlineData("ConsistencyLevel.Strong")]
    [InlineData("ConsistencyLevel.BoundedStaleness")]
    [InlineData("ConsistencyLevel.Eventual")]
    public Task OtherLevel_IsSilent(string level) => Verifier.Async(Program("builder.Services.AddSingleton(new CosmosClient(\"a\", new CosmosClientOptions { ConsistencyLevel = " + level + " }));", Write + Read));

    [Theory]
    [InlineData(Write)]
    [InlineData(Read)]
    [InlineData("")]
    [InlineData(Write + Read + "var o = new ItemRequestOptions { SessionToken = app.Configuration[\"t\"] };")]
    public Task OnlyOneSideOrTheToken_IsSilent(string endpoints) => Verifier.Async(Program("builder.Services.AddSingleton(new CosmosClient(\"a\"));", endpoints));

    [Fact]
    public Task DevelopmentOnly_IsSilent() => Verifier.Async(Program("if (builder.Environment.IsDevelopment()) { builder.Services.AddSingleton(new CosmosClient(\"a\")); }", Write + Read));

    [Fact]
    public Task StickySessions_AreSilent() => Verifier.Async(
        Program("builder.Services.AddSingleton(new CosmosClient(\"a\"));", Write + Read), test => test.GlobalOptions["secondnode.sticky_sessions"] = "true");

    [Fact]
    public Task OwnTypesOfTheseNames_AreSilent() => Verifier.Async("""
        var app = WebApplication.CreateBuilder(args).Build();
        var client = new CosmosClient();
        await client.UpsertItemAsync(await client.ReadItemAsync());
        app.Run();
        class CosmosClient { public Task UpsertItemAsync(object item) => Task.CompletedTask; public Task<object> ReadItemAsync() => Task.FromResult(new object()); }
        """);

    [Fact]
    public Task BrokenCode_IsSilent() => Verifier.Async(
        Program("var c = new CosmosClient(; c.UpsertItemAsync(", "c.ReadItemAsync<"), test => test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None);
}
