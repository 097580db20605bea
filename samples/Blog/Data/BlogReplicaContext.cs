using Blog.Models;
using Microsoft.EntityFrameworkCore;

namespace Blog.Data;

/// <summary>The streaming replica: pages that only read are served from here.</summary>
public sealed class BlogReplicaContext : DbContext
{
    public BlogReplicaContext(DbContextOptions<BlogReplicaContext> options)
        : base(options)
    {
        ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
    }

    public DbSet<Author> Authors => Set<Author>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<MediaItem> Media => Set<MediaItem>();

    public DbSet<Setting> Settings => Set<Setting>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw ReadOnly();

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) => throw ReadOnly();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => BlogModel.Configure(modelBuilder);

    private static InvalidOperationException ReadOnly() => new("The replica is read-only.");
}
