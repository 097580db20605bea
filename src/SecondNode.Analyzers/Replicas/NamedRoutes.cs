using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The names of routes: of attributes (<c>[HttpGet(Name = "order")]</c>), of endpoints (<c>WithName</c>), and of conventional routes that have one action.</summary>
internal sealed class NamedRoutes(RuleContext context)
{
    private static readonly int[] Words = [WordIndex.HashOf("Name"), WordIndex.HashOf("WithName"), WordIndex.HashOf("MapControllerRoute"), WordIndex.HashOf("MapRoute")];

    private readonly Lazy<ILookup<string, NamedRoute>> all = new(() => Find(context).ToLookup(r => r.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>What has the name; null where nothing or more than one thing has.</summary>
    public NamedRoute? At(string name) => all.Value[name].Take(2).ToList() is [var only] ? only : null;

    private static IEnumerable<NamedRoute> Find(RuleContext context)
    {
        foreach (var facts in context.AllFacts)
        {
            if (!facts.MayMentionAny(Words))
            {
                continue;
            }

            var model = context.Uses.ModelOf(facts.Tree);
            foreach (var node in facts.Tree.GetRoot(context.Cancellation).DescendantNodes())
            {
                if (OfAttribute(node, model) is { } attributed)
                {
                    yield return attributed;
                }
                else if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } } call)
                {
                    var route = called switch { "WithName" => OfEndpoint(call, model), "MapControllerRoute" or "MapRoute" => OfConvention(call, model), _ => null };
                    if (route is { } found)
                    {
                        yield return found;
                    }
                }
            }
        }
    }

    private static NamedRoute? OfAttribute(SyntaxNode node, SemanticModel model) =>
        node is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments, Parent.Parent: MethodDeclarationSyntax action } attribute && attribute.Name.ToString() is var kind &&
        (kind.EndsWith("HttpGet", StringComparison.Ordinal) || kind.EndsWith("Route", StringComparison.Ordinal) || kind.EndsWith("HttpGetAttribute", StringComparison.Ordinal) || kind.EndsWith("RouteAttribute", StringComparison.Ordinal)) &&
        arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == "Name") is { } named && Text(named.Expression, model) is { } name && model.GetDeclaredSymbol(action) is { } method
            ? new NamedRoute(name, new RedirectTarget(method.OriginalDefinition, null))
            : null;

    /// <summary><c>MapGet(…).WithName("order")</c>, with other calls between.</summary>
    private static NamedRoute? OfEndpoint(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (call.ArgumentList.Arguments is not [var argument] || Text(argument.Expression, model) is not { } name)
        {
            return null;
        }

        for (var current = call; current.Expression is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax inner }; current = inner)
        {
            if (inner is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MapGet" }, ArgumentList.Arguments: [_, var handler, ..] })
            {
                return handler.Expression is AnonymousFunctionExpressionSyntax lambda ? new NamedRoute(name, new RedirectTarget(null, lambda))
                    : model.GetSymbolInfo(handler.Expression).Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method ? new NamedRoute(name, new RedirectTarget(method.OriginalDefinition, null))
                    : null;
            }
        }

        return null;
    }

    /// <summary>A conventional route whose pattern leaves no choice of controller and action.</summary>
    private static NamedRoute? OfConvention(InvocationExpressionSyntax call, SemanticModel model)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count < 3 || Text(arguments[0].Expression, model) is not { } name || Text(arguments[1].Expression, model) is not { } pattern ||
            pattern.IndexOf("{action", StringComparison.OrdinalIgnoreCase) >= 0 || pattern.IndexOf("{controller", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            return null;
        }

        var defaults = arguments.Select(a => a.Expression).OfType<AnonymousObjectCreationExpressionSyntax>().FirstOrDefault();
        return Default("controller") is { } controller && Default("action") is { } action ? new NamedRoute(name, default, controller, action) : null;

        string? Default(string key) =>
            defaults?.Initializers.FirstOrDefault(i => string.Equals(i.NameEquals?.Name.Identifier.ValueText, key, StringComparison.OrdinalIgnoreCase)) is { } given ? Text(given.Expression, model) : null;
    }

    private static string? Text(ExpressionSyntax expression, SemanticModel model) => model.GetConstantValue(expression) is { HasValue: true, Value: string { Length: > 0 } text } ? text : null;
}

/// <summary>A route with a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Target">What answers it, where the route itself says so.</param>
/// <param name="Controller">Else the controller.</param>
/// <param name="Action">Its action.</param>
internal readonly record struct NamedRoute(string Name, RedirectTarget Target, string? Controller = null, string? Action = null);
