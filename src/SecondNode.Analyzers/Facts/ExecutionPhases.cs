using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// Who runs a member: by what the frameworks run (<see cref="ExecutionRoles"/>), else by its callers in the compilation,
/// a bounded number of steps back.
/// </summary>
internal sealed class ExecutionPhases(RuleContext context)
{
    private const int MaxDepth = 4;
    private const int MaxMembers = 64;
    private const int MaxNamedPlaces = 400;

    private readonly ConcurrentDictionary<ISymbol, ExecutionPhase> known = new(SymbolEqualityComparer.Default);
    private readonly ExecutionRoles roles = new(context);

    /// <summary>The phases of a method, property, constructor or field initializer.</summary>
    public ExecutionPhase Of(ISymbol member)
    {
        member = Normalize(member);
        if (!known.TryGetValue(member, out var phase))
        {
            phase = new Search(this).Of(member, 0);
            known.TryAdd(member, phase);
        }

        return phase;
    }

    /// <summary>The phases of a place in a file: of the lambda that it is in where the lambda is run by a framework, else of its member.</summary>
    public ExecutionPhase At(SyntaxNode node, SemanticModel model) => new Search(this).At(node, model, 0);

    private static ISymbol Normalize(ISymbol member) =>
        (member is IMethodSymbol { AssociatedSymbol: { } property } ? property : member is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : member).OriginalDefinition;

    /// <summary>One question: what it has visited, so that recursion in the analyzed code ends.</summary>
    private sealed class Search(ExecutionPhases owner)
    {
        private readonly HashSet<ISymbol> visited = new(SymbolEqualityComparer.Default);
        private readonly RuleContext context = owner.Context;

        public ExecutionPhase Of(ISymbol member, int depth)
        {
            member = Normalize(member);
            if (owner.known.TryGetValue(member, out var phase))
            {
                return phase;
            }

            if (!visited.Add(member))
            {
                return ExecutionPhase.None;
            }

            var own = owner.roles.Of(member);
            if (own != ExecutionPhase.None)
            {
                return own;
            }

            if (depth >= MaxDepth || visited.Count > MaxMembers)
            {
                return ExecutionPhase.Unknown;
            }

            var found = member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor ? OfConstructor(constructor, depth) : ByCallers(member, depth);
            return found == ExecutionPhase.None && IsService(member) ? ExecutionPhase.Service : found;
        }

        public ExecutionPhase At(SyntaxNode node, SemanticModel model, int depth)
        {
            for (var current = node; current is not null; current = current.Parent)
            {
                switch (current)
                {
                    case AnonymousFunctionExpressionSyntax lambda when OfDelegate(lambda, model) is var phase and not ExecutionPhase.None:
                        return phase;
                    case LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax } local when model.GetDeclaredSymbol(local, context.Cancellation) is IMethodSymbol symbol:
                        return OfLocalFunction(symbol, local, model, depth);
                    case MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax or DelegateDeclarationSyntax):
                        return OfDeclaration(current, node, model, depth);
                    case BaseTypeDeclarationSyntax:
                        return ExecutionPhase.None;
                    case GlobalStatementSyntax:
                        return ExecutionPhase.Startup;
                }
            }

            return ExecutionPhase.None;
        }

        private ExecutionPhase OfDeclaration(SyntaxNode declaration, SyntaxNode node, SemanticModel model, int depth)
        {
            if (declaration is FieldDeclarationSyntax or EventFieldDeclarationSyntax)
            {
                return OfInitializer(((BaseFieldDeclarationSyntax)declaration).Modifiers.Any(SyntaxKind.StaticKeyword), node, model, declaration, depth);
            }

            if (declaration is PropertyDeclarationSyntax { Initializer: { } initializer } property && initializer.Span.Contains(node.Span))
            {
                return OfInitializer(property.Modifiers.Any(SyntaxKind.StaticKeyword), node, model, declaration, depth);
            }

            return model.GetDeclaredSymbol(declaration, context.Cancellation) is { } member ? Of(member, depth) : ExecutionPhase.None;
        }

        private ExecutionPhase OfInitializer(bool isStatic, SyntaxNode node, SemanticModel model, SyntaxNode declaration, int depth)
        {
            // A delegate that a field holds runs when the field is called, which only Lazy's own factory makes an initialization.
            var lambda = node.AncestorsAndSelf().TakeWhile(n => n != declaration).OfType<AnonymousFunctionExpressionSyntax>().LastOrDefault();
            if (lambda is not null && !(lambda.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax made } && model.GetTypeInfo(made, context.Cancellation).Type is { Name: "Lazy" }))
            {
                return ExecutionPhase.Unknown;
            }

            if (isStatic)
            {
                return ExecutionPhase.StaticInitializer;
            }

            return declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && model.GetDeclaredSymbol(type, context.Cancellation) is INamedTypeSymbol { InstanceConstructors: [var constructor, ..] }
                ? Of(constructor, depth)
                : ExecutionPhase.None;
        }

        /// <summary>A lambda runs when whoever it is passed to runs it; where that is no known framework, when its surroundings run.</summary>
        private ExecutionPhase OfDelegate(AnonymousFunctionExpressionSyntax lambda, SemanticModel model)
        {
            if (model.GetSymbolInfo(lambda, context.Cancellation).Symbol is IMethodSymbol method && owner.roles.ByParameters(method) == ExecutionPhase.Request)
            {
                return ExecutionPhase.Request;
            }

            return OfDelegateUse(lambda, model);
        }

        private ExecutionPhase OfDelegateUse(ExpressionSyntax value, SemanticModel model)
        {
            switch (value.Parent)
            {
                case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } when model.GetSymbolInfo(call, context.Cancellation) is var info && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol target:
                    return OfReceiver(target, (call.Expression as MemberAccessExpressionSyntax)?.Expression, model);
                case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax made } when model.GetTypeInfo(made, context.Cancellation).Type is { } type:
                    return type.Name is "Timer" or "PeriodicTimer" ? ExecutionPhase.Background : ExecutionPhase.None;
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment when model.GetTypeInfo(assignment.Left, context.Cancellation).Type is { Name: "ElapsedEventHandler" }:
                    return ExecutionPhase.Background;
                default:
                    return ExecutionPhase.None;
            }
        }

        private ExecutionPhase OfReceiver(IMethodSymbol target, ExpressionSyntax? receiver, SemanticModel model)
        {
            var type = receiver is null ? null : model.GetTypeInfo(receiver, context.Cancellation).Type;
            var ns = target.ContainingNamespace?.ToDisplayString() ?? "";
            if (ExecutionRoles.IsStartupObject(type) || (target.Parameters.Length > 0 && target.IsExtensionMethod && ExecutionRoles.IsStartupObject((target.ReducedFrom ?? target).Parameters[0].Type)))
            {
                var name = target.Name;
                return name.Contains("Scoped") || name.Contains("Transient") ? ExecutionPhase.Service
                    : (name == "Run" || name.StartsWith("Map", StringComparison.Ordinal)) && target.Parameters.Any(p => p.Type.Name is "Delegate" or "RequestDelegate") ? ExecutionPhase.Request
                    : ExecutionPhase.Startup;
            }

            return ns.StartsWith("Hangfire", StringComparison.Ordinal) || (ns == "Microsoft.Extensions.Primitives" && target.Name == "OnChange") ? ExecutionPhase.Background : ExecutionPhase.None;
        }

        /// <summary>A function declared among top-level statements: start-up calls it, or an endpoint is mapped to it.</summary>
        private ExecutionPhase OfLocalFunction(IMethodSymbol symbol, LocalFunctionStatementSyntax declaration, SemanticModel model, int depth)
        {
            if (owner.roles.ByParameters(symbol) is var own and not ExecutionPhase.None)
            {
                return own;
            }

            if (depth >= MaxDepth || !visited.Add(symbol))
            {
                return ExecutionPhase.None;
            }

            var phase = ExecutionPhase.None;
            foreach (var name in declaration.SyntaxTree.GetRoot(context.Cancellation).DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == symbol.Name))
            {
                if (model.GetSymbolInfo(name, context.Cancellation) is var info && SymbolEqualityComparer.Default.Equals(info.Symbol ?? info.CandidateSymbols.FirstOrDefault(), symbol))
                {
                    phase |= AtUse(name, model, depth + 1);
                }
            }

            return phase;
        }

        private ExecutionPhase OfConstructor(IMethodSymbol constructor, int depth)
        {
            switch (context.Lifetimes.Of(constructor.ContainingType))
            {
                case Lifetime.Singleton or Lifetime.Static:
                    return ExecutionPhase.Startup;
                case Lifetime.Scoped or Lifetime.Transient:
                    return ExecutionPhase.Service;
            }

            var type = constructor.ContainingType;
            var (uses, complete) = context.Uses.Of(type, MaxNamedPlaces);
            var phase = complete ? ExecutionPhase.None : ExecutionPhase.Unknown;
            foreach (var use in uses)
            {
                SyntaxNode name = use.Name;
                while (name.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
                {
                    name = name.Parent;
                }

                if (name.Parent is ObjectCreationExpressionSyntax)
                {
                    phase |= At(name.Parent, use.Model, depth + 1);
                }
            }

            foreach (var reference in type.DeclaringSyntaxReferences)
            {
                var model = context.Uses.ModelOf(reference.SyntaxTree);
                foreach (var made in reference.GetSyntax(context.Cancellation).DescendantNodes().OfType<ImplicitObjectCreationExpressionSyntax>())
                {
                    if (SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(made, context.Cancellation).Type?.OriginalDefinition, type.OriginalDefinition))
                    {
                        phase |= At(made, model, depth + 1);
                    }
                }
            }

            return phase;
        }

        private ExecutionPhase ByCallers(ISymbol member, int depth)
        {
            var phase = ExecutionPhase.None;
            foreach (var target in CalledAs(member))
            {
                if (!target.IsInSource())
                {
                    // The framework calls what overrides or implements its members; which ones matter, the roles know.
                    phase |= target.ContainingType?.SpecialType == SpecialType.System_Object || target.Name is "Dispose" or "DisposeAsync" ? ExecutionPhase.None : ExecutionPhase.Unknown;
                    continue;
                }

                if (!SymbolEqualityComparer.Default.Equals(target, member) && !visited.Add(target))
                {
                    continue;
                }

                var (uses, complete) = context.Uses.Of(target, MaxNamedPlaces);
                phase |= complete ? ExecutionPhase.None : ExecutionPhase.Unknown;
                foreach (var use in uses)
                {
                    phase |= AtUse(use.Name, use.Model, depth + 1);
                    if (visited.Count > MaxMembers)
                    {
                        return phase | ExecutionPhase.Unknown;
                    }
                }
            }

            return phase;
        }

        /// <summary>A call runs the member when the calling place runs; a method group when the delegate's receiver runs it.</summary>
        private ExecutionPhase AtUse(SimpleNameSyntax name, SemanticModel model, int depth)
        {
            ExpressionSyntax expression = name;
            while (expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression)
            {
                expression = access;
            }

            if (expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } })
            {
                return ExecutionPhase.None;
            }

            // A method group that becomes a delegate has candidates instead of a symbol.
            if (expression.Parent is ArgumentSyntax or AssignmentExpressionSyntax &&
                model.GetSymbolInfo(name, context.Cancellation) is var info && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol &&
                OfDelegateUse(expression, model) is var phase and not ExecutionPhase.None)
            {
                return phase;
            }

            return At(name, model, depth);
        }

        /// <summary>The member itself, what it overrides, and the interface members that it implements: it is called by any of those names.</summary>
        private static IEnumerable<ISymbol> CalledAs(ISymbol member)
        {
            yield return member;
            for (var overridden = OverriddenBy(member); overridden is not null; overridden = OverriddenBy(overridden))
            {
                yield return overridden.OriginalDefinition;
            }

            if (member.IsStatic || member.ContainingType is not { } type)
            {
                yield break;
            }

            foreach (var implemented in type.AllInterfaces)
            {
                foreach (var candidate in implemented.GetMembers())
                {
                    if ((candidate.Name == member.Name || member.Name.EndsWith("." + candidate.Name, StringComparison.Ordinal)) && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate)?.OriginalDefinition, member))
                    {
                        yield return candidate.OriginalDefinition;
                    }
                }
            }
        }

        private static ISymbol? OverriddenBy(ISymbol member) =>
            member switch
            {
                IMethodSymbol method => method.OverriddenMethod,
                IPropertySymbol property => property.OverriddenProperty,
                _ => null,
            };

        /// <summary>Whether an uncalled member belongs to a service: a registered type, or one named after the interface that it implements.</summary>
        private bool IsService(ISymbol member) =>
            !member.IsStatic && member.DeclaredAccessibility != Accessibility.Private && member.ContainingType is { TypeKind: TypeKind.Class } type &&
            (context.Lifetimes.Of(type) is Lifetime.Transient or Lifetime.Scoped or Lifetime.Singleton || type.AllInterfaces.Any(i => i.Name == "I" + type.Name || context.Lifetimes.Of(i) is not Lifetime.Unknown));
    }

    private RuleContext Context => context;
}
