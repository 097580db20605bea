using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SecondNode.Analyzers.Catalogue;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Options;

namespace SecondNode.Analyzers.Rules.Replicas;

/// <summary>SN4006: a store with session consistency shows a client what that client has written; each node has a client of its own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionTokenStaysOnNode() : SecondNodeAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        "SN4006",
        Family.Replicas,
        Level.Possible,
        "Session-consistent store is read without the token of the write",
        "{0} remembers the session tokens of what it has written in the memory of this node: the next request, on another node, may read the state before it",
        "Session consistency, the default of Cosmos DB, promises that a client sees its own writes. The promise is kept by a token that the client object remembers, and every " +
        "node has a client object of its own: the user who has just saved on one node asks another one, and may get the old item. Hand the token over with the user, or ask for more consistency.");

    private static readonly ApiTable<string> Apis = new(SessionStoreApis.Rows);

    private protected override void Register(CompilationStartAnalysisContext start, RuleContext context)
    {
        if (!context.MayMentionAny(SessionStoreApis.Clients) || context.MayMentionAny(SessionStoreApis.Tokens) || !context.MayMentionAny(SessionStoreApis.Writes) ||
            (context.MayMentionAny(["ConsistencyLevel"]) && context.MayMentionAny(SessionStoreApis.OtherLevels)))
        {
            return;
        }

        var reads = context.MayMentionAny(SessionStoreApis.Reads);
        start.RegisterNamedCalls(context, Apis.WrittenNames, call => Analyze(call, context, reads));
    }

    private static void Analyze(NamedCall operation, RuleContext context, bool reads)
    {
        var method = operation.Operation switch { IObjectCreationOperation creation => creation.Constructor, IInvocationOperation call => call.TargetMethod, _ => null };
        if (method is null || (method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name != "CosmosClient" : !Apis.Knows(method.Name)) || Apis.Match(method) is not { } row)
        {
            return;
        }

        // Contexts read by LINQ, which has no names of its own; a client that only writes shows nobody anything.
        var isContext = row.Effect is "UseCosmos" or "AddCosmosDbContext";
        var syntax = operation.Operation.Syntax;
        if ((reads || isContext) && !DevelopmentCode.Contains(syntax) && context.Settings.Read(Settings.StickySessionsOption, syntax.SyntaxTree) != true)
        {
            operation.Report(Diagnostic.Create(Descriptor, Place(syntax), (row.Effect == "CosmosClient" ? "'" : "The client behind '") + row.Effect + "'"));
        }
    }

    private static Location Place(SyntaxNode syntax) =>
        syntax switch
        {
            ObjectCreationExpressionSyntax creation => creation.Type.GetLocation(),
            ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword.GetLocation(),
            _ => syntax.CalledName().GetLocation(),
        };
}
