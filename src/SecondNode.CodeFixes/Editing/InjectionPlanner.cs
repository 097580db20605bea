using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// Checks that a class can take one more service: that a container or the framework makes it, that its parts can be edited,
/// and that every construction in source can pass the service.
/// </summary>
internal sealed class InjectionPlanner(ConstructorInjection search, Solution solution, Service service, CancellationToken cancellation)
{
    /// <summary>Base types and interfaces whose implementations the framework or a well-known library makes through the container.</summary>
    private static readonly ImmutableHashSet<string> Activated = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "Microsoft.AspNetCore.Mvc.ViewComponent",
        "Microsoft.AspNetCore.Razor.TagHelpers.TagHelper", "Microsoft.AspNetCore.SignalR.Hub", "Microsoft.AspNetCore.Http.IMiddleware",
        "Microsoft.AspNetCore.Authentication.IAuthenticationHandler", "Microsoft.AspNetCore.Authorization.IAuthorizationHandler",
        "Microsoft.Extensions.Hosting.IHostedService", "MediatR.IRequestHandler", "MediatR.INotificationHandler", "MediatR.IStreamRequestHandler",
        "MassTransit.IConsumer", "Grpc.Core.BindServiceMethodAttribute", "Microsoft.AspNetCore.Mvc.Controller");

    /// <summary>Base types whose instances are made by metadata, serializers or mappers, never by a container.</summary>
    private static readonly string[] NeverActivated = ["System.Attribute", "System.Exception", "System.EventArgs", "System.Delegate"];

    private static readonly string[] RegistrationPrefixes = ["Add", "TryAdd", "Use", "Map", "Register", "Replace", "Decorate", "Try"];

    /// <summary>Completes the plan; false where the class cannot take the service.</summary>
    public async Task<bool> CompleteAsync(InjectedType plan, int depth)
    {
        var type = plan.Type;
        if (type.TypeKind != TypeKind.Class || type.IsRecord || type.IsStatic || type.IsImplicitlyDeclared || type.Name is "Program" && type.IsImplicitClass || NeverActivated.Any(n => type.IsNamed(n)))
        {
            return false;
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false) is not ClassDeclarationSyntax node || node.OpenBraceToken.IsMissing || node.OpenBraceToken.IsKind(SyntaxKind.None) ||
                solution.GetDocument(node.SyntaxTree) is not { } document || document is SourceGeneratedDocument || IsGenerated(document))
            {
                continue;
            }

            plan.Parts.Add((document, node));
        }

        if (plan.Parts.Count == 0 || await plan.Parts[0].Document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation ||
            compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is null)
        {
            // Nothing there that could inject: classic System.Web controllers are made by their parameterless constructor.
            return false;
        }

        if (type.AllInterfaces.Any(i => i.FullName() == "Microsoft.AspNetCore.Components.IComponent"))
        {
            plan.Property = true;
            return true;
        }

        return CollectConstructors(plan) && await CollectUsesAsync(plan, depth).ConfigureAwait(false) && await CollectDerivedAsync(plan, depth).ConfigureAwait(false) && MayKeep(type);
    }

    private static bool IsGenerated(Document document) =>
        document.FilePath is { } path && (path.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase));

    private bool CollectConstructors(InjectedType plan)
    {
        foreach (var constructor in plan.Type.InstanceConstructors)
        {
            if (constructor.IsImplicitlyDeclared)
            {
                continue;
            }

            switch (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation))
            {
                case ConstructorDeclarationSyntax node when plan.Parts.FirstOrDefault(p => p.Node.Contains(node)).Document is { } document:
                    plan.Constructors.Add((document, node, node.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer), null));
                    break;
                case TypeDeclarationSyntax node when plan.Parts.FirstOrDefault(p => p.Node == node).Document is { } document:
                    plan.Primary = (document, node, null);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>The constructor that a chain or a creation calls, as the node that declares it; null for an implicit one.</summary>
    private async Task<(bool Found, SyntaxNode? Node)> TargetAsync(Document document, SyntaxNode call)
    {
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return model?.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            ? (true, constructor.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is { } node && !constructor.IsImplicitlyDeclared ? node : null)
            : (false, null);
    }

    private async Task<bool> CollectUsesAsync(InjectedType plan, int depth)
    {
        var type = plan.Type;
        for (var i = 0; i < plan.Constructors.Count; i++)
        {
            var (document, node, chains, _) = plan.Constructors[i];
            if (chains)
            {
                var (found, target) = await TargetAsync(document, node.Initializer!).ConfigureAwait(false);
                if (!found)
                {
                    return false;
                }

                plan.Constructors[i] = (document, node, chains, target);
            }
        }

        var made = IsActivated(type) || TakesServices(type);
        foreach (var reference in await SymbolFinder.FindReferencesAsync(type, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                if (await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
                {
                    return false;
                }

                var token = root.FindToken(location.Location.SourceSpan.Start);
                if (!token.Span.Contains(location.Location.SourceSpan.Start) || token.Parent is not { } at)
                {
                    continue;
                }

                switch (Use(at))
                {
                    case BaseObjectCreationExpressionSyntax creation:
                        var (found, target) = await TargetAsync(location.Document, creation).ConfigureAwait(false);
                        if (!found || location.Document is SourceGeneratedDocument || await search.AtAsync(location.Document, creation, depth + 1).ConfigureAwait(false) is not { } access)
                        {
                            return false;
                        }

                        if (plan.Creations.All(c => c.Call.Call != creation))
                        {
                            plan.Creations.Add((new CallSite(location.Document, creation, access), target));
                            made = true;
                        }

                        break;
                    case AttributeSyntax:
                        return false;
                    case TypeArgumentListSyntax or TypeOfExpressionSyntax:
                        switch (await RegistrationAsync(location.Document, at).ConfigureAwait(false))
                        {
                            case null:
                                return false;
                            case true:
                                made = true;
                                break;
                        }

                        break;
                }
            }
        }

        return made || plan.Base is not null;
    }

    /// <summary>What a mention of the type is part of.</summary>
    private static SyntaxNode? Use(SyntaxNode name)
    {
        if (name is ImplicitObjectCreationExpressionSyntax)
        {
            return name;
        }

        while (name.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
        {
            name = name.Parent;
        }

        return name.Parent is ObjectCreationExpressionSyntax creation && creation.Type != name ? null : name.Parent;
    }

    /// <summary>True where the type is handed to something that registers or activates it, null where it is made without a container.</summary>
    private async Task<bool?> RegistrationAsync(Document document, SyntaxNode name)
    {
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        foreach (var call in name.Ancestors().TakeWhile(a => a is not (StatementSyntax or MemberDeclarationSyntax or LambdaExpressionSyntax)).OfType<InvocationExpressionSyntax>())
        {
            var callee = call.Expression switch
            {
                MemberAccessExpressionSyntax member => member.Name,
                SimpleNameSyntax simple => simple,
                _ => null,
            };
            var inTypeArguments = callee is GenericNameSyntax generic && generic.TypeArgumentList.Span.Contains(name.Span);
            if (inTypeArguments && model?.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && method.TypeParameters.Zip(method.TypeArguments, (p, a) => (p, a))
                .Any(x => x.p.HasConstructorConstraint && x.a is INamedTypeSymbol named && named.Name == (name as SimpleNameSyntax)?.Identifier.ValueText))
            {
                return null;
            }

            if (callee is null || (!inTypeArguments && !call.ArgumentList.Span.Contains(name.Span)))
            {
                continue;
            }

            var text = callee.Identifier.ValueText;
            if (text == "CreateInstance" && call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Activator" } })
            {
                return null;
            }

            if (RegistrationPrefixes.Any(p => text.StartsWith(p, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> CollectDerivedAsync(InjectedType plan, int depth)
    {
        foreach (var derived in await SymbolFinder.FindDerivedClassesAsync(plan.Type, solution, transitive: false, cancellationToken: cancellation).ConfigureAwait(false))
        {
            if (!derived.IsInSource() || !SymbolEqualityComparer.Default.Equals(derived.BaseType?.OriginalDefinition, plan.Type))
            {
                continue;
            }

            var passing = new InjectedType("derived " + derived.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), derived.OriginalDefinition, service) { Base = plan };
            if (depth > 6 || !await CompleteAsync(passing, depth + 1).ConfigureAwait(false) || passing.Property)
            {
                return false;
            }

            for (var i = 0; i < passing.Constructors.Count; i++)
            {
                var (document, node, chains, target) = passing.Constructors[i];
                if (!chains && node.Initializer is { } initializer)
                {
                    var (found, baseTarget) = await TargetAsync(document, initializer).ConfigureAwait(false);
                    if (!found)
                    {
                        return false;
                    }

                    target = baseTarget;
                }
                else if (!chains)
                {
                    target = Parameterless(plan);
                }

                passing.Constructors[i] = (document, node, chains, target);
            }

            if (passing.Primary is { } primary)
            {
                if (primary.Node.BaseList?.Types[0] is PrimaryConstructorBaseTypeSyntax call)
                {
                    var (found, baseTarget) = await TargetAsync(primary.Document, call).ConfigureAwait(false);
                    if (!found)
                    {
                        return false;
                    }

                    passing.Primary = (primary.Document, primary.Node, baseTarget);
                }
                else
                {
                    passing.Primary = (primary.Document, primary.Node, Parameterless(plan));
                }
            }

            plan.Derived.Add(passing);
        }

        return true;
    }

    private static SyntaxNode? Parameterless(InjectedType type) =>
        type.Constructors.FirstOrDefault(c => c.Node.ParameterList.Parameters.All(p => p.Default is not null)).Node ?? (SyntaxNode?)type.Primary?.Node;

    private static bool IsActivated(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Activated.Contains(current.FullName()) || current.HasAttribute("ApiController"))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(i => Activated.Contains(i.FullName())) ||
            type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.FullName() == "Microsoft.AspNetCore.Http.RequestDelegate"));
    }

    /// <summary>Whether a public or protected constructor takes interfaces or well-known services: what a container makes by convention scanning looks like this.</summary>
    private static bool TakesServices(INamedTypeSymbol type) =>
        type.InstanceConstructors.Any(c => c.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected &&
            c.Parameters.Any(p => p.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface } or INamedTypeSymbol { Name: "HttpClient" or "RequestDelegate" }
                && !p.Type.FullName().StartsWith("System.Collections", StringComparison.Ordinal)));

    /// <summary>Whether a scoped service may be kept by this class.</summary>
    private bool MayKeep(INamedTypeSymbol type) =>
        !service.Scoped ||
        (!type.AllInterfaces.Any(i => i.FullName() == "Microsoft.Extensions.Hosting.IHostedService") &&
            type.InstanceConstructors.All(c => c.Parameters.All(p => p.Type.FullName() != "Microsoft.AspNetCore.Http.RequestDelegate")));
}
