using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.CodeFixes.Editing;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Editing;

public sealed class ConfigurationAccessTests
{
    [Theory]
    [InlineData("var builder = WebApplication.CreateBuilder(args); builder.Services.AddSession(); builder.Build().Run();", "builder.Configuration")]
    [InlineData("var b = WebApplication.CreateBuilder(args); var services = b.Services; services.AddSession(); b.Build().Run();", "b.Configuration")]
    [InlineData("var builder = WebApplication.CreateBuilder(args); IConfiguration config = builder.Configuration; var services = builder.Services; services.AddSession();", "config")]
    [InlineData("var builder = WebApplication.CreateBuilder(args); builder.Services.AddRouting().AddSession();", "builder.Configuration")]
    [InlineData("Host.CreateDefaultBuilder(args).ConfigureServices((context, services) => { services.AddSession(); });", "context.Configuration")]
    [InlineData("Host.CreateDefaultBuilder(args).ConfigureServices((context, services) => services.AddSession());", "context.Configuration")]
    [InlineData("Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddSession());", null)]
    [InlineData("new ServiceCollection().AddSession(); var configuration = new ConfigurationBuilder().Build();", null)]
    [InlineData("var configuration = new ConfigurationBuilder().Build(); Setup(new ServiceCollection()); static void Setup(IServiceCollection s) { s.AddSession(); }", null)]
    [InlineData("var configuration = new ConfigurationBuilder().Build(); Setup(new ServiceCollection()); void Setup(IServiceCollection s) { s.AddSession(); }", "configuration")]
    [InlineData("class Startup { public Startup(IConfiguration c) { Configuration = c; } public IConfiguration Configuration { get; } public void ConfigureServices(IServiceCollection s) { s.AddSession(); } static void Main() { } }", "Configuration")]
    [InlineData("class Startup(IConfiguration configuration) { public void ConfigureServices(IServiceCollection s) { s.AddSession(); } static void Main() { } }", "configuration")]
    [InlineData("class Startup { private readonly IConfiguration _configuration = null!; public void ConfigureServices(IServiceCollection s) => s.AddSession(); static void Main() { } }", "_configuration")]
    [InlineData("class Startup { private readonly IConfiguration _configuration = null!; public static void Add(IServiceCollection s) => s.AddSession(); static void Main() { } }", null)]
    [InlineData("class Base { protected IConfiguration Config { get; set; } = null!; } class Startup : Base { public void Add(IServiceCollection s) => s.AddSession(); static void Main() { } }", "Config")]
    [InlineData("static class X { public static void Add(this IServiceCollection s, IConfigurationManager manager) => s.AddSession(); static void Main() { } }", "manager")]
    [InlineData("static class X { public static void Add(this IServiceCollection s, IConfigurationSection section) => s.AddSession(); static void Main() { } }", null)]
    [InlineData("static class X { public static void Add(this IHostApplicationBuilder builder) => builder.Services.AddSession(); static void Main() { } }", "builder.Configuration")]
    [InlineData("static class X { public static void Add(this IServiceCollection s, ref IConfiguration configuration) => s.AddSession(); static void Main() { } }", null)]
    [InlineData("static class X { public static void Add(this IServiceCollection s, IConfiguration @params) => s.AddSession(); static void Main() { } }", "@params")]
    [InlineData("class Startup { IConfiguration Missing => ; void Add(IServiceCollection s) { s.AddSession(", "Missing")]
    public async Task Expression_IsFoundInScope(string source, string? expected)
    {
        var project = new EditingProject().With("/app/Program.cs", source).Project;
        var document = project.Documents.Single(d => d.Name == "Program.cs");
        var root = (await document.GetSyntaxRootAsync(TestContext.Current.CancellationToken))!;
        var model = (await document.GetSemanticModelAsync(TestContext.Current.CancellationToken))!;
        var call = root.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(i => i.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AddSession" });
        Assert.Equal(expected, ConfigurationAccess.Find(model, call, TestContext.Current.CancellationToken));
    }
}
