using SecondNode.TwoNodes.Blogs;
using SecondNode.TwoNodes.Servers;

namespace SecondNode.TwoNodes.Proof;

/// <summary>One run of the proof for all tests that judge it, played when the first of them asks.</summary>
public sealed class ProofRun : IAsyncDisposable
{
    private Task<TwoNodeProof>? run;
    private TwoNodeProof? proof;

    /// <summary>The proof; a test is skipped where the machine has no servers.</summary>
    internal Task<TwoNodeProof> OfAsync(FixedBlog blog)
    {
        Assert.SkipWhen(Programs.Missing is not null, Programs.Missing ?? "");
        return run ??= PlayAsync(blog);
    }

    public async ValueTask DisposeAsync()
    {
        if (proof is not null)
        {
            await proof.DisposeAsync();
        }
    }

    private async Task<TwoNodeProof> PlayAsync(FixedBlog blog)
    {
        proof = new TwoNodeProof(blog, line => TestContext.Current.SendDiagnosticMessage("{0}", line));
        await proof.RunAsync();
        return proof;
    }
}
