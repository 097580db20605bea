using System.Net;

namespace SecondNode.TwoNodes.Blogs;

/// <summary>One day on the blog, told through a browser: what a visitor must see on one node and on many.</summary>
internal static class BlogStory
{
    public static readonly byte[] Logo = [0x89, .. "PNG, as far as the blog can tell"u8];

    public static async Task TellAsync(Visitor visitor)
    {
        Assert.Contains("Hello, world", (await visitor.GetAsync("/")).Succeeded().Text);
        Assert.Contains("under a desk", (await visitor.GetAsync("/posts/hello-world")).Succeeded().Text);
        Assert.Equal("text/css", (await visitor.GetAsync("/css/site.css")).Succeeded().ContentType);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/posts/no-such-post")).Status);

        await SignInAsync(visitor);
        await ActivateThemeAsync(visitor);
        await UploadAsync(visitor);
        await DraftAsync(visitor);
        await EditAsync(visitor);
        await CommentAsync(visitor);
        await TeachTheFilterAsync(visitor);
    }

    private static async Task SignInAsync(Visitor visitor)
    {
        Assert.Equal("/account/login?ReturnUrl=%2Fadmin%2Fthemes", (await visitor.GetAsync("/admin/themes")).Succeeded().Path);
        var wrong = await visitor.PostAsync("/account/login", "/account/login", ("UserName", "admin"), ("Password", "guess"));
        Assert.Contains("Name or password is wrong", wrong.Text);
        var right = await visitor.PostAsync("/account/login", "/account/login", ("UserName", "admin"), ("Password", "admin"));
        Assert.Equal("/admin", right.Succeeded().Path);
        Assert.Contains("New post", right.Text);
    }

    private static async Task ActivateThemeAsync(Visitor visitor)
    {
        foreach (var (name, title) in new[] { ("midnight", "Midnight"), ("orchard", "Orchard") })
        {
            var themes = (await visitor.PostAsync("/admin/themes", "/admin/themes/activate", ("name", name))).Succeeded();
            Assert.Equal($"Theme {title} activated.", themes.Notice);
            Assert.Contains($"data-theme=\"{name}\"", themes.Text);
            Assert.Equal("", (await visitor.GetAsync("/admin/themes")).Notice);
            Assert.Contains($"data-theme=\"{name}\"", (await visitor.GetAsync("/")).Text);
        }
    }

    private static async Task UploadAsync(Visitor visitor)
    {
        var media = (await visitor.UploadAsync("/admin/media", "/admin/media/upload", "logo.png", Logo)).Succeeded();
        Assert.Equal("logo.png is uploaded as /media/1.", media.Notice);
        Assert.Contains("src=\"/media/1\"", media.Text);
        for (var i = 0; i < 2; i++)
        {
            var logo = (await visitor.GetAsync("/media/1")).Succeeded();
            Assert.Equal("image/png", logo.ContentType);
            Assert.Equal(Logo, logo.Bytes);
        }

        Assert.Contains("can be uploaded", (await visitor.UploadAsync("/admin/media", "/admin/media/upload", "run.exe", Logo)).Notice);
    }

    private static async Task DraftAsync(Visitor visitor)
    {
        const string Words = "Words that nobody has saved yet";
        Assert.DoesNotContain("newer than what is saved", (await visitor.GetAsync("/admin/posts/edit/2")).Succeeded().Text);
        var answer = await visitor.PostAsync("/admin/posts/edit/2", "/admin/drafts/save", ("Form.Id", "2"), ("Form.Title", "One box"), ("Form.Body", Words));
        Assert.Contains("savedAt", answer.Succeeded().Text);
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains(Words, (await visitor.GetAsync("/admin/posts/edit/2")).Succeeded().Text);
        }

        var editor = await visitor.PostAsync("/admin/posts/edit/2", "/admin/drafts/discard/2");
        Assert.DoesNotContain(Words, editor.Succeeded().Text);
        Assert.DoesNotContain(Words, (await visitor.GetAsync("/admin/posts/edit/2")).Succeeded().Text);
    }

    private static async Task EditAsync(Visitor visitor)
    {
        // Every node has rendered the page once.
        await visitor.GetAsync("/posts/one-box-is-enough");
        await visitor.GetAsync("/posts/one-box-is-enough");
        var list = await visitor.PostAsync("/admin/posts/edit/2", "/admin/posts/edit/2", ("Form.Id", "2"), ("Form.Title", "Two boxes"), ("Form.Summary", "s"), ("Form.Body", "Now there are two."), ("Form.IsPublished", "true"));
        Assert.Equal("“Two boxes” by The Editor is saved.", list.Succeeded().Notice);
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains("Now there are two.", (await visitor.GetAsync("/posts/one-box-is-enough")).Succeeded().Text);
            Assert.Contains("Two boxes", (await visitor.GetAsync("/")).Succeeded().Text);
        }
    }

    private static async Task CommentAsync(Visitor visitor)
    {
        var post = await visitor.PostAsync("/posts/hello-world", "/posts/hello-world/comments", ("Comment.Name", "Bob"), ("Comment.Text", "Me too"));
        Assert.Equal("Thank you, yours is comment number 2.", post.Succeeded().Notice);
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains("Me too", (await visitor.GetAsync("/posts/hello-world")).Text);
        }
    }

    private static async Task TeachTheFilterAsync(Visitor visitor)
    {
        const string Offer = "Cheap watches, cheap pills, casino bonus today";
        var first = await visitor.PostAsync("/posts/hello-world", "/posts/hello-world/comments", ("Comment.Name", "Eve"), ("Comment.Text", Offer));
        Assert.StartsWith("Thank you, yours", first.Succeeded().Notice);
        var judged = await visitor.PostAsync("/admin/comments", "/admin/comments/judge/3", ("spam", "true"));
        Assert.StartsWith("Spam.", judged.Succeeded().Notice);
        for (var i = 0; i < 2; i++)
        {
            Assert.DoesNotContain("Cheap watches", (await visitor.GetAsync("/posts/hello-world")).Text);
        }

        // The same words from the same author, whichever node reads them.
        for (var i = 0; i < 3; i++)
        {
            var again = await visitor.PostAsync("/posts/hello-world", "/posts/hello-world/comments", ("Comment.Name", "Eve"), ("Comment.Text", Offer));
            Assert.Equal("Thank you. Your comment appears once the editor has read it.", again.Succeeded().Notice);
            await visitor.GetAsync("/");
        }
    }
}
