using SecondNode.TwoNodes.Proof;

namespace SecondNode.TwoNodes.Blogs;

/// <summary>The tests that share one copy of the sample and one run of the proof, one after the other: each keeps all cores busy by itself.</summary>
[CollectionDefinition(Name)]
public sealed class FixedBlogCollection : ICollectionFixture<FixedBlog>, ICollectionFixture<ProofRun>
{
    public const string Name = "fixed blog";
}
