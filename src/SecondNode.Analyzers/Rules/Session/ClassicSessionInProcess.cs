using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Classic;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Session;

/// <summary>SN1003: a System.Web site relies on session, and its web.config keeps session in the memory of one node.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClassicSessionInProcess() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    internal const string Id = "SN1003";

    /// <summary>The property that hands the path of web.config to the fix.</summary>
    internal const string Configuration = nameof(Configuration);

    private const int MaxLocations = 50;

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Session,
        Level.Certain,
        "System.Web session kept in process",
        "'{0}' is kept on one node ({1}): a request that lands on another node does not find it",
        "Unless web.config says otherwise, ASP.NET keeps the session of a visitor in the memory of the process that made it. The next request of the " +
        "same visitor lands on another node, where the session is empty: the cart is gone, the wizard starts anew, the notice after a redirect does not appear. " +
        "MVC's TempData is session as well.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(SessionUses.Words) || !context.IsSystemWeb ||
            context.Site is not { Session: { Place: SessionPlace.Node } store } site)
        {
            return;
        }

        start.RegisterSemanticModelAction(model =>
        {
            if (context.Sessions.Best is { } best && best.Place.SyntaxTree == model.SemanticModel.SyntaxTree)
            {
                var sticky = context.Settings.Read(Settings.StickySessionsOption, best.Place.SyntaxTree) == true;
                model.Report(Diagnostic.Create(
                    Descriptor,
                    best.Place.GetLocation(),
                    sticky ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                    context.Sessions.All.Where(u => u.IsWrite && u != best).Select(u => u.Place.GetLocation()).Take(MaxLocations),
                    ImmutableDictionary<string, string?>.Empty.Add(Configuration, site.Path),
                    best.Entry,
                    store.Because));
            }
        });
    }
}
