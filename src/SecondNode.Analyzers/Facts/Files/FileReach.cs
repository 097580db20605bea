using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SecondNode.Analyzers.Facts.Files;

/// <summary>When a piece of code runs.</summary>
internal enum Reach
{
    /// <summary>Nothing here says; in a web application most code serves requests.</summary>
    Unknown,

    /// <summary>While a request is served.</summary>
    Request,

    /// <summary>Once, before the node serves requests: every node does it for itself.</summary>
    Startup,

    /// <summary>In a background service or scheduled job.</summary>
    Background,
}

/// <summary>When the code around an operation runs, as far as its place and its callers say.</summary>
internal sealed class FileReach(RuleContext context, ValueSources values)
{
    private static readonly string[] StartupParameters =
    [
        "IServiceCollection", "IApplicationBuilder", "WebApplication", "WebApplicationBuilder", "IHostBuilder", "IWebHostBuilder", "IHostApplicationBuilder",
        "ModelBuilder", "MigrationBuilder", "ILoggingBuilder", "IConfigurationBuilder", "DbContextOptionsBuilder", "IAppBuilder", "IHost", "IWebHost",
    ];

    private static readonly (string Type, Reach Reach)[] Kinds =
    [
        ("Microsoft.AspNetCore.Mvc.ControllerBase", Reach.Request),
        ("Microsoft.AspNetCore.Mvc.RazorPages.PageModel", Reach.Request),
        ("Microsoft.AspNetCore.Components.ComponentBase", Reach.Request),
        ("Microsoft.AspNetCore.SignalR.Hub", Reach.Request),
        ("Microsoft.AspNetCore.Http.IMiddleware", Reach.Request),
        ("System.Web.Mvc.Controller", Reach.Request),
        ("System.Web.Http.ApiController", Reach.Request),
        ("System.Web.UI.Control", Reach.Request),
        ("System.Web.IHttpHandler", Reach.Request),
        ("Microsoft.Extensions.Hosting.IHostedService", Reach.Background),
        ("Quartz.IJob", Reach.Background),
        ("Microsoft.EntityFrameworkCore.Migrations.Migration", Reach.Startup),
        ("Microsoft.AspNetCore.Hosting.IStartupFilter", Reach.Startup),
        ("Microsoft.EntityFrameworkCore.DbContext", Reach.Startup),
    ];

    private readonly ConcurrentDictionary<ISymbol, Reach> byMethod = new(SymbolEqualityComparer.Default);

    /// <summary>When the operation runs.</summary>
    public Reach Of(IOperation operation, ISymbol container) => Of(operation, container, 0);

    private Reach Of(IOperation operation, ISymbol container, int depth)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda when Receiver(lambda) is { } call:
                    var name = call.TargetMethod.Name;
                    if (name.StartsWith("Map", StringComparison.Ordinal) || name is "Use" or "UseWhen" or "Run" or "UseExceptionHandler" || lambda.Symbol.Parameters.Any(p => p.Type.Name is "HttpContext" or "RequestDelegate"))
                    {
                        return Reach.Request;
                    }

                    break;
                case ILocalFunctionOperation function:
                    return Method(function.Symbol, depth);
            }
        }

        return container is IMethodSymbol method ? Method(method, depth) : container.IsStatic ? Reach.Startup : Reach.Unknown;
    }

    private static IInvocationOperation? Receiver(IOperation lambda)
    {
        for (var current = lambda.Parent; current is IConversionOperation or IDelegateCreationOperation or IArgumentOperation or IInvocationOperation; current = current.Parent)
        {
            if (current is IInvocationOperation call)
            {
                return call;
            }
        }

        return null;
    }

    private Reach Method(IMethodSymbol method, int depth)
    {
        if (byMethod.TryGetValue(method, out var known))
        {
            return known;
        }

        var reach = OfMethod(method, depth);
        if (depth == 0)
        {
            byMethod.TryAdd(method, reach);
        }

        return reach;
    }

    private Reach OfMethod(IMethodSymbol method, int depth)
    {
        if (method.MethodKind == MethodKind.StaticConstructor || method.Name is "Main" or "<Main>$" && method.IsStatic || method.Name is "Application_Start" or "ConfigureServices" ||
            method.Parameters.Any(p => StartupParameters.Contains(p.Type.Name)))
        {
            return Reach.Startup;
        }

        foreach (var (type, reach) in Kinds)
        {
            if (context.Types.Is(method.ContainingType, type))
            {
                return reach;
            }
        }

        if (method.Parameters.Any(p => p.Type.Name is "HttpContext" or "HttpRequest" or "HttpContextBase"))
        {
            return Reach.Request;
        }

        if (depth > 2 || method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction))
        {
            return Reach.Unknown;
        }

        var found = values.Calls(method).Where(call => call.Syntax.Span.Length > 0)
            .Select(call => context.Uses.ModelOf(call.Syntax.SyntaxTree).GetEnclosingSymbol(call.Syntax.SpanStart, context.Cancellation) is { } caller && !Outer(caller).Equals(method, SymbolEqualityComparer.Default) ? Of(call, Outer(caller), depth + 1) : (Reach?)null)
            .OfType<Reach>().ToList();
        return found.Count == 0 ? Reach.Unknown : found.Contains(Reach.Request) ? Reach.Request : found.Contains(Reach.Unknown) ? Reach.Unknown : found.Contains(Reach.Background) ? Reach.Background : Reach.Startup;
    }

    private static ISymbol Outer(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } && symbol.ContainingSymbol is not null)
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }
}
