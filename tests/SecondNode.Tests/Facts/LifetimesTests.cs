using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Facts;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Facts;

public class LifetimesTests
{
    [Theory]
    [InlineData("s.AddSingleton<C>();", "Singleton")]
    [InlineData("s.AddSingleton<I, C>();", "Singleton")]
    [InlineData("s.AddSingleton<I>(new C());", "Singleton")]
    [InlineData("s.AddSingleton<I>(sp => new C());", "Singleton")]
    [InlineData("s.AddSingleton(typeof(I), typeof(C));", "Singleton")]
    [InlineData("s.AddKeyedSingleton<I, C>(\"k\");", "Singleton")]
    [InlineData("Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton<I, C>(s);", "Singleton")]
    [InlineData("s.Add(ServiceDescriptor.Singleton<I, C>());", "Singleton")]
    [InlineData("s.Add(ServiceDescriptor.Describe(typeof(I), typeof(C), ServiceLifetime.Singleton));", "Singleton")]
    [InlineData("s.AddScoped<I, C>();", "Scoped")]
    [InlineData("s.Add(ServiceDescriptor.Describe(typeof(I), typeof(C), ServiceLifetime.Scoped));", "Scoped")]
    [InlineData("s.AddTransient<C>(); s.AddScoped<I, C>();", "Scoped")]
    [InlineData("s.AddTransient<C>();", "Transient")]
    [InlineData("s.AddSingleton<Other.C>();", "Unknown")]
    [InlineData("", "Unknown")]
    public void Registration_gives_the_lifetime(string registration, string lifetime)
    {
        var context = RuleContexts.Of("IServiceCollection s = new ServiceCollection(); " + registration + " interface I { } class C : I { } namespace Other { class C { } }");
        Assert.Equal(lifetime, context.Lifetimes.Of(context.Compilation.GetTypeByMetadataName("C")).ToString());
    }

    [Theory]
    [InlineData("static class C { }", "Static")]
    [InlineData("class C { public static readonly C Instance = new(); private C() { } }", "Static")]
    [InlineData("class C { static readonly Lazy<C> instance = new(() => new C()); private C() { } }", "Static")]
    [InlineData("class C { public static readonly C A = new(), B = new(), D = new(); private C() { } }", "Unknown")]
    [InlineData("class C : BackgroundService { protected override Task ExecuteAsync(CancellationToken t) => Task.CompletedTask; }", "Singleton")]
    [InlineData("interface ISingletonDependency { } class C : ISingletonDependency { }", "Singleton")]
    public void Declaration_gives_the_lifetime(string source, string lifetime)
    {
        var context = RuleContexts.Of(source);
        Assert.Equal(lifetime, context.Lifetimes.Of((INamedTypeSymbol)context.Symbol("C")).ToString());
    }

    [Fact]
    public void Service_type_has_the_lifetime_too() =>
        Assert.Equal(Lifetime.Singleton, RuleContexts.Of("new ServiceCollection().AddSingleton<I, C>(); interface I { } class C : I { }") is var context ? context.Lifetimes.Of((INamedTypeSymbol)context.Symbol("I")) : default);

    [Fact]
    public void Middleware_lives_as_long_as_the_node() =>
        Assert.Equal(Lifetime.Singleton, RuleContexts.Of("WebApplication.Create().UseMiddleware<C>(); class C(RequestDelegate next) { public Task InvokeAsync(HttpContext c) => next(c); }") is var context ? context.Lifetimes.Of((INamedTypeSymbol)context.Symbol("C")) : default);

    [Fact]
    public void Fluent_registration_of_other_containers_is_read_by_what_is_chained()
    {
        var context = RuleContexts.Of("""
            new ContainerBuilder().RegisterType<C>().As<I>().SingleInstance();
            interface I { } class C : I { }
            class ContainerBuilder { public ContainerBuilder RegisterType<T>() => this; public ContainerBuilder As<T>() => this; public ContainerBuilder SingleInstance() => this; }
            """);
        Assert.Equal(Lifetime.Singleton, context.Lifetimes.Of((INamedTypeSymbol)context.Symbol("C")));
    }
}
