using Blog.Models;
using Microsoft.EntityFrameworkCore;

namespace Blog.Data;

/// <summary>The mapping that both contexts share: the replica has the primary's schema.</summary>
internal static class BlogModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Author>().HasIndex(author => author.UserName).IsUnique();
        model.Entity<Post>(post =>
        {
            post.HasIndex(p => p.Slug).IsUnique();
            post.HasIndex(p => new { p.IsPublished, p.PublishedAt });
            post.HasMany(p => p.Comments).WithOne(c => c.Post).HasForeignKey(c => c.PostId);
        });
        model.Entity<Comment>().HasIndex(comment => new { comment.Status, comment.CreatedAt });
    }
}
