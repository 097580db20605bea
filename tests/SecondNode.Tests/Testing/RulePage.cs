using System.Text.RegularExpressions;

namespace SecondNode.Tests.Testing;

/// <summary>The page of a rule, read apart.</summary>
public sealed partial class RulePage
{
    private readonly string text;

    private RulePage(string text) => this.text = text;

    /// <summary>The first line without the leading mark.</summary>
    public string Title => text.Split('\n')[0].Trim().TrimStart('#', ' ');

    /// <summary>The second-level headings in order.</summary>
    public string[] Headings => [.. HeadingLine().Matches(text).Select(m => m.Groups[1].Value.Trim())];

    public static RulePage Of(string id) => new(File.ReadAllText(ShippedRules.PagePath(id)).Replace("\r\n", "\n"));

    /// <summary>The text of a section.</summary>
    public string Section(string heading)
    {
        var start = text.IndexOf("\n## " + heading + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"no section '{heading}'");
        start = text.IndexOf('\n', start + 1) + 1;
        var end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    /// <summary>The C# blocks of a section.</summary>
    public string[] Code(string heading) => [.. CodeBlock().Matches(Section(heading)).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
