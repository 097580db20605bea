using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// What the frameworks run, and when, as data: a member's phase by its own declaration, without looking at callers.
/// </summary>
internal sealed class ExecutionRoles(RuleContext context)
{
    /// <summary>Base types and interfaces whose instances handle requests.</summary>
    private static readonly TypeNames RequestTypes = new()
    {
        "Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.Mvc.Controller", "Microsoft.AspNetCore.Mvc.RazorPages.PageModel",
        "Microsoft.AspNetCore.Mvc.ViewComponent", "Microsoft.AspNetCore.Mvc.Razor.RazorPageBase", "Microsoft.AspNetCore.Mvc.Filters.IFilterMetadata",
        "Microsoft.AspNetCore.Mvc.ModelBinding.IModelBinder", "Microsoft.AspNetCore.Razor.TagHelpers.ITagHelper", "Microsoft.AspNetCore.SignalR.Hub",
        "Microsoft.AspNetCore.Components.IComponent", "Microsoft.AspNetCore.Http.IMiddleware", "Microsoft.AspNetCore.Http.IEndpointFilter",
        "Microsoft.AspNetCore.Authentication.IAuthenticationHandler", "Microsoft.AspNetCore.Authentication.IClaimsTransformation",
        "Microsoft.AspNetCore.Authentication.Cookies.ITicketStore", "Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationEvents",
        "Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerEvents", "Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectEvents",
        "Microsoft.AspNetCore.Authorization.IAuthorizationHandler", "Microsoft.AspNetCore.Authorization.IAuthorizationPolicyProvider",
        "Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler", "Microsoft.AspNetCore.Routing.IRouteConstraint",
        "Microsoft.AspNetCore.Components.Authorization.AuthenticationStateProvider",
        "System.Web.IHttpHandler", "System.Web.IHttpModule", "System.Web.UI.Control", "System.Web.Mvc.ControllerBase", "System.Web.Mvc.IController",
        "System.Web.Mvc.FilterAttribute", "System.Web.Http.ApiController", "System.Web.Http.Controllers.IHttpController", "System.Web.Http.Filters.IFilter",
        "System.Web.Services.WebService", "Microsoft.AspNet.SignalR.Hub", "Microsoft.Owin.OwinMiddleware",
        "MediatR.IRequestHandler", "MediatR.INotificationHandler", "MediatR.IPipelineBehavior", "FastEndpoints.BaseEndpoint",
    };

    /// <summary>Handler interfaces of the application's own making, by simple name.</summary>
    private static readonly HashSet<string> HandlerInterfaces = new(StringComparer.Ordinal)
    {
        "IRequestHandler", "ICommandHandler", "IQueryHandler", "INotificationHandler", "IDomainEventHandler", "IEventHandler", "IPipelineBehavior",
    };

    /// <summary>Base types and interfaces whose instances do the node's background work.</summary>
    private static readonly TypeNames BackgroundTypes = new()
    {
        "Microsoft.Extensions.Hosting.BackgroundService", "Microsoft.Extensions.Hosting.IHostedService", "Quartz.IJob", "Coravel.Invocable.IInvocable",
        "MassTransit.IConsumer", "NServiceBus.IHandleMessages", "Rebus.Handlers.IHandleMessages",
    };

    /// <summary>A method that takes one of these sets the application up.</summary>
    private static readonly TypeNames StartupParameters = new()
    {
        "Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.AspNetCore.Builder.IApplicationBuilder", "Microsoft.AspNetCore.Builder.WebApplication",
        "Microsoft.AspNetCore.Builder.WebApplicationBuilder", "Microsoft.Extensions.Hosting.IHostBuilder", "Microsoft.Extensions.Hosting.IHostApplicationBuilder",
        "Microsoft.Extensions.Hosting.HostApplicationBuilder", "Microsoft.Extensions.Hosting.IHost", "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
        "Microsoft.AspNetCore.Hosting.IWebHost", "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder", "Microsoft.AspNetCore.Routing.RouteGroupBuilder",
        "Microsoft.Extensions.DependencyInjection.IMvcBuilder", "Microsoft.Extensions.DependencyInjection.IMvcCoreBuilder", "Microsoft.Extensions.Configuration.IConfigurationBuilder",
        "Microsoft.Extensions.Logging.ILoggingBuilder", "Microsoft.AspNetCore.Authentication.AuthenticationBuilder", "Microsoft.AspNetCore.SignalR.ISignalRServerBuilder",
        "Microsoft.EntityFrameworkCore.ModelBuilder", "Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder", "Microsoft.EntityFrameworkCore.DbContextOptionsBuilder",
        "System.Data.Entity.DbModelBuilder", "Autofac.ContainerBuilder", "AutoMapper.IMapperConfigurationExpression", "AutoMapper.IProfileExpression",
        "System.Web.Http.HttpConfiguration", "System.Web.Routing.RouteCollection", "System.Web.Optimization.BundleCollection", "System.Web.Mvc.GlobalFilterCollection",
        "Owin.IAppBuilder", "SimpleInjector.Container", "Ninject.IKernel", "Microsoft.AspNetCore.Mvc.MvcOptions", "System.Web.HttpApplication",
    };

    /// <summary>A method that takes one of these handles a request.</summary>
    private static readonly TypeNames RequestParameters = new()
    {
        "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.HttpRequest", "Microsoft.AspNetCore.Http.HttpResponse", "Microsoft.AspNetCore.Http.ISession",
        "Microsoft.AspNetCore.Http.IFormFile", "System.Web.HttpContext", "System.Web.HttpContextBase", "System.Web.HttpRequest", "System.Web.HttpRequestBase",
        "System.Web.HttpPostedFileBase", "Microsoft.AspNetCore.SignalR.HubCallerContext", "Microsoft.Owin.IOwinContext", "System.Security.Claims.ClaimsPrincipal",
        "System.Web.Http.Controllers.HttpActionContext", "Grpc.Core.ServerCallContext",
    };

    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeRole> types = new(SymbolEqualityComparer.Default);

    private enum TypeRole
    {
        None,
        Request,
        Middleware,
        Background,
        Startup,
        Application,
    }

    /// <summary>The phase that the declaration proves, or <see cref="ExecutionPhase.None"/> where callers decide.</summary>
    public ExecutionPhase Of(ISymbol member)
    {
        var method = member as IMethodSymbol;
        if (method is { MethodKind: MethodKind.StaticConstructor } || member is IFieldSymbol { IsStatic: true })
        {
            return ExecutionPhase.StaticInitializer;
        }

        if (method is not null && (method.HasAttribute("ModuleInitializer") || IsEntryPoint(method)))
        {
            return ExecutionPhase.Startup;
        }

        if (method is not null and not { MethodKind: MethodKind.Constructor } && ByParameters(method) is var found and not ExecutionPhase.None)
        {
            return found;
        }

        return member.ContainingType is { } type ? ByType(member, method, type) : ExecutionPhase.None;
    }

    /// <summary>Whether a delegate with that signature handles requests: it takes the HTTP context, or something that carries it.</summary>
    public ExecutionPhase ByParameters(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (RequestParameters.Cover(parameter.Type) || CarriesHttpContext(parameter.Type))
            {
                return ExecutionPhase.Request;
            }
        }

        foreach (var parameter in method.Parameters)
        {
            if (IsStartupObject(parameter.Type))
            {
                return ExecutionPhase.Startup;
            }
        }

        return ExecutionPhase.None;
    }

    /// <summary>Whether the type is one of those by which an application is set up: a service collection, an application builder.</summary>
    public static bool IsStartupObject(ITypeSymbol? type) => type is not null && StartupParameters.Cover(type);

    private static bool CarriesHttpContext(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface } || type.IsInSource())
        {
            return false;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var property in current.GetMembers("HttpContext"))
            {
                if (property is IPropertySymbol { Type: var held } && RequestParameters.Cover(held))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsEntryPoint(IMethodSymbol method) =>
        method.IsStatic && method.Name is "Main" or "<Main>$" && (method.Name == "<Main>$" || SymbolEqualityComparer.Default.Equals(context.Compilation.GetEntryPoint(context.Cancellation), method));

    private ExecutionPhase ByType(ISymbol member, IMethodSymbol? method, INamedTypeSymbol type)
    {
        var isConstructor = method is { MethodKind: MethodKind.Constructor };
        switch (types.GetOrAdd(type.OriginalDefinition, RoleOf))
        {
            case TypeRole.Request when member.IsStatic:
                return ExecutionPhase.None;
            case TypeRole.Request:
                return type.AllInterfaces.Any(i => i.Name == "IHttpModule") && member.Name is "Init" ? ExecutionPhase.Startup : ExecutionPhase.Request;
            case TypeRole.Middleware:
                return isConstructor ? ExecutionPhase.Startup : ExecutionPhase.Request;
            case TypeRole.Application:
                return isConstructor || member.Name is "Application_Start" or "Application_OnStart" or "OnApplicationStarted" or "Application_End" or "Init"
                    ? ExecutionPhase.Startup
                    : method is { DeclaredAccessibility: Accessibility.Private } && !member.Name.Contains('_') ? ExecutionPhase.None : ExecutionPhase.Request;
            case TypeRole.Startup:
                return member.Name.StartsWith("Configure", StringComparison.Ordinal) || isConstructor ? ExecutionPhase.Startup : ExecutionPhase.None;
            case TypeRole.Background:
                return isConstructor || member.Name is "StartAsync" or "StartingAsync" or "StartedAsync" ? ExecutionPhase.Startup
                    : method is { IsOverride: true } || member.Name is "StopAsync" or "Execute" or "Consume" or "Handle" or "Invoke" or "Dispose" or "DisposeAsync" ? ExecutionPhase.Background : ExecutionPhase.None;
            default:
                return ExecutionPhase.None;
        }
    }

    private static TypeRole RoleOf(INamedTypeSymbol type)
    {
        // Before the request types: the application object is an IHttpHandler as well.
        if (type.IsNamed("System.Web.HttpApplication"))
        {
            return TypeRole.Application;
        }

        // A background service that also hears of events runs by itself.
        if (BackgroundTypes.Cover(type))
        {
            return TypeRole.Background;
        }

        if (RequestTypes.Cover(type) || type.AllInterfaces.Any(i => HandlerInterfaces.Contains(i.Name)) || IsGrpcService(type) || type.HasAttribute("ApiController"))
        {
            return TypeRole.Request;
        }

        if (IsMiddleware(type))
        {
            return TypeRole.Middleware;
        }

        return type.Name.StartsWith("Startup", StringComparison.Ordinal) || type.AllInterfaces.Any(i => i.Name is "IStartup" or "IStartupFilter" or "IHostingStartup" or "IConfigureOptions" or "IPostConfigureOptions" or "IConfigureNamedOptions" or "IEntityTypeConfiguration")
            ? TypeRole.Startup
            : TypeRole.None;
    }

    private static bool IsMiddleware(INamedTypeSymbol type) =>
        type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.Name == "RequestDelegate")) &&
        type.GetMembers().Any(m => m is IMethodSymbol { Name: "Invoke" or "InvokeAsync", Parameters: [{ Type.Name: "HttpContext" }, ..] });

    private static bool IsGrpcService(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.HasAttribute("BindServiceMethod"))
            {
                return true;
            }
        }

        return false;
    }
}
