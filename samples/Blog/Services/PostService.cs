using System.Text.RegularExpressions;
using Blog.Areas.Admin.Models;
using Blog.Data;
using Blog.Models;
using Blog.Options;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Blog.Services;

public sealed partial class PostService(BlogDbContext db, BlogReplicaContext replica, PageCache pages, IOptions<BlogOptions> options)
{
    /// <summary>The front page for the page cache: what the replica does not have yet would stay there, so it is not asked.</summary>
    public async Task<PostList> FrontPageAsync(CancellationToken cancellationToken) => await ListAsync(db.Posts.AsNoTracking(), 1, cancellationToken);

    public async Task<PostList> LatestAsync(int page, CancellationToken cancellationToken) => await ListAsync(replica.Posts, page, cancellationToken);

    /// <summary>A published post without its comments.</summary>
    public async Task<Post?> FindPublishedAsync(string slug, CancellationToken cancellationToken) =>
        await replica.Posts.FirstOrDefaultAsync(post => post.Slug == slug && post.IsPublished, cancellationToken);

    /// <summary>A post with all that its page shows, for the page cache: the primary is asked here as well.</summary>
    public async Task<Post> FindForPageAsync(int id, CancellationToken cancellationToken) =>
        await db.Posts.AsNoTracking()
            .Include(post => post.Author)
            .Include(post => post.Comments.Where(comment => comment.Status == CommentStatus.Approved).OrderBy(comment => comment.CreatedAt))
            .SingleAsync(post => post.Id == id, cancellationToken);

    private async Task<PostList> ListAsync(IQueryable<Post> all, int page, CancellationToken cancellationToken)
    {
        var size = options.Value.PostsPerPage;
        var published = all.Where(post => post.IsPublished);
        var count = await published.CountAsync(cancellationToken);
        var posts = await published
            .Include(post => post.Author)
            .OrderByDescending(post => post.PublishedAt)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        return new PostList(posts, page, (count + size - 1) / size);
    }

    public async Task<IReadOnlyList<Post>> AllAsync(CancellationToken cancellationToken) =>
        await replica.Posts.Include(post => post.Author).OrderByDescending(post => post.UpdatedAt).ToListAsync(cancellationToken);

    /// <summary>The editor needs the newest version, so this one does not ask the replica.</summary>
    public async Task<Post?> FindForEditAsync(int id, CancellationToken cancellationToken) =>
        await db.Posts.FindAsync([id], cancellationToken);

    /// <summary>Saves a new or changed post and returns it as the lists show it, with its author.</summary>
    public async Task<Post> SaveAsync(PostForm form, string userName, CancellationToken cancellationToken)
    {
        var now = DateTime.UtcNow;
        var post = form.Id == 0 ? null : await db.Posts.FindAsync([form.Id], cancellationToken);
        if (post is null)
        {
            post = new Post
            {
                Slug = await FreeSlugAsync(form.Title, cancellationToken),
                Title = form.Title,
                CreatedAt = now,
                Author = await db.Authors.SingleAsync(author => author.UserName == userName, cancellationToken),
            };
            db.Posts.Add(post);
        }

        post.Title = form.Title;
        post.Summary = form.Summary;
        post.Body = form.Body;
        post.UpdatedAt = now;
        post.IsPublished = form.IsPublished;
        post.PublishedAt ??= form.IsPublished ? now : null;
        await db.SaveChangesAsync(cancellationToken);
        pages.Invalidate(post.Slug);

        return await replica.Posts.Include(p => p.Author).SingleAsync(p => p.Id == post.Id, cancellationToken); // expect: SN4001
    }

    public async Task DeleteAsync(int id, CancellationToken cancellationToken)
    {
        if (await db.Posts.FindAsync([id], cancellationToken) is { } post)
        {
            db.Posts.Remove(post);
            await db.SaveChangesAsync(cancellationToken);
            pages.Invalidate(post.Slug);
        }
    }

    /// <summary>Two posts must not share an address, so the primary is asked.</summary>
    private async Task<string> FreeSlugAsync(string title, CancellationToken cancellationToken)
    {
        var stem = NotInSlug().Replace(title.ToLowerInvariant(), "-").Trim('-');
        stem = stem.Length == 0 ? "post" : stem;
        var slug = stem;
        for (var number = 2; await db.Posts.AnyAsync(post => post.Slug == slug, cancellationToken); number++)
        {
            slug = $"{stem}-{number}";
        }

        return slug;
    }

    [GeneratedRegex(@"[^\p{L}\d]+")]
    private static partial Regex NotInSlug();
}
