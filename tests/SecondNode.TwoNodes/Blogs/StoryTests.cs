using SecondNode.Tests.Samples;
using SecondNode.Tests.Testing;

namespace SecondNode.TwoNodes.Blogs;

/// <summary>The sample as it is works on one node with nothing installed, and on two it does not.</summary>
[Collection(FixedBlogCollection.Name)]
public class StoryTests(FixedBlog blog)
{
    [Fact]
    public async Task TwoNodes_LoseTheNotice()
    {
        using var folder = new TemporaryFolder();
        Blog.CopyTo(folder.Path);
        await using var one = await WebNode.StartAsync(blog.UnfixedAssembly, folder.Path);
        await using var two = await WebNode.StartAsync(blog.UnfixedAssembly, folder.Path);
        using var visitor = new Visitor(one.Address, two.Address);
        var failure = await Assert.ThrowsAsync<Xunit.Sdk.EqualException>(() => BlogStory.TellAsync(visitor));
        Assert.Contains("Theme Midnight activated.", failure.Message);
    }

    [Fact]
    public async Task AsOneNode_ServesItsPages_WithNothingInstalled()
    {
        using var folder = new TemporaryFolder();
        Blog.CopyTo(folder.Path);
        await using var node = await WebNode.StartAsync(blog.UnfixedAssembly, folder.Path);
        using var visitor = new Visitor(node.Address);
        await BlogStory.TellAsync(visitor);
    }
}
