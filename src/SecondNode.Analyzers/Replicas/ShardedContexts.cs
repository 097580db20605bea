using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Replicas;

/// <summary>
/// Contexts of ShardingCore, which sends their queries to read nodes by itself where it is set up to do so: all that is saved goes to the primary, and what is asked afterwards,
/// over the same context, does not.
/// </summary>
internal sealed class ShardedContexts(RuleContext context)
{
    /// <summary>The calls that set up read nodes.</summary>
    public static readonly string[] Setups = ["AddReadWriteSeparation", "AddReadWriteNodeSeparation"];

    /// <summary>With it the context asks the primary as soon as it has saved.</summary>
    private const string AfterWrite = "AutoUseWriteConnectionStringAfterWriteDb";

    private readonly Lazy<RoleClaim?> claim = new(() => Find(context));

    /// <summary>What is known of a query of the context; null where it is none of the library's, or nothing is sent to read nodes.</summary>
    public RoleClaim? Of(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class } && type.AllInterfaces.Any(i => i.Name == "IShardingDbContext" && i.ContainingNamespace?.ToDisplayString() == "ShardingCore.Sharding.Abstractions") ? claim.Value : null;

    private static RoleClaim? Find(RuleContext context)
    {
        if (!context.MayMentionAny(Setups) || context.MayMentionAny([AfterWrite]))
        {
            return null;
        }

        foreach (var facts in Setups.SelectMany(context.FilesMentioning))
        {
            foreach (var call in facts.CallsNamed(name => Array.IndexOf(Setups, name) >= 0))
            {
                var root = facts.Tree.GetRoot(context.Cancellation);
                if (root.FullSpan.Contains(call.Span) && root.FindNode(call.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>(n => n.Span == call.Span) is { } syntax &&
                    context.Uses.ModelOf(facts.Tree).GetOperation(syntax, context.Cancellation) is IInvocationOperation { TargetMethod.ContainingType.Name: "ShardingConfigOptions" } setup && setup.Arguments.Any(IsEnabled))
                {
                    return new RoleClaim(Role.Replica, Trust.Proof, "ShardingCore sends queries to read nodes by its " + setup.TargetMethod.Name);
                }
            }
        }

        return null;
    }

    /// <summary>Without it queries go to the primary until the context is told otherwise.</summary>
    private static bool IsEnabled(IArgumentOperation argument) =>
        argument.Parameter?.Name is "defaultEnable" ? argument.Value.ConstantValue is { HasValue: true, Value: true }
        : argument.Parameter?.Name is "defaultEnableBehavior" && EnumMember.Of(argument.Value) is "DefaultEnable" or "OutTransactionEnable";
}
