namespace Blog.Models;

public enum CommentStatus
{
    Pending,
    Approved,
    Spam,
}

public sealed class Comment
{
    public int Id { get; set; }

    public int PostId { get; set; }

    public Post? Post { get; set; }

    public required string AuthorName { get; set; }

    public required string Text { get; set; }

    public CommentStatus Status { get; set; }

    public DateTime CreatedAt { get; set; }
}
