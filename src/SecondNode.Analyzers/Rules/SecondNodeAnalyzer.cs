using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Rules;

/// <summary>
/// The base of every rule. It owns <see cref="Initialize"/>: no generated code, concurrent execution, and nothing
/// registered where the compilation is out of scope, so that no rule can forget one of them.
/// </summary>
public abstract class SecondNodeAnalyzer : DiagnosticAnalyzer
{
    private protected SecondNodeAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = ImmutableArray.Create(rules);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        // Generated code is left alone by GeneratedCode, which knows it sooner.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start => Request.Run(Begin, start, start.CancellationToken));
    }

    private void Begin(CompilationStartAnalysisContext start)
    {
        var facts = RuleContext.Of(start.Compilation, start.Options);
        if (facts.Scope.IsAnalyzed && !facts.Settings.SingleNode)
        {
            Register(new RequestedStart(start), facts);
        }
    }

    /// <summary>Registers the rule's actions, or nothing where the types it is about are absent.</summary>
    /// <param name="start">Where to register.</param>
    /// <param name="context">What is known of the compilation.</param>
    private protected abstract void Register(CompilationStartAnalysisContext start, RuleContext context);
}
