using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// The extension methods that rewritten code calls: values of <c>IDistributedCache</c> as JSON. They become a source file of
/// the project, once, because a fix must not bring a package of its own into the application.
/// </summary>
internal static class JsonHelpers
{
    public const string EntryClass = "DistributedCacheJsonExtensions";
    public const string CollectionClass = "DistributedCacheCollectionExtensions";

    /// <summary>Makes the helper class available to a document, adding its file where the project does not have it.</summary>
    public static async Task NeedAsync(SolutionEdits edits, Document document, bool collections, CancellationToken cancellation)
    {
        var project = document.Project;
        if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation)
        {
            return;
        }

        var ns = RootNamespace(project);
        Need(EntryClass, EntryText);
        if (collections)
        {
            Need(CollectionClass, CollectionText);
        }

        void Need(string name, string text)
        {
            var existing = compilation.GetSymbolsWithName(name, SymbolFilter.Type, cancellation).OfType<INamedTypeSymbol>().FirstOrDefault();
            var home = existing is null ? ns : existing.ContainingNamespace is { IsGlobalNamespace: false } at ? at.ToDisplayString() : "";
            if (home.Length > 0)
            {
                edits.Use(document, home);
            }

            if (existing is null && edits.Once("json helper " + name + project.Id.Id))
            {
                edits.AddDocument(document, name + ".cs", Text(text, ns, compilation));
            }
        }
    }

    /// <summary>Whether the project's language and references are new enough for the helper.</summary>
    public static bool AreUsable(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp10 } &&
        compilation.GetTypeByMetadataName("System.Text.Json.JsonSerializer") is not null &&
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Caching.Distributed.IDistributedCache") is not null;

    /// <summary>The text of a helper in a project without a root namespace, for tests.</summary>
    internal static string TextOf(string name) => (name == EntryClass ? EntryText : CollectionText).Replace("namespace ROOT;\n\n", "");

    private static string RootNamespace(Project project)
    {
        var name = project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.RootNamespace", out var value) ? value : project.DefaultNamespace;
        return name is { Length: > 0 } && name.Split('.').All(SyntaxFacts.IsValidIdentifier) ? name : "";
    }

    private static string Text(string text, string ns, Compilation compilation) =>
        (compilation.Options.NullableContextOptions == NullableContextOptions.Disable ? "#nullable enable\n\n" : "") +
        text.Replace("namespace ROOT;\n\n", ns.Length > 0 ? "namespace " + ns + ";\n\n" : "").Replace("\r\n", "\n");

    private const string EntryText = """
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Caching.Distributed;

        namespace ROOT;

        /// <summary>Values of a distributed cache as JSON. Entries have no expiry of their own; pass options where they should have one.</summary>
        internal static class DistributedCacheJsonExtensions
        {
            private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

            public static bool TryGetFromJson<T>(this IDistributedCache cache, string key, [MaybeNullWhen(false)] out T value)
            {
                var bytes = cache.Get(key);
                value = bytes is null ? default : Read<T>(bytes);
                return bytes is not null;
            }

            public static T? GetFromJson<T>(this IDistributedCache cache, string key) =>
                cache.Get(key) is { } bytes ? Read<T>(bytes) : default;

            public static T GetFromJson<T>(this IDistributedCache cache, string key, T fallback) =>
                cache.Get(key) is { } bytes ? Read<T>(bytes) : fallback;

            public static async Task<T?> GetFromJsonAsync<T>(this IDistributedCache cache, string key, CancellationToken cancellationToken = default) =>
                await cache.GetAsync(key, cancellationToken) is { } bytes ? Read<T>(bytes) : default;

            /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
            public static T GetRequiredFromJson<T>(this IDistributedCache cache, string key) =>
                Read<T>(cache.Get(key) ?? throw Missing(key));

            /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
            public static async Task<T> GetRequiredFromJsonAsync<T>(this IDistributedCache cache, string key, CancellationToken cancellationToken = default) =>
                Read<T>(await cache.GetAsync(key, cancellationToken) ?? throw Missing(key));

            public static T SetAsJson<T>(this IDistributedCache cache, string key, T value, DistributedCacheEntryOptions? options = null)
            {
                cache.Set(key, JsonSerializer.SerializeToUtf8Bytes(value, Json), options ?? new DistributedCacheEntryOptions());
                return value;
            }

            public static async Task<T> SetAsJsonAsync<T>(
                this IDistributedCache cache, string key, T value, DistributedCacheEntryOptions? options = null, CancellationToken cancellationToken = default)
            {
                await cache.SetAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, Json), options ?? new DistributedCacheEntryOptions(), cancellationToken);
                return value;
            }

            public static T GetOrSetAsJson<T>(this IDistributedCache cache, string key, Func<T> create) =>
                cache.Get(key) is { } bytes ? Read<T>(bytes) : cache.SetAsJson(key, create());

            public static async Task<T> GetOrSetAsJsonAsync<T>(this IDistributedCache cache, string key, Func<T> create, CancellationToken cancellationToken = default) =>
                await cache.GetAsync(key, cancellationToken) is { } bytes ? Read<T>(bytes) : await cache.SetAsJsonAsync(key, create(), cancellationToken: cancellationToken);

            public static async Task<T> GetOrSetAsJsonAsync<T>(this IDistributedCache cache, string key, Func<Task<T>> create, CancellationToken cancellationToken = default) =>
                await cache.GetAsync(key, cancellationToken) is { } bytes ? Read<T>(bytes) : await cache.SetAsJsonAsync(key, await create(), cancellationToken: cancellationToken);

            /// <summary>Reads, changes and writes. Not atomic: of two writers at once, the last one wins.</summary>
            public static T AddOrUpdateAsJson<T>(this IDistributedCache cache, string key, Func<T> add, Func<T, T> update) =>
                cache.SetAsJson(key, cache.Get(key) is { } bytes ? update(Read<T>(bytes)) : add());

            /// <summary>Reads, changes and writes. Not atomic: of two writers at once, the last one wins.</summary>
            public static async Task<T> AddOrUpdateAsJsonAsync<T>(this IDistributedCache cache, string key, Func<T> add, Func<T, T> update, CancellationToken cancellationToken = default) =>
                await cache.SetAsJsonAsync(key, await cache.GetAsync(key, cancellationToken) is { } bytes ? update(Read<T>(bytes)) : add(), cancellationToken: cancellationToken);

            /// <summary>Reads and removes. Not atomic: two readers at once may both take the entry.</summary>
            public static bool TryTakeFromJson<T>(this IDistributedCache cache, string key, [MaybeNullWhen(false)] out T value)
            {
                if (!cache.TryGetFromJson(key, out value))
                {
                    return false;
                }

                cache.Remove(key);
                return true;
            }

            private static T Read<T>(byte[] bytes) => JsonSerializer.Deserialize<T>(bytes, Json)!;

            private static KeyNotFoundException Missing(string key) => new($"The distributed cache has no entry '{key}'.");
        }

        """;

    private const string CollectionText = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Caching.Distributed;

        namespace ROOT;

        /// <summary>
        /// Whole collections as one entry of a distributed cache. A change reads the collection, changes it and writes it: of two
        /// writers at once, the last one wins.
        /// </summary>
        internal static class DistributedCacheCollectionExtensions
        {
            public static T GetCollection<T>(this IDistributedCache cache, string key)
                where T : new() =>
                cache.GetFromJson<T>(key) ?? new T();

            public static async Task<T> GetCollectionAsync<T>(this IDistributedCache cache, string key, CancellationToken cancellationToken = default)
                where T : new() =>
                await cache.GetFromJsonAsync<T>(key, cancellationToken) ?? new T();

            public static void ChangeCollection<T>(this IDistributedCache cache, string key, Action<T> change)
                where T : new()
            {
                var collection = cache.GetCollection<T>(key);
                change(collection);
                cache.SetAsJson(key, collection);
            }

            public static TResult ChangeCollection<T, TResult>(this IDistributedCache cache, string key, Func<T, TResult> change)
                where T : new()
            {
                var collection = cache.GetCollection<T>(key);
                var result = change(collection);
                cache.SetAsJson(key, collection);
                return result;
            }

            public static async Task ChangeCollectionAsync<T>(this IDistributedCache cache, string key, Action<T> change, CancellationToken cancellationToken = default)
                where T : new()
            {
                var collection = await cache.GetCollectionAsync<T>(key, cancellationToken);
                change(collection);
                await cache.SetAsJsonAsync(key, collection, cancellationToken: cancellationToken);
            }

            public static async Task<TResult> ChangeCollectionAsync<T, TResult>(this IDistributedCache cache, string key, Func<T, TResult> change, CancellationToken cancellationToken = default)
                where T : new()
            {
                var collection = await cache.GetCollectionAsync<T>(key, cancellationToken);
                var result = change(collection);
                await cache.SetAsJsonAsync(key, collection, cancellationToken: cancellationToken);
                return result;
            }
        }

        """;
}
