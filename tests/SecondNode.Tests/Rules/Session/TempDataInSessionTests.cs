using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Rules.Session;

public class TempDataInSessionTests
{
    [Theory]
    [InlineData("services.AddMvc().{|SN1002:AddSessionStateTempDataProvider|}();")]
    [InlineData("services.AddRazorPages().{|SN1002:AddSessionStateTempDataProvider|}().AddCookieTempDataProvider();")]
    [InlineData("var mvc = services.AddControllersWithViews(); if (args.Length > 0) { mvc.{|SN1002:AddSessionStateTempDataProvider|}(); }")]
    [InlineData("services.AddMvc()?.{|SN1002:AddSessionStateTempDataProvider|}();")]
    [InlineData("MvcViewFeaturesMvcBuilderExtensions.{|SN1002:AddSessionStateTempDataProvider|}(services.AddMvc());")]
    [InlineData("services.AddDistributedMemoryCache(); services.AddMvc().{|SN1002:AddSessionStateTempDataProvider|}(); services.AddSession();")]
    [InlineData("services.{|SN1002:AddSingleton<ITempDataProvider, SessionStateTempDataProvider>|}();")]
    [InlineData("services.{|SN1002:TryAddSingleton|}(typeof(ITempDataProvider), typeof(SessionStateTempDataProvider));")]
    [InlineData("services.Replace(ServiceDescriptor.{|SN1002:Singleton<ITempDataProvider, SessionStateTempDataProvider>|}());")]
    [InlineData("services.AddSingleton<ITempDataProvider>(p => {|SN1002:new SessionStateTempDataProvider(null!)|});")]
    public Task SessionOfOneNode_Reports(string statements) => Verify<TempDataInSession>.Async(Program(statements));

    [Theory]
    [InlineData("services.AddMvc();")]
    [InlineData("services.AddMvc().AddCookieTempDataProvider();")]
    [InlineData("services.AddMvc().AddSessionStateTempDataProvider(); services.AddStackExchangeRedisCache(o => { });")]
    [InlineData("services.AddMvc().AddSessionStateTempDataProvider(); services.AddTransient<ISessionStore, Store>();")]
    [InlineData("if (builder.Environment.IsDevelopment()) { services.AddMvc().AddSessionStateTempDataProvider(); }")]
    [InlineData("new Other().AddSessionStateTempDataProvider();")]
    [InlineData("services.AddSingleton<ITempDataProvider, CookieTempDataProvider>();")]
    [InlineData("services.AddSingleton<ITempDataProvider, SessionStateTempDataProvider>(); services.AddStackExchangeRedisCache(o => { });")]
    public Task CookieOrSharedSession_IsSilent(string statements) => Verify<TempDataInSession>.Async(
        ["using Microsoft.AspNetCore.Session;\n" + Program(statements) + "abstract class Store : ISessionStore { public abstract ISession Create(string k, TimeSpan a, TimeSpan b, Func<bool> c, bool d); }", "class Other { public void AddSessionStateTempDataProvider() { } }"]);

    [Theory]
    [InlineData("secondnode.sticky_sessions", false)]
    [InlineData(null, true)]
    public Task LibraryOrStickySessions_IsASuggestion(string? option, bool library) => Verify<TempDataInSession>.Async(
        library ? "class Setup { void Add(IMvcBuilder mvc) => mvc.{|#0:AddSessionStateTempDataProvider|}(); }" : Program("services.AddMvc().{|#0:AddSessionStateTempDataProvider|}();"),
        test =>
        {
            test.OutputKind = library ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication;
            test.ExpectedDiagnostics.Add(new DiagnosticResult("SN1002", DiagnosticSeverity.Info).WithLocation(0).WithArguments("AddSessionStateTempDataProvider"));
            if (option is not null)
            {
                test.GlobalOptions[option] = "true";
            }
        });

    [Fact]
    public Task HalfTyped_IsSilent() => Verify<TempDataInSession>.Async(Program("services.AddMvc().AddSessionState"), t => t.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Program(string statements) => "using Microsoft.AspNetCore.Mvc.ViewFeatures;\nusing Microsoft.Extensions.DependencyInjection.Extensions;\nvar builder = WebApplication.CreateBuilder(args); var services = builder.Services;\n" + statements + "\n";
}
