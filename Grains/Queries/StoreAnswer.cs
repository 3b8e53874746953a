using System.Diagnostics.CodeAnalysis;

namespace LaunchStack.Metrics.Grains.Queries;

/// <summary>An answer of the store that is there or under way; who asks for it while it is under way waits for the same.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has neither a timer nor a wait handle, and who waits last is not known before.")]
internal sealed class StoreAnswer(StoreMark mark, long askedAt)
{
    private readonly CancellationTokenSource _abandoned = new();
    private int _waiting = 1;

    /// <summary>What it holds for.</summary>
    public StoreMark Mark => mark;

    /// <summary>When the store was asked, by the clock's timestamp.</summary>
    public long AskedAt => askedAt;

    /// <summary>Fires when nobody waits any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>The answer.</summary>
    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Joins who waits; false where all have gone and the query has been given up.</summary>
    public bool TryJoin()
    {
        while (true)
        {
            var waiting = Volatile.Read(ref _waiting);
            if (waiting == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _waiting, waiting + 1, waiting) == waiting)
            {
                return true;
            }
        }
    }

    /// <summary>Leaves; the last one to go gives up a query that is still under way.</summary>
    public void Leave()
    {
        // An answer that is there is kept for others, who join it by looking at it.
        if (!Task.IsCompleted && Interlocked.Decrement(ref _waiting) == 0)
        {
            _abandoned.Cancel();
        }
    }
}
