using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Keys;

namespace SecondNode.Analyzers.Rules.Keys;

/// <summary>SN5003: keys, certificates or grants that a node makes for itself, outside development-only code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DevelopmentKeys() : SecondNodeAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN5003",
        Family.Keys,
        Level.Certain,
        "Keys or grants made for development live on one node",
        "'{0}' {1}",
        "Ephemeral and development keys are made by each process or machine for itself. What one node signs, encrypts or grants with " +
        "them, the next node rejects. They belong in development only; several nodes need one key or certificate, or one store, that all of them load.");

    /// <summary>Words of which one is written in every executable that serves requests.</summary>
    private static readonly string[] ServerNames =
    [
        "WebApplication", "WebApplicationBuilder", "WebHost", "WebHostBuilder", "IWebHostBuilder", "ConfigureWebHostDefaults", "ConfigureWebHost", "UseStartup", "UseKestrel",
        "IApplicationBuilder", "IAppBuilder", "HttpApplication",
    ];

    private static readonly ApiTable<KeyEffect> Apis = new(KeyApis.Rows.Where(row => row.Effect.Rule == Descriptor.Id));

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        // What a library offers, the application decides to call; a desktop client has no second node.
        if (!context.Scope.IsCompositionRoot || !context.MayMentionAny(Apis.WrittenNames) || !context.MayMentionAny(ServerNames))
        {
            return;
        }

        start.RegisterNamedCalls(context, Apis.WrittenNames, call => Report(call, context));
    }

    private static void Report(NamedCall operation, RuleContext context)
    {
        var rows = operation.Operation switch
        {
            IInvocationOperation call => Apis.All(call.RegisteredType()?.InstanceConstructors.FirstOrDefault()).Concat(Apis.All(call.TargetMethod)),
            IObjectCreationOperation creation => Apis.All(creation.Constructor),
            { Syntax: InvocationExpressionSyntax call } => Unresolved(call, operation.Operation.SemanticModel),
            _ => [],
        };
        var row = rows.FirstOrDefault(row => !row.Effect.Unless.Any(context.Registrations.Mentions) && (row.Effect.Requires is not { } type || context.Types.Has(type)));
        if (row is not null && !KeyCode.IsForDevelopment(operation.Operation.Syntax) && !IsDefault(operation.Operation))
        {
            operation.Report(Diagnostic.Create(
                Descriptor,
                KeyCode.NameLocation(operation.Operation.Syntax),
                row.Member == ".ctor" ? MetadataName.SimpleNameOf(row.Type) : row.Member,
                row.Effect.Breaks));
        }
    }

    /// <summary>
    /// A package that is missing, beside the one that is meant, leaves a whole chain unresolved. What a name says that no
    /// other library has, it says then as well.
    /// </summary>
    private static IEnumerable<ApiRow<KeyEffect>> Unresolved(InvocationExpressionSyntax call, SemanticModel? model) =>
        call.Expression is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } && Apis.Knows(name.Identifier.ValueText) &&
        model?.GetSymbolInfo(call) is { Symbol: null, CandidateSymbols.IsEmpty: true }
            ? KeyApis.Rows.Where(row => row.Member == name.Identifier.ValueText && row.Effect.IsUnmistakable)
            : [];

    /// <summary><c>given ?? new EphemeralDataProtectionProvider()</c>: what the caller gives decides.</summary>
    private static bool IsDefault(IOperation operation) =>
        operation.Parent is ICoalesceOperation or ICoalesceAssignmentOperation || (operation.Parent is IConversionOperation { Parent: ICoalesceOperation or ICoalesceAssignmentOperation });
}
