namespace Blog.Models;

public sealed class MediaItem
{
    public int Id { get; set; }

    /// <summary>The name that the visitor's browser sent.</summary>
    public required string FileName { get; set; }

    /// <summary>The name under which the content is kept.</summary>
    public required string StoredName { get; set; }

    public required string ContentType { get; set; }

    public long Length { get; set; }

    public DateTime UploadedAt { get; set; }
}
