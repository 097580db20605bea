using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Rules.Realtime;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Realtime;

/// <summary>Mends SN6001: connects the nodes behind <c>AddSignalR()</c>, through Redis or Azure SignalR.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddBackplane))]
[Shared]
public sealed class AddBackplane() : SecondNodeCodeFix(NoBackplane.Id)
{
    /// <summary>Redis.</summary>
    public const string RedisKey = "SN6001.Redis";

    /// <summary>Azure SignalR.</summary>
    public const string AzureKey = "SN6001.Azure";

    private const string RedisPackage = "Microsoft.AspNetCore.SignalR.StackExchangeRedis";
    private const string AzurePackage = "Microsoft.Azure.SignalR";
    private const string AzureSetting = "Azure:SignalR:ConnectionString";
    private const string AzurePlaceholder = "Endpoint=https://<name>.service.signalr.net;AuthType=azure;Version=1.0;";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model))
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        var edits = new SolutionEdits(document.Project.Solution);
        if (await ProjectPackages.CanUseAsync(document.Project, RedisPackage, cancellation).ConfigureAwait(false))
        {
            if (RedisConnection.OpenedBefore(model, call, cancellation) is not null)
            {
                choices.Add(new FixChoice(RedisKey, "Connect the nodes through Redis"));
            }
            else if (await RedisConnection.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) is { } connection)
            {
                choices.Add(new FixChoice(RedisKey, "Connect the nodes through Redis" + await connection.ByHandAsync(document.Project, cancellation).ConfigureAwait(false)));
            }
        }

        if (await ProjectPackages.CanUseAsync(document.Project, AzurePackage, cancellation).ConfigureAwait(false))
        {
            var choice = new FixChoice(AzureKey, $"Connect the nodes through Azure SignalR (set {AzureSetting})");
            choices.Insert(IsReferenced(model, AzurePackage) && !IsReferenced(model, RedisPackage) ? 0 : choices.Count, choice);
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model) ||
            await WriteAsync(edits, document, model, call, choice.Key, cancellation).ConfigureAwait(false) is not { } backplane)
        {
            return;
        }

        edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        var separator = Calls.Separator(call);
        var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
        editor.ReplaceNode(call, (node, _) => Calls.Append((ExpressionSyntax)node, [backplane], separator));
    }

    private static async Task<string?> WriteAsync(SolutionEdits edits, Document document, SemanticModel model, InvocationExpressionSyntax call, string key, CancellationToken cancellation)
    {
        if (key == AzureKey)
        {
            await ProjectPackages.AddAsync(edits, document.Project, AzurePackage, cancellation).ConfigureAwait(false);
            await AppSettings.AddAsync(edits, document.Project, AzureSetting, AzurePlaceholder, cancellation).ConfigureAwait(false);
            return "AddAzureSignalR()";
        }

        await ProjectPackages.AddAsync(edits, document.Project, RedisPackage, cancellation).ConfigureAwait(false);
        if (RedisConnection.OpenedBefore(model, call, cancellation) is { } opened)
        {
            edits.Use(document, "System.Threading.Tasks");
            var type = RedisNames.Use(edits, document, call.SyntaxTree, "IConnectionMultiplexer");
            return $"AddStackExchangeRedis(options => options.ConnectionFactory = _ => Task.FromResult<{type}>({opened}))";
        }

        if (await RedisConnection.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) is not { } connection)
        {
            return null;
        }

        await connection.WriteAsync(edits, document, cancellation).ConfigureAwait(false);
        return $"AddStackExchangeRedis({connection.Expression}{Calls.Forgive(model, call)})";
    }

    /// <summary>The registration, written as <c>services.AddSignalR(…)</c>, whose chain can go on.</summary>
    private static async Task<(InvocationExpressionSyntax Call, SemanticModel Model)?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AddSignalR" or "AddSignalRCore" } } call &&
        await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model &&
        model.GetTypeInfo(call, cancellation).Type is { Name: "ISignalRServerBuilder" }
            ? (call, model)
            : null;

    private static bool IsReferenced(SemanticModel model, string package) => ProjectPackages.IsReferenced(model.Compilation, package);
}
