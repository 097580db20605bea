using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Realtime;

public class NoBackplaneTests
{
    private const string Registered = "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.{|SN6001:AddSignalR|}();\nvar app = builder.Build();\napp.MapHub<ChatHub>(\"/chat\");\n";
    private const string Unreported = "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSignalR();\nvar app = builder.Build();\napp.MapHub<ChatHub>(\"/chat\");\n";
    private const string Broadcast = "class ChatHub : Hub { public Task Say(string text) => Clients.All.SendAsync(\"said\", text); }\n";

    private const string Azure = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class AzureSignalRDependencyInjectionExtensions
            {
                public static Microsoft.AspNetCore.SignalR.ISignalRServerBuilder AddAzureSignalR(this Microsoft.AspNetCore.SignalR.ISignalRServerBuilder builder) => builder;
            }
        }
        """;

    private const string GraphQl = """
        namespace HotChocolate { public interface ITopicEventSender { } public class SubscribeAttribute : System.Attribute { } }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IRequestExecutorBuilder { }
            public static class InMemorySubscriptionsServiceCollectionExtensions
            {
                public static IRequestExecutorBuilder AddInMemorySubscriptions(this IRequestExecutorBuilder builder) => builder;
                public static IRequestExecutorBuilder AddRedisSubscriptions(this IRequestExecutorBuilder builder) => builder;
            }
        }
        """;

    [Theory]
    [InlineData("Clients.All.SendAsync(\"said\")")]
    [InlineData("Clients.AllExcept(Context.ConnectionId).SendAsync(\"said\")")]
    [InlineData("Clients.AllExcept(new[] { \"a\" }).SendAsync(\"said\")")]
    [InlineData("Clients.Others.SendAsync(\"said\")")]
    [InlineData("Clients.OthersInGroup(\"g\").SendAsync(\"said\")")]
    [InlineData("Clients.Group(\"g\").SendAsync(\"said\")")]
    [InlineData("Clients.GroupExcept(\"g\", \"a\").SendAsync(\"said\")")]
    [InlineData("Clients.Groups(\"g\", \"h\").SendAsync(\"said\")")]
    [InlineData("Clients.User(\"u\").SendAsync(\"said\")")]
    [InlineData("Clients.Users(\"u\", \"v\").SendAsync(\"said\")")]
    [InlineData("Clients.Client(\"c\").SendAsync(\"said\")")]
    [InlineData("Clients.Clients(\"c\", \"d\").SendAsync(\"said\")")]
    [InlineData("this.Clients.Others.SendAsync(\"said\")")]
    [InlineData("Clients?.Others.SendAsync(\"said\") ?? Task.CompletedTask")]
    public Task HubThatSendsToOthers_Reports(string send) =>
        Verify<NoBackplane>.Async("using Microsoft.AspNetCore.SignalR;\n" + Registered + $"class ChatHub : Hub {{ public Task Say() => {send}; }}");

    [Theory]
    [InlineData("Clients.Caller.SendAsync(\"said\")")]
    [InlineData("Clients.Client(Context.ConnectionId).SendAsync(\"said\")")]
    [InlineData("Clients.Client(this.Context.ConnectionId).SendAsync(\"said\")")]
    [InlineData("Groups.AddToGroupAsync(Context.ConnectionId, \"g\")")]
    [InlineData("Task.CompletedTask")]
    public Task HubThatAnswersItsCaller_IsSilent(string send) =>
        Verify<NoBackplane>.Async("using Microsoft.AspNetCore.SignalR;\n" + Unreported + $"class ChatHub : Hub {{ public Task Say() => {send}; }}");

    [Theory]
    [InlineData("class Sender(IHubContext<ChatHub> hub) { public Task Send() => hub.Clients.All.SendAsync(\"said\"); }")]
    [InlineData("class Sender(IHubContext<ChatHub>? hub) { public Task Send() => hub?.Clients.User(\"u\").SendAsync(\"said\") ?? Task.CompletedTask; }")]
    [InlineData("interface IChat { Task Said(); } class Typed : Hub<IChat> { public Task Say() => Clients.Group(\"g\").Said(); }")]
    [InlineData("interface IChat { Task Said(); } class Sender(IHubContext<Hub<IChat>, IChat> hub) { public Task Send() => hub.Clients.Users([\"u\"]).Said(); }")]
    public Task ContextOrTypedHub_Reports(string sender) =>
        Verify<NoBackplane>.Async(["using Microsoft.AspNetCore.SignalR;\n" + Registered + "class ChatHub : Hub { }", "using Microsoft.AspNetCore.SignalR;\n" + sender]);

    [Theory]
    [InlineData("builder.Services.AddSignalR().AddStackExchangeRedis(\"localhost\");")]
    [InlineData("builder.Services.AddSignalR().AddAzureSignalR();")]
    [InlineData("var signalR = builder.Services.AddSignalR(); if (args.Length > 0) { signalR.AddStackExchangeRedis(\"localhost\"); }")]
    [InlineData("builder.Services.AddSignalR(); builder.Services.AddSingleton(typeof(HubLifetimeManager<>), typeof(BusManager<>));")]
    [InlineData("builder.Services.AddSignalR(); builder.Services.Add(new ServiceDescriptor(typeof(HubLifetimeManager<>), typeof(BusManager<>), ServiceLifetime.Singleton));")]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.Services.AddSignalR(); }")]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.Services.AddSignalR(); } else { builder.Services.AddSignalR().AddStackExchangeRedis(\"localhost\"); }")]
    public Task BackplaneOrDevelopment_IsSilent(string registration) =>
        Verify<NoBackplane>.Async(
            [
                "using Microsoft.AspNetCore.SignalR;\nvar builder = WebApplication.CreateBuilder(args);\n" + registration + "\nvar app = builder.Build();\nif (app.Environment.IsDevelopment()) { app.MapHub<ChatHub>(\"/chat\"); }\n" + Broadcast +
                "abstract class BusManager<T> : HubLifetimeManager<T> where T : Hub { }",
                Azure,
            ]);

    [Fact]
    public Task HubThatIsNotMapped_IsSilent() => Verify<NoBackplane>.Async(
        "using Microsoft.AspNetCore.SignalR;\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSignalR();\nbuilder.Build().Run();\n" + Broadcast);

    [Fact]
    public Task BlazorRegistersSignalR_ReportsTheMapping() => Verify<NoBackplane>.Async(
        "using Microsoft.AspNetCore.SignalR;\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddServerSideBlazor();\nvar app = builder.Build();\napp.MapBlazorHub();\napp.{|SN6001:MapHub<ChatHub>|}(\"/chat\");\n" + Broadcast);

    [Fact]
    public Task BlazorAlone_IsSilent() => Verify<NoBackplane>.Async(
        "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddServerSideBlazor();\nvar app = builder.Build();\napp.MapBlazorHub();\n");

    [Fact]
    public Task StartupAndExtensions_Report() => Verify<NoBackplane>.Async(
        [
            "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();",
            """
            using Microsoft.AspNetCore.SignalR;
            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) => services.AddRealtime();
                public void Configure(IApplicationBuilder app) => app.UseRouting().UseEndpoints(endpoints => endpoints.MapHub<ChatHub>("/chat"));
            }
            public class ChatHub : Hub { public async Task Say() { await Clients.Others.SendAsync("said"); } }
            """,
            """
            public static class Realtime
            {
                public static IServiceCollection AddRealtime(this IServiceCollection services)
                {
                    services.{|SN6001:AddSignalR|}(options => options.EnableDetailedErrors = true).AddJsonProtocol();
                    return services;
                }
                public static void AddSignalR(this WebApplicationBuilder builder) => builder.Services.AddRealtime();
            }
            """,
        ]);

    [Fact]
    public Task OwnSubscription_IsSilent() => Verify<NoBackplane>.Async(
        [
            "using Microsoft.AspNetCore.SignalR;\n" + Unreported + "class ChatHub : Hub { }",
            """
            using Microsoft.AspNetCore.SignalR;
            using StackExchange.Redis;
            class Relay(IHubContext<ChatHub> hub, ISubscriber bus)
            {
                public Task Start() => bus.SubscribeAsync(RedisChannel.Literal("chat"), (_, text) => hub.Clients.All.SendAsync("said", text.ToString()));
            }
            """,
        ]);

    [Fact]
    public Task OtherClients_AreSilent() => Verify<NoBackplane>.Async(
        "using Microsoft.AspNetCore.SignalR;\n" + Unreported + "class ChatHub : Hub { }\nclass Crm { public Customers Clients => new(); public int Count => Clients.All; }\nclass Customers { public int All => 1; }");

    [Fact]
    public Task Library_IsSilent() => Verify<NoBackplane>.Async(
        "using Microsoft.AspNetCore.SignalR;\nstatic class Setup { public static void Add(IServiceCollection services, IEndpointRouteBuilder endpoints) { services.AddSignalR(); endpoints.MapHub<ChatHub>(\"/chat\"); } }\n" + Broadcast,
        t => t.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Fact]
    public Task HalfTyped_IsSilentOrReports_WithoutAnException() => Verify<NoBackplane>.Async(
        "using Microsoft.AspNetCore.SignalR;\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.Services.{|SN6001:AddSignalR|}().\nvar app = builder.Build();\napp.MapHub<ChatHub>(\"/chat\");\nclass ChatHub : Hub { void M() { Clients.; Clients.All; Clients?.; } }",
        t => t.CompilerDiagnostics = CompilerDiagnostics.None);

    [Theory]
    [InlineData("class Orders(HotChocolate.ITopicEventSender events) { }")]
    [InlineData("class Subscription { [HotChocolate.Subscribe] public string OrderPlaced() => \"\"; }")]
    public Task GraphQlTopicsInMemory_Reports(string use) =>
        Verify<NoBackplane>.Async(["IRequestExecutorBuilder graph = null!;\ngraph.{|SN6001:AddInMemorySubscriptions|}();\n" + use, GraphQl]);

    [Theory]
    [InlineData("graph.AddInMemorySubscriptions();")]
    [InlineData("if (args.Length == 0) { graph.AddInMemorySubscriptions(); } else { graph.AddRedisSubscriptions(); } HotChocolate.ITopicEventSender? events = null;")]
    public Task GraphQlWithoutTopics_OrShared_IsSilent(string statements) =>
        Verify<NoBackplane>.Async(["IRequestExecutorBuilder graph = null!;\n" + statements, GraphQl]);

    [Theory]
    [InlineData("app.{|SN6001:MapSignalR|}();")]
    [InlineData("app.MapSignalR(); GlobalHost.DependencyResolver.UseStackExchangeRedis(\"x\");")]
    public Task OwinSignalR_ReportsWithoutScaleout(string statements) => Verify<NoBackplane>.Async(
        $$"""
        using Owin;
        using Microsoft.AspNet.SignalR;
        using Microsoft.AspNet.SignalR.Hubs;
        public class Startup { public void Configuration(IAppBuilder app) { {{statements}} } }
        public class Chat { IHubCallerConnectionContext<object> Clients => null; object Say() => Clients.Others; }
        namespace Owin { public interface IAppBuilder { } public static class OwinExtensions { public static void MapSignalR(this IAppBuilder app) { } } }
        namespace Microsoft.AspNet.SignalR { public static class GlobalHost { public static object DependencyResolver; public static void UseStackExchangeRedis(this object resolver, string server) { } } }
        namespace Microsoft.AspNet.SignalR.Hubs { public interface IHubConnectionContext<T> { T All { get; } } public interface IHubCallerConnectionContext<T> : IHubConnectionContext<T> { T Others { get; } } }
        """,
        t =>
        {
            t.Framework = Framework.SystemWeb;
            t.OutputKind = OutputKind.DynamicallyLinkedLibrary;
        });

    private const string Map = "builder.Build().MapHub<ChatHub>(\"/chat\");";
    private const string Sends = "'AddSignalR' has no backplane: what 'Notifier' sends does not reach the clients that are connected to another node";
    private const string MaySend = "'AddSignalR' has no backplane: unless 'ChatHub' answers its callers only, what it sends does not reach the clients that are connected to another node";

    /// <summary>The hub is in a class library that the build sees compiled: as a reference assembly, or, of an older framework or from a package, whole.</summary>
    [Theory]
    [InlineData(true, "public class Notifier(IHubContext<ChatHub> hub) { public Task Send() => hub.Clients.All.SendAsync(\"x\"); }", Map, Sends)]
    [InlineData(false, "public class Notifier(IHubContext<ChatHub> hub) { public Task Send() => hub.Clients.All.SendAsync(\"x\"); }", Map, Sends)]
    [InlineData(true, "", Map, MaySend)]
    [InlineData(true, "public class Empty : Hub { }", "builder.Build().MapHub<Empty>(\"/empty\");", null)]
    [InlineData(false, "", Map, MaySend)]
    [InlineData(true, "public static class Setup { public static void MapAll(IEndpointRouteBuilder endpoints) => endpoints.MapHub<ChatHub>(\"/chat\"); }", "Setup.MapAll(builder.Build());", MaySend)]
    [InlineData(false, "public static class Setup { public static void MapAll(IEndpointRouteBuilder endpoints) => endpoints.MapHub<ChatHub>(\"/chat\"); }", "Setup.MapAll(builder.Build());", null)]
    [InlineData(false, "", "builder.Build();", null)]
    [InlineData(true, "public interface ISubscriber { } public class Notifier(IHubContext<ChatHub> hub, ISubscriber bus) { public object Both => (hub, bus); }", Map, MaySend)]
    public async Task HubOfAnotherProject_ReportsWhatIsKnownOfIt(bool isReference, string library, string program, string? message)
    {
        var services = Analysis.Compile(
            ["using Microsoft.AspNetCore.SignalR;\n" + (isReference ? "[assembly: System.Runtime.CompilerServices.ReferenceAssembly]\n" : "") + "public class ChatHub : Hub { public Task Say() => Clients.Others.SendAsync(\"said\"); }\n" + library],
            Framework.Web, OutputKind.DynamicallyLinkedLibrary).WithAssemblyName("Services");
        using var image = new MemoryStream();
        Assert.True(services.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var app = Analysis.Compile(["var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSignalR();\n" + program], Framework.Web)
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        var found = (await Analysis.RunAsync(app)).Where(d => d.Id == "SN6001").ToList();
        Assert.Equal(message is null ? [] : [message], found.Select(d => d.GetMessage()));
        Assert.All(found, d => Assert.Equal(message == Sends ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, d.Severity));
    }

    [Fact]
    public async Task BackplaneOfAnotherProject_IsSilent()
    {
        var services = Analysis.Compile(
            ["[assembly: System.Runtime.CompilerServices.ReferenceAssembly]\npublic class ChatHub : Microsoft.AspNetCore.SignalR.Hub { }\npublic static class Setup { public static void AddRealtime(this IServiceCollection services) => services.AddSignalR().AddStackExchangeRedis(\"\"); }"],
            kind: OutputKind.DynamicallyLinkedLibrary).WithAssemblyName("Services");
        using var image = new MemoryStream();
        Assert.True(services.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var app = Analysis.Compile(["var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddRealtime();\n" + Map])
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Empty(await Analysis.RunAsync(app));
    }

    [Fact]
    public async Task Message_NamesSenderAndTarget()
    {
        var app = Analysis.Compile(["using Microsoft.AspNetCore.SignalR;\n" + Unreported + Broadcast]);
        Assert.Equal(
            "'AddSignalR' has no backplane: what 'ChatHub' sends to 'Clients.All' does not reach the clients that are connected to another node",
            Assert.Single(await Analysis.RunAsync(app)).GetMessage());
    }
}
