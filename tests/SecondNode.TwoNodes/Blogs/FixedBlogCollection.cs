namespace SecondNode.TwoNodes.Blogs;

/// <summary>The tests that share one copy of the sample, one after the other: each keeps all cores busy by itself.</summary>
[CollectionDefinition(Name)]
public sealed class FixedBlogCollection : ICollectionFixture<FixedBlog>
{
    public const string Name = "fixed blog";
}
