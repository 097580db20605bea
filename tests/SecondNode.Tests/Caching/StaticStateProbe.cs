using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SecondNode.Tests.Caching;

#pragma warning disable RS1036, RS2008 // Not an analyzer to ship.

/// <summary>Reports every static generic collection as SN2001: the fix is tested on what it can rewrite, not on what the rule finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticStateProbe : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new("SN2001", "static collection", "static collection", "Test", DiagnosticSeverity.Warning, true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(
            c =>
            {
                var type = (c.Symbol as IFieldSymbol)?.Type ?? (c.Symbol as IPropertySymbol)?.Type;
                if (c.Symbol is { IsStatic: true, IsImplicitlyDeclared: false } && type is INamedTypeSymbol { TypeArguments.Length: > 0 } && type.ContainingNamespace.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Concurrent")
                {
                    c.ReportDiagnostic(Diagnostic.Create(Rule, c.Symbol.Locations[0]));
                }
            },
            SymbolKind.Field,
            SymbolKind.Property);
    }
}
