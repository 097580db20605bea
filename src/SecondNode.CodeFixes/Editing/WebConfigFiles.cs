using Microsoft.CodeAnalysis;

namespace SecondNode.CodeFixes.Editing;

/// <summary>The web.config of a project as fixes see it: an additional document.</summary>
internal static class WebConfigFiles
{
    /// <summary>The document of a path that the rule has handed over, or null.</summary>
    public static TextDocument? Of(Project project, string? path) =>
        path is null ? null : project.AdditionalDocuments.FirstOrDefault(d => string.Equals(d.FilePath ?? d.Name, path, StringComparison.OrdinalIgnoreCase));
}
