using SecondNode.Tests.Testing;
using SecondNode.TwoNodes.Blogs;
using SecondNode.TwoNodes.Proof;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Walk;

/// <summary>The same walk through the admin area before and after the fix. Its pictures are in TestResults/two-nodes.</summary>
[Collection(FixedBlogCollection.Name)]
public class WalkTests(FixedBlog blog, ProofRun run)
{
    [Fact]
    public async Task BeforeTheFix_TheAdministratorGetsNowhere() => Assert.Equal(
        [
            new Step("signs in", "an error instead of the login"),
            new Step("signs in again", "the login form"),
            new Step("activates a theme", "the login form"),
            new Step("opens the front page", "the new theme"),
            new Step("uploads a picture", "the login form"),
            new Step("looks at the picture twice", "1 of 2"),
            new Step("sends a comment", "1 of 2 readers see it"),
        ],
        await WalkAsync(proof => proof.Before));

    [Fact]
    public async Task AfterTheFix_EverythingIsThere() => Assert.Equal(
        [
            new Step("signs in", "the admin area"),
            new Step("activates a theme", "the notice"),
            new Step("opens the front page", "the new theme"),
            new Step("uploads a picture", "the list"),
            new Step("looks at the picture twice", "2 of 2"),
            new Step("sends a comment", "2 of 2 readers see it"),
        ],
        await WalkAsync(proof => proof.After));

    private async Task<IReadOnlyList<Step>> WalkAsync(Func<TwoNodeProof, World> choose)
    {
        Assert.SkipWhen(Programs.MissingForWalk is not null, Programs.MissingForWalk ?? "");
        var world = choose(await run.OfAsync(blog));
        return await AdminWalk.WalkAsync(world, Path.Combine(References.RepositoryRoot, "TestResults", "two-nodes", world.Plan.Name));
    }
}
