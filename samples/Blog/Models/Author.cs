namespace Blog.Models;

public sealed class Author
{
    public int Id { get; set; }

    public required string UserName { get; set; }

    public required string DisplayName { get; set; }

    public string PasswordHash { get; set; } = "";
}
