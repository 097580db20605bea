using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>The endpoints that the application maps for GET, by their paths; a parameter of a route and a hole in a text are one.</summary>
internal sealed class MappedEndpoints(RuleContext context)
{
    private readonly Lazy<ILookup<string, RedirectTarget>> all = new(() => Find(context).ToLookup(e => e.Path, e => e.Target, StringComparer.OrdinalIgnoreCase));

    /// <summary>What answers a path; nothing where two endpoints could.</summary>
    /// <param name="path">The path, with or without a query, holes as <see cref="SqlTokens.Hole"/>.</param>
    public ImmutableArray<RedirectTarget> At(string path)
    {
        var end = path.IndexOfAny(['?', '#']);
        path = Normalize(end < 0 ? path : path.Substring(0, end));
        var found = all.Value[path].Take(2).ToImmutableArray();
        return path.StartsWith("/", StringComparison.Ordinal) && found.Length == 1 ? found : ImmutableArray<RedirectTarget>.Empty;
    }

    private static IEnumerable<(string Path, RedirectTarget Target)> Find(RuleContext context)
    {
        foreach (var tree in context.Trees)
        {
            foreach (var written in context.FactsOf(tree).CallsNamed(name => name == "MapGet"))
            {
                if (tree.GetRoot(context.Cancellation).FindNode(written.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList.Arguments: [var pattern, var handler, ..] } call)
                {
                    continue;
                }

                var model = context.Uses.ModelOf(tree);
                if (Prefix(call, model) is not { } prefix || model.GetConstantValue(pattern.Expression, context.Cancellation) is not { HasValue: true, Value: string route })
                {
                    continue;
                }

                var path = Normalize(Joined(prefix, route));
                if (handler.Expression is AnonymousFunctionExpressionSyntax lambda)
                {
                    yield return (path, new RedirectTarget(null, lambda));
                }
                else if (model.GetSymbolInfo(handler.Expression, context.Cancellation).Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
                {
                    yield return (path, new RedirectTarget(method.OriginalDefinition, null));
                }
            }
        }
    }

    /// <summary>The path of the group that an endpoint is mapped on; null where it is not known.</summary>
    private static string? Prefix(InvocationExpressionSyntax call, SemanticModel model)
    {
        var prefix = "";
        ExpressionSyntax? receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        for (var depth = 0; depth < 8 && receiver is not null; depth++)
        {
            switch (receiver)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MapGroup" } access, ArgumentList.Arguments: [var group] }:
                    if (model.GetConstantValue(group.Expression) is not { HasValue: true, Value: string own })
                    {
                        return null;
                    }

                    prefix = Joined(own, prefix);
                    receiver = access.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }:
                    receiver = access.Expression;
                    break;
                case IdentifierNameSyntax name when model.GetSymbolInfo(name).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var reference] } && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax made }:
                    receiver = made;
                    break;
                default:
                    // An application or a parameter: a parameter may be a group of its own.
                    return receiver is IdentifierNameSyntax root && model.GetSymbolInfo(root).Symbol is IParameterSymbol && model.GetTypeInfo(root).Type?.Name == "RouteGroupBuilder" ? null : prefix;
            }
        }

        return prefix;
    }

    private static string Joined(string left, string right) => left.TrimEnd('/') + "/" + right.TrimStart('/');

    /// <summary>The path with every parameter as a hole and no slash at its end.</summary>
    private static string Normalize(string path)
    {
        path = path.Trim();
        path = path.StartsWith("~", StringComparison.Ordinal) ? path.Substring(1) : path;
        var normal = new System.Text.StringBuilder();
        var depth = 0;
        foreach (var c in path)
        {
            switch (c)
            {
                case '{':
                    normal.Append(depth++ == 0 ? SqlTokens.Hole.ToString() : "");
                    break;
                case '}':
                    depth--;
                    break;
                default:
                    normal.Append(depth > 0 ? "" : c.ToString());
                    break;
            }
        }

        var text = normal.ToString().TrimEnd('/');
        return text.Length == 0 ? "/" : text;
    }
}
