using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>
/// The base of the rules that look at what a body does to data: nothing is registered where nothing speaks of a replica, and a body
/// is looked at once for all of them.
/// </summary>
public abstract class ReplicaRule : SecondNodeAnalyzer
{
    private protected ReplicaRule(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!MayApply(context) || context.Replicas is not { HasEvidence: true } model)
        {
            return;
        }

        start.RegisterSemanticModelAction(file =>
        {
            foreach (var finding in model.Bodies.In(file.SemanticModel))
            {
                foreach (var diagnostic in Find(model, finding))
                {
                    file.Report(diagnostic);
                }
            }
        });
        RegisterMore(start, context, model);
    }

    /// <summary>A cheap look at the whole compilation, before anything is known of its connections.</summary>
    private protected virtual bool MayApply(RuleContext context) => true;

    /// <summary>What the rule looks at beside bodies.</summary>
#pragma warning disable RS1012 // Most rules look at nothing else.
    private protected virtual void RegisterMore(CompilationStartAnalysisContext start, RuleContext context, ReplicaModel model)
    {
    }
#pragma warning restore RS1012

    /// <summary>What the rule has to say of one body.</summary>
    private protected abstract IEnumerable<Diagnostic> Find(ReplicaModel model, BodyFinding finding);
}
