using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// How long the instances of a type live, by the registrations of the compilation: found by name in the facts of the
/// trees, then verified by symbols. Answers for the implementation and for the service type alike.
/// </summary>
internal sealed class Lifetimes(RuleContext context)
{
    /// <summary>What a registration's name says of the lifetime; the first match counts.</summary>
    private static readonly (string Part, Lifetime Lifetime)[] ByName =
    [
        ("Singleton", Lifetime.Singleton),
        ("AddHostedService", Lifetime.Singleton),
        ("UseMiddleware", Lifetime.Singleton),
        ("SingleInstance", Lifetime.Singleton),
        ("Scoped", Lifetime.Scoped),
        ("InstancePer", Lifetime.Scoped),
        ("InRequestScope", Lifetime.Scoped),
        ("AddDbContext", Lifetime.Scoped),
        ("Transient", Lifetime.Transient),
        ("AddHttpClient", Lifetime.Transient),
    ];

    /// <summary>Marker interfaces by which conventions register.</summary>
    private static readonly Dictionary<string, Lifetime> ByMarker = new(StringComparer.Ordinal)
    {
        ["ISingletonDependency"] = Lifetime.Singleton,
        ["IScopedDependency"] = Lifetime.Scoped,
        ["ITransientDependency"] = Lifetime.Transient,
        ["IHostedService"] = Lifetime.Singleton,
    };

    private readonly ConcurrentDictionary<INamedTypeSymbol, Lifetime> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ClassDeclarationSyntax, bool> services = new();
    private readonly Lazy<Dictionary<string, List<(SyntaxTree Tree, WrittenCall Call)>>> registrations = new(() => Collect(context));

    /// <summary>The lifetime of a type.</summary>
    public Lifetime Of(INamedTypeSymbol? type) => type is null ? Lifetime.Unknown : known.GetOrAdd(type.OriginalDefinition, Find);

    /// <summary>Whether a registration mentions a type of that name: what is asked before there is a symbol.</summary>
    public bool AreGiven(string name) => registrations.Value.ContainsKey(name);

    /// <summary>Whether the class may have one instance for all requests, by its declaration: a registration names it or what it implements, it makes its instance itself, it is middleware, or others derive from it.</summary>
    public bool MayBeService(ClassDeclarationSyntax declaration) => services.GetOrAdd(declaration, FindService);

    private bool FindService(ClassDeclarationSyntax declaration) =>
        AreGiven(declaration.Identifier.ValueText) || declaration.Modifiers.Any(SyntaxKind.AbstractKeyword) ||
        declaration.BaseList?.Types.Any(t => t.Type.LastName() is { } listed && (AreGiven(listed.Identifier.ValueText) || listed.Identifier.ValueText == "ISingletonDependency")) == true ||
        declaration.ParameterList?.Parameters.Any(IsNextMiddleware) == true ||
        declaration.Members.Any(m => m is ConstructorDeclarationSyntax constructor && (constructor.Modifiers.Any(SyntaxKind.PrivateKeyword) || constructor.ParameterList.Parameters.Any(IsNextMiddleware)));

    private static bool IsNextMiddleware(ParameterSyntax parameter) => parameter.Type.LastName()?.Identifier.ValueText == "RequestDelegate";

    private Lifetime Find(INamedTypeSymbol type)
    {
        if (type.IsStatic || IsHeldBySelf(type))
        {
            return Lifetime.Static;
        }

        var found = Lifetime.Unknown;
        foreach (var implemented in type.AllInterfaces)
        {
            if (ByMarker.TryGetValue(implemented.Name, out var marked) && marked > found)
            {
                found = marked;
            }
        }

        if (found != Lifetime.Singleton && registrations.Value.TryGetValue(type.Name, out var calls))
        {
            foreach (var (tree, call) in calls)
            {
                if (found == Lifetime.Singleton)
                {
                    break;
                }

                var lifetime = Verify(type, tree, call.Span);
                found = lifetime > found ? lifetime : found;
            }
        }

        return found;
    }

    /// <summary>The singleton of the pattern book: a static field or property of the type itself that holds its instance.</summary>
    private static bool IsHeldBySelf(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors;
        return constructors.All(c => c.DeclaredAccessibility is Accessibility.Private && !c.IsImplicitlyDeclared) && !constructors.IsEmpty &&
            type.GetMembers().Count(m => m.IsStatic && !m.IsImplicitlyDeclared && SymbolEqualityComparer.Default.Equals(Unwrap((m as IFieldSymbol)?.Type ?? (m as IPropertySymbol)?.Type), type)) is > 0 and <= 2;

        static ITypeSymbol? Unwrap(ITypeSymbol? t) => t is INamedTypeSymbol { Name: "Lazy", TypeArguments: [var inner] } ? inner : t;
    }

    private static Dictionary<string, List<(SyntaxTree, WrittenCall)>> Collect(RuleContext context)
    {
        var found = new Dictionary<string, List<(SyntaxTree, WrittenCall)>>(StringComparer.Ordinal);
        foreach (var tree in context.Compilation.SyntaxTrees)
        {
            foreach (var call in context.FactsOf(tree).CallsNamed(Registers))
            {
                foreach (var type in call.Types)
                {
                    if (!found.TryGetValue(type, out var list))
                    {
                        found.Add(type, list = []);
                    }

                    list.Add((tree, call));
                }
            }
        }

        return found;
    }

    private static bool Registers(string name) =>
        name is "Singleton" or "KeyedSingleton" or "Scoped" or "KeyedScoped" or "Transient" or "KeyedTransient" or "Describe" or "Bind" or "To" or "For" or "Use" or "RegisterType" or "Register" or "RegisterSingleton" or "RegisterInstance" or "UseMiddleware" or "ServiceDescriptor" ||
        ((name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("TryAdd", StringComparison.Ordinal) || name.StartsWith("Register", StringComparison.Ordinal) || name.StartsWith("Replace", StringComparison.Ordinal)) &&
            ByName.Any(n => name.Contains(n.Part)));

    /// <summary>The lifetime that a written call gives the type, once its types are bound.</summary>
    private Lifetime Verify(INamedTypeSymbol type, SyntaxTree tree, TextSpan span)
    {
        if (tree.GetRoot(context.Cancellation).FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
        {
            return Lifetime.Unknown;
        }

        var model = context.Uses.ModelOf(tree);
        return MentionedTypes(call).Any(t => SymbolEqualityComparer.Default.Equals(Bind(t)?.OriginalDefinition, type)) ? LifetimeOf(call) : Lifetime.Unknown;

        // The name alone: with the call the compiler binds all of the registrations that are chained before it.
        ISymbol? Bind(TypeSyntax written) => model.GetSpeculativeSymbolInfo(written.SpanStart, written, SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol;
    }

    private static List<TypeSyntax> MentionedTypes(InvocationExpressionSyntax call)
    {
        var types = call.Expression.LastName() is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments.ToList() : [];
        foreach (var argument in call.ArgumentList.Arguments)
        {
            switch (argument.Expression)
            {
                case TypeOfExpressionSyntax typeOf:
                    types.Add(typeOf.Type);
                    break;
                case ObjectCreationExpressionSyntax { ArgumentList: { } described } descriptor when IsDescriptor(descriptor):
                    types.AddRange(described.Arguments.Select(a => (a.Expression as TypeOfExpressionSyntax)?.Type).OfType<TypeSyntax>());
                    break;
                case ObjectCreationExpressionSyntax creation:
                    types.Add(creation.Type);
                    break;
                case LambdaExpressionSyntax { ExpressionBody: ObjectCreationExpressionSyntax made }:
                    types.Add(made.Type);
                    break;
            }
        }

        return types;
    }

    /// <summary>By the call's own name, by a <c>ServiceLifetime</c> argument, or by what is chained behind it (<c>RegisterType&lt;T&gt;().SingleInstance()</c>).</summary>
    private static Lifetime LifetimeOf(InvocationExpressionSyntax call)
    {
        if (ByText(call.Expression.LastName()?.Identifier.ValueText) is var own and not Lifetime.Unknown)
        {
            return own;
        }

        var descriptors = call.ArgumentList.Arguments.Select(a => a.Expression).OfType<ObjectCreationExpressionSyntax>().Where(IsDescriptor);
        foreach (var argument in call.ArgumentList.Arguments.Concat(descriptors.SelectMany(d => d.ArgumentList?.Arguments ?? default)))
        {
            if (argument.Expression is MemberAccessExpressionSyntax { Expression: var left, Name.Identifier.ValueText: var value } && left.ToString().EndsWith("ServiceLifetime", StringComparison.Ordinal))
            {
                return ByText(value);
            }
        }

        for (SyntaxNode node = call; node.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access && access.Expression == node; node = outer)
        {
            if (ByText(access.Name.Identifier.ValueText) is var chained and not Lifetime.Unknown)
            {
                return chained;
            }
        }

        return Lifetime.Unknown;
    }

    private static bool IsDescriptor(ObjectCreationExpressionSyntax creation) => creation.Type.ToString().EndsWith("ServiceDescriptor", StringComparison.Ordinal);

    private static Lifetime ByText(string? name) => name is null ? Lifetime.Unknown : ByName.FirstOrDefault(n => name.Contains(n.Part)).Lifetime;
}
