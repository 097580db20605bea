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

    /// <summary>What the code is compiled against: ASP.NET Core, unless its blocks begin with <c>```csharp net48</c>.</summary>
    public Framework Framework => text.Contains("```csharp net48\n") ? Framework.SystemWeb : Framework.WebWithPackages;

    /// <summary>The configuration beside the code of a section, as the compiler is handed it: a block of XML is the site's web.config.</summary>
    public Microsoft.CodeAnalysis.AdditionalText[] Files(string heading) => [.. XmlBlock().Matches(Section(heading)).Select(m => Analysis.File("/app/Web.config", m.Groups[1].Value))];

    /// <summary>The code of a section, compiled as its page says.</summary>
    public Microsoft.CodeAnalysis.CSharp.CSharpCompilation Compile(string heading) =>
        Analysis.Compile(Code(heading), Framework, Framework == Framework.SystemWeb ? Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary : Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);

    [GeneratedRegex(@"^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"```csharp(?: net48)?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"```xml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex XmlBlock();
}
