using Blog.Models;
using Blog.Options;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Blog.Data;

/// <summary>Creates the schema at the first start and fills it with something to look at.</summary>
public static class DatabaseSetup
{
    public static async Task CreateBlogDatabaseAsync(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BlogDbContext>();
        await db.Database.EnsureCreatedAsync();
        if (!await db.Authors.AnyAsync())
        {
            Seed(db, scope.ServiceProvider.GetRequiredService<IOptions<BlogOptions>>().Value);
            await db.SaveChangesAsync();
        }
    }

    private static void Seed(BlogDbContext db, BlogOptions options)
    {
        var author = new Author { UserName = options.AdministratorName, DisplayName = "The Editor" };
        author.PasswordHash = new PasswordHasher<Author>().HashPassword(author, options.AdministratorPassword);
        db.Authors.Add(author);
        db.Settings.Add(new Setting { Name = "theme", Value = Theme.Default });

        var now = DateTime.UtcNow;
        var first = NewPost(author, "hello-world", "Hello, world", now.AddDays(-9), """
            This is the first post. It was written on a machine under a desk, and the machine is *still* under the desk.

            ## What to expect

            - notes on small systems
            - what happened when they were no longer small
            - now and then a recipe
            """);
        first.Comments.Add(new Comment { AuthorName = "Ada", Text = "Looking forward to the recipes.", Status = CommentStatus.Approved, CreatedAt = now.AddDays(-8) });
        db.Posts.Add(first);
        db.Posts.Add(NewPost(author, "one-box-is-enough", "One box is enough", now.AddDays(-5), """
            People ask when a blog needs a second server. For a long time the honest answer is **never**.

            > Everything is fast when it is in the memory of the only process there is.

            Session, cache, uploads, `static` dictionaries: all of it in one place, and all of it right.
            """));
        db.Posts.Add(NewPost(author, "we-got-popular", "We got popular", now.AddDays(-1), """
            Somebody with many readers linked to us. The box under the desk now has a *brother* and a load balancer.

            Nothing failed in the tests, and nothing is in the logs. We will see.
            """));
    }

    private static Post NewPost(Author author, string slug, string title, DateTime published, string body) => new()
    {
        Slug = slug,
        Title = title,
        Summary = body.Split('\n', 2)[0].Replace("*", ""),
        Body = body,
        Author = author,
        IsPublished = true,
        CreatedAt = published,
        UpdatedAt = published,
        PublishedAt = published,
    };
}
