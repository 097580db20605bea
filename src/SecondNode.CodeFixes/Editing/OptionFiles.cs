using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SecondNode.CodeFixes.Editing;

/// <summary>Options of the owner, where they are kept: in a <c>.globalconfig</c>, else in the <c>.editorconfig</c> nearest to the project.</summary>
internal static class OptionFiles
{
    private const string GlobalName = ".globalconfig";
    private const string EditorName = ".editorconfig";

    /// <summary>The file that options of a document's project belong into, or null where the project has none of its own.</summary>
    public static AnalyzerConfigDocument? Of(Document document)
    {
        var files = document.Project.AnalyzerConfigDocuments.Where(f => IsAbove(f, document)).OrderByDescending(f => f.FilePath!.Length).ToList();
        return files.FirstOrDefault(f => Path.GetFileName(f.FilePath) == GlobalName) ?? files.FirstOrDefault(f => Path.GetFileName(f.FilePath) == EditorName);
    }

    /// <summary>Adds a value to an option that is a list; nothing happens where it has the value.</summary>
    public static async Task AddAsync(SolutionEdits edits, AnalyzerConfigDocument file, string key, string value, CancellationToken cancellation)
    {
        var text = await edits.TextOfAsync(file, cancellation).ConfigureAwait(false);
        var lines = text.Lines;
        var newLine = lines.Count > 1 && text.ToString(TextSpan.FromBounds(lines[0].End, lines[0].EndIncludingLineBreak)) is { Length: > 0 } first ? first : "\n";
        foreach (var line in lines)
        {
            var written = line.ToString();
            var at = written.IndexOf('=');
            if (at > 0 && string.Equals(written.Substring(0, at).Trim(), key, StringComparison.OrdinalIgnoreCase))
            {
                var values = written.Substring(at + 1).Split('|').Select(v => v.Trim()).Where(v => v.Length > 0).ToList();
                if (!values.Contains(value, StringComparer.Ordinal))
                {
                    edits.SetText(file, text.WithChanges(new TextChange(line.Span, key + " = " + string.Join(" | ", values.Append(value)))));
                }

                return;
            }
        }

        edits.SetText(file, text.WithChanges(new TextChange(new TextSpan(InsertionPoint(file, text), 0), Inserted(file, text, key + " = " + value, newLine))));
    }

    /// <summary>The end of a global file; in an editor's file the end of the section for C# or for all files, without its blank lines.</summary>
    private static int InsertionPoint(AnalyzerConfigDocument file, SourceText text)
    {
        var end = text.Length;
        if (Path.GetFileName(file.FilePath) == EditorName && SectionOf(text) is { } section)
        {
            var last = section;
            for (var i = section + 1; i < text.Lines.Count && !text.Lines[i].ToString().TrimStart().StartsWith("[", StringComparison.Ordinal); i++)
            {
                last = text.Lines[i].ToString().Trim().Length > 0 ? i : last;
            }

            end = text.Lines[last].EndIncludingLineBreak;
        }

        return end;
    }

    private static string Inserted(AnalyzerConfigDocument file, SourceText text, string line, string newLine)
    {
        var at = InsertionPoint(file, text);
        var lead = at > 0 && text[at - 1] != '\n' ? newLine : "";
        return Path.GetFileName(file.FilePath) == EditorName && SectionOf(text) is null
            ? lead + (text.Length > 0 ? newLine : "") + "[*.cs]" + newLine + line + newLine
            : lead + line + newLine;
    }

    private static int? SectionOf(SourceText text)
    {
        int? all = null;
        for (var i = 0; i < text.Lines.Count; i++)
        {
            switch (text.Lines[i].ToString().Trim())
            {
                case "[*.cs]":
                    return i;
                case "[*]":
                    all ??= i;
                    break;
            }
        }

        return all;
    }

    private static bool IsAbove(AnalyzerConfigDocument file, Document document) =>
        file.FilePath is { } path && document.FilePath is { } source && Path.GetDirectoryName(path) is { } folder && Path.GetFileName(path) is GlobalName or EditorName &&
        source.StartsWith(folder.Length > 0 && folder[folder.Length - 1] is '/' or '\\' ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
