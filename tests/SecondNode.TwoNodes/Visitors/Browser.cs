using System.Net;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Visitors;

/// <summary>
/// One visitor's browser in front of the balancer: each request, the one after a redirect as well, goes to the next node.
/// Where the nodes are strangers (no shared keys), a form that one node has made is refused by the other, and who has signed
/// in at one node is nobody at the other. So that each scenario fails for its own reason and not for this one, a browser of
/// strangers then loads one file more, which takes the turn back to the node of its form: luck, as visitors sometimes have it.
/// </summary>
internal sealed class Browser : IDisposable
{
    private readonly Balancer balancer;
    private readonly bool strangers;
    private readonly HttpClient client;

    public Browser(Balancer balancer, bool strangers)
    {
        this.balancer = balancer;
        this.strangers = strangers;
        Host = balancer.NextVisitor();
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{balancer.Port}"),
            Timeout = TimeSpan.FromSeconds(30),
        };
        client.DefaultRequestHeaders.Host = Host;
    }

    /// <summary>By which the balancer knows this visitor.</summary>
    public string Host { get; }

    /// <summary>The node that gave the last answer.</summary>
    public string? Last { get; private set; }

    /// <summary>The only node that knows this visitor as signed in, or null where all do or none.</summary>
    public string? Home { get; private set; }

    /// <summary>The node whose turn is next.</summary>
    private string Turn => Last is null ? balancer.Nodes[0] : Other(Last);

    /// <summary>One request, wherever it lands.</summary>
    public Task<Answer> OpenAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>A page that only the signed-in visitor sees.</summary>
    public async Task<Answer> OpenSignedInAsync(string path)
    {
        await TurnToAsync(Home);
        return await OpenAsync(path);
    }

    /// <summary>The same page from every node.</summary>
    public async Task<IReadOnlyList<Answer>> OpenOnEachNodeAsync(string path)
    {
        var answers = new List<Answer>();
        foreach (var _ in balancer.Nodes)
        {
            answers.Add(await OpenAsync(path));
        }

        Assert.Equal(balancer.Nodes.Order(), answers.Select(answer => answer.Node).Order());
        return answers;
    }

    /// <summary>Opens a page with a form and sends the form. The redirect is not followed.</summary>
    /// <param name="page">The page with the form.</param>
    /// <param name="path">Where the form goes.</param>
    /// <param name="form">What is filled in.</param>
    /// <param name="node">The node that must get the form, or null for whichever does.</param>
    public async Task<Answer> SubmitAsync(string page, string path, MultipartFormDataContent form, string? node = null)
    {
        node ??= Home;
        if (node is not null)
        {
            await TurnToAsync(strangers ? node : Other(node));
        }

        var shown = (await OpenAsync(page)).Expected("The form at " + page);
        Assert.True(shown.Token.Length > 0, $"{page} has no form: {shown}");
        if (strangers)
        {
            await TurnToAsync(shown.Node);
        }

        form.Add(new StringContent(shown.Token), "__RequestVerificationToken");
        return await SendAsync(HttpMethod.Post, path, form);
    }

    public Task<Answer> SubmitAsync(string page, string path, params (string Name, string Value)[] fields) => SubmitAsync(null, page, path, fields);

    public Task<Answer> SubmitAsync(string? node, string page, string path, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return SubmitAsync(page, path, form, node);
    }

    /// <summary>Follows the redirect of a form.</summary>
    /// <param name="answer">The answer to the form.</param>
    /// <param name="luck">Whether a stranger's next request has the luck to reach the same node: where something else than session is at stake.</param>
    public async Task<Answer> FollowAsync(Answer answer, bool luck = true)
    {
        Assert.True(answer is { Next: not null, AsksToSignIn: false }, $"No redirect after the form: {answer}");
        if (luck && strangers)
        {
            await TurnToAsync(answer.Node);
        }

        return await OpenAsync(answer.Next!);
    }

    /// <summary>Signs in.</summary>
    /// <param name="name">The account.</param>
    /// <param name="password">Its password.</param>
    /// <param name="notAt">A node at which strangers are not to sign in.</param>
    public async Task SignInAsync(string name, string password, string? notAt = null)
    {
        if (notAt is not null)
        {
            await TurnToAsync(Other(notAt));
        }

        var answer = await SubmitAsync("/account/login?returnUrl=/admin/themes", "/account/login", ("UserName", name), ("Password", password), ("ReturnUrl", "/admin/themes"));
        Assert.Equal("/admin/themes", answer.Expected("Signing in").Next);
        Home = strangers ? answer.Node : null;
    }

    /// <summary>Opens a post and hears of its new comments, as the page's script does.</summary>
    public async Task<LiveReader> ReadLiveAsync(string slug)
    {
        var reader = await LiveReader.ConnectAsync(new Uri($"ws://127.0.0.1:{balancer.Port}"), Host, slug);
        Last = reader.Node;
        return reader;
    }

    public void Dispose() => client.Dispose();

    private string Other(string node) => balancer.Nodes.FirstOrDefault(other => other != node) ?? node;

    private async Task TurnToAsync(string? node)
    {
        if (node is not null && Turn != node)
        {
            await OpenAsync("/css/site.css");
        }
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        var turn = Turn;
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Last = response.Headers.GetValues(Balancer.NodeHeader).Single();
        Assert.Equal(turn, Last);
        var next = response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.RedirectMethod && response.Headers.Location is { } location
            ? location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString
            : null;
        return new Answer(Last, response.StatusCode, next, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
