using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.CodeFixes;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.Tests.Editing;

#pragma warning disable RS1036, RS2008 // Not an analyzer to ship.

/// <summary>Reports <c>Need.Cache</c> and <c>Need.Log</c>, so that the tests of injection can say where a service is needed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeedAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new("NEED", "needs a service", "needs a service", "Test", DiagnosticSeverity.Warning, true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(
            c =>
            {
                if (c.Node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Need" } })
                {
                    c.ReportDiagnostic(Diagnostic.Create(Rule, c.Node.GetLocation()));
                }
            },
            SyntaxKind.SimpleMemberAccessExpression);
    }
}

/// <summary>Puts the injected service where the need was.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NeedFix() : SecondNodeCodeFix("NEED")
{
    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await FindAsync(document, diagnostic, cancellation) is (_, { }) ? [new FixChoice("inject", "Inject")] : [];

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        var (node, access) = await FindAsync(document, diagnostic, cancellation);
        var expression = await access!.ApplyAsync(edits, cancellation);
        (await edits.EditorAsync(document, cancellation)).ReplaceNode(node, expression.WithTriviaFrom(node));
    }

    private static async Task<(SyntaxNode Node, ServiceAccess? Access)> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation);
        var node = (MemberAccessExpressionSyntax)root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var service = node.Name.Identifier.ValueText == "Log"
            ? Service.Of("Microsoft.Extensions.Logging.ILoggerFactory", "loggers")
            : Service.Of("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "cache");
        return (node, await ConstructorInjection.FindAsync(document, node, service, cancellation));
    }
}
