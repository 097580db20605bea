using SecondNode.TwoNodes.Blogs;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Proof;

/// <summary>One run of the proof for all tests that judge it.</summary>
public sealed class ProofRun(FixedBlog blog) : IAsyncLifetime
{
    private TwoNodeProof? proof;

    /// <summary>The proof; a test is skipped where the machine has no servers.</summary>
    internal TwoNodeProof Proof
    {
        get
        {
            Assert.SkipWhen(proof is null, Programs.Missing ?? "");
            return proof!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Programs.Missing is null)
        {
            proof = new TwoNodeProof(blog, line => TestContext.Current.SendDiagnosticMessage("{0}", line));
            await proof.RunAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (proof is not null)
        {
            await proof.DisposeAsync();
        }
    }
}
