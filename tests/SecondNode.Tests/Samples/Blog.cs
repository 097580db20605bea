using System.Text.RegularExpressions;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Samples;

/// <summary>The sample blog as it lies in the repository.</summary>
internal static partial class Blog
{
    public static readonly string Folder = Path.Combine(References.RepositoryRoot, "samples", "Blog");

    /// <summary>The configuration that the tests were built in: what the samples were built with beside them.</summary>
    public static readonly string Configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}") ? "Release" : "Debug";

    /// <summary>The source files, relative to <see cref="Folder"/>, without what building or running it leaves behind.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => !Produced().IsMatch(file))
            .Order(StringComparer.Ordinal);

    public static void CopyTo(string target)
    {
        foreach (var file in Files(Folder))
        {
            var to = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(Folder, file), to);
        }
    }

    /// <summary>The <c>// expect:</c> marks, as "file:line id".</summary>
    public static IEnumerable<string> Marks() => Marks(Folder);

    /// <summary>The marks of the sample in a folder.</summary>
    public static IEnumerable<string> Marks(string folder) =>
        from file in Files(folder)
        where file.EndsWith(".cs", StringComparison.Ordinal)
        from line in File.ReadLines(Path.Combine(folder, file)).Index()
        from id in Mark().Matches(line.Item).SelectMany(mark => mark.Groups[1].Captures)
        select $"{file}:{line.Index + 1} {id.Value}";

    [GeneratedRegex(@"// expect:(?:\s*(SN\d{4}),?)+")]
    private static partial Regex Mark();

    [GeneratedRegex("^(bin|obj|App_Data|wwwroot/uploads)/")]
    private static partial Regex Produced();
}
