using SecondNode.Analyzers.Facts;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts;

public class ExecutionPhasesTests
{
    [Theory]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.Controller { public void M() {} }", "Request")]
    [InlineData("[Microsoft.AspNetCore.Mvc.ApiController] class C { public void M() {} }", "Request")]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void M() {} }", "Request")]
    [InlineData("class C : Microsoft.AspNetCore.SignalR.Hub { public void M() {} }", "Request")]
    [InlineData("class C : Microsoft.AspNetCore.Components.ComponentBase { void M() {} }", "Request")]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.ViewComponent { void M() {} }", "Request")]
    [InlineData("class C : Microsoft.AspNetCore.Mvc.Filters.ActionFilterAttribute { void M() {} }", "Request")]
    [InlineData("class C(RequestDelegate next) { public Task Invoke(HttpContext c) => next(c); void M() {} }", "Request")]
    [InlineData("class C { void M(HttpContext context) {} }", "Request")]
    [InlineData("class C { void M(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context) {} }", "Request")]
    [InlineData("interface IQueryHandler<T> { } class C : IQueryHandler<int> { void M() {} }", "Request")]
    [InlineData("class C : BackgroundService { protected override Task ExecuteAsync(CancellationToken t) { M(); return Task.CompletedTask; } void M() {} }", "Background")]
    [InlineData("interface IEventHandler<T> { } class C : BackgroundService, IEventHandler<int> { protected override Task ExecuteAsync(CancellationToken t) { M(); return Task.CompletedTask; } void M() {} }", "Background")]
    [InlineData("class C { Timer t = new(_ => M()); static void M() {} }", "Background")]
    [InlineData("class C { void S() { new System.Timers.Timer().Elapsed += (_, _) => M(); } static void M() {} }", "Background")]
    [InlineData("class C { static C() { M(); } static void M() {} }", "StaticInitializer")]
    [InlineData("class C { static int x = M(); static int M() => 1; }", "StaticInitializer")]
    [InlineData("class C { static Lazy<int> x = new(() => M()); static int M() => 1; }", "StaticInitializer")]
    [InlineData("class C { static Func<int> x = () => M(); static int M() => 1; }", "Unknown")]
    [InlineData("class C { [System.Runtime.CompilerServices.ModuleInitializer] internal static void M() {} }", "Startup")]
    [InlineData("class Startup { public void ConfigureServices(IServiceCollection s) { M(); } void M() {} }", "Startup")]
    [InlineData("static class C { public static void M(this IServiceCollection services) {} }", "Startup")]
    [InlineData("static class C { public static void M(this WebApplication app) {} }", "Startup")]
    [InlineData("class C { void M(Microsoft.EntityFrameworkCore.ModelBuilder b) {} }", "Startup")]
    [InlineData("class C : IHostedService { public Task StartAsync(CancellationToken t) { M(); return Task.CompletedTask; } public Task StopAsync(CancellationToken t) => Task.CompletedTask; void M() {} }", "Startup")]
    [InlineData("class C { public void M() {} }", "None")]
    [InlineData("interface IC { void M(); } class C : IC { void IC.M() {} public void N() {} }", "None")]
    public void A_member_has_the_phase_of_whoever_runs_it(string source, string phase)
    {
        var context = RuleContexts.Of(source);
        var member = context.Compilation.GetSymbolsWithName(n => n is "M" or "IC.M").First(m => m.ContainingType.Name is "C" or "Startup");
        Assert.Equal(phase, context.Phases.Of(member).ToString());
    }

    [Theory]
    [InlineData("M();", "Startup")]
    [InlineData("var app = WebApplication.Create(); app.MapGet(\"/\", () => C.M());", "Request")]
    [InlineData("var app = WebApplication.Create(); app.MapGet(\"/\", C.M);", "Request")]
    [InlineData("var app = WebApplication.Create(); app.MapGroup(\"/x\").MapPost(\"/\", C.M);", "Request")]
    [InlineData("var app = WebApplication.Create(); app.MapGet(\"/\", F); void F() => C.M();", "Request")]
    [InlineData("F(); void F() => C.M();", "Startup")]
    [InlineData("var app = WebApplication.Create(); app.Use((context, next) => { C.M(); return next(context); });", "Request")]
    [InlineData("var app = WebApplication.Create(); app.Run(_ => { C.M(); return Task.CompletedTask; });", "Request")]
    [InlineData("var app = WebApplication.Create(); app.UseWhen(c => c.Request.Path == \"/\", a => C.M());", "Startup")]
    [InlineData("var b = WebApplication.CreateBuilder(); b.Services.AddSingleton(sp => { C.M(); return new object(); });", "Startup")]
    [InlineData("var b = WebApplication.CreateBuilder(); b.Services.AddScoped(sp => { C.M(); return new object(); });", "Service")]
    [InlineData("var b = WebApplication.CreateBuilder(); b.Services.Configure<HostOptions>(o => C.M());", "Startup")]
    [InlineData("var b = WebApplication.CreateBuilder(); b.Services.AddAuthentication().AddCookie(o => o.Events.OnSigningIn = c => { C.M(); return Task.CompletedTask; });", "Request")]
    public void A_lambda_has_the_phase_of_whoever_it_is_passed_to(string statements, string phase)
    {
        var context = RuleContexts.Of(statements.Replace("M();", "C.M();").Replace("C.C.", "C.") + " class C { public static void M() {} }");
        Assert.Equal(phase, context.Phases.Of(context.Symbol("M")).ToString());
    }

    [Fact]
    public void Callers_are_followed_through_interfaces_files_and_constructors()
    {
        var context = RuleContexts.Of([
            "var b = WebApplication.CreateBuilder(); b.Services.AddControllers(); b.Build().Run();",
            "public interface IPrices { void Set(int id); } public class PriceList : IPrices { public void Set(int id) => Store.Keep(id); }",
            "static class Store { public static void Keep(int id) {} }",
            "public class PricesController(IPrices prices) : Microsoft.AspNetCore.Mvc.Controller { public void Post() => prices.Set(1); }"]);
        Assert.Equal(ExecutionPhase.Request, context.Phases.Of(context.Symbol("Keep")));
    }

    [Fact]
    public void Uncalled_member_of_a_registered_service_is_run_by_requests_most_likely()
    {
        var context = RuleContexts.Of("var b = WebApplication.CreateBuilder(); b.Services.AddScoped<Prices>(); class Prices { public void M() { N(); } void N() {} }");
        Assert.Equal(ExecutionPhase.Service, context.Phases.Of(context.Symbol("N")));
    }

    [Fact]
    public void Instances_of_a_smart_enum_are_made_by_the_static_initializer()
    {
        var context = RuleContexts.Of("class Color { public static readonly Color Red = new(\"red\"); public static readonly Color Blue = new Color(\"blue\"); Color(string name) {} }");
        Assert.True(context.Phases.Of(context.Symbol("Color..ctor")).IsOnlyStartup());
    }

    [Fact]
    public void Constructor_of_a_singleton_runs_once()
    {
        var context = RuleContexts.Of("var b = WebApplication.CreateBuilder(); b.Services.AddSingleton<Prices>(); class Prices { public Prices() => M(); void M() {} }");
        Assert.Equal(ExecutionPhase.Startup, context.Phases.Of(context.Symbol("M")));
    }

    [Fact]
    public void Recursion_ends()
    {
        var context = RuleContexts.Of("class C { void A() => B(); void B() => A(); }");
        Assert.Equal(ExecutionPhase.None, context.Phases.Of(context.Symbol("A")));
    }

    [Fact]
    public void Several_callers_give_several_phases()
    {
        var context = RuleContexts.Of("C.M(); class C { public static void M() {} } class H : Microsoft.AspNetCore.SignalR.Hub { void X() => C.M(); }");
        Assert.Equal(ExecutionPhase.Request | ExecutionPhase.Startup, context.Phases.Of(context.Symbol("M")));
    }
}
