namespace Blog.Models;

/// <summary>What the editor saves by itself while somebody is writing.</summary>
public sealed record Draft(string Title, string Summary, string Body, DateTime SavedAt);
