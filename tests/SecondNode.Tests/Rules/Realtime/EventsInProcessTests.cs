using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.Tests.Rules.Caching;

namespace SecondNode.Tests.Rules.Realtime;

public class EventsInProcessTests
{
    private static Task VerifyAsync([StringSyntax("C#-test")] string source, string registration = "builder.Services.AddSingleton<Orders>();") =>
        Marked<EventsInProcess>.VerifyAsync($$"""
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        {{registration}}
        var app = builder.Build();

        """ + source, "SN6004", DiagnosticSeverity.Info);

    [Fact]
    public Task Component_listens_to_a_singleton_Suggests() => VerifyAsync("""
        public class Orders { public event Action? [|Changed|]; public void Add() => Changed?.Invoke(); }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() { orders.Changed += StateHasChanged; } }
        """);

    [Fact]
    public Task Component_listens_to_a_static_Suggests() => VerifyAsync("""
        public static class Orders { public static event Action<int>? [|Changed|]; public static void Add() => Changed?.Invoke(1); }
        public class List : ComponentBase { protected override void OnInitialized() => Orders.Changed += _ => StateHasChanged(); }
        """, "");

    [Fact]
    public Task Component_listens_through_an_interface_Suggests() => VerifyAsync("""
        public interface IOrders { event Action? Changed; }
        public class Orders : IOrders { public event Action? [|Changed|]; public void Add() => Changed?.Invoke(); }
        public class List(IOrders orders) : ComponentBase { protected override void OnInitialized() => orders.Changed += StateHasChanged; }
        """, "builder.Services.AddSingleton<IOrders, Orders>();");

    [Fact]
    public Task Event_stream_listens_Suggests() => VerifyAsync("""
        public class Orders { public event Action<string>? [|Changed|]; public void Add() => Changed?.Invoke("a"); }
        public class C(Orders orders) : Controller { public void Stream() => orders.Changed += text => Response.WriteAsync(text); }
        """);

    [Fact]
    public Task Component_listens_to_a_subject_Suggests() => VerifyAsync("""
        using System.Reactive.Subjects;
        public static class Orders { public static readonly Subject<int> [|Changed|] = new(); public static void Add() => Changed.OnNext(1); }
        public class List : ComponentBase { protected override void OnInitialized() => Orders.Changed.Subscribe(_ => StateHasChanged()); }
        namespace System.Reactive.Subjects
        {
            public abstract class SubjectBase<T> { }
            public sealed class Subject<T> : SubjectBase<T> { public IDisposable Subscribe(Action<T> next) => null!; public void OnNext(T value) { } }
        }
        """.Replace("using System.Reactive.Subjects;\n", "").Replace("Subject<int> [|", "System.Reactive.Subjects.Subject<int> [|"), "");

    [Fact]
    public Task State_of_one_user_IsSilent() => VerifyAsync("""
        public class Orders { public event Action? Changed; public void Add() => Changed?.Invoke(); }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() => orders.Changed += StateHasChanged; }
        """, "builder.Services.AddScoped<Orders>();");

    [Fact]
    public Task Work_of_the_node_IsSilent() => VerifyAsync("""
        public class Orders { public event Action? Changed; public void Add() => Changed?.Invoke(); }
        public class Worker(Orders orders) : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) { orders.Changed += () => { }; return Task.CompletedTask; } }
        """);

    [Fact]
    public Task Told_by_a_bus_IsSilent() => VerifyAsync("""
        public interface IMessageBus { void Subscribe(Action action); }
        public class Orders { public Orders(IMessageBus bus) => bus.Subscribe(() => Changed?.Invoke()); public event Action? Changed; }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() => orders.Changed += StateHasChanged; }
        """);

    [Fact]
    public Task Nobody_listens_IsSilent() => VerifyAsync("public class Orders { public event Action? Changed; public void Add() => Changed?.Invoke(); }");

    [Fact]
    public Task Declared_node_local_IsSilent() => VerifyAsync("""
        public class Orders { [NodeLocal("from the channel")] public event Action? Changed; public void Add() => Changed?.Invoke(); }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() => orders.Changed += StateHasChanged; }
        public class NodeLocalAttribute(string why) : Attribute { public string Why => why; }
        """);

    [Fact]
    public Task Component_is_added_to_a_delegate_Suggests() => VerifyAsync("""
        public class Orders { public Action? [|Changed|]; public void Add() => Changed?.Invoke(); }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() { orders.Changed += StateHasChanged; } }
        """);

    [Fact]
    public Task Member_that_adds_for_a_component_Suggests() => VerifyAsync("""
        public class Orders { private Action? [|_changed|]; public void Listen(Action action) => _changed += action; public void Add() => _changed?.Invoke(); }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() => orders.Listen(StateHasChanged); }
        """);

    [Fact]
    public Task Endpoint_listens_Suggests() => VerifyAsync("""
        app.MapGet("/stream", (HttpContext context, Orders orders) => { orders.Changed += text => context.Response.WriteAsync(text); });
        public class Orders { public event Action<string>? [|Changed|]; public void Add() => Changed?.Invoke("a"); }
        """);

    [Fact]
    public Task Delegates_of_other_members_AreSilent() => VerifyAsync("""
        public class Orders { public Action? Changed; public void Add() => Changed?.Invoke(); }
        public class Worker(Orders orders) : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) { orders.Changed += () => { }; return Task.CompletedTask; } }
        public class List(Orders orders) : ComponentBase { protected override void OnInitialized() => orders.Changed = null; }
        """);
}
