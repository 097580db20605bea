using Blog.Data;
using Blog.Hubs;
using Blog.Models;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Blog.Services;

/// <summary>What became of a comment, for the notice that its author sees.</summary>
public sealed record CommentReceipt(CommentStatus Status, int Number);

/// <summary>A comment as the feed tells it.</summary>
public sealed record CommentSummary(string Author, string Text, DateTime CreatedAt);

public sealed class CommentService(BlogDbContext db, BlogReplicaContext replica, SpamFilter filter, PageCache pages, IHubContext<ReadersHub> readers)
{
    public async Task<CommentReceipt?> AddAsync(string slug, CommentForm form, CancellationToken cancellationToken)
    {
        var post = await db.Posts.FirstOrDefaultAsync(p => p.Slug == slug && p.IsPublished, cancellationToken);
        if (post is null)
        {
            return null;
        }

        var comment = new Comment
        {
            PostId = post.Id,
            AuthorName = form.Name,
            Text = form.Text,
            Status = filter.IsSpam(form.Text) ? CommentStatus.Pending : CommentStatus.Approved,
            CreatedAt = DateTime.UtcNow,
        };
        db.Comments.Add(comment);
        await db.SaveChangesAsync(cancellationToken);
        pages.Invalidate(slug);
        await TellReadersAsync(slug, comment, cancellationToken);

        var number = await replica.Comments.CountAsync(c => c.PostId == post.Id && c.Status == CommentStatus.Approved, cancellationToken); // expect: SN4001
        return new CommentReceipt(comment.Status, number);
    }

    public async Task<IReadOnlyList<Comment>> RecentAsync(CancellationToken cancellationToken) =>
        await replica.Comments.Include(comment => comment.Post).OrderByDescending(comment => comment.CreatedAt).Take(100).ToListAsync(cancellationToken);

    /// <summary>The moderator's word on a comment: the filter learns from it.</summary>
    public async Task JudgeAsync(int id, bool spam, CancellationToken cancellationToken)
    {
        var comment = await db.Comments.Include(c => c.Post).FirstOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (comment is null)
        {
            return;
        }

        comment.Status = spam ? CommentStatus.Spam : CommentStatus.Approved;
        await db.SaveChangesAsync(cancellationToken);
        filter.Learn(comment.Text, spam);
        pages.Invalidate(comment.Post!.Slug);
        await TellReadersAsync(comment.Post.Slug, comment, cancellationToken);
    }

    private async Task TellReadersAsync(string slug, Comment comment, CancellationToken cancellationToken)
    {
        if (comment.Status == CommentStatus.Approved)
        {
            await readers.Clients.Group(slug).SendAsync(ReadersHub.NewComment, comment.AuthorName, comment.Text, cancellationToken);
        }
    }

    /// <summary>For programs that look for new comments now and then.</summary>
    public async Task<IReadOnlyList<CommentSummary>> LatestAsync(CancellationToken cancellationToken) =>
        await replica.Comments
            .Where(comment => comment.Status == CommentStatus.Approved)
            .OrderByDescending(comment => comment.CreatedAt)
            .Take(20)
            .Select(comment => new CommentSummary(comment.AuthorName, comment.Text, comment.CreatedAt))
            .ToListAsync(cancellationToken);
}
