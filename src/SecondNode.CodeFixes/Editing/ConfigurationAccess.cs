using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Finds an expression for the application's configuration that code at a given place can use.</summary>
internal static class ConfigurationAccess
{
    private const string Configuration = "Microsoft.Extensions.Configuration.IConfiguration";

    /// <summary>
    /// The expression (<c>builder.Configuration</c>, <c>configuration</c>, <c>_configuration</c>, <c>context.Configuration</c>),
    /// or null where nothing in scope leads to the configuration. It may be used inside a lambda written at that place.
    /// </summary>
    /// <param name="model">The model of the file.</param>
    /// <param name="near">The statement or call that the new code replaces or stands before.</param>
    public static string? Find(SemanticModel model, SyntaxNode near, CancellationToken cancellation)
    {
        if (model.Compilation.GetTypesByMetadataName(Configuration).FirstOrDefault() is not { } type)
        {
            return null;
        }

        var position = near.SpanStart;
        foreach (var candidate in Candidates(model, near, type, cancellation))
        {
            var expression = SyntaxFactory.ParseExpression(candidate);
            if (IsConfiguration(model.GetSpeculativeTypeInfo(position, expression, SpeculativeBindingOption.BindAsExpression).Type, type) &&
                model.GetSpeculativeSymbolInfo(position, expression, SpeculativeBindingOption.BindAsExpression).Symbol is not null and not ITypeSymbol)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>
    /// As <see cref="Find"/>; where nothing in scope leads to the configuration, the class around takes it through its
    /// constructor (a <c>Startup</c> without one), or the static helper from its callers: that is written into the edits.
    /// </summary>
    public static async Task<string?> FindAsync(SolutionEdits edits, Document document, SemanticModel model, SyntaxNode near, CancellationToken cancellation)
    {
        if (Find(model, near, cancellation) is { } found)
        {
            return found;
        }

        var access = await ConstructorInjection.FindAsync(document, near, Service.Of(Configuration, "configuration"), cancellation).ConfigureAwait(false);
        return access is null ? null : (await access.ApplyAsync(edits, cancellation).ConfigureAwait(false)).ToString();
    }

    /// <summary>Whether the service is the configuration.</summary>
    public static bool IsFor(Service service) => service.Key == "global::" + Configuration;

    private static IEnumerable<string> Candidates(SemanticModel model, SyntaxNode near, INamedTypeSymbol type, CancellationToken cancellation)
    {
        // What stands beside the services of the call itself: builder.Services.AddX() has builder.Configuration.
        var receivers = near.AncestorsAndSelf().TakeWhile(n => n is not (StatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax)).Concat([near])
            .SelectMany(n => n.DescendantNodesAndSelf(d => d is not AnonymousFunctionExpressionSyntax)).OfType<MemberAccessExpressionSyntax>()
            .Where(m => m.Name.Identifier.ValueText == "Services" && m.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax);
        foreach (var receiver in receivers)
        {
            yield return receiver.Expression.WithoutTrivia() + ".Configuration";
        }

        var position = near.SpanStart;
        var barrier = StaticFunctionAround(near);
        var enclosing = model.GetEnclosingSymbol(position, cancellation);
        var symbols = model.LookupSymbols(position).Where(s => IsUsable(s, position, barrier, cancellation) && !NeedsOtherInstance(s, enclosing)).ToList();
        foreach (var direct in symbols.Where(s => IsConfiguration(TypeOf(s), type)).OrderBy(Rank).ThenBy(s => s.Name, StringComparer.Ordinal))
        {
            yield return Escape(direct.Name);
        }

        foreach (var holder in symbols.Where(s => HasConfiguration(TypeOf(s), type)).OrderBy(Rank).ThenBy(s => s.Name, StringComparer.Ordinal))
        {
            yield return Escape(holder.Name) + ".Configuration";
        }
    }

    /// <summary>Parameters and locals before members; the usual name of a member before others.</summary>
    private static int Rank(ISymbol symbol) =>
        symbol switch
        {
            IParameterSymbol => 0,
            ILocalSymbol => 1,
            IPropertySymbol => 2,
            _ => 3,
        };

    private static bool IsUsable(ISymbol symbol, int position, SyntaxNode? barrier, CancellationToken cancellation)
    {
        switch (symbol)
        {
            case ILocalSymbol local:
                var declaration = local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
                return !local.IsRef && declaration is VariableDeclaratorSyntax { Initializer: not null } && declaration.Span.End <= position && IsInside(declaration, barrier);
            case IParameterSymbol parameter:
                return parameter.RefKind == RefKind.None && (barrier is null || parameter.DeclaringSyntaxReferences.All(r => IsInside(r.GetSyntax(cancellation), barrier)));
            case IFieldSymbol or IPropertySymbol:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether the symbol belongs to an instance that static code, or code of a nested type, does not have.</summary>
    private static bool NeedsOtherInstance(ISymbol symbol, ISymbol? enclosing)
    {
        var ofInstance = symbol is IFieldSymbol or IPropertySymbol ? !symbol.IsStatic : symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } };
        if (!ofInstance)
        {
            return false;
        }

        for (; enclosing is not (null or INamedTypeSymbol); enclosing = enclosing.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(enclosing, symbol.ContainingSymbol))
            {
                return false;
            }

            if (enclosing.IsStatic)
            {
                return true;
            }
        }

        return enclosing is not INamedTypeSymbol type || !type.IsOrInherits(symbol.ContainingType);
    }

    /// <summary>A static local function or lambda cannot capture what is around it.</summary>
    private static SyntaxNode? StaticFunctionAround(SyntaxNode near) =>
        near.Ancestors().FirstOrDefault(n =>
            n is LocalFunctionStatementSyntax function ? function.Modifiers.Any(SyntaxKind.StaticKeyword) :
            n is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword));

    private static bool IsInside(SyntaxNode node, SyntaxNode? barrier) => barrier is null || barrier.Span.Contains(node.Span);

    private static ITypeSymbol? TypeOf(ISymbol symbol) =>
        symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol { IsIndexer: false, GetMethod: not null } property => property.Type,
            _ => null,
        };

    private static bool IsConfiguration(ITypeSymbol? type, INamedTypeSymbol configuration) =>
        type is not null && type.TypeKind != TypeKind.Error &&
        (SymbolEqualityComparer.Default.Equals(type, configuration) || type.AllInterfaces.Contains(configuration, SymbolEqualityComparer.Default)) &&
        // A section is one part of the configuration: connection strings are not below it.
        type.Name != "IConfigurationSection";

    /// <summary>A builder, an application or a host context: what ASP.NET Core hands to start-up code.</summary>
    private static bool HasConfiguration(ITypeSymbol? type, INamedTypeSymbol configuration)
    {
        if (type is null || type.TypeKind == TypeKind.Error)
        {
            return false;
        }

        foreach (var candidate in type.AllInterfaces.Cast<ITypeSymbol>().Prepend(type))
        {
            for (ITypeSymbol? current = candidate; current is not null; current = current.BaseType)
            {
                foreach (var member in current.GetMembers("Configuration"))
                {
                    if (member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false } property && IsConfiguration(property.Type, configuration))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
