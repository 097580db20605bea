using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.CodeFixes.Editing;

namespace SecondNode.CodeFixes.Caching;

/// <summary>
/// The extension methods that rewritten code calls: values of <c>IDistributedCache</c> as JSON. They become code of the
/// project, once, because a fix must not bring a package of its own into the application; at the end of the file that held
/// the first collection, because <c>dotnet format</c> lists an added file a second time in the project.
/// </summary>
internal static class JsonHelpers
{
    public const string EntryClass = "DistributedCacheJsonExtensions";
    public const string CollectionClass = "DistributedCacheCollectionExtensions";
    public const string FactoryClass = "DistributedCacheFactoryExtensions";

    private static readonly string[] Namespaces = ["System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "Microsoft.Extensions.Caching.Distributed"];

    /// <summary>Makes the helpers available to a document, adding them where the project does not have them.</summary>
    /// <param name="edits">The edits of the run.</param>
    /// <param name="document">Where they are called.</param>
    /// <param name="home">Where they are written if they have to be.</param>
    /// <param name="classes">The names of the helpers.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task NeedAsync(SolutionEdits edits, Document document, Document home, string[] classes, CancellationToken cancellation)
    {
        foreach (var name in classes)
        {
            var ns = await NamespaceAsync(edits, document.Project, home, name, cancellation).ConfigureAwait(false);
            if (ns.Length > 0)
            {
                edits.Use(document, ns);
            }
        }
    }

    private static async Task<string> NamespaceAsync(SolutionEdits edits, Project project, Document home, string name, CancellationToken cancellation)
    {
        var compilation = await project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        if (compilation?.GetSymbolsWithName(name, SymbolFilter.Type, cancellation).OfType<INamedTypeSymbol>().FirstOrDefault() is { } existing)
        {
            return existing.ContainingNamespace is { IsGlobalNamespace: false } at ? at.ToDisplayString() : "";
        }

        var written = edits.State<Written>();
        if (written.Namespaces.TryGetValue((project.Id, name), out var known))
        {
            return known;
        }

        if (home.Project.Id != project.Id)
        {
            home = project.Documents.First(d => d is not SourceGeneratedDocument);
        }

        var editor = await edits.EditorAsync(home, cancellation).ConfigureAwait(false);
        var container = AddedTypes.ContainerIn(editor.OriginalRoot);

        // Written when the run ends: every helper of a file together, in one order.
        if (!written.ByHome.TryGetValue(home.Id, out var names))
        {
            written.ByHome.Add(home.Id, names = new SortedSet<string>(Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x))));
            edits.AtEnd(_ =>
            {
                var directive = compilation?.Options.NullableContextOptions == NullableContextOptions.Disable ? "#nullable enable\n" : "";
                AddedTypes.Insert(editor, container, names.Select((helper, i) => (i == 0 ? directive : "") + TextOf(helper)));
                return Task.CompletedTask;
            });
        }

        names.Add(name);
        foreach (var used in Namespaces)
        {
            edits.Use(home, used);
        }

        return written.Namespaces[(project.Id, name)] = AddedTypes.NamespaceOf(container);
    }

    /// <summary>Whether the project's language and references are new enough for the helper.</summary>
    public static bool AreUsable(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp10 } &&
        compilation.GetTypeByMetadataName("System.Text.Json.JsonSerializer") is not null &&
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Caching.Distributed.IDistributedCache") is not null;

    /// <summary>The text of a helper.</summary>
    internal static string TextOf(string name) => (name switch { EntryClass => EntryText, FactoryClass => FactoryText, _ => CollectionText }).Replace("\r\n", "\n");

    /// <summary>The helpers written in this run, and their namespaces.</summary>
    private sealed class Written
    {
        public Dictionary<(ProjectId Project, string Name), string> Namespaces { get; } = [];

        public Dictionary<DocumentId, SortedSet<string>> ByHome { get; } = [];
    }

    private const string EntryText = """
        /// <summary>Values of a distributed cache as JSON. Entries have no expiry of their own; pass options where they should have one.</summary>
        internal static class DistributedCacheJsonExtensions
        {
            private static readonly System.Text.Json.JsonSerializerOptions Json = new() { IncludeFields = true };

            public static bool TryGetFromJson<T>(this IDistributedCache cache, string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
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
                cache.Set(key, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, Json), options ?? new DistributedCacheEntryOptions());
                return value;
            }

            public static async Task<T> SetAsJsonAsync<T>(
                this IDistributedCache cache, string key, T value, DistributedCacheEntryOptions? options = null, CancellationToken cancellationToken = default)
            {
                await cache.SetAsync(key, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, Json), options ?? new DistributedCacheEntryOptions(), cancellationToken);
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
            public static bool TryTakeFromJson<T>(this IDistributedCache cache, string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
            {
                if (!cache.TryGetFromJson(key, out value))
                {
                    return false;
                }

                cache.Remove(key);
                return true;
            }

            private static T Read<T>(byte[] bytes) => System.Text.Json.JsonSerializer.Deserialize<T>(bytes, Json)!;

            private static KeyNotFoundException Missing(string key) => new($"The distributed cache has no entry '{key}'.");
        }

        """;

    private const string CollectionText = """
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

    private const string FactoryText = """
        /// <summary>Entries of a distributed cache that are made where they are missing. Two requests at once may both make one.</summary>
        internal static class DistributedCacheFactoryExtensions
        {
            private static readonly System.Text.Json.JsonSerializerOptions Json = new() { IncludeFields = true };

            public static T? GetOrCreateAsJson<T>(this IDistributedCache cache, string key, Func<DistributedCacheEntryOptions, T> create)
            {
                if (cache.Get(key) is { } bytes)
                {
                    return System.Text.Json.JsonSerializer.Deserialize<T>(bytes, Json);
                }

                var options = new DistributedCacheEntryOptions();
                var value = create(options);
                cache.Set(key, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, Json), options);
                return value;
            }

            public static async Task<T?> GetOrCreateAsJsonAsync<T>(this IDistributedCache cache, string key, Func<DistributedCacheEntryOptions, Task<T>> create, CancellationToken cancellationToken = default)
            {
                if (await cache.GetAsync(key, cancellationToken) is { } bytes)
                {
                    return System.Text.Json.JsonSerializer.Deserialize<T>(bytes, Json);
                }

                var options = new DistributedCacheEntryOptions();
                var value = await create(options);
                await cache.SetAsync(key, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, Json), options, cancellationToken);
                return value;
            }
        }

        """;
}
