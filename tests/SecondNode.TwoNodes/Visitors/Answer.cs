using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace SecondNode.TwoNodes.Visitors;

/// <summary>What one request brought.</summary>
/// <param name="Node">Who answered.</param>
/// <param name="Status">The status.</param>
/// <param name="Next">Where it redirects to, or null.</param>
/// <param name="Bytes">The body.</param>
internal sealed partial record Answer(string Node, HttpStatusCode Status, string? Next, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The notice on the page, or the empty string.</summary>
    public string Notice => WebUtility.HtmlDecode(NoticePattern().Match(Text).Groups[1].Value);

    /// <summary>The antiforgery token of the page's forms, or the empty string.</summary>
    public string Token => TokenPattern().Match(Text).Groups[1].Value;

    /// <summary>Whether the visitor is asked to sign in.</summary>
    public bool AsksToSignIn => Next?.StartsWith("/account/login", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Holds for a page, or for the redirect after a form.</summary>
    public bool Succeeded => Status is HttpStatusCode.OK || (Next is not null && !AsksToSignIn);

    /// <summary>For what a scenario takes for granted: anything else than success ends it.</summary>
    public Answer Expected(string what)
    {
        Assert.True(Succeeded, $"{what}: {this}");
        return this;
    }

    /// <summary>For people: what came back, in a line.</summary>
    public override string ToString() => string.Join(' ', new[] { Node, $"{(int)Status}", Next, TitlePattern().Match(Text).Groups[1].Value, Notice }.Where(part => part is { Length: > 0 }));

    [GeneratedRegex("<title>([^<]*)")]
    private static partial Regex TitlePattern();

    [GeneratedRegex("<p class=\"notice\"[^>]*>(.*?)</p>")]
    private static partial Regex NoticePattern();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex TokenPattern();
}
