using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Rules.Session;
using SecondNode.CodeFixes.Editing;
using SecondNode.CodeFixes.Keys;

namespace SecondNode.CodeFixes.Session;

/// <summary>
/// Mends SN1006: tokens go to the distributed cache, which is registered where none is; the state of logins is there
/// already, and only the cache is missing; a ticket store keeps its tickets there.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShareSignInState))]
[Shared]
public sealed class ShareSignInState() : SecondNodeCodeFix(SignInStateOnNode.Id)
{
    /// <summary>The distributed cache that is registered already.</summary>
    public const string RegisteredKey = "SN1006.Registered";

    private const string Distributed = "AddDistributedTokenCaches";
    private const string DistributedNamespace = "Microsoft.Identity.Web.TokenCacheProviders.Distributed";

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await TicketStoreRewrite.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } store)
        {
            return await store.CompilesAsync(cancellation).ConfigureAwait(false)
                ? ImmutableArray.Create(new FixChoice(RegisteredKey, "Keep the tickets in IDistributedCache" + (IsShared(diagnostic) ? "" : " (register a shared one)")))
                : ImmutableArray<FixChoice>.Empty;
        }

        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model, newName))
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var what = newName is null ? "Keep the state of logins" : "Keep tokens";
        if (IsShared(diagnostic))
        {
            return newName is null ? ImmutableArray<FixChoice>.Empty : ImmutableArray.Create(new FixChoice(RegisteredKey, what + " in the distributed cache"));
        }

        if (await ProviderStatement.FindAsync(new SolutionEdits(document.Project.Solution), document, model, call, cancellation).ConfigureAwait(false) is not { } beside)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        foreach (var provider in CacheProvider.For(model.Compilation))
        {
            choices.Add(new FixChoice(provider.Key, $"{what} in {provider.Name}" + await ProviderFiles.LeftAsync(document.Project, provider, beside.Opened, cancellation).ConfigureAwait(false)));
        }

        return choices.ToImmutable();
    }

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await TicketStoreRewrite.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } store)
        {
            await store.WriteAsync(edits, cancellation).ConfigureAwait(false);
            return;
        }

        if (await FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not var (call, model, newName))
        {
            return;
        }

        if (choice.Key != RegisteredKey)
        {
            if (await ProviderStatement.FindAsync(edits, document, model, call, cancellation).ConfigureAwait(false) is not { } place || CacheProvider.For(model.Compilation).FirstOrDefault(p => p.Key == choice.Key) is not { } provider)
            {
                return;
            }

            await place.WriteAsync(edits, document, provider, cancellation).ConfigureAwait(false);
        }

        if (newName is not null)
        {
            // As an extension of the services it lives in a namespace of its own.
            if (model.GetTypeInfo(((MemberAccessExpressionSyntax)call.Expression).Expression, cancellation).Type?.Name is "IServiceCollection" or "ServiceCollection")
            {
                edits.Use(document, DistributedNamespace);
            }

            var editor = await edits.EditorAsync(document, cancellation).ConfigureAwait(false);
            editor.ReplaceNode(call, (node, _) => Calls.Replace((InvocationExpressionSyntax)node, newName + "()"));
        }
    }

    private static bool IsShared(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(SignInStateOnNode.HasSharedCache);

    /// <summary>The reported call, and the name that it has to get; null where it keeps its own.</summary>
    private static async Task<(InvocationExpressionSyntax Call, SemanticModel Model, string? NewName)?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Calls.AtAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } call ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        return ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText switch
        {
            "AddInMemoryTokenCaches" or "AddSessionTokenCaches" => (call, model, Distributed),
            "AddOidcStateDataFormatterCache" => (call, model, null),
            _ => null,
        };
    }
}
