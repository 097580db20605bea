using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Rules;

/// <summary>Registers the actions of a rule so that each runs for the request of the host that it serves, ends with it, and leaves generated code alone.</summary>
#pragma warning disable RS1012 // What is registered here is registered with the host.
internal sealed class RequestedStart(CompilationStartAnalysisContext start) : CompilationStartAnalysisContext(start.Compilation, start.Options, start.CancellationToken)
#pragma warning restore RS1012
{
    public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) =>
        start.RegisterCompilationEndAction(c => Request.Run(action, c, c.CancellationToken));

    public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
        start.RegisterSemanticModelAction(c => Request.Run(file => GeneratedCode.Skip(file, action), c, c.CancellationToken));

    public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
        start.RegisterSymbolAction(c => Request.Run(symbol => GeneratedCode.Skip(symbol, action), c, c.CancellationToken), symbolKinds);

    public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) =>
        start.RegisterCodeBlockStartAction<TLanguageKindEnum>(c => Request.Run(action, c, c.CancellationToken));

    public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) =>
        start.RegisterCodeBlockAction(c => Request.Run(action, c, c.CancellationToken));

    public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) =>
        start.RegisterSyntaxTreeAction(c => Request.Run(action, c, c.CancellationToken));

    public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) =>
        start.RegisterSyntaxNodeAction(c => Request.Run(action, c, c.CancellationToken), syntaxKinds);

    public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) =>
        start.RegisterOperationAction(c => Request.Run(action, c, c.CancellationToken), operationKinds);

    public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) =>
        start.RegisterOperationBlockAction(c => Request.Run(action, c, c.CancellationToken));
}
