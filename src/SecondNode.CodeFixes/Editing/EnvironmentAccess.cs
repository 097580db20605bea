using Microsoft.CodeAnalysis;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Finds an expression for the hosting environment that code at a given place can use.</summary>
internal static class EnvironmentAccess
{
    private static readonly string[] Types = ["IWebHostEnvironment", "IHostEnvironment", "IHostingEnvironment"];
    private static readonly string[] Members = ["Environment", "HostingEnvironment"];

    /// <summary>The expression (<c>builder.Environment</c>, <c>env</c>, <c>_environment</c>), or null where nothing in scope leads there.</summary>
    public static string? Find(SemanticModel model, SyntaxNode near, CancellationToken cancellation) =>
        Candidates(model, near, cancellation).FirstOrDefault(candidate =>
        {
            var expression = Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseExpression(candidate);
            return IsEnvironment(model.GetSpeculativeTypeInfo(near.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Type) &&
                model.GetSpeculativeSymbolInfo(near.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Symbol is not null and not ITypeSymbol;
        });

    private static IEnumerable<string> Candidates(SemanticModel model, SyntaxNode near, CancellationToken cancellation)
    {
        // What has the configuration has the environment too: a builder, an application, the context of a host.
        const string configuration = ".Configuration";
        if (ConfigurationAccess.Find(model, near, cancellation) is { } found && found.EndsWith(configuration, StringComparison.Ordinal))
        {
            foreach (var member in Members)
            {
                yield return found[..^configuration.Length] + "." + member;
            }
        }

        foreach (var symbol in model.LookupSymbols(near.SpanStart))
        {
            var type = symbol switch
            {
                IParameterSymbol { RefKind: RefKind.None } parameter => parameter.Type,
                ILocalSymbol local when local.DeclaringSyntaxReferences.All(r => r.Span.End <= near.SpanStart) => local.Type,
                IFieldSymbol field => field.Type,
                IPropertySymbol { IsIndexer: false, GetMethod: not null } property => property.Type,
                _ => null,
            };
            if (IsEnvironment(type))
            {
                yield return symbol.Name;
            }
        }
    }

    private static bool IsEnvironment(ITypeSymbol? type) => type is not null && (Types.Contains(type.Name) || type.AllInterfaces.Any(i => Types.Contains(i.Name)));
}
