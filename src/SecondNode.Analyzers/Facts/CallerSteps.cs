using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts;

/// <summary>One step from a member to who runs it: a phase that is known, or another member to ask.</summary>
internal readonly record struct CallerStep(ExecutionPhase Phase, ISymbol? Next);

/// <summary>Finds who runs a place or calls a member directly.</summary>
internal sealed class CallerSteps(RuleContext context)
{
    /// <summary>A name that is written more often than this is not worth binding everywhere.</summary>
    private const int MaxNamedPlaces = 100;

    private static readonly CallerStep Nobody = new(ExecutionPhase.None, null);

    private readonly ExecutionRoles roles = new(context);

    /// <summary>The definition, the property of an accessor, the extension method behind its reduced form.</summary>
    public static ISymbol Normalize(ISymbol member) =>
        (member is IMethodSymbol { AssociatedSymbol: { } property } ? property : member is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : member).OriginalDefinition;

    /// <summary>Who calls the member.</summary>
    public ImmutableArray<CallerStep> Of(ISymbol member)
    {
        var found = new HashSet<CallerStep>();
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor:
                AddConstructions(constructor, found);
                break;
            case IMethodSymbol { MethodKind: MethodKind.LocalFunction } local:
                AddLocalUses(local, found);
                break;
            default:
                AddCallers(member, found);
                break;
        }

        found.Remove(Nobody);
        return found.ToImmutableArray();
    }

    /// <summary>Who runs a place: the framework that runs the lambda around it, or the member that it is in.</summary>
    public CallerStep At(SyntaxNode node, SemanticModel model)
    {
        for (var current = node; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case AnonymousFunctionExpressionSyntax lambda when OfDelegate(lambda, model) is var phase and not ExecutionPhase.None:
                    return new CallerStep(phase, null);
                case LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax } local when model.GetDeclaredSymbol(local, context.Cancellation) is IMethodSymbol symbol:
                    return roles.ByParameters(symbol) is var own and not ExecutionPhase.None ? new CallerStep(own, null) : new CallerStep(ExecutionPhase.None, symbol);
                case MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax or DelegateDeclarationSyntax):
                    return OfDeclaration(current, node, model);
                case BaseTypeDeclarationSyntax:
                    return Nobody;
                case GlobalStatementSyntax:
                    return new CallerStep(ExecutionPhase.Startup, null);
            }
        }

        return Nobody;
    }

    private CallerStep OfDeclaration(SyntaxNode declaration, SyntaxNode node, SemanticModel model)
    {
        if (declaration is BaseFieldDeclarationSyntax field)
        {
            return OfInitializer(field.Modifiers.Any(SyntaxKind.StaticKeyword), node, model, declaration);
        }

        if (declaration is PropertyDeclarationSyntax { Initializer: { } initializer } property && initializer.Span.Contains(node.Span))
        {
            return OfInitializer(property.Modifiers.Any(SyntaxKind.StaticKeyword), node, model, declaration);
        }

        return model.GetDeclaredSymbol(declaration, context.Cancellation) is { } member ? new CallerStep(ExecutionPhase.None, Normalize(member)) : Nobody;
    }

    private CallerStep OfInitializer(bool isStatic, SyntaxNode node, SemanticModel model, SyntaxNode declaration)
    {
        // A delegate that a field holds runs when the field is called, which only Lazy's own factory makes an initialization.
        var lambda = node.AncestorsAndSelf().TakeWhile(n => n != declaration).OfType<AnonymousFunctionExpressionSyntax>().LastOrDefault();
        if (lambda is not null && !(lambda.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax made } && model.GetTypeInfo(made, context.Cancellation).Type is { Name: "Lazy" }))
        {
            return new CallerStep(ExecutionPhase.Unknown, null);
        }

        if (isStatic)
        {
            return new CallerStep(ExecutionPhase.StaticInitializer, null);
        }

        return declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && model.GetDeclaredSymbol(type, context.Cancellation) is INamedTypeSymbol { InstanceConstructors: [var constructor, ..] }
            ? new CallerStep(ExecutionPhase.None, constructor)
            : Nobody;
    }

    /// <summary>A lambda runs when whoever it is passed to runs it; where that is no known framework, when its surroundings run.</summary>
    private ExecutionPhase OfDelegate(AnonymousFunctionExpressionSyntax lambda, SemanticModel model) =>
        model.GetSymbolInfo(lambda, context.Cancellation).Symbol is IMethodSymbol method && roles.ByParameters(method) == ExecutionPhase.Request
            ? ExecutionPhase.Request
            : OfDelegateUse(lambda, model);

    private ExecutionPhase OfDelegateUse(ExpressionSyntax value, SemanticModel model)
    {
        switch (value.Parent)
        {
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } when model.GetSymbolInfo(call, context.Cancellation) is var info && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol target:
                return OfReceiver(target, (call.Expression as MemberAccessExpressionSyntax)?.Expression, model);
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Right == value:
                // Whoever raises the event or calls the delegate runs it.
                return model.GetTypeInfo(assignment.Left, context.Cancellation).Type is { Name: "ElapsedEventHandler" } ? ExecutionPhase.Background
                    : model.GetSymbolInfo(assignment.Left, context.Cancellation).Symbol is ILocalSymbol ? ExecutionPhase.None
                    : ExecutionPhase.Unknown;
            case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax { Parent: AssignmentExpressionSyntax } made } when model.GetTypeInfo(made, context.Cancellation).Type is { TypeKind: TypeKind.Delegate }:
                return OfDelegateUse(made, model);
            case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax made } when model.GetTypeInfo(made, context.Cancellation).Type is { } type:
                return type.Name is "Timer" or "PeriodicTimer" ? ExecutionPhase.Background : ExecutionPhase.None;
            default:
                return ExecutionPhase.None;
        }
    }

    private ExecutionPhase OfReceiver(IMethodSymbol target, ExpressionSyntax? receiver, SemanticModel model)
    {
        var type = receiver is null ? null : model.GetTypeInfo(receiver, context.Cancellation).Type;
        if (ExecutionRoles.IsStartupObject(type) || (target.IsExtensionMethod && (target.ReducedFrom ?? target).Parameters is [{ Type: var extended }, ..] && ExecutionRoles.IsStartupObject(extended)))
        {
            var name = target.Name;
            return name.Contains("Scoped") || name.Contains("Transient") ? ExecutionPhase.Service
                : (name == "Run" || name.StartsWith("Map", StringComparison.Ordinal)) && target.Parameters.Any(p => p.Type.Name is "Delegate" or "RequestDelegate") ? ExecutionPhase.Request
                : ExecutionPhase.Startup;
        }

        var ns = target.ContainingNamespace?.ToDisplayString() ?? "";
        return ns.StartsWith("Hangfire", StringComparison.Ordinal) || (ns == "Microsoft.Extensions.Primitives" && target.Name == "OnChange") ? ExecutionPhase.Background : ExecutionPhase.None;
    }

    /// <summary>A function declared among top-level statements: start-up calls it, or an endpoint is mapped to it.</summary>
    private void AddLocalUses(IMethodSymbol symbol, HashSet<CallerStep> found)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            var model = context.Uses.ModelOf(reference.SyntaxTree);
            foreach (var name in reference.SyntaxTree.GetRoot(context.Cancellation).DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText == symbol.Name && model.GetSymbolInfo(name, context.Cancellation) is var info && SymbolEqualityComparer.Default.Equals(info.Symbol ?? info.CandidateSymbols.FirstOrDefault(), symbol))
                {
                    found.Add(AtUse(name, model));
                }
            }
        }
    }

    private void AddConstructions(IMethodSymbol constructor, HashSet<CallerStep> found)
    {
        var type = constructor.ContainingType;
        switch (context.Lifetimes.Of(type))
        {
            case Lifetime.Singleton or Lifetime.Static:
                found.Add(new CallerStep(ExecutionPhase.Startup, null));
                return;
            case Lifetime.Scoped or Lifetime.Transient:
                found.Add(new CallerStep(ExecutionPhase.Service, null));
                return;
        }

        if (!type.IsAbstract)
        {
            AddCreations(type, found);
        }

        // Whoever makes an object of a derived class runs the constructor of its base class.
        foreach (var derived in context.Implementations.Related(type, []))
        {
            if (derived.InstanceConstructors.FirstOrDefault() is { } inherited)
            {
                found.Add(new CallerStep(ExecutionPhase.None, inherited.OriginalDefinition));
            }
        }
    }

    /// <summary>Where objects of the type are made.</summary>
    private void AddCreations(INamedTypeSymbol type, HashSet<CallerStep> found)
    {
        var (uses, complete) = context.Uses.Of(type, MaxNamedPlaces);
        if (!complete)
        {
            found.Add(new CallerStep(ExecutionPhase.Unknown, null));
        }

        foreach (var use in uses)
        {
            SyntaxNode name = use.Name;
            while (name.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
            {
                name = name.Parent;
            }

            if (name.Parent is ObjectCreationExpressionSyntax)
            {
                found.Add(At(name.Parent, use.Model));
            }
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            var model = context.Uses.ModelOf(reference.SyntaxTree);
            foreach (var made in reference.GetSyntax(context.Cancellation).DescendantNodes().OfType<ImplicitObjectCreationExpressionSyntax>())
            {
                if (SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(made, context.Cancellation).Type?.OriginalDefinition, type.OriginalDefinition))
                {
                    found.Add(At(made, model));
                }
            }
        }
    }

    private void AddCallers(ISymbol member, HashSet<CallerStep> found)
    {
        foreach (var target in CalledAs(member))
        {
            if (!target.IsInSource(context.Compilation))
            {
                // The framework calls what overrides or implements its members; which ones matter, the roles know.
                if (target.ContainingType?.SpecialType != SpecialType.System_Object && target.Name is not ("Dispose" or "DisposeAsync"))
                {
                    found.Add(new CallerStep(ExecutionPhase.Unknown, null));
                }

                continue;
            }

            // The first caller that serves requests answers the question: the others are not worth binding.
            var served = false;
            var complete = context.Uses.Visit(target, MaxNamedPlaces, use =>
            {
                var step = AtUse(use.Name, use.Model);
                found.Add(step);
                served = step.Phase.ServesRequests() || (step.Next is { } next && roles.Of(next).ServesRequests());
                return !served;
            });
            if (served)
            {
                return;
            }

            if (!complete)
            {
                found.Add(new CallerStep(ExecutionPhase.Unknown, null));
            }
        }
    }

    /// <summary>A call runs the member when the calling place runs; a method group when the delegate's receiver runs it.</summary>
    private CallerStep AtUse(SimpleNameSyntax name, SemanticModel model)
    {
        ExpressionSyntax expression = name;
        while (expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression)
        {
            expression = access;
        }

        if (expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } })
        {
            return Nobody;
        }

        // A method group that becomes a delegate has candidates instead of a symbol.
        if (expression.Parent is ArgumentSyntax or AssignmentExpressionSyntax &&
            model.GetSymbolInfo(name, context.Cancellation) is var info && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol &&
            OfDelegateUse(expression, model) is var phase and not ExecutionPhase.None)
        {
            return new CallerStep(phase, null);
        }

        return At(name, model);
    }

    /// <summary>The member itself, what it overrides, and the interface members that it implements: it is called by any of those names.</summary>
    private static IEnumerable<ISymbol> CalledAs(ISymbol member)
    {
        yield return member;
        for (var overridden = OverriddenBy(member); overridden is not null; overridden = OverriddenBy(overridden))
        {
            yield return overridden.OriginalDefinition;
        }

        foreach (var implemented in member.ImplementedInterfaceMembers())
        {
            yield return implemented;
        }
    }

    private static ISymbol? OverriddenBy(ISymbol member) =>
        member switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => null,
        };
}
