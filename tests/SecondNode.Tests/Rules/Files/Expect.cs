using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace SecondNode.Tests.Rules.Files;

/// <summary>Diagnostics that are less than their rule's default.</summary>
internal static class Expect
{
    /// <summary>The rule as a suggestion, at the markup <c>{|#n:…|}</c>.</summary>
    public static DiagnosticResult Suggestion(DiagnosticDescriptor descriptor, int location = 0) =>
        new DiagnosticResult(descriptor.Id, DiagnosticSeverity.Info).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations).WithLocation(location);
}
