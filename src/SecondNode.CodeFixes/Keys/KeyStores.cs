using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Keys;

/// <summary>
/// The places where all nodes find the keys of Data Protection: which of them a project can use, and the call that
/// registers one, with its package, settings and usings.
/// </summary>
internal static class KeyStores
{
    public const string RedisKey = "KeysInRedis";
    public const string DatabaseKey = "KeysInDatabase";
    public const string DirectoryKey = "KeysInSharedDirectory";

    private const string RedisPackage = "Microsoft.AspNetCore.DataProtection.StackExchangeRedis";
    private const string DirectorySetting = "DataProtection:KeyDirectory";

    /// <summary>Placeholders: the owner's own values replace them.</summary>
    private const string MountedDirectory = "/mnt/shared/data-protection-keys";

    /// <summary>The stores that can be written at a place, the best-founded first.</summary>
    /// <param name="document">The document of the registration.</param>
    /// <param name="near">The registration that is extended or replaced.</param>
    public static async Task<ImmutableArray<FixChoice>> ChoicesAsync(Document document, SyntaxNode near, CancellationToken cancellation)
    {
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return ImmutableArray<FixChoice>.Empty;
        }

        var choices = ImmutableArray.CreateBuilder<FixChoice>();
        var edits = new SolutionEdits(document.Project.Solution);
        var configuration = await ConfigurationAccess.FindAsync(edits, document, model, near, cancellation).ConfigureAwait(false);
        var opened = RedisConnection.OpenedBefore(model, near, cancellation);
        var connection = opened is null ? await RedisConnection.FindAsync(edits, document, model, near, cancellation).ConfigureAwait(false) : null;
        if ((opened is not null || connection is not null) && await ProjectPackages.CanUseAsync(document.Project, RedisPackage, cancellation).ConfigureAwait(false))
        {
            var left = connection is null ? "" : await connection.ByHandAsync(document.Project, cancellation).ConfigureAwait(false);
            choices.Add(new FixChoice(RedisKey, "Share the Data Protection keys through Redis" + left));
        }

        if (await KeyContext.FindAsync(document.Project, cancellation).ConfigureAwait(false) is { } context && await ProjectPackages.CanUseAsync(context.Document.Project, KeyContext.Package, cancellation).ConfigureAwait(false) &&
            (context.Document.Project.Id == document.Project.Id || await ProjectPackages.CanUseAsync(document.Project, KeyContext.Package, cancellation).ConfigureAwait(false)))
        {
            var choice = new FixChoice(DatabaseKey, $"Share the Data Protection keys through the database of {context.Type.Name}" + (context.IsReady ? "" : " (add a migration for its new table)"));
            choices.Insert(context.IsReady ? 0 : choices.Count, choice);
        }

        if (configuration is not null)
        {
            choices.Add(new FixChoice(DirectoryKey, "Share the Data Protection keys through a directory that all nodes mount" + await AppSettings.ByHandAsync(document.Project, DirectorySetting, cancellation).ConfigureAwait(false)));
        }

        return choices.ToImmutable();
    }

    /// <summary>
    /// The call, for example <c>PersistKeysToDbContext&lt;BlogContext&gt;()</c>, after everything that it needs has been
    /// written into the edits; null for a choice of another fix.
    /// </summary>
    public static async Task<string?> WriteAsync(SolutionEdits edits, Document document, SyntaxNode near, string key, CancellationToken cancellation)
    {
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var forgive = Calls.Forgive(model, near);
        edits.Use(document, "Microsoft.AspNetCore.DataProtection");
        switch (key)
        {
            case RedisKey:
                await AddRedisAsync(edits, document, cancellation).ConfigureAwait(false);
                if (RedisConnection.OpenedBefore(model, near, cancellation) is { } multiplexer)
                {
                    return $"PersistKeysToStackExchangeRedis({multiplexer}, \"DataProtection-Keys\")";
                }

                if (await RedisConnection.FindAsync(edits, document, model, near, cancellation).ConfigureAwait(false) is not { } connection)
                {
                    return null;
                }

                await connection.WriteAsync(edits, document, cancellation).ConfigureAwait(false);
                return $"PersistKeysToStackExchangeRedis({RedisNames.Use(edits, document, near.SyntaxTree, "ConnectionMultiplexer")}.Connect({connection.Expression}{forgive}), \"DataProtection-Keys\")";
            case DatabaseKey when await KeyContext.FindAsync(document.Project, cancellation).ConfigureAwait(false) is { } context:
                await ProjectPackages.AddAsync(edits, document.Project, KeyContext.Package, cancellation).ConfigureAwait(false);
                await context.WriteAsync(edits, cancellation).ConfigureAwait(false);
                if (context.Type.ContainingNamespace is { IsGlobalNamespace: false } ns)
                {
                    edits.Use(document, ns.ToDisplayString());
                }

                return $"PersistKeysToDbContext<{context.Type.Name}>()";
            case DirectoryKey when await ConfigurationAccess.FindAsync(edits, document, model, near, cancellation).ConfigureAwait(false) is { } configuration:
                await AppSettings.AddAsync(edits, document.Project, DirectorySetting, MountedDirectory, cancellation).ConfigureAwait(false);
                edits.Use(document, "System.IO");
                return $"PersistKeysToFileSystem(new DirectoryInfo({configuration}[\"{DirectorySetting}\"]{forgive}))";
            default:
                return null;
        }
    }

    /// <summary>The package and the namespace of the store in Redis.</summary>
    public static async Task AddRedisAsync(SolutionEdits edits, Document document, CancellationToken cancellation)
    {
        edits.Use(document, "Microsoft.AspNetCore.DataProtection");
        await ProjectPackages.AddAsync(edits, document.Project, RedisPackage, cancellation).ConfigureAwait(false);
    }
}
