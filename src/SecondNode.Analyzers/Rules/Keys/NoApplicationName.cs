using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Keys;

namespace SecondNode.Analyzers.Rules.Keys;

/// <summary>SN5005: shared Data Protection keys in an application that does not say its name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoApplicationName() : SecondNodeAnalyzer(Descriptor)
{
    private const string Builder = "Microsoft.AspNetCore.DataProtection.IDataProtectionBuilder";

    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN5005",
        Family.Keys,
        Level.Possible,
        "Shared Data Protection keys without an application name",
        "'{0}' shares the keys but no application name is set: a node that runs from another directory cannot read what this one protects",
        "Data Protection isolates applications by a name that defaults to the path of the content root. Nodes that share keys but run from " +
        "different directories (releases side by side, slots, host and container) reject each other's cookies until SetApplicationName gives them one name.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(["AddDataProtection"]))
        {
            return;
        }

        var named = new Lazy<bool>(() => context.Registrations.Mentions("SetApplicationName") || context.Registrations.Mentions("ApplicationDiscriminator"));
        var directories = new KeyDirectory(context);
        start.RegisterNamedCalls(
            context,
            context.FilesMentioning("AddDataProtection").SelectMany(facts => facts.CallNames).Where(name => name.StartsWith("PersistKeysTo", StringComparison.Ordinal)),
            operation =>
            {
                if (operation.Operation is IInvocationOperation { TargetMethod.Name: var name } call && name.StartsWith("PersistKeysTo", StringComparison.Ordinal) && name != "PersistKeysToRegistry" &&
                    DataProtectionChain.Of(call) is { } chain && context.Types.Is(call.TargetMethod.ReturnType, Builder) &&
                    chain.BeginsWithAddDataProtection && !named.Value && !KeyCode.IsForDevelopment(call.Syntax) &&
                    // Keys that are not shared are another rule's.
                    (name != "PersistKeysToFileSystem" || directories.OnNode(call) is not { Severity: DiagnosticSeverity.Warning }))
                {
                    operation.Report(Diagnostic.Create(Descriptor, KeyCode.NameLocation(call.Syntax), name));
                }
            });
    }
}
