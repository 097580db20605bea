using System.Net;
using System.Text.RegularExpressions;

namespace SecondNode.TwoNodes.Blogs;

/// <summary>
/// A visitor with one browser in front of a load balancer: every request, the one after a redirect as well, goes to the
/// next node in turn. Cookies know no port, so all nodes on the loopback interface are one site.
/// </summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly Uri[] nodes;
    private readonly HttpClient client;
    private int requests;

    public Visitor(params Uri[] nodes)
    {
        this.nodes = nodes;
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { Timeout = TimeSpan.FromMinutes(1) };
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Posts a form with the antiforgery token of the page that shows it, and follows the redirect.</summary>
    public async Task<Answer> PostAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        var token = await TokenAsync(page);
        return await SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }

    /// <summary>Posts a file as a browser does.</summary>
    public async Task<Answer> UploadAsync(string page, string path, string fileName, byte[] content)
    {
        var form = new MultipartFormDataContent { { new StringContent(await TokenAsync(page)), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent(content), "file", fileName);
        return await SendAsync(HttpMethod.Post, path, form);
    }

    public void Dispose() => client.Dispose();

    private async Task<string> TokenAsync(string page)
    {
        var answer = (await GetAsync(page)).Succeeded();
        var token = Token().Match(answer.Text);
        Assert.True(token.Success, $"{answer.Path} has no form:\n{answer.Text}");
        return token.Groups[1].Value;
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        for (var hops = 0; ; hops++)
        {
            var node = nodes[requests++ % nodes.Length];
            using var request = new HttpRequestMessage(method, new Uri(node, path)) { Content = body };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            if (response.StatusCode is HttpStatusCode.Redirect && response.Headers.Location is { } location)
            {
                Assert.True(hops < 5, "Too many redirects at " + path);
                (method, path, body) = (HttpMethod.Get, location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString, null);
                continue;
            }

            return new Answer(path, response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}

/// <summary>What came back in the end, after redirects.</summary>
internal sealed record Answer(string Path, HttpStatusCode Status, string? ContentType, byte[] Bytes)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>The notice on the page, or the empty string.</summary>
    public string Notice => WebUtility.HtmlDecode(Regex.Match(Text, "<p class=\"notice\"[^>]*>(.*?)</p>").Groups[1].Value);

    public Answer Succeeded()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{Path}: {Status}\n{Text}");
        return this;
    }
}
