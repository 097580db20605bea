using System.Collections.Concurrent;

namespace Blog.Services;

/// <summary>Rendered articles and lists. A page is dropped when something on it changes.</summary>
public sealed class PageCache
{
    public const string Home = "home";

    private static readonly ConcurrentDictionary<string, string> Pages = new(); // expect: SN2001

    public static string KeyOf(string slug) => "post:" + slug;

    public async Task<string> GetOrRenderAsync(string key, Func<Task<string>> render)
    {
        if (Pages.TryGetValue(key, out var cached))
        {
            return cached;
        }

        var page = await render();
        Pages[key] = page;
        return page;
    }

    /// <summary>Drops the page of a post, and the front page that lists it.</summary>
    public void Invalidate(string slug)
    {
        Pages.TryRemove(KeyOf(slug), out _);
        Pages.TryRemove(Home, out _);
    }
}
