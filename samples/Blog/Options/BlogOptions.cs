namespace Blog.Options;

public sealed class BlogOptions
{
    public const string Section = "Blog";

    public string Title { get; set; } = "Blog";

    public string Tagline { get; set; } = "";

    public int PostsPerPage { get; set; } = 5;

    /// <summary>The account that is created with the database.</summary>
    public string AdministratorName { get; set; } = "admin";

    public string AdministratorPassword { get; set; } = "admin";
}
