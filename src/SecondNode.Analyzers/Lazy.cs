using System.Threading;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers;

/// <summary>
/// Takes the place of <c>System.Lazy</c> in this assembly, which keeps an exception for ever: the first request that is
/// cancelled would end all later ones. Here only values are kept; who waits for another thread's value can be cancelled as well.
/// </summary>
internal sealed class Lazy<T>(Func<T> make, LazyThreadSafetyMode mode = LazyThreadSafetyMode.ExecutionAndPublication)
{
    private const int Patience = 20;

    private readonly object gate = new();
    private Box? box;
    private bool isMaking;

    public bool IsValueCreated => Volatile.Read(ref box) is not null;

    public T Value => (Volatile.Read(ref box) ?? Make()).Value;

    private Box Make()
    {
        if (mode == LazyThreadSafetyMode.PublicationOnly)
        {
            return Interlocked.CompareExchange(ref box, new Box(make()), null) ?? box;
        }

        while (!Monitor.TryEnter(gate, Patience))
        {
            Request.Cancellation.ThrowIfCancellationRequested();
        }

        try
        {
            if (isMaking)
            {
                throw new InvalidOperationException("A value that needs itself.");
            }

            if (box is null)
            {
                isMaking = true;
                try
                {
                    Volatile.Write(ref box, new Box(make()));
                }
                finally
                {
                    isMaking = false;
                }
            }

            return box!;
        }
        finally
        {
            Monitor.Exit(gate);
        }
    }

    private sealed class Box(T value)
    {
        public T Value => value;
    }
}
