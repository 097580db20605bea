using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Html;

namespace Blog.Models;

public sealed record PostList(IReadOnlyList<Post> Posts, int Page, int Pages);

public sealed record HomePage(IHtmlContent Posts);

public sealed record PostPage(string Slug, string Title, IHtmlContent Article, CommentForm Comment);

public sealed class CommentForm
{
    [Required, StringLength(60), Display(Name = "Your name")]
    public string Name { get; set; } = "";

    [Required, StringLength(2000), Display(Name = "Comment")]
    public string Text { get; set; } = "";
}

public sealed class LoginForm
{
    [Required, Display(Name = "User name")]
    public string UserName { get; set; } = "";

    [Required, DataType(DataType.Password)]
    public string Password { get; set; } = "";

    public string? ReturnUrl { get; set; }
}
