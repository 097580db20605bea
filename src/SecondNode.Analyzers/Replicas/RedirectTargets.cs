using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What answers the request after a redirect: a method, or the lambda of an endpoint.</summary>
internal readonly record struct RedirectTarget(IMethodSymbol? Method, AnonymousFunctionExpressionSyntax? Lambda);

/// <summary>The calls that send the browser to another address at once. Those of <c>Created…</c> do not: no client follows a 201.</summary>
internal static class RedirectCall
{
    /// <summary>The names of the calls that are followed.</summary>
    public static readonly string[] Names =
    [
        "Redirect", "RedirectPermanent", "RedirectPreserveMethod", "LocalRedirect", "LocalRedirectPermanent", "LocalRedirectPreserveMethod", "RedirectToAction", "RedirectToActionPermanent",
        "RedirectToActionPreserveMethod", "RedirectToPage", "RedirectToPagePermanent", "RedirectToPagePreserveMethod", "RedirectToRoute", "RedirectToRoutePermanent",
        "RedirectToRoutePreserveMethod",
    ];

    /// <summary>Whether the method redirects.</summary>
    public static bool IsRedirect(IMethodSymbol method) =>
        (method.Name.StartsWith("Redirect", StringComparison.Ordinal) || method.Name.StartsWith("LocalRedirect", StringComparison.Ordinal)) &&
        method.ContainingType is { } type && type.ContainingNamespace?.ToDisplayString() is { } ns && (ns.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || ns.StartsWith("System.Web", StringComparison.Ordinal));
}

/// <summary>Finds what a redirect leads to, where its action, page or path is written in the code and there is one answer.</summary>
internal sealed class RedirectTargets(RuleContext context, ConstantText texts)
{
    private static readonly HashSet<string> Unsafe = ["HttpPostAttribute", "HttpPutAttribute", "HttpDeleteAttribute", "HttpPatchAttribute"];
    private readonly MappedEndpoints endpoints = new(context);
    private readonly NamedRoutes routes = new(context);

    /// <summary>The targets; none where they are not known.</summary>
    public ImmutableArray<RedirectTarget> Of(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        var caller = call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart);
        var type = caller?.ContainingType;
        if (name.StartsWith("RedirectToAction", StringComparison.Ordinal) && type is not null)
        {
            return Action(call, caller!, type);
        }

        if (name.StartsWith("RedirectToPage", StringComparison.Ordinal) && type is not null)
        {
            return Page(call, type);
        }

        if (name.StartsWith("RedirectToRoute", StringComparison.Ordinal))
        {
            return Constant(call, "routeName") is { } route && routes.At(route) is { } named ? Route(named, type) : ImmutableArray<RedirectTarget>.Empty;
        }

        return call.Arguments.FirstOrDefault(a => a.Parameter?.Name is "url" or "localUrl" or "location")?.Value is { } url && texts.Of(url, null) is { } path ? endpoints.At(path) : ImmutableArray<RedirectTarget>.Empty;
    }

    private static string? Constant(IInvocationOperation call, string parameter) =>
        call.Argument(parameter)?.Unwrap().ConstantValue is { HasValue: true, Value: string text } && text.Length > 0 ? text : null;

    private static bool IsGiven(IInvocationOperation call, string parameter) =>
        call.Arguments.Any(a => a.Parameter?.Name == parameter && a.ArgumentKind == ArgumentKind.Explicit && a.Value.Unwrap().ConstantValue is not { HasValue: true, Value: null });

    private ImmutableArray<RedirectTarget> Action(IInvocationOperation call, ISymbol caller, INamedTypeSymbol type)
    {
        var action = Constant(call, "actionName");
        if (action is null)
        {
            if (IsGiven(call, "actionName"))
            {
                return ImmutableArray<RedirectTarget>.Empty;
            }

            while (caller is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            {
                caller = caller.ContainingSymbol;
            }

            action = caller.Name;
        }

        if (IsGiven(call, "controllerName"))
        {
            if (Constant(call, "controllerName") is not { } controller || Controller(controller + "Controller", type) is not { } found)
            {
                return ImmutableArray<RedirectTarget>.Empty;
            }

            type = found;
        }

        return Readers(type, action);
    }

    private ImmutableArray<RedirectTarget> Route(NamedRoute route, INamedTypeSymbol? caller) =>
        route is { Controller: { } controller, Action: { } action }
            ? Controller(controller + "Controller", caller) is { } type ? Readers(type, action) : ImmutableArray<RedirectTarget>.Empty
            : ImmutableArray.Create(route.Target);

    /// <summary>The only class of the name, or the one of the caller's own namespace.</summary>
    private INamedTypeSymbol? Controller(string name, INamedTypeSymbol? caller)
    {
        var found = context.Implementations.Named(name);
        return found.Length == 1 ? found[0] : found.Where(f => SymbolEqualityComparer.Default.Equals(f.ContainingNamespace, caller?.ContainingNamespace)).Take(2).ToList() is [var near] ? near : null;
    }

    /// <summary>The actions of a name that a GET reaches.</summary>
    private static ImmutableArray<RedirectTarget> Readers(INamedTypeSymbol type, string action)
    {
        var found = ImmutableArray.CreateBuilder<RedirectTarget>();
        for (var current = type; current is not null && current.SpecialType == SpecialType.None; current = current.BaseType)
        {
            foreach (var member in current.GetMembers().OfType<IMethodSymbol>())
            {
                if (member is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false } && IsNamed(member, action) && !member.GetAttributes().Any(a => a.AttributeClass is { } verb && Unsafe.Contains(verb.Name)))
                {
                    found.Add(new RedirectTarget(member.OriginalDefinition, null));
                }
            }

            if (found.Count > 0)
            {
                break;
            }
        }

        return found.ToImmutable();
    }

    private static bool IsNamed(IMethodSymbol method, string action)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "ActionNameAttribute" && attribute.ConstructorArguments.Length > 0)
            {
                return string.Equals(attribute.ConstructorArguments[0].Value as string, action, StringComparison.OrdinalIgnoreCase);
            }
        }

        return string.Equals(method.Name, action, StringComparison.OrdinalIgnoreCase) || string.Equals(method.Name, action + "Async", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The page model behind a page name, and its handler of GET.</summary>
    private ImmutableArray<RedirectTarget> Page(IInvocationOperation call, INamedTypeSymbol caller)
    {
        var page = caller;
        if (IsGiven(call, "pageName"))
        {
            if (Constant(call, "pageName") is not { } name || PageModel(name, call.Syntax.SyntaxTree.FilePath) is not { } found)
            {
                return ImmutableArray<RedirectTarget>.Empty;
            }

            page = found;
        }

        var handler = Constant(call, "pageHandler") ?? "";
        return page.GetMembers().OfType<IMethodSymbol>()
            .Where(m => string.Equals(m.Name, "OnGet" + handler, StringComparison.OrdinalIgnoreCase) || string.Equals(m.Name, "OnGet" + handler + "Async", StringComparison.OrdinalIgnoreCase))
            .Select(m => new RedirectTarget(m.OriginalDefinition, null))
            .ToImmutableArray();
    }

    private INamedTypeSymbol? PageModel(string name, string callerPath)
    {
        var simple = name.Substring(name.LastIndexOf('/') + 1);
        var models = context.Implementations.Named(simple + "Model");
        if (models.Length < 2)
        {
            return models.FirstOrDefault();
        }

        // The file stands where the page is: below the pages' root, or beside the page that redirects.
        var path = name.StartsWith("/", StringComparison.Ordinal) ? "/Pages" + name : Folder(callerPath) + "/" + (name.StartsWith("./", StringComparison.Ordinal) ? name.Substring(2) : name);
        return models.Where(m => m.DeclaringSyntaxReferences.Any(r => Slashes(r.SyntaxTree.FilePath).EndsWith(path + ".cshtml.cs", StringComparison.OrdinalIgnoreCase))).Take(2).ToList() is [var only] ? only : null;

        static string Folder(string file)
        {
            file = Slashes(file);
            return file.Substring(0, Math.Max(0, file.LastIndexOf('/')));
        }

        static string Slashes(string file) => file.Replace('\\', '/');
    }
}
