using System.Threading;

namespace SecondNode.Analyzers.Facts;

/// <summary>
/// The request of the host that runs on this thread, or in this asynchronous flow. What the rules know is shared by all requests
/// on a compilation, so that no token can be a part of it: whoever computes an answer does so under the token of the request that
/// it runs for, and an answer that was not finished is not kept (<see cref="Lazy{T}"/>).
/// </summary>
internal static class Request
{
    /// <summary>Actions of analyzers run on one thread, many thousand times.</summary>
    private static readonly ThreadLocal<CancellationToken> OfThread = new();

    /// <summary>Fixes are asynchronous.</summary>
    private static readonly AsyncLocal<CancellationToken> OfFlow = new();

    /// <summary>Ends what runs here.</summary>
    public static CancellationToken Cancellation => OfThread.Value is { CanBeCanceled: true } token ? token : OfFlow.Value;

    /// <summary>Runs an action of an analyzer for a request.</summary>
    public static void Run<T>(Action<T> action, T argument, CancellationToken cancellation)
    {
        var outer = OfThread.Value;
        OfThread.Value = cancellation;
        try
        {
            action(argument);
        }
        catch (InsufficientExecutionStackException)
        {
            // Code that is too deep for the compiler's own walks is left alone, as the compiler leaves it.
        }
        finally
        {
            OfThread.Value = outer;
        }
    }

    /// <summary>Says what the asynchronous method that calls this, and what it awaits, runs for.</summary>
    public static void Begin(CancellationToken cancellation) => OfFlow.Value = cancellation;
}
