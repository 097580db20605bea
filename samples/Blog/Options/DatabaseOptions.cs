namespace Blog.Options;

public enum DatabaseProvider
{
    /// <summary>A file beside the application: one node, nothing to install.</summary>
    Sqlite,

    /// <summary>A server and its streaming replica.</summary>
    PostgreSql,
}

public sealed class DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; set; }

    /// <summary>The name of the SQLite file under App_Data.</summary>
    public string File { get; set; } = "blog.db";
}
