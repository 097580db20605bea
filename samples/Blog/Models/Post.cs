namespace Blog.Models;

public sealed class Post
{
    public int Id { get; set; }

    public required string Slug { get; set; }

    public required string Title { get; set; }

    public string Summary { get; set; } = "";

    public string Body { get; set; } = "";

    public bool IsPublished { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    public DateTime? PublishedAt { get; set; }

    public int AuthorId { get; set; }

    public Author? Author { get; set; }

    public List<Comment> Comments { get; } = [];
}
