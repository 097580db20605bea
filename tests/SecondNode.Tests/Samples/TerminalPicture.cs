using System.Net;
using System.Text;

namespace SecondNode.Tests.Samples;

/// <summary>Draws compiler findings as a terminal shows them, as SVG.</summary>
internal static class TerminalPicture
{
    private const int Columns = 112;
    private const int LineHeight = 20;
    private const double CharacterWidth = 8.43;

    public static string Of(string command, IEnumerable<Finding> findings)
    {
        var lines = new List<string> { $"<tspan fill=\"#8b9bb0\">$</tspan> {WebUtility.HtmlEncode(command)}" };
        foreach (var finding in findings)
        {
            var place = $"{finding.File}({finding.Line},{finding.Column}): ";
            var label = $"warning {finding.Id}";
            var text = Wrap(place + label + ": " + finding.Message).ToList();
            lines.Add($"{WebUtility.HtmlEncode(place)}<tspan fill=\"#e5c07b\">{label}</tspan><tspan fill=\"#8b9bb0\">{WebUtility.HtmlEncode(text[0][(place.Length + label.Length)..])}</tspan>");
            lines.AddRange(text.Skip(1).Select(line => $"<tspan fill=\"#8b9bb0\">    {WebUtility.HtmlEncode(line)}</tspan>"));
        }

        var width = (int)(Columns * CharacterWidth) + 40;
        var height = lines.Count * LineHeight + 56;
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        svg.Append($"<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#10151d\"/>\n");
        svg.Append("<circle cx=\"20\" cy=\"18\" r=\"5\" fill=\"#e06c75\"/><circle cx=\"38\" cy=\"18\" r=\"5\" fill=\"#e5c07b\"/><circle cx=\"56\" cy=\"18\" r=\"5\" fill=\"#98c379\"/>\n");
        svg.Append("<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" fill=\"#dbe4ee\" xml:space=\"preserve\">\n");
        for (var i = 0; i < lines.Count; i++)
        {
            svg.Append($"<text x=\"20\" y=\"{52 + i * LineHeight}\">{lines[i]}</text>\n");
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }

    private static IEnumerable<string> Wrap(string text)
    {
        var line = new StringBuilder();
        var limit = Columns;
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > limit)
            {
                yield return line.ToString();
                line.Clear();
                limit = Columns - 4;
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }
}
