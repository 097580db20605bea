using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Analyzers.Rules.Caching;

/// <summary>The part of SN2005 about System.Web's output cache: a page that a request evicts is evicted on this node only.</summary>
internal static class EvictedPages
{
    private static readonly ApiTable<CacheCallKind> Apis = new(CacheRegistrations.Rows.Where(r => r.Effect == CacheCallKind.PageChange));

    /// <summary>Names that say that pages are kept by a provider of the application's choice.</summary>
    private static readonly string[] Providers = ["OutputCacheProvider", "OutputCacheProviderAsync", "GetOutputCacheProviderName"];

    /// <summary>Registers what looks for them.</summary>
    public static void Register(CompilationStartAnalysisContext start, RuleContext context, DiagnosticDescriptor descriptor)
    {
        if (!context.MayMentionAny(Apis.WrittenNames) || !context.IsSystemWeb || context.MayMentionAny(Providers) || Providers.Any(context.Registrations.Mentions) || context.Site is { HasOutputCacheProvider: true })
        {
            return;
        }

        start.RegisterFilesNaming(
            context,
            Apis.WrittenNames,
            file =>
            {
                // Once for a class: who evicts one page mostly evicts several.
                foreach (var type in Evictions(file, context).GroupBy(e => e.Name.FirstAncestorOrSelf<TypeDeclarationSyntax>()))
                {
                    var ordered = type.OrderByDescending(e => e.Serves).ToList();
                    file.Report(Diagnostic.Create(
                        descriptor,
                        ordered[0].Name.GetLocation(),
                        ordered[0].Serves && context.Site is not null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                        ordered.Skip(1).Select(e => e.Name.GetLocation()),
                        ImmutableDictionary<string, string?>.Empty,
                        ordered[0].Name.Identifier.ValueText,
                        "removes cached pages on this node only: the other nodes serve the old pages until they expire"));
                }
            });
    }

    private static IEnumerable<(SimpleNameSyntax Name, bool Serves)> Evictions(SemanticModelAnalysisContext file, RuleContext context)
    {
        var model = file.SemanticModel;
        foreach (var name in Apis.WrittenNames.SelectMany(context.FactsOf(model.SyntaxTree).Names))
        {
            if (name.InvocationOf() is not { } call || model.GetSymbolInfo(call, file.CancellationToken).Symbol is not IMethodSymbol method || Apis.Match(method) is null ||
                NamesProvider(call, model, file.CancellationToken) || call.Ancestors().Any(a => a is CatchClauseSyntax) || DevelopmentCode.Contains(call) ||
                context.Phases.At(call, model) is var phase && phase.IsOnlyStartup() ||
                (EnclosingMember.Of(call, model, file.CancellationToken) is { } member && NodeLocal.IsDeclared(member, context.Settings)))
            {
                continue;
            }

            yield return (name, phase.ServesRequests());
        }
    }

    /// <summary>Whether the call says which provider has the page, and it is not the framework's own.</summary>
    private static bool NamesProvider(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation) =>
        call.ArgumentList.Arguments is [_, { Expression: var provider }] && model.GetConstantValue(provider, cancellation) is not { HasValue: true, Value: null or "AspNetInternalProvider" };
}
