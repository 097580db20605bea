using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Rules.Keys;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>
/// SN5001: registers a store of keys that all nodes share: behind <c>AddDataProtection()</c> where the code calls it, else in
/// a statement of its own after the one that registers the consumer.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShareKeys))]
[Shared]
public sealed class ShareKeys() : SecondNodeCodeFix("SN5001")
{
    public const string RedisKey = KeyStores.RedisKey;
    public const string DatabaseKey = KeyStores.DatabaseKey;
    public const string DirectoryKey = KeyStores.DirectoryKey;

    internal override async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await KeyRegistration.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is { } registration
            ? await KeyStores.ChoicesAsync(document, registration.Call, cancellation).ConfigureAwait(false)
            : ImmutableArray<FixChoice>.Empty;

    internal override async Task ApplyAsync(SolutionEdits edits, Document document, Diagnostic diagnostic, FixChoice choice, CancellationToken cancellation)
    {
        if (await KeyRegistration.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } registration ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model ||
            !edits.Once("keys of " + document.Project.Id))
        {
            return;
        }

        string? store = null;
        var connection = choice.Key == RedisKey && RedisConnection.OpenedBefore(model, registration.Call, cancellation) is null
            ? await RegisteredMultiplexer.FindAsync(document, model, registration.Call, cancellation).ConfigureAwait(false)
            : null;
        if (connection is not null)
        {
            await KeyStores.AddRedisAsync(edits, document, cancellation).ConfigureAwait(false);
            connection.Write(edits, document, await edits.EditorAsync(document, cancellation).ConfigureAwait(false));
        }
        else
        {
            store = await KeyStores.WriteAsync(edits, document, registration.Call, choice.Key, cancellation).ConfigureAwait(false);
            if (store is null)
            {
                return;
            }
        }

        var calls = new List<string>();
        if (!diagnostic.Properties.ContainsKey(KeysNotShared.Named))
        {
            calls.Add(NameApplication.CallFor(document.Project));
        }

        if (store is not null)
        {
            calls.Add(store);
        }

        edits.Use(document, "Microsoft.Extensions.DependencyInjection");
        registration.Write(await edits.EditorAsync(document, cancellation).ConfigureAwait(false), calls);
    }
}
