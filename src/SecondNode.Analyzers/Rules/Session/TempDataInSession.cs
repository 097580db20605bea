using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Session;

/// <summary>SN1002: TempData, which ASP.NET Core keeps in a cookie, is moved into a session that one node keeps for itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TempDataInSession() : SecondNodeAnalyzer(Descriptor)
{
    /// <summary>The rule's id.</summary>
    public const string Id = "SN1002";

    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id,
        Family.Session,
        Level.Certain,
        "TempData moved into session that is not shared",
        "'{0}' moves TempData into a session that this node keeps for itself: when another node serves the page after a redirect, what was to be shown there is gone",
        "TempData travels in a cookie unless the application moves it into session. A session in the memory of one node is empty on every other one, " +
        "so that the notice which an action leaves for the page after its redirect is shown only if the same node serves that page.");

    private static readonly ApiTable<UserState> Apis = new(SessionApis.Rows.Where(row => row.Effect == UserState.TempDataInSession));

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(Apis.WrittenNames))
        {
            return;
        }

        start.RegisterNamedCalls(context, Apis.WrittenNames, call => Report(call, context));
    }

    private static void Report(NamedCall operation, RuleContext context)
    {
        var (row, name) = operation.Operation switch
        {
            IObjectCreationOperation creation => (Apis.Match(creation.Constructor), creation.Type?.Name),
            IInvocationOperation call when Apis.Match(call.TargetMethod) is { } known => (known, known.Member),
            IInvocationOperation call => (Apis.Match(call.RegisteredType()?.InstanceConstructors.FirstOrDefault()), call.RegisteredType()?.Name),
            _ => (null, null),
        };
        var syntax = operation.Operation.Syntax;
        if (row is null || DevelopmentCode.Contains(syntax) ||
            context.Registrations.HasShared(SharedServices.DistributedCache) || context.Registrations.HasShared(SharedServices.SessionStore))
        {
            return;
        }

        // The application that a library is composed with may share its session, and a load balancer may keep users on their node.
        var sure = context.Scope.IsCompositionRoot && context.Settings.Read(Settings.StickySessionsOption, syntax.SyntaxTree) != true;
        operation.Report(Diagnostic.Create(
            Descriptor, syntax.CalledName().GetLocation(), sure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, null, null, name));
    }
}
