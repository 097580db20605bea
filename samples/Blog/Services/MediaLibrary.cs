using Blog.Data;
using Blog.Models;
using Microsoft.EntityFrameworkCore;

namespace Blog.Services;

/// <summary>Pictures and documents that authors upload. The rows are in the database, the contents under wwwroot.</summary>
public sealed class MediaLibrary(BlogDbContext db, BlogReplicaContext replica, IWebHostEnvironment environment)
{
    public const long MaximumLength = 10 * 1024 * 1024;

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".gif"] = "image/gif",
        [".jpeg"] = "image/jpeg",
        [".jpg"] = "image/jpeg",
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
    };

    public static bool Accepts(IFormFile file) => file.Length is > 0 and <= MaximumLength && ContentTypes.ContainsKey(Path.GetExtension(file.FileName));

    public async Task<IReadOnlyList<MediaItem>> ListAsync(CancellationToken cancellationToken) =>
        await replica.Media.OrderByDescending(item => item.UploadedAt).ToListAsync(cancellationToken);

    public async Task<MediaItem?> FindAsync(int id, CancellationToken cancellationToken) =>
        await replica.Media.FirstOrDefaultAsync(item => item.Id == id, cancellationToken);

    public async Task<MediaItem> SaveAsync(IFormFile file, CancellationToken cancellationToken)
    {
        var extension = Path.GetExtension(file.FileName).ToLowerInvariant();
        var item = new MediaItem
        {
            FileName = Path.GetFileName(file.FileName),
            StoredName = Guid.NewGuid().ToString("N") + extension,
            ContentType = ContentTypes[extension],
            Length = file.Length,
            UploadedAt = DateTime.UtcNow,
        };

        Directory.CreateDirectory(Path.Combine(environment.WebRootPath, "uploads"));
        await using (var target = new FileStream(PathOf(item), FileMode.Create)) // expect: SN3001
        {
            await file.CopyToAsync(target, cancellationToken);
        }

        db.Media.Add(item);
        await db.SaveChangesAsync(cancellationToken);
        return item;
    }

    public async Task DeleteAsync(int id, CancellationToken cancellationToken)
    {
        if (await db.Media.FindAsync([id], cancellationToken) is { } item)
        {
            db.Media.Remove(item);
            await db.SaveChangesAsync(cancellationToken);
            File.Delete(PathOf(item));
        }
    }

    public string PathOf(MediaItem item) => Path.Combine(environment.WebRootPath, "uploads", item.StoredName);
}
