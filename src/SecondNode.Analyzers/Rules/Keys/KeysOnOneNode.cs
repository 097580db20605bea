using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Keys;

namespace SecondNode.Analyzers.Rules.Keys;

/// <summary>SN5002: Data Protection keys that are stored on, or encrypted for, one node.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeysOnOneNode() : SecondNodeAnalyzer(Descriptor)
{
    private const string FileSystem = "PersistKeysToFileSystem";

    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN5002",
        Family.Keys,
        Level.Certain,
        "Data Protection keys are stored on, or bound to, one node",
        "'{0}' {1}",
        "Keys on a node's disk or in its registry, or encrypted with DPAPI, are of use to that node only. Every other node makes its own, " +
        "so login cookies, antiforgery tokens and TempData of one node are unreadable on the next.");

    private static readonly ApiTable<KeyEffect> Apis = new(KeyApis.Rows.Where(row => row.Effect.Rule == Descriptor.Id));

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(Apis.WrittenNames))
        {
            return;
        }

        var directories = new KeyDirectory(context);
        start.RegisterNamedCalls(
            context,
            Apis.WrittenNames,
            operation =>
            {
                if (operation.Operation is not IInvocationOperation call || Apis.Match(call.TargetMethod) is not { } row || KeyCode.IsForDevelopment(call.Syntax))
                {
                    return;
                }

                var (severity, place) = (DiagnosticSeverity.Warning, "");
                if (row.Member == FileSystem)
                {
                    if (directories.OnNode(call) is not { } found)
                    {
                        return;
                    }

                    (severity, place) = found;
                }

                operation.Report(Diagnostic.Create(
                    Descriptor, KeyCode.NameLocation(call.Syntax), severity, null, null, row.Member, row.Effect.Breaks.Replace("{0}", place)));
            });
    }
}
