using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Realtime;

public class AffinityNeededTests
{
    private const string Protocol = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IMcpServerBuilder { }
            public class HttpServerTransportOptions { public bool Stateless { get; set; } }
            public static class HttpMcpServerBuilderExtensions
            {
                public static IMcpServerBuilder WithHttpTransport(this IMcpServerBuilder builder, System.Action<HttpServerTransportOptions>? configure = null) => builder;
            }
        }
        """;

    [Theory]
    [InlineData("builder.Services.{|SN6003:AddServerSideBlazor|}();")]
    [InlineData("builder.Services.AddRazorComponents().{|SN6003:AddInteractiveServerComponents|}();")]
    [InlineData("builder.Services.{|SN6003:AddServerSideBlazor|}(); builder.Services.AddRazorComponents().AddInteractiveServerComponents();")]
    public Task Circuits_Report(string statement) => Verify<AffinityNeeded>.Async(Program(statement));

    [Theory]
    [InlineData("builder.Services.AddRazorComponents();")]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.Services.AddServerSideBlazor(); }")]
    [InlineData("builder.Services.AddServerSideBlazor(); builder.AddAzureSignalR(); static class Azure { public static void AddAzureSignalR(this WebApplicationBuilder b) { } }")]
    public Task NoCircuitsOrPinned_IsSilent(string statement) => Verify<AffinityNeeded>.Async(Program(statement));

    [Fact]
    public Task StickySessions_IsSilent() => Verify<AffinityNeeded>.Async(
        Program("builder.Services.AddServerSideBlazor();"), t => t.GlobalOptions["secondnode.sticky_sessions"] = "true");

    [Fact]
    public Task Library_IsSilent() => Verify<AffinityNeeded>.Async(
        "class Setup { void Add(IServiceCollection services) { services.AddServerSideBlazor(); } }", t => t.OutputKind = OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData("server.{|SN6003:WithHttpTransport|}(o => o.Stateless = false);")]
    [InlineData("server.{|SN6003:WithHttpTransport|}(o => { o.Stateless = false; });")]
    [InlineData("server.WithHttpTransport(o => o.Stateless = true);")]
    [InlineData("server.WithHttpTransport(o => o.Stateless = args.Length > 0);")]
    public Task ProtocolSessions_ReportWhereStateful(string statement) =>
        Verify<AffinityNeeded>.Async(["IMcpServerBuilder server = null!;\n" + statement, Protocol]);

    [Theory]
    [InlineData("1.3.0.0", true)]
    [InlineData("2.2.0.0", false)]
    public async Task ProtocolVersion_DecidesTheDefault(string version, bool reports)
    {
        var library = Analysis.Compile([$"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n" + Protocol], Framework.Web, OutputKind.DynamicallyLinkedLibrary).WithAssemblyName("ModelContextProtocol.AspNetCore");
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        var app = Analysis.Compile(["IMcpServerBuilder server = null!;\nserver.WithHttpTransport();"], Framework.Web).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Equal(reports ? ["SN6003"] : [], (await Analysis.RunAsync(app)).Select(d => d.Id));
    }

    [Fact]
    public Task HalfTyped_IsSilent() => Verify<AffinityNeeded>.Async(
        ["IMcpServerBuilder server = null!;\nserver.WithHttpTransport(o => o.Stateless = );", Protocol], t => t.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Program(string statement) => "var builder = WebApplication.CreateBuilder(args);\n" + statement;
}
