using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts.State;

/// <summary>
/// Types whose values come from the code itself and are the same on every node: what a memo keyed by a <c>Type</c> holds
/// needs no sharing. And types whose values are bound to the process: no store can share them.
/// </summary>
internal static class CodeArtefacts
{
    private static readonly TypeNames Names = new()
    {
        "System.Type", "System.RuntimeTypeHandle", "System.RuntimeMethodHandle", "System.ComponentModel.MemberDescriptor", "System.ComponentModel.TypeConverter", "System.Attribute",
        "System.Text.RegularExpressions.Regex", "System.Text.Json.JsonSerializerOptions", "System.Text.Json.Serialization.Metadata.JsonTypeInfo", "System.Text.Json.Serialization.JsonConverter",
        "System.Xml.Serialization.XmlSerializer", "System.Runtime.Serialization.XmlObjectSerializer", "System.Globalization.CultureInfo", "System.Text.Encoding", "System.TimeZoneInfo",
        "System.Collections.Generic.IComparer", "System.Collections.Generic.IEqualityComparer", "System.Collections.IComparer", "System.Collections.IEqualityComparer",
        "Microsoft.Extensions.Logging.ILogger", "System.Net.Http.HttpClient", "System.Net.Http.HttpMessageHandler", "System.Buffers.ArrayPool", "System.Buffers.MemoryPool",
        "System.Diagnostics.ActivitySource", "System.Diagnostics.Metrics.Meter", "System.Diagnostics.Metrics.Instrument", "System.IFormatProvider", "System.Resources.ResourceManager",
        "System.Data.Common.DbProviderFactory", "Microsoft.EntityFrameworkCore.Metadata.IReadOnlyAnnotatable", "Microsoft.EntityFrameworkCore.DbContextOptions", "Microsoft.EntityFrameworkCore.Metadata.IModel",
        "System.IServiceProvider", "Microsoft.Extensions.ObjectPool.ObjectPool", "Newtonsoft.Json.Serialization.JsonContract", "Newtonsoft.Json.JsonSerializerSettings", "Newtonsoft.Json.JsonSerializer",
        "MongoDB.Driver.IMongoClient", "MongoDB.Driver.IMongoDatabase", "StackExchange.Redis.IConnectionMultiplexer", "MongoDB.Bson.Serialization.BsonClassMap",
        "Microsoft.Extensions.FileProviders.IFileProvider", "Microsoft.CodeAnalysis.Compilation", "Microsoft.CodeAnalysis.MetadataReference", "Microsoft.CodeAnalysis.Scripting.Script",
        "Microsoft.Extensions.Localization.IStringLocalizer", "Microsoft.AspNetCore.Http.Endpoint", "Microsoft.AspNetCore.Routing.EndpointDataSource", "Microsoft.AspNetCore.Routing.Patterns.RoutePattern",
        "Microsoft.AspNetCore.Mvc.Abstractions.ActionDescriptor", "Microsoft.AspNetCore.Mvc.ModelBinding.ModelMetadata", "System.Web.Mvc.ActionDescriptor", "System.Web.Routing.RouteBase", "Microsoft.Extensions.DependencyInjection.ObjectFactory",
    };

    private static readonly string[] Namespaces = ["System.Reflection", "System.Linq.Expressions", "System.Buffers", "System.Diagnostics.Metrics"];

    /// <summary>Values that are a piece of this process: locks, running work, open connections.</summary>
    private static readonly TypeNames ProcessBound = new()
    {
        "System.Threading.CancellationTokenSource", "System.Threading.Tasks.TaskCompletionSource", "System.Threading.Timer", "System.Timers.Timer", "System.Threading.Thread",
        "System.Diagnostics.Process", "System.Net.WebSockets.WebSocket", "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient", "System.IO.Stream", "System.IO.TextWriter",
        "System.IO.TextReader", "System.IO.FileSystemWatcher", "System.WeakReference", "System.GCHandle", "System.Threading.Channels.Channel", "System.Threading.Channels.ChannelWriter",
        "System.Threading.Channels.ChannelReader", "System.Threading.ThreadLocal", "System.Threading.AsyncLocal", "System.Threading.CancellationToken",
        "System.IObserver", "System.Diagnostics.Stopwatch", "System.Diagnostics.Activity", "System.Threading.CancellationTokenRegistration", "System.Diagnostics.PerformanceCounter",
        "System.Collections.Concurrent.BlockingCollection", "System.Reactive.Subjects.ISubject", "Microsoft.JSInterop.IJSObjectReference", "System.Threading.WaitHandle",
        "System.Runtime.CompilerServices.ConditionalWeakTable", "System.Threading.Tasks.TaskScheduler",
        "Microsoft.Extensions.Hosting.IHostedService", "Microsoft.Extensions.DependencyInjection.IServiceScope",
    };

    private static readonly TypeNames Locks = new()
    {
        "System.Threading.SemaphoreSlim", "System.Threading.Semaphore", "System.Threading.Mutex", "System.Threading.Lock", "System.Threading.ReaderWriterLockSlim", "System.Threading.ReaderWriterLock",
        "System.Threading.ManualResetEvent", "System.Threading.ManualResetEventSlim", "System.Threading.AutoResetEvent", "System.Threading.CountdownEvent", "System.Threading.EventWaitHandle",
        "Nito.AsyncEx.AsyncLock", "Nito.AsyncEx.AsyncReaderWriterLock",
    };

    private static readonly TypeNames Connections = new()
    {
        "System.Net.WebSockets.WebSocket", "Microsoft.AspNetCore.Http.HttpResponse", "System.Web.HttpResponse", "Microsoft.AspNetCore.SignalR.HubCallerContext", "Microsoft.AspNetCore.SignalR.IClientProxy",
        "Microsoft.AspNetCore.SignalR.HubConnectionContext", "Microsoft.AspNetCore.Components.Server.Circuits.Circuit", "Grpc.Core.IServerStreamWriter", "Microsoft.AspNetCore.Connections.ConnectionContext",
    };

    /// <summary>Whether the type, or what it wraps (<c>Lazy</c>, <c>Task</c>, tuples, arrays, collections, nullable), comes from code.</summary>
    public static bool IsCode(ITypeSymbol? type) => Any(type, static t => t.TypeKind is TypeKind.Delegate or TypeKind.Enum || Names.Cover(t) || InNamespace(t), 0);

    /// <summary>As <see cref="IsCode"/>, without enumerations: their values may be anybody's data.</summary>
    public static bool IsReflected(ITypeSymbol? type) => Any(type, static t => t.TypeKind is TypeKind.Delegate || Names.Cover(t) || InNamespace(t), 0);

    /// <summary>Whether values of the type are bound to this process.</summary>
    public static bool IsProcessBound(ITypeSymbol? type) => Any(type, static t => t.TypeKind == TypeKind.Delegate || t is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0 } || ProcessBound.Cover(t), 0);

    /// <summary>Whether values of the type lock something. A plain object may be anything: only how it is made tells.</summary>
    public static bool IsLock(ITypeSymbol? type) =>
        Any(type, static t => Locks.Cover(t) || t.Name.EndsWith("Lock", StringComparison.Ordinal) || t.Name.Contains("Semaphore") || t.Name.EndsWith("Mutex", StringComparison.Ordinal), 0);

    /// <summary>Whether values of the type are connections to clients.</summary>
    public static bool IsConnection(ITypeSymbol? type) => Any(type, static t => Connections.Cover(t), 0);

    /// <summary>Whether the type, or what it wraps, is a connection to a client, or a type of the application that carries one.</summary>
    public static bool HoldsConnection(ITypeSymbol? type, Compilation compilation) => Any(type, t => Connections.Cover(t) || Carries(t, static held => IsConnection(held), compilation), 0);

    /// <summary>Whether the type, or what it wraps, is a channel, or a type of the application that carries one.</summary>
    public static bool HoldsChannel(ITypeSymbol? type, Compilation compilation) => Any(type, t => IsChannel(t) || Carries(t, IsChannel, compilation), 0);

    /// <summary>Whether the type, or what it wraps, completes a task that somebody waits for, or is a type of the application that does.</summary>
    public static bool HoldsCompletion(ITypeSymbol? type, Compilation compilation) => Any(type, t => IsCompletion(t) || Carries(t, IsCompletion, compilation), 0);

    private static bool IsChannel(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Channel" or "ChannelWriter", ContainingNamespace: { Name: "Channels", ContainingNamespace.Name: "Threading" } };

    private static bool IsCompletion(ITypeSymbol type) => type is INamedTypeSymbol { Name: "TaskCompletionSource", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };

    private static bool Carries(ITypeSymbol type, Func<ITypeSymbol, bool> isHeld, Compilation compilation) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } && type.IsInSource(compilation) && type.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, Type: { } held } && isHeld(held));

    /// <summary>Whether the type is a type of the application that carries a handle: a token source, a socket, a process.</summary>
    public static bool HoldsProcessBound(ITypeSymbol? element, Compilation compilation) =>
        element is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type && type.IsInSource(compilation) &&
        type.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, Type: { TypeKind: not TypeKind.Delegate } held } && (IsProcessBound(held) || IsLock(held)));

    private static bool Any(ITypeSymbol? type, Func<ITypeSymbol, bool> predicate, int depth)
    {
        if (type is null || depth > 4)
        {
            return false;
        }

        if (type is IArrayTypeSymbol array)
        {
            return Any(array.ElementType, predicate, depth + 1);
        }

        // What an ordinary type is asked before its wrappers are opened: a Task is bound to the process, and wraps a result.
        return predicate(type) || (type is INamedTypeSymbol named && IsWrapper(named) && named.TypeArguments.Any(a => Any(a, predicate, depth + 1)));
    }

    private static bool IsWrapper(INamedTypeSymbol type) =>
        type.IsTupleType ||
        type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } ||
        type.Name is "Lazy" or "AsyncLazy" or "Task" or "ValueTask" or "KeyValuePair" or "WeakReference" or "ValueTuple" or "Tuple" ||
        (type.Arity > 0 && type.ContainingNamespace is { Name: "Generic" or "Concurrent" or "Immutable" or "ObjectModel" or "Frozen", ContainingNamespace.Name: "Collections" });

    private static bool InNamespace(ITypeSymbol type) => type.ContainingNamespace is { Name: "Reflection" or "Expressions" or "Buffers" or "Metrics" } ns && Namespaces.Contains(ns.ToDisplayString(), StringComparer.Ordinal);
}
