using System.ComponentModel.DataAnnotations;
using Blog.Models;

namespace Blog.Areas.Admin.Models;

public sealed class PostForm
{
    public int Id { get; set; }

    [Required, StringLength(120)]
    public string Title { get; set; } = "";

    [StringLength(300)]
    public string Summary { get; set; } = "";

    public string Body { get; set; } = "";

    public bool IsPublished { get; set; }

    public static PostForm Of(Post post) => new()
    {
        Id = post.Id,
        Title = post.Title,
        Summary = post.Summary,
        Body = post.Body,
        IsPublished = post.IsPublished,
    };
}

/// <summary>The editor: the post as saved, and the newer draft if there is one.</summary>
public sealed record EditorPage(PostForm Form, Draft? Draft);
