using Microsoft.Playwright;
using SecondNode.TwoNodes.Proof;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Walk;

/// <summary>What one step of the walk led to.</summary>
internal sealed record Step(string Does, string Sees);

/// <summary>
/// An hour of the administrator, in a real browser and through the balancer, with a picture of every step: signs in, activates a
/// theme, uploads a picture, and looks at what two readers see when a comment is sent.
/// </summary>
internal sealed class AdminWalk : IAsyncDisposable
{
    private readonly World world;
    private readonly string pictures;
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<Step> steps = [];
    private IPage page = null!;

    private AdminWalk(World world, string pictures, IPlaywright playwright, IBrowser browser)
    {
        this.world = world;
        this.pictures = pictures;
        this.playwright = playwright;
        this.browser = browser;
    }

    /// <summary>Walks, and leaves the pictures in a folder.</summary>
    public static async Task<IReadOnlyList<Step>> WalkAsync(World world, string pictures)
    {
        if (Directory.Exists(pictures))
        {
            Directory.Delete(pictures, recursive: true);
        }

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Programs.Find("chromium"),
            // Chromium's sandbox refuses to run as root, as in a container of CI.
            Args = Environment.UserName == "root" ? ["--no-sandbox", "--disable-dev-shm-usage"] : [],
            Timeout = 60_000,
        });
        await using var walk = new AdminWalk(world, pictures, playwright, browser);
        walk.page = await walk.NewPageAsync();
        await walk.SignInAsync();
        await walk.ActivateThemeAsync();
        await walk.UploadAsync();
        await walk.CommentAsync();
        return walk.steps;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private async Task SignInAsync()
    {
        await page.GotoAsync("/account/login?returnUrl=/admin/posts");
        await SendLoginAsync();
        await SawAsync("signs in", page, await HasAsync("text=New post") ? "the admin area" : "an error instead of the login");
        if (!world.Plan.Strangers)
        {
            return;
        }

        // Again, with the luck that the form reaches the node that made it.
        var node = await OpenAsync("/account/login?returnUrl=/admin/posts");
        await TurnToAsync(node);
        await SendLoginAsync();
        await SawAsync("signs in again", page, await WhereAsync("the admin area"));
    }

    private async Task SendLoginAsync()
    {
        await page.FillAsync("[name=UserName]", "admin");
        await page.FillAsync("[name=Password]", "admin");
        await page.ClickAsync("form.card button");
    }

    private async Task ActivateThemeAsync()
    {
        await OpenAdminAsync("/admin/themes");
        await page.ClickAsync("#theme-daylight button");
        var notice = await HasAsync("text=Theme Daylight activated.") ? "the notice" : "no notice";
        await SawAsync("activates a theme", page, await WhereAsync(notice));
        await world.CatchUpAsync();
        await page.GotoAsync("/");
        await SawAsync("opens the front page", page, await page.GetAttributeAsync("html", "data-theme") == "daylight" ? "the new theme" : "the old theme");
    }

    private async Task UploadAsync()
    {
        var picture = await page.ScreenshotAsync();
        await OpenAdminAsync("/admin/media");
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "front-page.png", MimeType = "image/png", Buffer = picture });
        await page.ClickAsync("button:has-text('Upload')");
        await SawAsync("uploads a picture", page, await WhereAsync("the list"));
        await world.CatchUpAsync();

        var newest = await world.NumberAsync("""select max("Id") from "Media" """);
        var shown = 0;
        foreach (var _ in world.Balancer.Nodes)
        {
            await page.GotoAsync($"/media/{newest}");
            shown += await page.EvaluateAsync<bool>("document.images.length === 1 && document.images[0].naturalWidth > 0") ? 1 : 0;
            await SawAsync("looks at the picture", page, null);
        }

        steps.Add(new Step("looks at the picture twice", $"{shown} of 2"));
    }

    private async Task CommentAsync()
    {
        const string Text = "Seen by everybody at once?";
        var readers = new List<IPage>();
        for (var turn = 0; turn < 2; turn++)
        {
            var reader = await NewPageAsync();
            await reader.GotoAsync("/");
            for (var i = 0; i < turn; i++)
            {
                await FetchAsync(reader);
            }

            await reader.GotoAsync("/posts/hello-world");
            await reader.WaitForSelectorAsync("[data-live].connected");
            readers.Add(reader);
        }

        var visitor = await NewPageAsync();
        var response = await visitor.GotoAsync("/posts/hello-world");
        await TurnToAsync(visitor, await NodeAsync(response!));
        await visitor.FillAsync("[name='Comment.Name']", "Grace");
        await visitor.FillAsync("[name='Comment.Text']", Text);
        await visitor.ClickAsync("button:has-text('Send')");

        var seen = 0;
        foreach (var (number, reader) in readers.Index())
        {
            try
            {
                await reader.WaitForSelectorAsync($".comment.new >> text={Text}", new PageWaitForSelectorOptions { Timeout = 5_000 });
                seen++;
            }
            catch (TimeoutException)
            {
                // This reader sees nothing: the picture shows it.
            }

            await SawAsync($"reader {number + 1} has the post open", reader, null);
        }

        steps.Add(new Step("sends a comment", $"{seen} of 2 readers see it"));
    }

    private async Task<IPage> NewPageAsync()
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = $"http://{world.Balancer.NextVisitor()}:{world.Balancer.Port}",
            ViewportSize = new ViewportSize { Width = 1000, Height = 700 },
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    /// <summary>Opens a page of the admin area such that the form on it can be sent: where the nodes are strangers, at the one that knows the visitor.</summary>
    private async Task OpenAdminAsync(string path)
    {
        if (!world.Plan.Strangers)
        {
            await page.GotoAsync(path);
            return;
        }

        foreach (var node in world.Balancer.Nodes)
        {
            await TurnToAsync(node);
            await page.GotoAsync(path);
            if (await WhereAsync("") == "")
            {
                await TurnToAsync(node);
                return;
            }
        }

        Assert.Fail("No node knows the administrator.");
    }

    private async Task<string> OpenAsync(string path) => await NodeAsync((await page.GotoAsync(path))!);

    private Task TurnToAsync(string node) => TurnToAsync(page, node);

    /// <summary>Takes the balancer to the point where the next request of this visitor goes to a node.</summary>
    private async Task TurnToAsync(IPage visitor, string node)
    {
        while (world.Balancer.Nodes.Count > 1 && await FetchAsync(visitor) == node)
        {
            // The next one goes to the other node.
        }
    }

    private static async Task<string> FetchAsync(IPage visitor) =>
        await visitor.EvaluateAsync<string>($"fetch('/css/site.css?turn', {{ cache: 'no-store' }}).then(answer => answer.headers.get('{Balancer.NodeHeader}'))");

    private static async Task<string> NodeAsync(IResponse response) => (await response.HeaderValueAsync(Balancer.NodeHeader))!;

    private async Task<string> WhereAsync(string otherwise) => await HasAsync("form.card >> text=Password") ? "the login form" : otherwise;

    private async Task<bool> HasAsync(string selector) => await page.Locator(selector).CountAsync() > 0;

    private async Task SawAsync(string does, IPage where, string? sees)
    {
        Directory.CreateDirectory(pictures);
        var number = Directory.GetFiles(pictures).Length + 1;
        await where.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(pictures, $"{number}-{does.Replace(' ', '-')}.png") });
        if (sees is not null)
        {
            steps.Add(new Step(does, sees));
        }
    }
}
