using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Replicas;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4005: a context is called a replica's, and nothing else says whether it is one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UndeclaredReplica() : SecondNodeAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4005",
        Family.Replicas,
        Level.Possible,
        "Context looks like a replica's by its name only",
        "'{0}' looks like a replica by {1} alone: declare whether it is one, so that reads after writes are judged rightly",
        "Whether a read may see an old state depends on the server behind the connection. Here a name is all there is: with a declaration, stale reads become warnings, or silence.");

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        var model = context.Replicas;
        if (model.HasEvidence && model.Declared.Names == "suggest")
        {
            start.RegisterSymbolAction(symbol => Analyze(symbol, model), SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context, ReplicaModel model)
    {
        // The names are asked first: a program has many types and few contexts.
        if (context.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class, IsStatic: false } type && RoleWords.Of(type.Name) is NameHint.Soft or NameHint.Hard && model.Contexts.IsContext(type) &&
            model.Types.Of(type) is { Role: Role.Replica, Trust: Trust.SoftName or Trust.HardName, Source: null } claim && type.Locations.FirstOrDefault(l => l.IsInSource) is { } place)
        {
            context.Report(Diagnostic.Create(Descriptor, place, type.Name, claim.Evidence == "'" + type.Name + "'" ? "its name" : claim.Evidence));
        }
    }
}
