using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Keys;

/// <summary>SN5006: a System.Web site protects cookies or forms, and its web.config lets each machine make its own keys.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MachineKeyGenerated() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    internal const string Id = "SN5006";

    /// <summary>The property that hands the path of web.config to the fix.</summary>
    internal const string Configuration = nameof(Configuration);

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Keys,
        Level.Certain,
        "System.Web machineKey absent or auto-generated",
        "'{0}' {1} with keys that each machine makes for itself ({2}): {3}",
        "ASP.NET protects login cookies, antiforgery tokens and the state of pages with the machine key. Unless web.config names one, every machine " +
        "generates its own, and rejects what the other machines have protected.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(MachineKeyApis.Words) || !context.IsSystemWeb || context.Site is not { MachineKey: { IsGenerated: true } key } site)
        {
            return;
        }

        var best = new Lazy<(SimpleNameSyntax Name, MachineKeyUse Use)?>(() => Find(context));
        start.RegisterSemanticModelAction(model =>
        {
            if (best.Value is var (name, use) && name.SyntaxTree == model.SemanticModel.SyntaxTree && context.Settings.Read(Settings.SharedKeysPlatformOption, name.SyntaxTree) == "none")
            {
                var (protects, breaks) = MachineKeyApis.Story(use);
                model.Report(Diagnostic.Create(
                    Descriptor, name.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Configuration, site.Path), name.Identifier.ValueText, protects, key.Because, breaks));
            }
        });
    }

    /// <summary>The use that tells the story best; of its kind the first, files in the order of their paths.</summary>
    private static (SimpleNameSyntax Name, MachineKeyUse Use)? Find(RuleContext context)
    {
        (SimpleNameSyntax Name, MachineKeyUse Use)? best = null;
        foreach (var tree in context.Compilation.SyntaxTrees.OrderBy(t => t.FilePath, StringComparer.Ordinal))
        {
            var facts = context.FactsOf(tree);
            foreach (var name in MachineKeyApis.Words.Where(facts.MayMention).SelectMany(facts.Names).OrderBy(n => n.SpanStart))
            {
                if (UseOf(name, context) is { } use && (best is null || use < best.Value.Use))
                {
                    best = (name, use);
                }
            }
        }

        return best;
    }

    private static MachineKeyUse? UseOf(SimpleNameSyntax name, RuleContext context)
    {
        if (name.SyntaxTree.FilePath.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase) || DevelopmentCode.Contains(name))
        {
            return null;
        }

        var model = context.Uses.ModelOf(name.SyntaxTree);
        SyntaxNode place = name.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && attribute.Name.Span.Contains(name.Span) ? attribute : name.InvocationOf() is { } call ? call : name;
        if (MachineKeyApis.Apis.Match(model.GetSymbolInfo(place, context.Cancellation).Symbol) is not { Effect: var use } row)
        {
            return null;
        }

        // The application gives the cookies of OWIN keys of its own.
        return row.Member == "UseCookieAuthentication" && (context.Registrations.Mentions("TicketDataFormat") || context.Registrations.Mentions("SetDataProtectionProvider")) ? null : use;
    }
}
