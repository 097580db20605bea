using Blog.Models;
using Microsoft.EntityFrameworkCore;

namespace Blog.Data;

/// <summary>The primary: everything that is written goes here.</summary>
public sealed class BlogDbContext(DbContextOptions<BlogDbContext> options) : DbContext(options)
{
    public DbSet<Author> Authors => Set<Author>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<MediaItem> Media => Set<MediaItem>();

    public DbSet<Setting> Settings => Set<Setting>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => BlogModel.Configure(modelBuilder);
}
