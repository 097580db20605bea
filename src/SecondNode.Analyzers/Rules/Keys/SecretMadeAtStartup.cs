using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.Keys;

namespace SecondNode.Analyzers.Rules.Keys;

/// <summary>SN5004: a secret that each process makes for itself signs or validates what other nodes must accept.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretMadeAtStartup() : SecondNodeAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN5004",
        Family.Keys,
        Level.Certain,
        "Secret generated at start-up",
        "'{0}' makes a secret of this process, used as '{1}': what this node signs, every other node rejects",
        "A key that is generated when the process starts differs on every node and after every restart. Tokens and signatures that one node makes " +
        "with it are invalid on the others. A secret that several nodes use comes from configuration, a vault or a shared store.");

    private static readonly ApiTable<bool> Apis = new(RandomApis.Rows);

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(Apis.WrittenNames) || !context.MayMentionAny(SecretFlow.Ends))
        {
            return;
        }

        var flow = new SecretFlow(context);
        start.RegisterNamedCalls(
            context,
            Apis.WrittenNames,
            operation =>
            {
                var (method, arguments) = operation.Operation switch
                {
                    IInvocationOperation call => (call.TargetMethod, call.Arguments),
                    IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
                    _ => (null, ImmutableArray<IArgumentOperation>.Empty),
                };
                if (Apis.Match(method) is not { } row || (row.Effect && !IsRandom(arguments)) ||
                    KeyCode.IsForDevelopment(operation.Operation.Syntax) || flow.EndOf(operation.Operation) is not { } end ||
                    // A library's helper that hands out a new key may be anybody's: what it keeps for the process is not.
                    (!end.Lasts && !context.Scope.IsCompositionRoot))
                {
                    return;
                }

                var name = method!.ContainingType.Name + (row.Member == ".ctor" ? "" : "." + row.Member);
                var severity = end.IsDefault ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
                operation.Report(Diagnostic.Create(Descriptor, operation.Operation.Syntax.GetLocation(), severity, null, null, name, end.Name));
            },
            (name, facts) => MayBeRandom(name, facts, context));
    }

    /// <summary><c>Create</c>, <c>GetBytes</c> and <c>GetString</c> are everywhere: but behind the name of a type of the table only where they are of use here.</summary>
    private static bool MayBeRandom(SimpleNameSyntax name, TreeFacts facts, RuleContext context) =>
        name.Parent is not MemberAccessExpressionSyntax { Expression: var receiver } access || access.Name != name ||
        (receiver.LastName() is { Identifier.ValueText: var type } && (RandomApis.TypeNames.Contains(type) || context.Aliases.IsAlias(type, facts))) || RandomApis.GeneratorNames.Any(facts.MayMention);

    /// <summary>A size or a curve leaves the key random; parameters are the key.</summary>
    private static bool IsRandom(ImmutableArray<IArgumentOperation> arguments) =>
        arguments.All(a => a.Value.Type is { SpecialType: SpecialType.System_Int32 } or { Name: "ECCurve" });
}
