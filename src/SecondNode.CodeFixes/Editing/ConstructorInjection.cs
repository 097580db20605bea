using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>
/// "Give me an expression for a service at this place." What is there is reused (a parameter, a field, a property of the
/// class or its base); else the class gets a field and a constructor parameter, a minimal-API handler a parameter, a static
/// helper a parameter that its callers pass. Everything that would break (constructions in source, classes no container
/// makes, static state) is checked before anything is written: a null answer means that a fix must not be offered.
/// </summary>
/// <example><code>
/// var access = await ConstructorInjection.FindAsync(document, node, Service.Of("Some.IService", "service"), cancellation);   // ChoicesAsync
/// var expression = await access.ApplyAsync(edits, cancellation);                                                            // ApplyAsync
/// </code></example>
internal sealed class ConstructorInjection
{
    private const int Depth = 4;

    private readonly Dictionary<string, InjectedType?> plans = new(StringComparer.Ordinal);
    private readonly Solution solution;
    private readonly Service service;
    private readonly CancellationToken cancellation;

    private ConstructorInjection(Solution solution, Service service, CancellationToken cancellation)
    {
        this.solution = solution;
        this.service = service;
        this.cancellation = cancellation;
    }

    /// <summary>A way to reach the service at a node, or null where there is none.</summary>
    /// <param name="document">A document of the unedited solution.</param>
    /// <param name="position">Where the expression will stand.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static Task<ServiceAccess?> FindAsync(Document document, SyntaxNode position, Service service, CancellationToken cancellation) =>
        Begin(document.Project.Solution, service, cancellation).AtAsync(document, position, 0);

    /// <summary>A search for several places: classes are looked at once.</summary>
    public static ConstructorInjection Begin(Solution solution, Service service, CancellationToken cancellation) => new(solution, service, cancellation);

    /// <summary>As <see cref="FindAsync"/>, within one search: plans of types are shared, recursion is bounded.</summary>
    internal async Task<ServiceAccess?> AtAsync(Document document, SyntaxNode position, int depth)
    {
        cancellation.ThrowIfCancellationRequested();
        if (depth > Depth || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        // Start-up code has the configuration before there is a container.
        if (ConfigurationAccess.IsFor(service) && ConfigurationAccess.Find(model, position, cancellation) is { } configuration)
        {
            return new ServiceAccess.Ready(SyntaxFactory.ParseExpression(configuration), document);
        }

        ServiceAccess? fallback = null;
        var instance = true;
        var deferred = false;
        for (var node = position; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    if (model.GetSymbolInfo(lambda, cancellation).Symbol is not IMethodSymbol lambdaSymbol)
                    {
                        return null;
                    }

                    if (Among(lambdaSymbol.Parameters, document, model) is { } parameter)
                    {
                        return parameter;
                    }

                    if (Endpoints.IsHandler(lambda, model, cancellation) && ServiceAccess.Parameter.ListOf(lambda) is not null)
                    {
                        return new ServiceAccess.Parameter(document, lambda, NamesVisible(model, lambda.SpanStart), service, service.TypeSyntax(model.Compilation), ImmutableArray<CallSite>.Empty);
                    }

                    if (Provided(lambdaSymbol.Parameters, document, model) is { } provided)
                    {
                        return provided;
                    }

                    deferred = true;
                    if (lambda.Modifiers.Any(SyntaxKind.StaticKeyword))
                    {
                        return null;
                    }

                    break;
                case LocalFunctionStatementSyntax local:
                    if (model.GetDeclaredSymbol(local, cancellation) is not IMethodSymbol localSymbol)
                    {
                        return null;
                    }

                    if (Among(localSymbol.Parameters, document, model) is { } localParameter)
                    {
                        return localParameter;
                    }

                    fallback ??= Provided(localSymbol.Parameters, document, model);
                    deferred = true;
                    if (local.Modifiers.Any(SyntaxKind.StaticKeyword) || local.Parent is GlobalStatementSyntax)
                    {
                        return await StaticFunctionAsync(document, local, localSymbol, model, depth).ConfigureAwait(false) ?? fallback;
                    }

                    break;
                case GlobalStatementSyntax statement:
                    return fallback ?? FromApplication(document, statement, model);
                case BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax:
                    if (MemberSymbol(node, model) is not { ContainingType: { } type } member)
                    {
                        return null;
                    }

                    var method = member as IMethodSymbol;
                    if (method is not null && Among(method.Parameters, document, model) is { } own)
                    {
                        return own;
                    }

                    fallback ??= method is null ? null : Provided(method.Parameters, document, model);
                    instance = !member.IsStatic;
                    if (instance)
                    {
                        var place = Place(node, position, deferred);
                        return await InTypeAsync(document, type, position, place, depth).ConfigureAwait(false) ?? fallback;
                    }

                    return node is MethodDeclarationSyntax ? await StaticFunctionAsync(document, node, method!, model, depth).ConfigureAwait(false) ?? fallback : fallback;
                case PrimaryConstructorBaseTypeSyntax { Parent.Parent: TypeDeclarationSyntax declaration }:
                    return model.GetDeclaredSymbol(declaration, cancellation) is { } header ? await InTypeAsync(document, header, position, new PositionKind(null, OnlyPrimary: true), depth).ConfigureAwait(false) : null;
                case BaseTypeDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The plan to inject into a class, made once a search.</summary>
    internal async Task<InjectedType?> PlanAsync(INamedTypeSymbol type, int depth)
    {
        var key = type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "|" + type.ContainingAssembly?.Name;
        if (!plans.TryGetValue(key, out var plan))
        {
            // The key is there before its plan is complete: a class that makes instances of itself ends here.
            plans[key] = plan = new InjectedType(key, type.OriginalDefinition, service);
            if (!await new InjectionPlanner(this, solution, service, cancellation).CompleteAsync(plan, depth).ConfigureAwait(false))
            {
                plans[key] = plan = null;
            }
        }

        return plan;
    }

    /// <summary>An accessible instance member of the type, or of a base, that holds the service.</summary>
    private ISymbol? MemberOf(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (!member.IsStatic &&
                    member is IFieldSymbol { IsImplicitlyDeclared: false, CanBeReferencedByName: true } or IPropertySymbol { GetMethod: not null, IsIndexer: false, CanBeReferencedByName: true } &&
                    service.Is(member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type) &&
                    (SymbolEqualityComparer.Default.Equals(current, type) ||
                        member.DeclaredAccessibility is Accessibility.Protected or Accessibility.Public or Accessibility.ProtectedOrInternal ||
                        (member.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal && SymbolEqualityComparer.Default.Equals(current.ContainingAssembly, type.ContainingAssembly))))
                {
                    return member;
                }
            }
        }

        return null;
    }

    private async Task<ServiceAccess?> InTypeAsync(Document document, INamedTypeSymbol type, SyntaxNode position, PositionKind place, int depth)
    {
        var constructorHasIt = place.Constructor?.ParameterList.Parameters.Any() == true; // its parameters were looked at before
        if (!place.OnlyPrimary && (place.Constructor is null || !constructorHasIt) && MemberOf(type) is { } member && place.Constructor is null)
        {
            var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
            var hidden = model!.LookupSymbols(position.SpanStart, name: member.Name).Any(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol);
            ExpressionSyntax name = SyntaxFactory.IdentifierName(member.Name);
            return new ServiceAccess.Ready(hidden || await SaysThisAsync(type).ConfigureAwait(false) ? SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.ThisExpression(), (SimpleNameSyntax)name) : name, document);
        }

        if (InjectedType.PrimaryConstructorOf(type, cancellation) is { } primary && Among(primary.Parameters, document, null) is { } parameter)
        {
            return parameter;
        }

        var plan = await PlanAsync(type, depth).ConfigureAwait(false);
        return plan is null || (place.OnlyPrimary && plan.Primary is null) || (place.Constructor is not null && plan.Property)
            ? null
            : new InjectedType.Access(plan, place.Constructor);
    }

    /// <summary>Whether the class qualifies its own fields with <c>this</c>.</summary>
    private async Task<bool> SaysThisAsync(INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            var node = await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false);
            if (node.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Count(m => m.Expression.IsKind(SyntaxKind.ThisExpression) && m.Parent is not AssignmentExpressionSyntax) > 2)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A static method or local function: a handler gets the service as a parameter, a helper gets it from its callers.</summary>
    private async Task<ServiceAccess?> StaticFunctionAsync(Document document, SyntaxNode function, IMethodSymbol symbol, SemanticModel model, int depth)
    {
        if (symbol.IsAbstract || symbol.IsVirtual || symbol.IsOverride || symbol.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction) ||
            symbol.ExplicitInterfaceImplementations.Length > 0 || symbol.Name == "Main" || symbol.PartialDefinitionPart is not null || symbol.PartialImplementationPart is not null)
        {
            return null;
        }

        var calls = ImmutableArray.CreateBuilder<CallSite>();
        var used = false;
        foreach (var reference in await SymbolFinder.FindReferencesAsync(symbol, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in reference.Locations)
            {
                if (location.IsImplicit || location.Document is SourceGeneratedDocument || await NameAtAsync(location).ConfigureAwait(false) is not { } name ||
                    await location.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } there)
                {
                    return null;
                }

                if (name.Ancestors().Any(a => a is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }))
                {
                    continue;
                }

                used = true;
                SyntaxNode expression = name;
                while ((expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression) || (expression.Parent is MemberBindingExpressionSyntax binding && binding.Name == expression))
                {
                    expression = expression.Parent;
                }

                if (expression.Parent is InvocationExpressionSyntax call && call.Expression == expression)
                {
                    if (there.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol called ||
                        call.Ancestors().Contains(function) || await AtAsync(location.Document, call, depth + 1).ConfigureAwait(false) is not { } passed)
                    {
                        return null;
                    }

                    calls.Add(new CallSite(location.Document, call, passed, called.ReducedFrom is not null));
                }
                else if (expression is not ExpressionSyntax group || !Endpoints.IsHandler(group, there, cancellation))
                {
                    return null;
                }
            }
        }

        return used ? new ServiceAccess.Parameter(document, function, NamesVisible(model, function.SpanStart), service, service.TypeSyntax(model.Compilation), calls.ToImmutable()) : null;
    }

    private async Task<SimpleNameSyntax?> NameAtAsync(ReferenceLocation location)
    {
        var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return root?.FindToken(location.Location.SourceSpan.Start).Parent as SimpleNameSyntax;
    }

    /// <summary>In the statements of Program.cs: the application, once it is built, has the services.</summary>
    private ServiceAccess? FromApplication(Document document, GlobalStatementSyntax statement, SemanticModel model)
    {
        if (service.Scoped || statement.Parent is not CompilationUnitSyntax unit)
        {
            return null;
        }

        foreach (var before in unit.Members.OfType<GlobalStatementSyntax>().TakeWhile(s => s != statement))
        {
            if (before.Statement is LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } &&
                model.GetDeclaredSymbol(variable, cancellation) is ILocalSymbol { Type: { Name: "WebApplication" } type } && type.FullName() == "Microsoft.AspNetCore.Builder.WebApplication")
            {
                return FromProvider($"{variable.Identifier.Text}.Services", document, model.Compilation);
            }
        }

        return null;
    }

    /// <summary>A parameter that is the service.</summary>
    private ServiceAccess? Among(ImmutableArray<IParameterSymbol> parameters, Document document, SemanticModel? model)
    {
        foreach (var parameter in parameters)
        {
            if (service.Is(parameter.Type) && parameter.RefKind == RefKind.None && parameter.Name.Length > 0)
            {
                return new ServiceAccess.Ready(SyntaxFactory.IdentifierName(parameter.Name), document);
            }
        }

        return null;
    }

    /// <summary>A parameter that leads to the container.</summary>
    private ServiceAccess? Provided(ImmutableArray<IParameterSymbol> parameters, Document document, SemanticModel model)
    {
        foreach (var parameter in parameters)
        {
            var path = parameter.Type.FullName() switch
            {
                "System.IServiceProvider" when !service.Scoped => parameter.Name,
                "Microsoft.AspNetCore.Http.HttpContext" => parameter.Name + ".RequestServices",
                "Microsoft.AspNetCore.Http.HttpRequest" or "Microsoft.AspNetCore.Http.HttpResponse" => parameter.Name + ".HttpContext.RequestServices",
                _ => null,
            };
            if (path is not null && parameter.NullableAnnotation != NullableAnnotation.Annotated && parameter.Name != "_")
            {
                return FromProvider(path, document, model.Compilation);
            }
        }

        return null;
    }

    private ServiceAccess FromProvider(string path, Document document, Compilation compilation)
    {
        var get = SyntaxFactory.GenericName(SyntaxFactory.Identifier("GetRequiredService"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(service.TypeSyntax(compilation))));
        return new ServiceAccess.Ready(
            SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.ParseExpression(path), get)),
            document,
            service.Namespace.Length > 0 ? ["Microsoft.Extensions.DependencyInjection", service.Namespace] : ["Microsoft.Extensions.DependencyInjection"]);
    }

    private ISymbol? MemberSymbol(SyntaxNode node, SemanticModel model) =>
        node is BaseFieldDeclarationSyntax field
            ? field.Declaration.Variables.Select(v => model.GetDeclaredSymbol(v, cancellation)).FirstOrDefault()
            : model.GetDeclaredSymbol(node, cancellation);

    private static PositionKind Place(SyntaxNode member, SyntaxNode position, bool deferred) =>
        member switch
        {
            ConstructorDeclarationSyntax constructor when !deferred || constructor.Initializer?.Span.Contains(position.Span) == true => new PositionKind(constructor, false),
            BaseFieldDeclarationSyntax => new PositionKind(null, true),
            PropertyDeclarationSyntax { Initializer: { } initializer } when initializer.Span.Contains(position.Span) => new PositionKind(null, true),
            _ => new PositionKind(null, false),
        };

    private static ImmutableArray<string> NamesVisible(SemanticModel model, int position) =>
        model.LookupSymbols(position).Where(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol).Select(s => s.Name).ToImmutableArray();

    /// <summary>What a place inside a class can see.</summary>
    /// <param name="Constructor">The constructor that runs there: fields may not be set yet, its parameter is used.</param>
    /// <param name="OnlyPrimary">An initializer: only parameters of a primary constructor are in scope.</param>
    private sealed record PositionKind(ConstructorDeclarationSyntax? Constructor, bool OnlyPrimary);
}
